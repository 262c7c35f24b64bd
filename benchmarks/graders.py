"""Each grader at work on one folder of submissions of our exercise, watched: seconds, peak memory, marks."""

import csv
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from otter_assignment import marked, write_master
from record import ROOT

sys.path[:0] = [str(ROOT), str(ROOT / "tests/grading")]
from made import SLUG

from coursekit.files import import_path

SOURCE = ROOT / "chapters" / SLUG / "exercise.ipynb"
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


def watched(run: Run, work: object) -> None:
    """Do the work; note its seconds and the highest sum of proportional memory of all processes below this one."""
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.2):
            run.peak = max(run.peak, sum(memory(pid) for pid in below(os.getpid())) / 1024)

    watcher = threading.Thread(target=sample)
    watcher.start()
    start = time.perf_counter()
    try:
        work()
    finally:
        run.seconds = time.perf_counter() - start
        done.set()
        watcher.join()


def below(pid: int) -> list[int]:
    try:
        own = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return own + [deeper for child in own for deeper in below(child)]


def memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def grade(folder: Path, workers: int) -> list[str | Path]:
    """The command that grades what lies in `in` of a folder into `out` beside it."""
    caj = [sys.executable, "-m", "coursekit.cli", "--root", ROOT]
    return [*caj, "grade", folder / "in", "--out", folder / "out", "--workers", str(workers)]


def caj(run: Run, made: dict[str, bytes], folder: Path, workers: int) -> None:
    for student, notebook in made.items():
        (folder / "in" / student).mkdir(parents=True)
        (folder / "in" / student / f"{SLUG}.ipynb").write_bytes(notebook)
    command = grade(folder, workers)
    watched(
        run,
        lambda: subprocess.run(
            command, env=environment(Path(sys.executable).parent), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ),
    )
    with open(folder / "out/marks.csv", encoding="utf-8", newline="") as file:
        run.marks = {row["student"]: float(row["points"]) for row in csv.DictReader(file)}


def nbgrader(run: Run, made: dict[str, bytes], folder: Path, config: str = "") -> None:
    (folder / "source/first").mkdir(parents=True)
    shutil.copy(SOURCE, folder / "source/first")
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}", "utf-8")
    for student, notebook in made.items():
        (folder / "submitted" / student / "first").mkdir(parents=True)
        (folder / "submitted" / student / "first" / f"{SLUG}.ipynb").write_bytes(notebook)

    def command(*words: str) -> None:
        subprocess.run(
            [GRADE_ENV / "nbgrader", *words],
            cwd=folder,
            env=environment(GRADE_ENV),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    command("generate_assignment", "first")
    watched(run, lambda: command("autograde", "first"))
    command("export")
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        run.marks = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}


def otter(run: Run, made: dict[str, bytes], folder: Path) -> None:
    write_master(SOURCE, folder / "first.ipynb")
    subprocess.run(
        [OTTER_ENV / "otter", "assign", "first.ipynb", "dist"],
        cwd=folder,
        env=environment(OTTER_ENV),
        check=True,
        capture_output=True,
    )
    archive = next((folder / "dist/autograder").glob("*.zip"))

    def each() -> None:
        for student, notebook in made.items():
            place = folder / student
            place.mkdir()
            (place / f"{SLUG}.ipynb").write_bytes(marked(notebook, SOURCE))
            command = [OTTER_ENV / "otter", "run", "-a", archive, "-o", ".", f"{SLUG}.ipynb"]
            with subprocess.Popen(
                command,
                cwd=place,
                env=environment(OTTER_ENV),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as process:
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    for pid in [*below(process.pid), process.pid]:
                        os.kill(pid, 9)
            run.marks[student] = _otter_score(place / "results.json")

    watched(run, each)


def _otter_score(path: Path) -> float | None:
    """Points of our questions; the entry of public tests carries none."""
    if not path.exists():
        return None
    return float(sum(test.get("score") or 0 for test in json.loads(path.read_text("utf-8"))["tests"]))


def environment(programs: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": import_path(ROOT)}
