"""The term: results of earlier runs into a folder that count beside those of this one, so that no week takes another's marks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Self

from caj.errors import UserError
from coursekit import spreadsheet
from coursekit.classes.people import People
from coursekit.exercises import Exercise
from coursekit.files import back_up, write
from coursekit.marking.files import table
from coursekit.marking.grader import Result
from coursekit.marking.journal import Stored
from coursekit.marking.submissions import MISSING, Submission

TERM = "term.csv"
SHOWN = 5
UNREAD = (
    "No mark was written, and the file is as you left it: it says which results of earlier runs count. Put back a copy of it, as "
    "one of those with a date in their name. If there is none, give it another name and grade every week once more: points given by hand are not in it."
)


@dataclass(frozen=True)
class Row:
    """Whose result stands in the journal under `stamp`; `file` changes when the file that was handed in does.

    `known` is "yes" for a student of the class of that run, which a key or a roster named.
    """

    student: str
    exercise: str
    status: str
    attempt: str
    file: str
    stamp: str
    known: str = ""

    @classmethod
    def of(cls, one: Submission, stamp: str, people: People | None = None) -> Self:
        """The row of a submission."""
        known = "yes" if people and one.student in people else ""
        return cls(one.student, one.slug, one.status, one.attempt, one.stamp, stamp, known)

    @property
    def place(self) -> tuple[str, str]:
        """Whose result it is, and of which exercise."""
        return self.student, self.exercise


@dataclass(frozen=True)
class Beside:
    """The submissions of a run, the rows of earlier ones that count beside them, and a sentence on every other row."""

    submissions: list[Submission]
    earlier: list[Row]
    said: list[str]


def read(folder: Path) -> list[Row]:
    """The rows of earlier runs; UserError when one of them cannot be read, because whoever stands there would be lost."""
    path, names = folder / TERM, [field.name for field in fields(Row)]
    if not path.exists():
        return []
    try:
        rows = spreadsheet.read(path, tuple(names[:-1])).rows
        return [_row(path, line, {name: row.get(name, "") for name in names}) for line, row in rows]
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). {UNREAD}") from None
    except UserError as error:
        raise UserError(f"{error} {UNREAD}") from None


def _row(path: Path, line: int, cells: dict[str, str]) -> Row:
    if not (cells["student"] and cells["stamp"]):
        raise UserError(f"{path}, line {line}: the {'stamp' if cells['student'] else 'student'} is missing.")
    return Row(**cells)


def beside(
    rows: Iterable[Row], submissions: Sequence[Submission], slugs: Collection[str], people: People | None = None
) -> Beside:
    """What of earlier runs counts beside this one.

    A row goes when this run has something of the same student for the same exercise, or the same file under another
    student's id. Nobody is missing in this run who handed in to an earlier one.
    """
    handed = {(one.student, one.slug) for one in submissions if one.status != MISSING}
    kept, said = [], []
    for row in rows:
        if row.place in handed or (not row.exercise and any(row.attempt == one.attempt for one in submissions)):
            continue
        if row.exercise and row.exercise not in slugs:
            said.append(
                f"{_named(row)} left out of what earlier runs found, for the book has no such exercise any more."
            )
        elif other := next((one for one in submissions if _same_file(row, one, people)), None):
            said.append(f"{_named(row)} left out of what earlier runs found, its file counts for {other.student} now.")
        else:
            kept.append(row)
    before = {row.place for row in kept if row.status != MISSING}
    now = [one for one in submissions if one.status != MISSING or (one.student, one.slug) not in before]
    absent = {(one.student, one.slug) for one in now}
    return Beside(now, [row for row in kept if row.place not in absent], said)


def strangers(earlier: Iterable[Row], submissions: Iterable[Submission], people: People | None) -> list[str]:
    """A sentence on results of earlier runs whose name may mean no student, but a folder that was taken for one.

    With a class that is whoever it does not know; without one, whoever handed in folders and nothing to this run.
    """
    present = people if people is not None else {one.student for one in submissions}
    names = {
        row.student: None
        for row in earlier
        if not row.known and row.student not in present and (people is not None or "/" in row.attempt)
    }
    if not names:
        return []
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    whose = "no student of this class" if people is not None else "nobody who handed in to this run"
    return [
        f"Of an earlier run into this folder, and {whose}: {', '.join(list(names)[:SHOWN])}{more}. The results stay in the tables; "
        f"if a folder was taken for a student, delete its lines in {TERM} and grade again."
    ]


def _same_file(row: Row, one: Submission, people: People | None) -> bool:
    """Whether a submission is the file of an earlier row: found in a folder further down, or of a student whose id was corrected.

    Copies are alike in every byte where nothing was written in them, so the same bytes alone do not make them one.
    """
    if (row.exercise, row.file) != (one.slug, one.stamp) or not one.attempt:
        return False
    if people is not None and row.student not in people and row.attempt == one.attempt:
        return True
    before, now = f"{row.student}/{row.attempt}", f"{one.student}/{one.attempt}"
    return before != now and (before.endswith(f"/{now}") or now.endswith(f"/{before}"))


def _named(row: Row) -> str:
    return f"{row.student}, {row.exercise or row.attempt}:"


def together(
    stored: Stored,
    submissions: Sequence[Submission],
    earlier: Sequence[Row],
    exercises: dict[str, Exercise],
    folder: Path,
    people: People | None = None,
) -> Stored:
    """All results of the term by exercise and student, without earlier ones whose questions the book has no more; remembers them in `folder`.

    Where somebody goes out of the list, the list as it was stays beside it.
    """
    rows = {
        **{row.stamp: row for row in earlier},
        **{stamp: Row.of(one, stamp, people) for one, stamp in zip(submissions, stored.stamps)},
    }
    old = {row.stamp for row in earlier}
    places = [
        place
        for place, stamp in enumerate(stored.stamps)
        if stamp not in old or _counts(stored[place], rows[stamp], exercises, folder / TERM)
    ]
    places.sort(key=lambda place: (rows[stored.stamps[place]].exercise, rows[stored.stamps[place]].student))
    counted = [rows[stored.stamps[place]] for place in places]
    if {row.place for row in read(folder)} - {row.place for row in counted}:
        back_up(folder / TERM, (folder / TERM).read_bytes())
    write(folder / TERM, table([field.name for field in fields(Row)], map(astuple, counted)))
    return stored.picked(places)


def said(rows: Sequence[Row]) -> str:
    """What stands from earlier runs, in a sentence; empty for nothing.

    >>> said([Row("ann", "x", "", "", "", "1"), Row("bob", "x", "not handed in", "", "", "2")])
    'Kept from earlier runs into this folder: x (1).'
    """
    slugs = [row.exercise for row in rows if row.exercise and row.status != MISSING]
    counted = ", ".join(f"{slug} ({slugs.count(slug)})" for slug in sorted(set(slugs)))
    return f"Kept from earlier runs into this folder: {counted}." if counted else ""


def _counts(result: Result, row: Row, exercises: dict[str, Exercise], path: Path) -> bool:
    """Whether the book still has the questions of an earlier result; UserError where its row came to name somebody else."""
    if row.place != (result.student, result.slug):
        raise UserError(
            f'{path} says "{", ".join(row.place)}" of the result of {result.student}, {result.slug}: a spreadsheet changed it. {UNREAD}'
        )
    names = {question.name for question in exercises[result.slug].questions} if result.slug in exercises else set()
    return all(mark.question in names for mark in result.marks)
