"""Our executor under nbgrader's own commands: generate_assignment, autograde, generate_feedback, export."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from made import EXERCISE, FULL, SLUG, answered, blank, content, stripped, with_code
from shared import sandboxed  # noqa: F401 (fixture)

PROGRAMS = ROOT / ".venv-grade/bin"
CONFIG = "from caj.grading.nbgrader_plugin import configure\nconfigure(get_config())\n"
SUBMISSIONS = {
    "honest": (answered(), FULL),
    "mixed": (answered(wpr_earliest='wpr_earliest = "2012-11-12"', verdict_choice='verdict_choice = "a"'), FULL - 3),
    "blank": (blank(), 0),
    "stripped": (stripped(answered()), FULL),
    "endless": (answered(meetings_in_tokyo="while True:\n    pass"), FULL - 2),
    "exits": (answered(verdict_choice="import os\nos._exit(0)"), FULL - 2),
    "writes": (with_code("import pathlib\nfor name in ('gradebook.db', '../../gradebook.db', {course!r}):\n    try:\n        pathlib.Path(name).write_text('80 of 25')\n    except OSError:\n        pass"), FULL),
}


def nbgrader(course: Path, *arguments: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{path}", "PYTHONPATH": str(ROOT / "src"), "HOME": str(course)}
    return subprocess.run([PROGRAMS / "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose students have handed in."""
    if not (PROGRAMS / "nbgrader").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("nbgrader's own environment is not there; `make grade-env` makes it")
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    (folder / "source/first").mkdir(parents=True)
    shutil.copy(ROOT / "exercises/solutions" / f"{SLUG}.ipynb", folder / "source/first")
    made = nbgrader(folder, "generate_assignment", "first")
    assert made.returncode == 0, made.stderr
    for student, (notebook, _) in SUBMISSIONS.items():
        place = folder / "submitted" / student / "first"
        place.mkdir(parents=True)
        (place / f"{SLUG}.ipynb").write_bytes(content(notebook).replace(b"{course!r}", repr(str(folder / "gradebook.db")).encode()))
    return folder


@pytest.fixture(scope="module")
def scores(sandboxed: None, course: Path) -> dict[str, float]:
    """Points of each student as nbgrader exports them."""
    graded = nbgrader(course, "autograde", "first")
    assert graded.returncode == 0, graded.stderr[-3000:]
    exported = nbgrader(course, "export")
    assert exported.returncode == 0, exported.stderr
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_nbgrader_gives_the_fair_mark(student: str, scores: dict[str, float]) -> None:
    assert scores[student] == SUBMISSIONS[student][1]


def test_feedback_of_nbgrader_holds_no_hidden_test(course: Path, scores: dict[str, float]) -> None:
    made = nbgrader(course, "generate_feedback", "first", "--student=mixed")
    assert made.returncode == 0, made.stderr
    page = (course / "feedback/mixed/first" / f"{SLUG}.html").read_text("utf-8")
    tests = [test for question in EXERCISE.questions for check in question.checks for test in check.tests]
    wrong = EXERCISE.question("wpr-earliest").checks[0].tests
    assert any(test.message in page for test in wrong), "a sentence for the student"
    assert "BEGIN HIDDEN" not in page and not [test.code for test in tests if test.code in page]


def test_without_a_sandbox_nbgrader_grades_nothing(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "course"
    shutil.copytree(course, other, ignore=shutil.ignore_patterns("autograded", "gradebook.db"))
    for student in list(SUBMISSIONS)[1:]:
        shutil.rmtree(other / "submitted" / student)
    assert nbgrader(other, "generate_assignment", "first", "--force").returncode == 0
    done = nbgrader(other, "autograde", "first", path="/nowhere")
    assert done.returncode != 0 and "bubblewrap is not installed" in done.stderr
