"""The term: results of earlier runs into a folder that count beside those of this one, so that no week takes another's marks."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Self

from caj.errors import UserError
from coursekit import spreadsheet
from coursekit.exercises import Exercise
from coursekit.files import write
from coursekit.marking.grader import Result
from coursekit.marking.journal import Stored
from coursekit.marking.submissions import MISSING, Submission

TERM = "term.csv"


@dataclass(frozen=True)
class Row:
    """Whose result stands in the journal under `stamp`; `file` changes when the file that was handed in does."""

    student: str
    exercise: str
    status: str
    attempt: str
    file: str
    stamp: str

    @classmethod
    def of(cls, one: Submission, stamp: str) -> Self:
        """The row of a submission."""
        return cls(one.student, one.slug, one.status, one.attempt, one.stamp, stamp)


def read(folder: Path) -> list[Row]:
    """The rows of earlier runs; a row that cannot be read is left out, and its marks are then kept as those of a foreign table."""
    path, names = folder / TERM, {field.name for field in fields(Row)}
    if not path.exists():
        return []
    try:
        rows = [row for _, row in spreadsheet.read(path).rows]
    except UserError:
        return []
    return [Row(**row) for row in rows if row.keys() == names]


def beside(
    rows: Iterable[Row], submissions: Sequence[Submission], slugs: Collection[str]
) -> tuple[list[Submission], list[Row]]:
    """The submissions of this run without those that only an earlier run had, and the earlier rows that still count.

    A row goes when this run has something of the same student for the same exercise, or the same file under another
    student's id. Nobody is missing in this run who handed in to an earlier one.
    """
    handed = {(one.student, one.slug) for one in submissions if one.status != MISSING}
    files = {(one.slug, one.attempt, one.stamp) for one in submissions if one.attempt}
    attempts = {one.attempt for one in submissions}
    kept = [
        row
        for row in rows
        if row.exercise in (*slugs, "")
        and (row.student, row.exercise) not in handed
        and (row.exercise, row.attempt, row.file) not in files
        and (row.exercise or row.attempt not in attempts)
    ]
    before = {(row.student, row.exercise) for row in kept if row.status != MISSING}
    now = [one for one in submissions if one.status != MISSING or (one.student, one.slug) not in before]
    absent = {(one.student, one.slug) for one in now}
    return now, [row for row in kept if (row.student, row.exercise) not in absent]


def together(
    stored: Stored,
    submissions: Sequence[Submission],
    earlier: Sequence[Row],
    exercises: dict[str, Exercise],
    folder: Path,
) -> Stored:
    """All results of the term by exercise and student, without earlier ones whose questions the book has no more; remembers them in `folder`."""
    rows = {
        **{row.stamp: row for row in earlier},
        **{stamp: Row.of(one, stamp) for one, stamp in zip(submissions, stored.stamps)},
    }
    old = {row.stamp for row in earlier}
    places = [
        place for place, stamp in enumerate(stored.stamps) if stamp not in old or _known(stored[place], exercises)
    ]
    places.sort(key=lambda place: (rows[stored.stamps[place]].exercise, rows[stored.stamps[place]].student))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(Row)])
    writer.writerows(astuple(rows[stored.stamps[place]]) for place in places)
    write(folder / TERM, text.getvalue())
    return stored.picked(places)


def said(rows: Sequence[Row]) -> str:
    """What stands from earlier runs, in a sentence; empty for nothing.

    >>> said([Row("ann", "x", "", "", "", "1"), Row("bob", "x", "not handed in", "", "", "2")])
    'Kept from earlier runs into this folder: x (1).'
    """
    slugs = [row.exercise for row in rows if row.exercise and row.status != MISSING]
    counted = ", ".join(f"{slug} ({slugs.count(slug)})" for slug in sorted(set(slugs)))
    return f"Kept from earlier runs into this folder: {counted}." if counted else ""


def _known(result: Result, exercises: dict[str, Exercise]) -> bool:
    """Whether the book still has the questions of a result."""
    names = {question.name for question in exercises[result.slug].questions} if result.slug in exercises else set()
    return all(mark.question in names for mark in result.marks)
