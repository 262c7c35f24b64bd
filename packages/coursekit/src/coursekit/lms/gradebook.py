"""Gradebooks of Canvas and Moodle: which kind a file is, where its keys, grades and students are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from caj.errors import UserError
from coursekit.classes.people import folded
from coursekit.lms.table import Table


@dataclass(frozen=True)
class Kind:
    """One kind of file: columns that it must have, columns that name a student, and what may stay in the way of a grade."""

    name: str
    needs: tuple[str, ...]
    keys: tuple[str, ...]
    kept: tuple[str, ...] = ()


CANVAS = Kind(
    "a gradebook of Canvas", ("ID", "Section"), ("ID", "SIS User ID", "SIS Login ID", "Integration ID"), ("EX", "N/A")
)
WORKSHEET = Kind(
    "a grading worksheet of Moodle",
    ("Identifier", "Grade", "Last modified (grade)"),
    ("Identifier", "Email address", "ID number", "Username"),
)
MOODLE = Kind(
    "a gradebook of Moodle",
    ("Email address", "Last downloaded from this course"),
    ("Email address", "ID number", "Username"),
)
OWN = {
    "Student",
    "LastName",
    "FirstName",
    "Root Account",
    "First name",
    "Last name",
    "Surname",
    "Institution",
    "Department",
    "Full name",
}
TOTALS = re.compile(r"\b(Current|Final|Unposted|Override) (Score|Points|Grade|Status)|^Course total")
PARTICIPANT = re.compile(r"^\D+ (\d+)$")


@dataclass(frozen=True)
class Gradebook:
    """A file that was recognised: its columns by place, the rows of students, and the row with the possible points.

    `ids` gives our ids by a column's name and what stands in it; without it our ids are what stands there.
    """

    table: Table
    kind: Kind
    header: list[str]
    students: list[int]
    possible: int | None
    ids: Mapping[str, Mapping[str, str]] | None = None

    def column(self, name: str) -> int | None:
        """Place of a column; None when there is none."""
        return self.header.index(name) if name in self.header else None

    def assignments(self) -> list[str]:
        """Columns that could take grades."""
        if self.kind is WORKSHEET:
            return ["Grade"]
        own = {*OWN, *self.kind.needs, *self.kind.keys}
        return [name for name in self.header if name and name not in own and not TOTALS.search(name)]

    def maximum(self, column: int, row: int) -> str:
        """Points that the file says can be had; empty when it does not say."""
        if self.possible is not None:
            return self.table.value(self.possible, column).strip()
        largest = self.column("Maximum Grade")
        return "" if largest is None else self.table.value(row, largest).strip()

    def decimal_comma(self, column: int) -> bool:
        """Whether the numbers of a column, or the largest possible ones, are written with a comma."""
        places = [column, *filter(None, [self.column("Maximum Grade")])]
        found = (self.table.value(row, place) for row in range(1, len(self.table.rows)) for place in places)
        return any("," in words and number_of(words) is not None for words in found)

    def keys(self, only: str = "") -> dict[str, set[int]]:
        """Rows by every name that a student has in this file, or by our id for these names; lower case."""
        found: dict[str, set[int]] = {}
        for name in [only] if only else self.kind.keys:
            place = self.column(name)
            for row in self.students if place is not None else ():
                said = folded(self.table.value(row, place))
                names = {said, *PARTICIPANT.findall(said)} if name == "Identifier" else {said}
                if self.ids is not None:
                    names = {self.ids[name][one].casefold() for one in names if one in self.ids.get(name, {})}
                for key in names - {""}:
                    found.setdefault(key, set()).add(row)
        return found


def recognise(table: Table) -> Gradebook:
    """The gradebook in a table; UserError that lists what the file should have when it is none."""
    header = [table.value(0, column).strip() for column in range(len(table.rows[0]))] if table.rows else []
    kind = next((kind for kind in (WORKSHEET, CANVAS, MOODLE) if set(kind.needs) <= set(header)), None)
    if kind is None:
        wanted = "; ".join(f"{kind.name} has {', '.join(kind.needs)}" for kind in (CANVAS, WORKSHEET, MOODLE))
        raise UserError(
            f"This is no gradebook that we know by its columns: {wanted}. Download it with the language set to English."
        )
    possible, students = None, []
    named = [header.index(key) for key in kind.keys if key in header]
    for row in range(1, len(table.rows)):
        if kind is CANVAS and "Points Possible" in table.value(row, 0):
            possible = row
        elif any(table.value(row, column).strip() for column in named):
            students.append(row)
    return Gradebook(table, kind, header, students, possible)


def number_of(words: str) -> float | None:
    """A number as a gradebook writes it, with a point or a comma; None for anything else.

    >>> number_of("10,50"), number_of("-")
    (10.5, None)
    """
    plain = words.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?|\.\d+", plain) else None
