"""Growing classes with one and two workers: is the cost linear, and what does a worker gain?

Submissions are synthetic variations of honest work on one exercise: right, mixed and blank answers with a comment and
numbers of their own, so that no two notebooks are the same file. Writes `scale.json` and `scale.md` beside this file,
and `arithmetic.md`: what 100,000 submissions would need, computed from these figures.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from graders import below, environment, grade, memory

from grading import honest

ROOT = Path(__file__).parents[1]
SLUG = "the-first-summit"
SIZES = (10, 100, 1_000, 10_000)  # the first shows what a start costs
HUNDRED_THOUSAND, WORKERS = 100_000, (2, 8, 16, 32)
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """One class graded: wall and CPU seconds, MB of memory at the peak (all processes, the one that collects, the others), MB written."""

    workers: int
    submissions: int
    seconds: float
    cpu: float
    peak: float
    collector: float
    workers_peak: float
    disk: float
    fair: int
    load: float

    @property
    def rate(self) -> float:
        """Submissions a minute."""
        return 60 * self.submissions / self.seconds


def hand_in(folder: Path, count: int) -> dict[str, float]:
    """Write the submissions of `count` students; the fair points of each."""
    made, fair = honest(min(count, 32))
    kinds = [(json.loads(notebook), fair[student]) for student, notebook in made.items()]
    points = {}
    for number in range(count):
        notebook, earned = kinds[number % len(kinds)]
        student = f"s{number:06}"
        code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        own = {
            **code,
            "source": f"{''.join(code['source'])}\n# My number is {number}.\nmine = sum(range({number % 1000}))",
        }
        cells = [own if cell is code else cell for cell in notebook["cells"]]
        (folder / student).mkdir(parents=True)
        (folder / student / f"{SLUG}.ipynb").write_text(json.dumps({**notebook, "cells": cells}), "utf-8")
        points[student] = earned
    return points


def measure(count: int, workers: int) -> Run:
    """Grade `count` submissions with `caj grade` and watch its processes."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fair = hand_in(folder / "in", count)
        command = grade(folder, workers)
        start = time.perf_counter()
        with subprocess.Popen(
            command,
            env=environment(Path(sys.executable).parent),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            watch = _Watch(running.pid)
            said = running.communicate()[1]
            seconds = time.perf_counter() - start
            watch.end()
        if running.returncode:
            raise SystemExit(said[-2000:])
        marks = {
            each["student"]: sum(mark["earned"] or 0 for mark in each["marks"])
            for each in json.loads((folder / "out/marks.json").read_text("utf-8"))
        }
        disk = sum(path.stat().st_blocks * 512 for path in (folder / "out").rglob("*")) / 1e6
    right = sum(marks.get(student) == points for student, points in fair.items())
    return Run(workers, count, seconds, watch.cpu, watch.peak, watch.collector, watch.workers, disk, right, load)


class _Watch:
    """Looks at a process and all below it; the CPU of children that a sandbox leaves behind is not in our own account."""

    def __init__(self, pid: int) -> None:
        self.pid, self.cpu, self.peak, self.collector, self.workers = pid, 0.0, 0.0, 0.0, 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.5):
            own = {pid: memory(pid) / 1024 for pid in [self.pid, *below(self.pid)]}
            self.peak = max(self.peak, sum(own.values()))
            self.collector = max(self.collector, own[self.pid])
            self.workers = max(self.workers, sum(own.values()) - own[self.pid])
            self.cpu = max(self.cpu, sum(_ticks(pid) for pid in own) / TICK)


def _ticks(pid: int) -> int:
    """CPU of a process and of the children that it has waited for."""
    try:
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    except OSError:
        return 0


def table(runs: list[Run]) -> str:
    """The Markdown table of the measured runs."""
    head = "| workers | submissions | seconds | a minute | CPU seconds each | peak memory, MB | of it the collector | disk, MB | fair marks | load before |\n"
    rows = (
        f"| {r.workers} | {r.submissions:,} | {r.seconds:,.0f} | {r.rate:,.0f} | {r.cpu / r.submissions:.3f} | {r.peak:,.0f} | {r.collector:,.0f}"
        f" | {r.disk:,.1f} | {r.fair:,} of {r.submissions:,} | {r.load:.1f} |\n"
        for r in runs
    )
    return head + "|" + " ---: |" * 10 + "\n" + "".join(rows)


def marginal(runs: list[Run], what: str) -> float:
    """How much one more submission adds, from the smallest and the largest run; a start's cost is not in it."""
    own = sorted(runs, key=lambda run: (run.submissions, run.workers))
    return (getattr(own[-1], what) - getattr(own[0], what)) / (own[-1].submissions - own[0].submissions)


def pace(runs: list[Run], workers: int) -> float:
    """Seconds that one more submission will take, as far as the runs so far tell; nothing before there are two sizes."""
    if len({run.submissions for run in runs}) < 2:
        return 0.0
    last, first = max(runs, key=lambda run: run.submissions), min(runs, key=lambda run: run.submissions)
    each = (last.seconds - first.seconds) / (last.submissions - first.submissions) * last.workers
    return max(each, last.cpu / last.submissions) / workers


def arithmetic(runs: list[Run]) -> str:
    """What 100,000 submissions need on so many workers; a worker has a core of its own, as fast as ours."""
    cpu, collector, disk = (max(marginal(runs, what), 0.0) for what in ("cpu", "collector", "disk"))
    base = max(runs, key=lambda run: (run.submissions, run.workers))
    each = base.workers_peak / base.workers
    hours = cpu * HUNDRED_THOUSAND / 3600
    lines = [
        f"One more submission costs {cpu:.3f} CPU seconds, {1000 * disk:.0f} kB on disk, and {1000 * collector:.0f} kB in the process that collects.",
        f"So {HUNDRED_THOUSAND:,} cost {hours:.1f} CPU hours, {disk * HUNDRED_THOUSAND / 1000:.1f} GB on disk, and {(base.collector + collector * (HUNDRED_THOUSAND - base.submissions)) / 1000:.1f} GB in that process.",
        f"Each worker takes {each:,.0f} MB more.",
        "",
        "| workers | wall time | memory of the workers |",
        "| ---: | ---: | ---: |",
    ]
    return (
        "\n".join(
            [*lines, *(f"| {count} | {_span(hours / count)} | {each * count / 1000:.1f} GB |" for count in WORKERS)]
        )
        + "\n"
    )


def _span(hours: float) -> str:
    minutes = math.ceil(60 * hours)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def about(runs: list[Run], left_out: list[str]) -> tuple[list[str], dict[int, float]]:
    """Sentences below the table, and how many times as fast two workers were as one, by size."""
    said = [
        f"Measured on {os.cpu_count()} cores that were shared with other work; the load stands beside each run. CPU seconds hardly depend on it, wall time does."
    ]
    if left_out:
        said.append(f"Left out, for want of time on this machine: {'; '.join(left_out)}.")
    rates = {(run.submissions, run.workers): run.rate for run in runs}
    gains = {
        size: rate / rates[size, 1]
        for (size, workers), rate in sorted(rates.items())
        if workers == 2 and (size, 1) in rates
    }
    if gains:
        said.append(
            "Two workers against one: "
            + "; ".join(f"{gain:.2f} times as fast with {size:,} submissions" for size, gain in gains.items())
            + "."
        )
    return said, gains


def save(runs: list[Run], left_out: list[str]) -> None:
    """Write `scale.json`, `scale.md` and `arithmetic.md` beside this file."""
    said, gains = about(runs, left_out)
    own = Path(__file__)
    own.with_suffix(".md").write_text(f"{table(runs)}\n{chr(10).join(said)}\n", "utf-8")
    own.with_name("arithmetic.md").write_text(arithmetic(runs), "utf-8")
    plain = {"cores": os.cpu_count(), "left_out": left_out, "gain": gains, "runs": [asdict(run) for run in runs]}
    own.with_suffix(".json").write_text(json.dumps(plain, indent=1) + "\n", "utf-8")


def main() -> int:
    """Measure sizes in turn; one that would not fit in the time that is left is replaced by one that does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--minutes", type=float, default=10.0, help="stop before a run that would end later")
    parser.add_argument("--go-on", action="store_true", help="keep the runs of scale.json, measure what is missing")
    parser.add_argument(
        "--write", action="store_true", help="replace scale.json, scale.md and arithmetic.md after every run"
    )
    options = parser.parse_args()
    until, runs, left_out = time.monotonic() + 60 * options.minutes, [], []
    if options.go_on:
        runs = [Run(**run) for run in json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))["runs"]]
    done = {(run.submissions, run.workers) for run in runs}
    for size, workers in [
        (students, each) for students in sorted(options.sizes) for each in ((2, 1) if students > 10 else (2,))
    ]:
        if (size, workers) in done:
            continue
        count, left = size, until - time.monotonic() - max((run.seconds for run in runs[:1]), default=0.0)
        if (each := pace(runs, workers)) * size > left:
            left_out.append(f"{size:,} with {workers} worker{'s' * (workers > 1)}")
            count = int(left / each / 500) * 500
            if count <= max((run.submissions for run in runs if run.workers == workers), default=0):
                continue
        runs = sorted([*runs, measure(count, workers)], key=lambda run: (run.submissions, run.workers))
        print(
            table([run for run in runs if (run.submissions, run.workers) == (count, workers)]).splitlines()[-1],
            flush=True,
        )
        if options.write and pace(runs, 2):
            save(runs, left_out)
    if options.write and pace(runs, 2):
        save(runs, left_out)
    print(f"\n{table(runs)}\n{chr(10).join(about(runs, left_out)[0])}\n\n{arithmetic(runs) if pace(runs, 2) else ''}")
    costs = [run.cpu / run.submissions for run in runs if run.submissions >= 1000]
    return int(any(run.fair < run.submissions for run in runs) or (len(costs) > 1 and max(costs) > 1.5 * min(costs)))


if __name__ == "__main__":
    sys.exit(main())
