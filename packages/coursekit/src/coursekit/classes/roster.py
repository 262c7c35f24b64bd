"""The roster of a class: students with an id and a name in any script, or the lines that have to be mended."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from caj.errors import UserError
from coursekit.classes.people import folded
from coursekit.spreadsheet import damaged, decode, records

LONGEST = 80
NUMBER = re.compile(r"\d+[.,]0+")
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}


@dataclass(frozen=True)
class Student:
    """One line of a roster; `other` are its further columns, kept for the key."""

    id: str
    name: str
    line: int
    other: dict[str, str] = field(default_factory=dict)


def read_roster(path: Path, encoding: str = "") -> tuple[list[Student], str]:
    """The students in the order of the file, and the encoding in which it was read.

    Columns `id` and `name`, in any order and case; commas, semicolons or tabs between them. UserError with every
    line that cannot be used: nothing is guessed, nothing is dropped.
    """
    try:
        text, found = decode(path.read_bytes(), encoding)
    except UserError as error:
        raise UserError(
            f"{path}, {error} If it is CSV in another encoding, give --encoding, such as --encoding cp1251 or --encoding cp932."
        ) from None
    students: list[Student] = []
    faults = list(_read(text, students))
    if not faults and not students:
        faults = ["line 2: no student is in it."]
    if faults:
        more = [f"… and {len(faults) - 20} more."] * (len(faults) > 20)
        raise UserError("\n".join([*(f"{path}, {fault}" for fault in faults[:20]), *more]))
    return students, found


def _read(text: str, students: list[Student]) -> Iterator[str]:
    """Fill `students`; yields a sentence for each line that cannot be used."""
    seen: dict[str, int] = {}
    names: list[str] = []
    try:
        for line, record in records(text):
            cells = [unicodedata.normalize("NFC", cell).strip() for cell in record]
            if not names:
                names = [cell.casefold() for cell in cells]
                if fault := _header_fault(names):
                    yield f"line {line}: {fault}"
                    return
            elif any(cells):
                fault = _fault(cells, names, seen)
                if fault:
                    yield f"line {line}: {fault}"
                else:
                    row = dict(zip(names, cells))
                    seen[folded(row["id"])] = line
                    students.append(Student(row.pop("id"), row.pop("name"), line, row))
    except UserError as error:
        yield str(error)
    if not names:
        yield "line 1: the file is empty; columns id and name are needed."


def _header_fault(names: list[str]) -> str:
    missing = [name for name in ("id", "name") if name not in names]
    if missing:
        return f"column {' and '.join(missing)} is missing; the columns are {', '.join(names)}."
    twice = [name for name in names if name and names.count(name) > 1]
    return f"two columns are called {twice[0]}." if twice else ""


def _fault(cells: list[str], names: list[str], seen: dict[str, int]) -> str:
    if len(cells) != len(names):
        return f"{len(cells)} cells instead of {len(names)}."
    id, name = cells[names.index("id")], cells[names.index("name")]
    if not id:
        return f'the id is empty (name "{name}").'
    if fault := damaged(id) or (NUMBER.fullmatch(id) and "a number with decimals, which a spreadsheet makes of an id"):
        return f'the id "{id}" is {fault}; format the column as text, put the ids in again, and save as CSV UTF-8.'
    if fault := unsafe(id):
        return f"the id {id!r} cannot be a folder's name: {fault}."
    if folded(id) in seen:
        return f'the id "{id}" stands already in line {seen[folded(id)]}; capitals make no difference.'
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return f"the name of {id} holds a control character."
    return ""


def unsafe(id: str) -> str:
    """Why an id cannot name a folder on every system; empty when it can.

    >>> unsafe("s001"), unsafe("Айгүл.Қ"), unsafe("../x")
    ('', '', 'it must begin with a letter or a digit')
    """
    if len(id) > LONGEST or len(id.encode()) > 200:
        return f"it is longer than {LONGEST} letters"
    if unicodedata.category(id[0])[0] not in "LN":
        return "it must begin with a letter or a digit"
    odd = next((letter for letter in id if unicodedata.category(letter)[0] not in "LMN" and letter not in "._-@+ "), "")
    if odd:
        return f"{odd!r} is in it; letters, digits and . _ - @ + are fine"
    if id[-1] in ". ":
        return "it ends in a point or a blank"
    return "some systems keep this name for themselves" if id.split(".")[0].casefold() in RESERVED else ""
