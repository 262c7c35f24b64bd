"""Marks as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from caj.files import write
from caj.grading.grader import Result
from caj.grading.page import number

SUBMISSIONS = ["student", "exercise", "points", "of", "waiting", "graded", "attempt", "notes"]
QUESTIONS = ["student", "exercise", "question", "points", "of", "passed", "tests", "said"]


def write_marks(results: list[Result], folder: Path) -> None:
    """`marks.csv` (a row a submission), `questions.csv` (a row a question) and `marks.json` (everything)."""
    write(folder / "marks.csv", table(SUBMISSIONS, (_submission(result) for result in results)))
    write(folder / "questions.csv", table(QUESTIONS, (row for result in results for row in _questions(result))))
    plain = [{name: value for name, value in result.plain().items() if name != "seconds"} for result in results]
    write(folder / "marks.json", json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def table(columns: list[str], rows: Iterable[Iterable[Any]]) -> str:
    """CSV text; words that a spreadsheet would take for a formula get an apostrophe.

    >>> table(["a"], [["=1+1"], [-2]])
    "a\\n'=1+1\\n-2\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue()


def harmless(value: Any) -> Any:
    """A value that a spreadsheet does not compute; words that look like a formula get an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _submission(result: Result) -> list[Any]:
    numbers = [number(result.earned), number(result.points), number(result.waiting)]
    return [result.student, result.slug, *numbers, "yes" if result.graded else "no", result.attempt, " ".join(result.notes)]


def _questions(result: Result) -> Iterable[list[Any]]:
    for mark in result.marks:
        earned = "" if mark.earned is None else number(mark.earned)
        passed = sum(holds for _, holds in mark.tests)
        yield [result.student, result.slug, mark.question, earned, number(mark.points), passed, len(mark.tests), mark.said]
