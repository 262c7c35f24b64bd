"""Marks as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from caj.files import whole
from caj.grading.grader import Result
from caj.grading.page import number
from caj.spreadsheet import quoted

SUBMISSIONS = ["student", "exercise", "points", "of", "waiting", "graded", "status", "attempt", "notes"]
QUESTIONS = ["student", "exercise", "question", "points", "of", "passed", "tests", "said"]


def write_marks(results: Sequence[Result], folder: Path) -> None:
    """`marks.csv` (a row a submission), `questions.csv` (a row a question) and `marks.json` (everything)."""
    _write_lines(folder / "marks.csv", _lines(SUBMISSIONS, (_submission(result) for result in results)))
    _write_lines(folder / "questions.csv", _lines(QUESTIONS, (row for result in results for row in _questions(result))))
    _write_lines(folder / "marks.json", _json(results))


def table(columns: list[str], rows: Iterable[Iterable[Any]]) -> str:
    """CSV text; words that a spreadsheet would take for a formula get an apostrophe.

    >>> table(["a"], [["=1+1"], [-2]])
    "a\\n'=1+1\\n-2\\n"
    """
    return "".join(_lines(columns, rows))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with whole(path) as part, open(part, "w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(lines)


def _lines(columns: list[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in chain([columns], rows):
        writer.writerow([quoted(value) for value in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def _json(results: Iterable[Result]) -> Iterator[str]:
    """A JSON list, an item at a time; without the seconds, which differ from run to run, and of pictures their number."""
    before = "[\n"
    for result in results:
        plain = {name: value for name, value in result.plain().items() if name != "seconds"}
        plain["marks"] = [{**mark, "pictures": len(mark["pictures"])} for mark in plain["marks"]]
        yield before + json.dumps(plain, ensure_ascii=False, indent=1)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _submission(result: Result) -> list[Any]:
    numbers = [number(result.earned), number(result.points), number(result.waiting)]
    return [result.student, result.slug, *numbers, "yes" if result.graded else "no", result.standing, result.attempt, " ".join(result.notes)]


def _questions(result: Result) -> Iterable[list[Any]]:
    for mark in result.marks:
        earned = "" if mark.earned is None else number(mark.earned)
        passed = sum(holds for _, holds in mark.tests)
        yield [result.student, result.slug, mark.question, earned, number(mark.points), passed, len(mark.tests), mark.said]
