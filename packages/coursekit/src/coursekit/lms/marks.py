"""Marks of `caj grade` put into the gradebook that an instructor downloaded; the download itself stays as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from caj.errors import UserError
from coursekit.classes.people import folded
from coursekit.lms.gradebook import WORKSHEET, Gradebook, number_of
from coursekit.marking.page import number
from coursekit.marking.submissions import MISSING
from coursekit.spreadsheet import read


@dataclass(frozen=True)
class Earned:
    """A row of marks.csv: points earned of `of`, points that wait for a person, whether it was graded at all, what was handed in."""

    student: str
    slug: str
    points: float
    of: float
    waiting: float
    graded: bool
    status: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class Wish:
    """How to fill: a column of theirs instead of the one found, the column that names students, unfinished marks, scaling."""

    column: str = ""
    match: str = ""
    unfinished: bool = False
    scale: bool = False


def read_marks(path: Path) -> list[Earned]:
    """Rows of marks.csv; UserError with the line for a file that is something else."""
    earned = []
    for line, row in read(path).rows:
        try:
            earned.append(_earned(row))
        except (KeyError, ValueError):
            raise UserError(f"{path}, line {line}: this is not the marks.csv that `caj grade` writes.") from None
    return earned


def _earned(row: dict[str, str]) -> Earned:
    points, of, waiting = (float(row[name]) for name in ("points", "of", "waiting"))
    handed = row.get("status", ""), row.get("attempt", "")
    return Earned(row["student"], row["exercise"], points, of, waiting, row["graded"] == "yes", *handed)


def fill(
    book: Gradebook, marks: Iterable[Earned], titles: dict[str, str], wish: Wish = Wish()
) -> tuple[int, list[str]]:
    """Write the grades of one or more exercises into `book`; how many, and a sentence for each mark that was left out.

    `titles` gives the exercises' titles by slug. Raises UserError when no column can be found for any of them.
    """
    by_slug: dict[str, list[Earned]] = {}
    for mark in marks:
        by_slug.setdefault(mark.slug, []).append(mark)
    if (wish.column or book.kind is WORKSHEET) and len(by_slug) > 1:
        raise UserError(
            f"The marks are of {len(by_slug)} exercises and there is one column: choose one with --exercise."
        )
    if wish.match and book.column(wish.match) is None:
        raise UserError(f'{book.kind.name.capitalize()} without a column "{wish.match}".')
    columns, left = _columns(book, by_slug, titles, wish.column)
    rows, filled = book.keys(wish.match), 0
    for slug, column in columns.items():
        group, comma = by_slug[slug], book.decimal_comma(column)
        seen: dict[int, str] = {}
        for mark in group:
            reason, row = _row(mark, rows, seen, wish)
            reason = reason or _put(book, mark, row, column, comma, wish)
            filled += not reason
            left += [f"{mark.student}, {slug}: {reason}"] if reason else []
        missing = len(set(book.students) - set(seen))
        left += (
            [
                f"{slug}: {missing} of {len(book.students)} students in the gradebook have no mark; their fields stay as they are."
            ]
            if missing
            else []
        )
    return filled, left


def _columns(
    book: Gradebook, slugs: Iterable[str], titles: dict[str, str], wanted: str
) -> tuple[dict[str, int], list[str]]:
    """The column of each exercise, and a sentence for each exercise that has none; UserError when none has one."""
    columns: dict[str, int] = {}
    without = []
    for slug in slugs:
        try:
            columns[slug] = _column(book, slug, titles.get(slug, slug), wanted)
        except UserError as error:
            without.append(str(error))
    if without and not columns:
        raise UserError("\n".join(without))
    return columns, [f"{said} Its marks were left out; with --column give --exercise too." for said in without]


def _column(book: Gradebook, slug: str, title: str, wanted: str) -> int:
    """The column that takes an exercise's grades: by name, by the slug or the title in it, or the only one of a worksheet."""
    possible = book.assignments()
    same = [
        name
        for name in possible
        if _words(wanted or title) == _words(name) or (not wanted and _words(slug) == _words(name))
    ]
    holds = [
        name for name in possible if not wanted and (_words(title) in _words(name) or _words(slug) in _words(name))
    ]
    found = ["Grade"] if book.kind is WORKSHEET and not wanted else [wanted] if wanted in possible else same or holds
    if len(found) != 1:
        said = "several columns fit" if found else "no column fits"
        raise UserError(
            f"{slug}: {said}; choose one with --column: {', '.join(found or possible) or 'the file has none'}."
        )
    return book.header.index(found[0])


def _words(name: str) -> str:
    """A title without case, punctuation and Canvas's number in brackets behind it."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\(\d+\)\s*$|\(Real\)\s*$", "", name)).strip().casefold()


def _row(mark: Earned, rows: dict[str, set[int]], seen: dict[int, str], wish: Wish) -> tuple[str, int]:
    """Why a mark goes nowhere, or the row of its student."""
    found = rows.get(folded(mark.student), set())
    if not found:
        return "this student is not in the gradebook.", 0
    if len(found) > 1:
        return "several students of the gradebook have this name; choose the column that holds it with --match.", 0
    row = next(iter(found))
    if row in seen:
        return f"this is the same student as {seen[row]}, who has a mark already.", 0
    seen[row] = mark.student
    if mark.status == MISSING:
        return "nothing was handed in; the field stays as it is.", row
    if not mark.graded:
        return "not graded; a person has to look.", row
    if mark.waiting and not wish.unfinished:
        return f"{number(mark.waiting)} points wait for a person; --unfinished writes what is there.", row
    return "", row


def _put(book: Gradebook, mark: Earned, row: int, column: int, comma: bool, wish: Wish) -> str:
    """Write one grade, unless something stands against it."""
    maximum = number_of(book.maximum(column, row))
    now = book.table.value(row, column).strip()
    fixed = book.column("Grade can be changed")
    if now.upper() in book.kind.kept:
        return f'the gradebook says "{now}", which stays.'
    if fixed is not None and book.table.value(row, fixed).strip().casefold() == "no":
        return "Moodle says that this grade cannot be changed."
    if maximum and maximum != mark.of and not wish.scale:
        return f"the gradebook counts {number(maximum)} points and the exercise {number(mark.of)}; change one, or scale with --scale."
    points = round(mark.points * maximum / mark.of, 2) if maximum and mark.of and wish.scale else mark.points
    words = number(points).replace(",", "")
    book.table.set(row, column, words.replace(".", ",") if comma else words)
    return ""
