"""A term in one folder: weeks, groups and late work graded one after another, and nobody's marks lost."""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from made import FULL, SLUG, answered, cell, content, hand_in

from coursekit import exercises
from coursekit.classes.people import People
from coursekit.cli import main
from coursekit.marking import term as term_rows
from coursekit.marking.submissions import Submission

OTHER = "nuclear-questions"


@pytest.fixture
def term(tmp_path: Path) -> Path:
    """Week one of ann, bo and cy, week two of ann and bo; the roster of the three."""
    hand_in(tmp_path / "one", ann="Tokyo, I say.", bo="It depends.", cy="No idea.")
    week_two(tmp_path / "two", "ann", "bo")
    (tmp_path / "roster.csv").write_text("id,name\nann,Ann Lee\nbo,Bo Kim\ncy,Cy Ito\n", "utf-8")
    return tmp_path


def week_two(folder: Path, *students: str) -> None:
    solutions = {
        question.name: question.answer.solution
        for question in exercises.load(ROOT / f"chapters/{OTHER}/exercise.ipynb").questions
        if question.kind == "auto"
    }
    for student in students:
        (folder / student).mkdir(parents=True)
        (folder / student / f"{OTHER}.ipynb").write_bytes(content(answered(OTHER, **solutions)))


def grade(term: Path, source: str) -> None:
    assert (
        main(
            [
                "--root",
                str(ROOT),
                "grade",
                str(term / source),
                "--roster",
                str(term / "roster.csv"),
                "--out",
                str(term / "marks"),
                "--workers",
                "1",
                "--trust",
            ]
        )
        == 0
    )


def rows(term: Path, table: str = "marks.csv") -> list[dict[str, str]]:
    with open(term / "marks" / table, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marks(term: Path) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["student"], row["exercise"]): (row["points"], row["status"]) for row in rows(term)}


def test_two_weeks_stand_in_one_table_and_who_missed_one_keeps_the_other(
    term: Path, capsys: pytest.CaptureFixture
) -> None:
    grade(term, "one")
    capsys.readouterr()
    grade(term, "two")
    said = capsys.readouterr()
    assert (
        f"Kept from earlier runs into this folder: {SLUG} (3)." in said.out
        and f"Not handed in, {OTHER}: cy" in said.out
    )
    assert "2 of 2 submissions graded" in said.out and SLUG not in said.err
    found, full = marks(term), f"{FULL:g}"
    assert {place: status for place, (_, status) in found.items() if place[1] == OTHER} == {
        ("ann", OTHER): "graded",
        ("bo", OTHER): "graded",
        ("cy", OTHER): "not handed in",
    }
    assert {place: mark for place, mark in found.items() if place[1] == SLUG} == {
        (name, SLUG): (full, "graded") for name in ("ann", "bo", "cy")
    }
    assert float(found["ann", OTHER][0]) > 0
    assert {row["exercise"] for row in rows(term, "questions.csv") if row["student"] == "bo"} == {SLUG, OTHER}
    assert len(json.loads((term / "marks/marks.json").read_text("utf-8"))) == 6
    page = (term / "marks/report.html").read_text("utf-8")
    assert (
        "6 submissions" not in page
        and "5 submissions, 5 graded" in page
        and f"<li>cy Cy Ito, {OTHER}</li>" in page
        and "Kept from earlier runs" in page
    )
    assert f"3 open answers wait for your marks: open {term / 'marks/manual.html'}" in said.out


def test_git_leaves_alone_what_a_class_brings_into_the_folder_of_the_book() -> None:
    theirs = ["week-1.zip", "late.zip", "roster-a.csv", "grades.csv", "course-secret.txt", "marks-week-1/marks.csv"]
    theirs += ["submissions/4711/x.ipynb", "release/x/4711/x.ipynb", "release-key/x/key.json"]
    found = subprocess.run(["git", "check-ignore", *theirs], cwd=ROOT, capture_output=True, text=True).stdout
    assert found.split() == theirs


def test_points_given_by_hand_in_week_two_for_week_one_reach_marks_and_feedback(term: Path) -> None:
    grade(term, "one")
    grade(term, "two")
    sheet = term / "marks/manual.csv"
    lines = list(csv.DictReader(sheet.open(encoding="utf-8-sig", newline="")))
    for line in lines:
        if (line["student"], line["exercise"]) == ("cy", SLUG) and line["question"] == "write-first":
            line["points"], line["comment"] = "1", "Say why."
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys())
        writer.writeheader()
        writer.writerows(lines)
    grade(term, "two")
    assert marks(term)["cy", SLUG] == (f"{FULL + 1:g}", "graded")
    assert "Say why." in (term / f"marks/feedback/cy/{SLUG}.html").read_text("utf-8")


def test_late_work_graded_alone_makes_nobody_missing_who_handed_in_before(
    term: Path, capsys: pytest.CaptureFixture
) -> None:
    grade(term, "two")
    week_two(term / "late", "cy")
    grade(term, "late")
    assert "Not handed in" not in capsys.readouterr().out.split("Kept from earlier runs")[1]
    assert [(student, status) for (student, _), (_, status) in marks(term).items()] == [
        ("ann", "graded"),
        ("bo", "graded"),
        ("cy", "graded"),
    ]
    assert "Not handed in" not in (term / "marks/report.html").read_text("utf-8")


def test_what_is_handed_in_again_takes_the_place_of_the_earlier_mark(term: Path) -> None:
    grade(term, "one")
    worse = answered(meetings_in_tokyo="meetings_in_tokyo = -1")
    cell(worse, "write-first")["source"] = "Tokyo, I say."
    (term / "again/ann").mkdir(parents=True)
    (term / f"again/ann/{SLUG}.ipynb").write_bytes(content(worse))
    grade(term, "again")
    assert (
        float(marks(term)["ann", SLUG][0]) < FULL
        and marks(term)["bo", SLUG] == (f"{FULL:g}", "graded")
        and len(rows(term)) == 3
    )


def test_a_result_that_another_version_wrote_costs_nobody_elses_mark(term: Path, capsys: pytest.CaptureFixture) -> None:
    grade(term, "one")
    journal = term / "marks/journal.jsonl"
    first, *rest = journal.read_text("utf-8").splitlines(keepends=True)
    whose = json.loads(first)["result"]["student"]
    journal.write_text(first.replace('"attempt"', '"file"') + "".join(rest), "utf-8")
    capsys.readouterr()
    grade(term, "two")
    said = capsys.readouterr()
    others = {"ann", "bo", "cy"} - {whose}
    assert {student for student, exercise in marks(term) if exercise == SLUG} == others
    assert f"Kept from earlier runs into this folder: {SLUG} (2)." in said.out
    (aside,) = (term / "marks").glob("journal-*.jsonl")
    assert f"{whose}, {SLUG}. They are kept in {aside.name} and do not count." in said.err
    assert aside.name in (term / "marks/report.html").read_text("utf-8")
    (before,) = (term / "marks").glob("marks-*.csv")
    assert f"{whose},{SLUG},{FULL:g}" in before.read_text("utf-8")
    grade(term, "one")
    assert {student for student, exercise in marks(term) if exercise == SLUG} == {"ann", "bo", "cy"}
    assert {student for student, exercise in marks(term) if exercise == OTHER} == {"ann", "bo", "cy"}


def test_a_file_whose_student_was_corrected_in_the_roster_counts_once(term: Path) -> None:
    (term / "roster.csv").write_text("id,name\n4710,ann\n4711,bo\n4712,cy\n", "utf-8")
    grade(term, "one")
    (term / "roster.csv").write_text("id,name\n4710,ann\n4711,bo\n4799,cy\n", "utf-8")
    grade(term, "one")
    assert [student for student, _ in marks(term)] == ["4710", "4711", "4799"]


DAMAGE = {
    "another encoding": lambda text: text.encode("utf-8").replace(b"cy", b"\xe9\xb1\xff\xfe"),
    "a workbook": lambda text: b"PK\3\4" + text.encode(),
    "no column for the stamp": lambda text: text.replace("stamp", "stmp", 1).encode(),
    "an empty file": lambda text: b"",
    "a row without its stamp": lambda text: re.sub(r"[0-9a-f]{24}", "", text, count=1).encode(),
    "a name that a spreadsheet changed": lambda text: text.replace("cy,", "cy0,", 1).encode(),
}


def test_a_list_of_results_that_cannot_be_read_is_refused_and_stays(term: Path, capsys: pytest.CaptureFixture) -> None:
    grade(term, "one")
    listed, before = term / "marks/term.csv", (term / "marks/marks.csv").read_bytes()
    text = listed.read_text("utf-8")
    for what, damage in DAMAGE.items():
        listed.write_bytes(damage(text))
        capsys.readouterr()
        with pytest.raises(AssertionError):
            grade(term, "two")
        assert "term.csv" in (said := capsys.readouterr().err) and "Put back a copy" in said, what
        assert listed.read_bytes() == damage(text) and (term / "marks/marks.csv").read_bytes() == before, what
    listed.write_bytes(("\ufeff" + text.replace(",", ";")).encode("utf-16-le"))
    grade(term, "two")
    assert len(marks(term)) == 6


def test_a_folder_once_taken_for_a_student_goes_when_its_file_counts_for_one_and_else_is_named() -> None:
    rows = [
        term_rows.Row("submissions", SLUG, "", f"cy/{SLUG}.ipynb", "1:2", "s1"),
        term_rows.Row("week 1", SLUG, "", f"ho/{SLUG}.ipynb", "3:4", "s2"),
        term_rows.Row("ann", SLUG, "", f"{SLUG}.ipynb", "1:2", "s3", "yes"),  # an untouched copy is like any other
    ]
    now = Submission("cy", SLUG, f"{SLUG}.ipynb", "", stamp="1:2")
    for people in (None, People({"cy": "Cy Ito"})):
        beside = term_rows.beside(rows, [now], [SLUG], people)
        assert (
            beside.said[0] == f"submissions, {SLUG}: left out of what earlier runs found, its file counts for cy now."
        )
        (said,) = term_rows.strangers(beside.earlier, [now], people)
        assert ": week 1. " in said and ("no student of this class" in said) == bool(people)
    assert [row.student for row in term_rows.beside(rows, [now], [SLUG]).earlier] == ["week 1", "ann"]


def test_a_table_that_a_person_changed_is_kept_beside(term: Path, capsys: pytest.CaptureFixture) -> None:
    grade(term, "one")
    table = term / "marks/marks.csv"
    mine = table.read_text("utf-8").replace("ann,", "ann (absent),", 1).replace("\n", "\r\n")
    table.write_text(mine, "utf-8", newline="")
    grade(term, "one")
    (kept,) = (term / "marks").glob("marks-*.csv")
    assert kept.read_bytes().decode() == mine and kept.name in capsys.readouterr().out
    grade(term, "one")
    assert len([*(term / "marks").glob("marks-*.csv")]) == 1
