"""A class of thirty as the guide for instructors has it: its own commands, from the roster to the gradebook."""

import contextlib
import csv
import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from made import EXERCISE, FULL, POINTS, SLUG, blank, cell, content
from shared import sandboxed

from coursekit.classes.keyfile import read_key
from coursekit.cli import main
from coursekit.exercises.notebooks import read
from coursekit.marking.page import number
from coursekit.marking.variant_keys import ClassKeys

GUIDE = (
    (ROOT / "guides/instructors.md").read_text("utf-8").split("## A course in five commands")[1].split("\n## Assign")[0]
)
ROSTER, COMMANDS = (block.strip().splitlines() for block in re.findall(r"```\n(.*?)```", GUIDE, re.S))
PLAN, ASSIGN, GRADE, EXPORT, FEEDBACK = range(5)
STUDENTS = [str(4711 + place) for place in range(30)]
NAMES = {student: ROSTER[1 + place % 2].partition(",")[2] for place, student in enumerate(STUDENTS)}
HALF, LENT = list(POINTS)[::2], "meetings-in-tokyo"
FAIR = {
    "right": FULL,
    "half": sum(POINTS[name] for name in HALF),
    "empty": 0,
    "hostile": 0,
    "wrong exercise": 0,
    "copied": FULL - POINTS[LENT],
}
KINDS = {student: list(FAIR)[place % len(FAIR)] for place, student in enumerate(STUDENTS)}
ESSAY = "The word first has several meanings."
# The layout of Canvas's gradebook: points possible, students; the column of the exercise carries its title.
HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,The first summit (900)"
POSSIBLE = f"    Points Possible,,,,,{number(EXERCISE.points)}.00"


def give(command: int) -> int:
    """Give one command of the guide in the folder of the instructor."""
    program, *words = shlex.split(COMMANDS[command])
    assert program == ".venv/bin/caj"
    return main(["--root", str(ROOT), *words])


def rows(path: Path) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def work(kind: str, student: str, folder: Path, keys: ClassKeys, lent: int) -> dict[str, Any]:
    """What a student hands in: the own notebook, with the answers of that kind of student."""
    if kind == "wrong exercise":
        return blank("six-power-systems")
    notebook = read(folder / "release" / SLUG / student / f"{SLUG}.ipynb")
    for name in {"right": POINTS, "half": HALF, "copied": POINTS}.get(kind, []):
        cell(notebook, name)["source"] = keys(SLUG, student).exercise.question(name).answer.solution
    if kind == "right":
        cell(notebook, "write-first")["source"] = ESSAY
    if kind == "hostile":
        cell(notebook, LENT)["source"] = "import os\nos.kill(-1, 9)\nos._exit(0)"
    if kind == "copied":
        cell(notebook, LENT)["source"] = f"meetings_in_tokyo = {lent}"
    return notebook


@pytest.fixture(scope="module")
def course(sandboxed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an instructor who has assigned, and to whom thirty students have handed in."""
    folder = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        lines = [ROSTER[0], *(f"{student},{name}" for student, name in NAMES.items())]
        Path("roster.csv").write_text("\n".join(lines) + "\n", "utf-8")
        assert [give(PLAN), give(ASSIGN)] == [0, 0]
        keys = ClassKeys(ROOT, read_key(Path("release-key") / SLUG))
        counts = {student: keys(SLUG, student).questions[LENT].answers["meetings_in_tokyo"] for student in STUDENTS}
        with zipfile.ZipFile("submissions.zip", "w") as archive:
            for student, kind in KINDS.items():
                lent = next(count for count in counts.values() if count != counts[student])
                archive.writestr(
                    f"family_{student}_99{student}_{SLUG}.ipynb", content(work(kind, student, folder, keys, lent))
                )
        yield folder


@pytest.fixture(scope="module")
def said(course: Path) -> list[str]:
    """What the command says of submissions when the class is graded."""
    with contextlib.redirect_stderr(io.StringIO()) as printed:
        assert give(GRADE) == 0
    return [line for line in printed.getvalue().splitlines() if f", {SLUG}: " in line]


def test_the_class_gets_marks_feedback_and_a_report(said: list[str]) -> None:
    told = {
        "wrong exercise": f"This notebook is not the exercise {SLUG}.",
        "empty": "Nothing is answered: this copy is as it was handed out.",
    }
    assert sorted(said) == [
        f"{student}, {SLUG}: {told[KINDS[student]]}" for student in STUDENTS if KINDS[student] in told
    ]
    for student, row in rows(Path("marks/marks.csv")).items():
        assert float(row["points"]) == FAIR[KINDS[student]], row
        page = Path("marks/feedback", student, f"{SLUG}.html").read_text("utf-8")
        assert f"{row['points']} of" in page and "assert" not in page
    report = Path("marks/report.html").read_text("utf-8")
    assert "30 submissions, 25 graded, 5 without a mark; 5 have open questions that wait" in report
    row = '<th scope="row">{} {}</th><td data-column="exercise">{}</td><td class="number" data-column="answers">1</td><td data-column="questions">{}</td>'
    assert all(
        row.format(student, NAMES[student], SLUG, LENT) in report for student in STUDENTS if KINDS[student] == "copied"
    )


def test_marks_of_the_open_questions_are_taken_in_and_nothing_is_graded_twice(said: list[str]) -> None:
    done = Path("marks/journal.jsonl").read_bytes()
    sheet = Path("marks/manual.csv")
    assert sheet.read_text("utf-8").count(",8,,") == 5
    sheet.write_text(sheet.read_text("utf-8").replace(",8,,", ",8,6.5,Well argued"), "utf-8")
    assert give(GRADE) == 0
    assert Path("marks/journal.jsonl").read_bytes() == done
    points = {student: float(row["points"]) for student, row in rows(Path("marks/marks.csv")).items()}
    assert points == {student: FAIR[kind] + 6.5 * (kind == "right") for student, kind in KINDS.items()}
    assert "Well argued" in Path("marks/feedback", STUDENTS[0], f"{SLUG}.html").read_text("utf-8")


def test_the_marks_are_in_the_gradebook(said: list[str], capsys: pytest.CaptureFixture) -> None:
    lines = [HEAD, POSSIBLE, *(f'"Family, {student}",{student},,,A,' for student in STUDENTS)]
    Path("grades.csv").write_text("\r\n".join(lines) + "\r\n", "utf-8", newline="")
    assert give(EXPORT) == 0
    assert len([line for line in capsys.readouterr().err.splitlines() if "not graded" in line]) == 5
    with open("grades-filled.csv", encoding="utf-8", newline="") as file:
        filled = {row["ID"]: row[HEAD.split(",")[-1]] for row in csv.DictReader(file)}
    marks = {
        student: row["points"]
        for student, row in rows(Path("marks/marks.csv")).items()
        if row["graded"] == "yes" and row["waiting"] == "0"
    }
    assert len(marks) >= 20 and {student: filled[student] for student in marks} == marks


def test_the_feedback_goes_back_under_the_names_of_the_platform(said: list[str], capsys: pytest.CaptureFixture) -> None:
    finished = [student for student, row in rows(Path("marks/marks.csv")).items() if row["waiting"] == "0"]
    faults = give(FEEDBACK)
    left = capsys.readouterr().err.splitlines()
    assert (
        faults == bool(left)
        and len(finished) + len(left) == 30
        and all("open questions wait for a person" in line for line in left)
    )
    with zipfile.ZipFile("submissions-feedback.zip") as archive:
        assert archive.namelist() == [f"family_{student}_99{student}_{SLUG}-feedback.ipynb" for student in finished]
        assert all(
            f"Student: {student}." in archive.read(name).decode()
            for student, name in zip(finished, archive.namelist(), strict=True)
        )
