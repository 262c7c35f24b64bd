"""Who a student of the roster is in another system: e-mail addresses and numbers, from further columns of the roster."""

import re
from collections.abc import Iterable
from dataclasses import replace

from caj.errors import UserError
from coursekit.classes.people import folded
from coursekit.classes.roster import Student
from coursekit.lms.gradebook import Gradebook

# What a roster may call a column of another system, besides that column's own name.
ALSO = {
    "email": ("emailaddress",),
    "emailaddress": ("email",),
    "id": ("lmsid", "canvasid"),
    "identifier": ("lmsid", "moodleid"),
    "sid": ("studentid",),
    "sisloginid": ("login", "email", "emailaddress"),
    "username": ("login",),
}


def ids_by(column: str, students: list[Student]) -> dict[str, str]:
    """Our ids by what another system has in `column`, lower case; empty when the roster has no such column.

    UserError with both lines when two students share a value.

    >>> ids_by("Email address", [Student("s1", "Айгүл", 2, {"e-mail": "Aigul@uni.example"})])
    {'aigul@uni.example': 's1'}
    """
    wanted = {_plain(column), *ALSO.get(_plain(column), ())}
    return merged(
        ({value: student} for student in students for name, value in student.other.items() if _plain(name) in wanted)
    )


def by_roster(book: Gradebook, students: list[Student], only: str = "") -> Gradebook:
    """The same gradebook, in which our ids stand for what the roster says of each student, in all its columns or in `only` one.

    UserError when the roster has none of the columns that name students there, or one value for two students.
    """
    columns = [name for name in ([only] if only else book.kind.keys) if book.column(name) is not None]
    ids = {name: ids_by(name, students) for name in columns}
    if not any(ids.values()):
        raise UserError(
            f"The roster has no column like one that names students in {book.kind.name}: {', '.join(columns) or only}. Name its column so."
        )
    return replace(book, ids=ids)


def merged(parts: Iterable[dict[str, Student]]) -> dict[str, str]:
    """Ids by every value in lower case, without empty ones; UserError where a value would mean two students."""
    owners: dict[str, Student] = {}
    for part in parts:
        for value, student in part.items():
            first = owners.setdefault(folded(value), student)
            if value.strip() and first.id != student.id:
                raise UserError(
                    f'the roster has "{value}" for two students, in the lines {first.line} and {student.line}.'
                )
    return {value: student.id for value, student in owners.items() if value}


def _plain(name: str) -> str:
    """A column's name without case, blanks and hyphens.

    >>> _plain("E-mail address")
    'emailaddress'
    """
    return re.sub(r"[\W_]+", "", name).casefold()
