"""Grading the same submissions with `caj grade`, `nbgrader autograde` and `otter run`: rate, memory, fair marks, in one run.

The others run hostile code without a sandbox, so only cases that are harmless outside one are given to all three.
nbgrader is in `.venv-grade` (make grade-env); otter in `.venv-otter`, or where OTTER_ENV says, an environment with
`pip install otter-grader==7.0.0 ipykernel altair networkx ipywidgets` and our pandas and numpy. What is absent is not measured.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/grading")]

from hostile import CASES  # noqa: E402
from made import ANSWERS, POINTS, SLUG, answered, blank, content  # noqa: E402
from otter_assignment import write_master  # noqa: E402
from record import Row, save  # noqa: E402

HARMLESS = """
syntax-error endless-loop deleted-cell stripped equal-to-everything strips-asserts exits sys-exit crashes reads-tests
empty-file invalid-json no-cells wrong-kernel nan-and-inf patches-pickle deep-value threads-left shell-tricks wrong-assignment
""".split()
GRADE_ENV, OTTER_ENV = ROOT / ".venv-grade/bin", Path(os.environ.get("OTTER_ENV", ROOT / ".venv-otter")) / "bin"
PATIENCE = 60.0  # seconds after which an otter that hangs is ended; it has no limit of its own


@dataclass
class Run:
    """One grader on one set: seconds, peak memory of the whole process tree in MB, marks by student."""

    grader: str
    work: str
    submissions: int
    seconds: float = 0.0
    peak: float = 0.0
    marks: dict[str, float | None] = field(default_factory=dict)
    fair: int = 0

    @property
    def rate(self) -> float:
        """Submissions a minute."""
        return 60 * self.submissions / self.seconds


def honest(count: int) -> tuple[dict[str, bytes], dict[str, float]]:
    """Right, mixed and blank work in turn, with the fair points of each."""
    made, fair = {}, {}
    names = list(ANSWERS)
    for number in range(count):
        wrong = [names[(number + step) % len(names)] for step in range(number % 4)]
        notebook = blank() if number % 8 == 7 else answered(**{name.replace("-", "_"): f"{name.replace('-', '_')} = -1" for name in wrong})
        made[f"h{number:03}"] = content(notebook)
        fair[f"h{number:03}"] = 0.0 if number % 8 == 7 else float(sum(POINTS.values()) - sum(POINTS[name] for name in wrong))
    return made, fair


def hostile() -> tuple[dict[str, bytes], dict[str, float]]:
    """The cases of the tests that do no harm outside a sandbox."""
    at = {"home": "/nowhere", "out": "/nowhere", "port": 9, "solution": str(ROOT / "exercises/solutions" / f"{SLUG}.ipynb")}
    cases = [case for case in CASES if case.name in HARMLESS]
    made = {case.name: case.make(at) for case in cases}
    return {name: value if isinstance(value, bytes) else content(value) for name, value in made.items()}, {case.name: case.fair for case in cases}


def watched(run: Run, work: object) -> None:
    """Do the work; note its seconds and the highest sum of proportional memory of all processes below this one."""
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.2):
            run.peak = max(run.peak, sum(_memory(pid) for pid in _below(os.getpid())) / 1024)

    watcher = threading.Thread(target=sample)
    watcher.start()
    start = time.perf_counter()
    try:
        work()
    finally:
        run.seconds = time.perf_counter() - start
        done.set()
        watcher.join()


def _below(pid: int) -> list[int]:
    try:
        own = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return own + [deeper for child in own for deeper in _below(child)]


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def caj(run: Run, made: dict[str, bytes], folder: Path, workers: int) -> None:
    for student, notebook in made.items():
        (folder / "in" / student).mkdir(parents=True)
        (folder / "in" / student / f"{SLUG}.ipynb").write_bytes(notebook)
    command = [sys.executable, "-m", "caj.cli", "--root", ROOT, "grade", folder / "in", "--out", folder / "out", "--workers", str(workers)]
    watched(run, lambda: subprocess.run(command, env=_environment(Path(sys.executable).parent), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    with open(folder / "out/marks.csv", encoding="utf-8", newline="") as file:
        run.marks = {row["student"]: float(row["points"]) for row in csv.DictReader(file)}


def nbgrader(run: Run, made: dict[str, bytes], folder: Path, config: str = "") -> None:
    (folder / "source/first").mkdir(parents=True)
    shutil.copy(ROOT / "exercises/solutions" / f"{SLUG}.ipynb", folder / "source/first")
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}", "utf-8")
    for student, notebook in made.items():
        (folder / "submitted" / student / "first").mkdir(parents=True)
        (folder / "submitted" / student / "first" / f"{SLUG}.ipynb").write_bytes(notebook)

    def command(*words: str) -> None:
        subprocess.run([GRADE_ENV / "nbgrader", *words], cwd=folder, env=_environment(GRADE_ENV), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    command("generate_assignment", "first")
    watched(run, lambda: command("autograde", "first"))
    command("export")
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        run.marks = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}


def otter(run: Run, made: dict[str, bytes], folder: Path) -> None:
    write_master(ROOT / "exercises/solutions" / f"{SLUG}.ipynb", folder / "first.ipynb")
    subprocess.run([OTTER_ENV / "otter", "assign", "first.ipynb", "dist"], cwd=folder, env=_environment(OTTER_ENV), check=True, capture_output=True)
    archive = next((folder / "dist/autograder").glob("*.zip"))

    def each() -> None:
        for student, notebook in made.items():
            place = folder / student
            place.mkdir()
            (place / f"{SLUG}.ipynb").write_bytes(notebook)
            command = [OTTER_ENV / "otter", "run", "-a", archive, "-o", ".", f"{SLUG}.ipynb"]
            with subprocess.Popen(command, cwd=place, env=_environment(OTTER_ENV), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    for pid in [*_below(process.pid), process.pid]:
                        os.kill(pid, 9)
            run.marks[student] = _otter_score(place / "results.json")

    watched(run, each)


def _otter_score(path: Path) -> float | None:
    """Points of our questions; the entry of public tests carries none."""
    if not path.exists():
        return None
    return float(sum(test.get("score") or 0 for test in json.loads(path.read_text("utf-8"))["tests"]))


def _environment(programs: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}


def table(runs: list[Run]) -> str:
    """The Markdown table of the guide."""
    head = "| grader | work | submissions | a minute | peak memory, MB | fair marks |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    return head + "".join(f"| {r.grader} | {r.work} | {r.submissions} | {r.rate:,.0f} | {r.peak:,.0f} | {r.fair} of {r.submissions} |\n" for r in runs)


def main() -> int:
    """Measure, write `grading.json` and `grading.md` beside this file, print the table; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--honest", type=int, default=100, help="honest submissions for caj grade; nbgrader and otter get fewer")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    graders = {f"caj grade, {options.workers} workers": (lambda *given: caj(*given, options.workers), options.honest)}
    if (GRADE_ENV / "nbgrader").exists():
        ours = "from caj.grading.nbgrader_plugin import configure\nconfigure(c)\n"
        graders["nbgrader autograde"] = (nbgrader, options.honest // 8)
        graders["nbgrader autograde with our executor"] = (lambda *given: nbgrader(*given, ours), options.honest // 4)
    if (OTTER_ENV / "otter").exists():
        graders["otter run"] = (otter, options.honest // 12)
    for name, path in {"nbgrader": GRADE_ENV, "otter": OTTER_ENV}.items():
        if not (path / name).exists():
            print(f"{name} is not measured: {path / name} does not exist.")
    load, runs = os.getloadavg()[0], []
    for name, (grade, count) in graders.items():
        for work, (made, fair) in (("honest", honest(count)), ("hostile", hostile())):
            run = Run(name, work, len(made))
            with tempfile.TemporaryDirectory() as folder:
                grade(run, made, Path(folder))
            run.fair = sum(run.marks.get(student) == points for student, points in fair.items())
            runs.append(run)
            print(table([run]).splitlines()[-1], flush=True)
    rates = {run.grader: run.rate for run in runs if run.work == "honest"}
    times = next(iter(rates.values())) / rates["nbgrader autograde"] if "nbgrader autograde" in rates else None
    about = f"Load of the machine when it began: {load:.1f} on {os.cpu_count()} cores." + (f" `caj grade` is {times:.0f} times as fast as nbgrader." if times else "")
    text = f"{table(runs)}\n{about}\n"
    Path(__file__).with_suffix(".md").write_text(text, "utf-8")
    plain = [{**run.__dict__, "rate": run.rate} for run in runs]
    Path(__file__).with_suffix(".json").write_text(json.dumps({"load": load, "cores": os.cpu_count(), "times": times, "runs": plain}, indent=1) + "\n", "utf-8")
    print(f"\n{text}")
    ours = [run for run in runs if run.grader.startswith("caj")]
    rows = [
        Row(f"caj grade, {options.workers} workers", ours[0].rate, "submissions a minute", "nbgrader autograde", rates.get("nbgrader autograde"), least=30 if times else None),
        Row("marks that are not fair", sum(run.submissions - run.fair for run in ours), "submissions", most=0),
        Row("peak memory", max(run.peak for run in ours), "MB", most=500),
    ]
    return save("grading", rows)


if __name__ == "__main__":
    sys.exit(main())
