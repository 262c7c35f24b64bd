"""Our executor under nbgrader's own commands: generate_assignment, autograde, generate_feedback, export."""

import csv
import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from made import FULL, SLUG, answered, blank, content, stripped, with_code
from nbformat import NotebookNode
from shared import sandboxed

from coursekit import exercises
from coursekit.exercises.notebooks import read, source_path, text
from coursekit.files import import_path

PROGRAMS = ROOT / ".venv-grade/bin"
CONFIG = "from coursekit.marking.nbgrader_plugin import configure\nconfigure(get_config())\n"
END = "### END HIDDEN TESTS"
WEEKDAY = 'assert pd.Timestamp(wpr_earliest).day_name() == first_day, "Another day of the week was asked for."'
SUBMISSIONS = {
    "honest": (answered(), FULL),
    "mixed": (answered(wpr_earliest='wpr_earliest = "2012-11-12"', verdict_choice='verdict_choice = "a"'), FULL - 3),
    "blank": (blank(), 0),
    "stripped": (stripped(answered()), FULL),
    "endless": (answered(meetings_in_tokyo="while True:\n    pass"), FULL - 2),
    "exits": (answered(verdict_choice="import os\nos._exit(0)"), FULL - 2),
    "writes": (
        with_code(
            "import pathlib\nfor name in ('gradebook.db', '../../gradebook.db', {course!r}):\n    try:\n        pathlib.Path(name).write_text('80 of 25')\n    except OSError:\n        pass"
        ),
        FULL,
    ),
}


def nbgrader(course: Path, *arguments: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{path}", "PYTHONPATH": import_path(ROOT), "HOME": str(course)}
    return subprocess.run(
        [PROGRAMS / "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True
    )


def source() -> NotebookNode:
    """The exercise with a second test in one check, so that half of a question's points can be earned."""
    notebook = read(source_path(ROOT, SLUG))
    check = next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "wpr-earliest-check"
    )
    check.source = check.source.replace(END, f"{WEEKDAY}\n{END}")
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose students have handed in."""
    if not (PROGRAMS / "nbgrader").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "nbgrader's own environment is not there; `make grade-env` makes it"
        )
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    (folder / "source/first").mkdir(parents=True)
    (folder / "source/first" / f"{SLUG}.ipynb").write_text(text(source()), "utf-8")
    made = nbgrader(folder, "generate_assignment", "first")
    assert made.returncode == 0, made.stderr
    for student, (notebook, _) in SUBMISSIONS.items():
        place = folder / "submitted" / student / "first"
        place.mkdir(parents=True)
        (place / f"{SLUG}.ipynb").write_bytes(
            content(notebook).replace(b"{course!r}", repr(str(folder / "gradebook.db")).encode())
        )
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
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    exercise = exercises.parse(source(), SLUG)
    hidden = {
        line.strip()
        for question in exercise.questions
        for check in question.checks
        for line in check.code.splitlines()
        if len(line.strip()) > 1
    }
    assert exercise.question("wpr-earliest").checks[0].tests[0].message in shown, "a sentence for the student"
    assert 'caj.check("the-first-summit/wpr-earliest"' in shown, "code is found in the page where it is shown"
    assert "BEGIN HIDDEN" not in shown and not [line for line in hidden if line in shown]


def test_without_a_sandbox_nbgrader_grades_nothing(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "course"
    shutil.copytree(course, other, ignore=shutil.ignore_patterns("autograded", "gradebook.db"))
    for student in list(SUBMISSIONS)[1:]:
        shutil.rmtree(other / "submitted" / student)
    assert nbgrader(other, "generate_assignment", "first", "--force").returncode == 0
    done = nbgrader(other, "autograde", "first", path="/nowhere")
    assert done.returncode != 0 and "bubblewrap is not installed" in done.stderr
