"""Marks as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import file_digest
from itertools import chain
from pathlib import Path
from typing import Any

from caj.errors import UserError
from coursekit.files import back_up, whole, write
from coursekit.marking.grader import Result
from coursekit.marking.page import number
from coursekit.spreadsheet import quoted, read

SUBMISSIONS = ["student", "exercise", "points", "of", "waiting", "graded", "status", "attempt", "notes"]
WRITTEN = ["marks.csv", "questions.csv", "marks.json", "report.html"]
RECORD = ".written.json"  # what these tables were when they were written
QUESTIONS = ["student", "exercise", "question", "points", "of", "passed", "tests", "said"]


def write_marks(results: Sequence[Result], folder: Path) -> None:
    """`marks.csv` (a row a submission), `questions.csv` (a row a question) and `marks.json` (everything)."""
    _write_lines(folder / "marks.csv", _lines(SUBMISSIONS, (_submission(result) for result in results)))
    _write_lines(folder / "questions.csv", _lines(QUESTIONS, (row for result in results for row in _questions(result))))
    _write_lines(folder / "marks.json", _json(results))


def keep_others(results: Iterable[Result], folder: Path) -> list[str]:
    """Copies, under date and time, of tables and report that hold marks which are not of this run, or what a person wrote into them; a sentence says so.

    So the second week, or the second group, graded into the same folder takes nothing from the first.
    """
    path = folder / "marks.csv"
    if path.exists() and (others := _others(path, {(result.student, result.slug) for result in results})):
        copies = [back_up(old, old.read_bytes()).name for name in WRITTEN if (old := folder / name).exists()]
        return [f"marks.csv held {others}. All of it is kept in {', '.join(copies)}."]
    record = _record(folder)
    tables = [folder / name for name in record if (folder / name).is_file()]
    return [
        f"{old.name} was changed since `caj grade` wrote it. Your copy is kept as {back_up(old, old.read_bytes()).name}; give marks on manual.html, where they stay."
        for old in tables
        if _hash(old) not in record[old.name]
    ]


def _others(path: Path, now: set[tuple[str, str]]) -> str:
    """What of a table of marks is not of this run, in words; empty when nothing is."""
    try:
        rows = [row for _, row in read(path).rows]
    except UserError:
        rows = [{}]
    if not all(row.keys() >= set(SUBMISSIONS) for row in rows):
        return "what this command did not write"
    gone = [row["exercise"] for row in rows if row["graded"] == "yes" and (row["student"], row["exercise"]) not in now]
    return (
        "marks that are not of this run: " + ", ".join(f"{gone.count(slug)} of {slug}" for slug in sorted(set(gone)))
        if gone
        else ""
    )


def table(columns: list[str], rows: Iterable[Iterable[Any]]) -> str:
    """CSV text; words that a spreadsheet would take for a formula get an apostrophe.

    >>> table(["a"], [["=1+1"], [-2]])
    "a\\n'=1+1\\n-2\\n"
    """
    return "".join(_lines(columns, rows))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with whole(path) as part, open(part, "w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(lines)
        file.flush()
        known = _record(path.parent)
        record = known | {path.name: [_hash(part), *known.get(path.name, [])][:2]}  # a kill leaves the one or the other
        write(path.parent / RECORD, json.dumps(record))


def _record(folder: Path) -> dict[str, list[str]]:
    """Of each table here the fingerprints that it may have; nothing of a folder of before."""
    try:
        return json.loads((folder / RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}


def _hash(path: Path) -> str:
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


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
    return [
        result.student,
        result.slug,
        *numbers,
        "yes" if result.graded else "no",
        result.standing,
        result.attempt,
        " ".join(dict.fromkeys([*result.notes, *result.doubts])),
    ]


def _questions(result: Result) -> Iterable[list[Any]]:
    for mark in result.marks:
        earned = "" if mark.earned is None else number(mark.earned)
        passed = sum(holds for _, holds in mark.tests)
        yield [
            result.student,
            result.slug,
            mark.question,
            earned,
            number(mark.points),
            passed,
            len(mark.tests),
            mark.said,
        ]
