"""Grading the same submissions with `caj grade`, `nbgrader autograde` and `otter run`: rate, memory, fair marks, in one run.

The others run hostile code without a sandbox, so only cases that are harmless outside one are given to all three.
nbgrader is in `.venv-grade` (make grade-env); otter in `.venv-otter`, or where OTTER_ENV says, an environment with
`pip install otter-grader==7.0.0 ipykernel altair networkx ipywidgets` and our pandas and numpy. What is absent is not measured.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from graders import GRADE_ENV, OTTER_ENV, SOURCE, Run, caj, nbgrader, otter  # first: it says where the next two are
from hostile import CASES
from made import ANSWERS, POINTS, answered, blank, content
from record import Row, save

HARMLESS = [
    "syntax-error",
    "endless-loop",
    "deleted-cell",
    "stripped",
    "equal-to-everything",
    "strips-asserts",
    "exits",
    "sys-exit",
    "crashes",
    "reads-tests",
    "empty-file",
    "invalid-json",
    "no-cells",
    "wrong-kernel",
    "nan-and-inf",
    "patches-pickle",
    "deep-value",
    "threads-left",
    "shell-tricks",
    "wrong-assignment",
]


def honest(count: int) -> tuple[dict[str, bytes], dict[str, float]]:
    """Right, mixed and blank work in turn, with the fair points of each."""
    made, fair = {}, {}
    names = list(ANSWERS)
    for number in range(count):
        wrong = [names[(number + step) % len(names)] for step in range(number % 4)]
        notebook = (
            blank()
            if number % 8 == 7
            else answered(**{name.replace("-", "_"): f"{name.replace('-', '_')} = -1" for name in wrong})
        )
        made[f"h{number:03}"] = content(notebook)
        fair[f"h{number:03}"] = (
            0.0 if number % 8 == 7 else float(sum(POINTS.values()) - sum(POINTS[name] for name in wrong))
        )
    return made, fair


def hostile() -> tuple[dict[str, bytes], dict[str, float]]:
    """The cases of the tests that do no harm outside a sandbox."""
    at = {"home": "/nowhere", "out": "/nowhere", "port": 9, "solution": str(SOURCE)}
    cases = [case for case in CASES if case.name in HARMLESS]
    made = {case.name: case.make(at) for case in cases}
    return {name: value if isinstance(value, bytes) else content(value) for name, value in made.items()}, {
        case.name: case.fair for case in cases
    }


def table(runs: list[Run]) -> str:
    """The Markdown table of the guide."""
    head = "| grader | work | submissions | a minute | peak memory, MB | fair marks |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    return head + "".join(
        f"| {r.grader} | {r.work} | {r.submissions} | {r.rate:,.0f} | {r.peak:,.0f} | {r.fair} of {r.submissions} |\n"
        for r in runs
    )


def unfair(runs: list[Run], fair: dict[str, float]) -> str:
    """The Markdown table of the hostile submissions that a grader marks unfairly, each with all graders' marks."""
    shown = [run for run in runs if run.work == "hostile" and run.fair < run.submissions]
    cases = [name for name in fair if any(run.marks.get(name) != fair[name] for run in shown)]
    if not cases:
        return ""
    head = f"| handed in | fair | {' | '.join(run.grader for run in shown)} |\n| --- | ---: |{' ---: |' * len(shown)}\n"
    given = {name: [run.marks.get(name) for run in shown] for name in cases}
    lines = (
        f"| {name.replace('-', ' ')} | {fair[name]:g} | {' | '.join('none' if mark is None else f'{mark:g}' for mark in given[name])} |\n"
        for name in cases
    )
    return f"Marks of the hostile ones that are not fair:\n\n{head}{''.join(lines)}\n"


def main() -> int:
    """Measure, write `grading.json` and `grading.md` beside this file, print the table; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--honest", type=int, default=100, help="honest submissions for caj grade; nbgrader and otter get fewer"
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    graders = {f"caj grade, {options.workers} workers": (lambda *given: caj(*given, options.workers), options.honest)}
    if (GRADE_ENV / "nbgrader").exists():
        ours = "from coursekit.marking.nbgrader_plugin import configure\nconfigure(c)\n"
        graders["nbgrader autograde"] = (nbgrader, options.honest // 8)
        graders["nbgrader autograde with our executor"] = (lambda *given: nbgrader(*given, ours), options.honest // 4)
    if (OTTER_ENV / "otter").exists():
        graders["otter run"] = (otter, options.honest // 12)
    for name, path in {"nbgrader": GRADE_ENV, "otter": OTTER_ENV}.items():
        if not (path / name).exists():
            print(f"{name} is not measured: {path / name} does not exist.")
    load, runs, tricks = os.getloadavg()[0], [], hostile()
    for name, (grade, count) in graders.items():
        for work, (made, fair) in (("honest", honest(count)), ("hostile", tricks)):
            run = Run(name, work, len(made))
            with tempfile.TemporaryDirectory() as folder:
                grade(run, made, Path(folder))
            run.fair = sum(run.marks.get(student) == points for student, points in fair.items())
            runs.append(run)
            print(table([run]).splitlines()[-1], flush=True)
    rates = {run.grader: run.rate for run in runs if run.work == "honest"}
    times = next(iter(rates.values())) / rates["nbgrader autograde"] if "nbgrader autograde" in rates else None
    about = f"Load of the machine when it began: {load:.1f} on {os.cpu_count()} cores." + (
        f" `caj grade` is {times:.0f} times as fast as nbgrader." if times else ""
    )
    text = f"{table(runs)}\n{unfair(runs, tricks[1])}{about}\n"
    Path(__file__).with_suffix(".md").write_text(text, "utf-8")
    plain = [{**run.__dict__, "rate": run.rate} for run in runs]
    Path(__file__).with_suffix(".json").write_text(
        json.dumps({"load": load, "cores": os.cpu_count(), "times": times, "runs": plain}, indent=1) + "\n", "utf-8"
    )
    print(f"\n{text}")
    ours = [run for run in runs if run.grader.startswith("caj")]
    rows = [
        Row(
            f"caj grade, {options.workers} workers",
            ours[0].rate,
            "submissions a minute",
            "nbgrader autograde",
            rates.get("nbgrader autograde"),
            least=30 if times else None,
        ),
        Row("marks that are not fair", sum(run.submissions - run.fair for run in ours), "submissions", most=0),
        Row("peak memory", max(run.peak for run in ours), "MB", most=500),
    ]
    return save("grading", rows)


if __name__ == "__main__":
    sys.exit(main())
