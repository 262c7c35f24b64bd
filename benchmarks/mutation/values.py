"""Single values of the tables: which there are, how one is changed, and a copy of seeds/ with the change sealed in."""

import csv
import json
import random
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from memory import Tables

from bookkit.evidence import integrity
from caj import data

UNSEALED = "is not the file that was released"


@dataclass(frozen=True)
class Value:
    """One value: the table, the number of its row from 0, its column, and what stands there."""

    table: str
    row: int
    column: str
    text: str

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return f"seeds/{self.table}.csv, line {self.row + 2}, {self.column}"


class Seeds:
    """A copy of seeds/ that the loader reads from now on; every change is sealed, so that no hash gives it away."""

    def __init__(self, folder: Path, tables: Tables) -> None:
        shutil.copytree(data.folder(), folder)
        (folder.parent / "chapters").symlink_to(data.root() / "chapters")  # questions stand beside the tables
        data.folder = lambda: folder
        self.folder, self.tables = folder, tables
        self.released = (folder / "datapackage.json").read_text("utf-8")
        self.fields = {
            entry["name"]: {field["name"]: field for field in entry["schema"]["fields"]}
            for entry in json.loads(self.released)["resources"]
        }
        self.rows = {name: self._read(name) for name in self.fields}

    def value(self, table: str, row: int, column: str) -> Value:
        """The value at this place."""
        return Value(table, row, column, self.rows[table][row][column])

    def changed(self, value: Value, dice: random.Random) -> str:
        """Another text for this value, such as a slip of the pen or of a reader leaves it; of its own type."""
        field = self.fields[value.table][value.column]
        others = [row[value.column] for row in self.rows[value.table] if row[value.column] not in ("", value.text)]
        if "enum" in field.get("constraints", {}):
            return dice.choice([word for word in field["constraints"]["enum"] if word != value.text])
        if field["type"] in ("integer", "number"):
            return _other_digit(value.text, dice)
        if field["type"] == "date":
            return _other_day(value.text, dice)
        if value.column == "source_ids":
            others = [row["id"] for row in self.rows["sources"]]
        if value.column == "source_ids" or ";" in value.text:
            return _other_part(value.text, [part for other in others for part in other.split(";")], dice)
        repeated = len(set(others)) < len(self.rows[value.table]) / 2
        return dice.choice(others) if repeated and others else _other_letter(value.text, dice)

    def with_text(self, value: Value, text: str) -> list[dict[str, str]]:
        """The rows of the table with `text` at the place of `value`."""
        rows = self.rows[value.table]
        return [*rows[: value.row], {**rows[value.row], value.column: text}, *rows[value.row + 1 :]]

    def without_row(self, value: Value) -> list[dict[str, str]]:
        """The rows of the table but the one of `value`."""
        rows = self.rows[value.table]
        return [*rows[: value.row], *rows[value.row + 1 :]]

    def moved(self, table: str, column: str) -> list[dict[str, str]]:
        """The rows of the table, each with the next row's value in this column."""
        rows = self.rows[table]
        return [{**row, column: after[column]} for row, after in zip(rows, rows[1:] + rows[:1])]

    @contextmanager
    def holding(self, table: str, rows: list[dict[str, str]]) -> Iterator[None]:
        """While this lasts, the table has these rows."""
        path = self.folder / f"{table}.csv"
        released = path.read_bytes()
        was, now = ({row.get("id", ""): row for row in state} for state in (self.rows[table], rows))
        ids = {id for id in was | now if was.get(id) != now.get(id)}
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            integrity.seal()
            self.tables.put({table: self.tables.parse(table)}, ids)
            yield
        finally:
            self.tables.put({})
            path.write_bytes(released)
            (self.folder / "datapackage.json").write_text(self.released, "utf-8")
            data.package.cache_clear()

    def _read(self, table: str) -> list[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def _other_digit(text: str, dice: random.Random) -> str:
    place = dice.choice([place for place, letter in enumerate(text) if letter.isdigit()])
    digits = string.digits.replace(text[place], "")
    return text[:place] + dice.choice(digits) + text[place + 1 :]


def _other_day(text: str, dice: random.Random) -> str:
    day = date.fromisoformat(text)
    part, most = dice.choice([("day", 28), ("month", 12), ("year", day.year + 9)])
    least = day.year - 9 if part == "year" else 1
    chosen = dice.choice([number for number in range(least, most + 1) if number != getattr(day, part)])
    return day.replace(**{"day": min(day.day, 28), part: chosen}).isoformat()


def _other_part(text: str, others: list[str], dice: random.Random) -> str:
    parts = text.split(";")
    place = dice.randrange(len(parts))
    if left := [other for other in others if other not in parts]:
        parts[place] = dice.choice(left)
    else:
        del parts[place]  # all there are stand here already
    return ";".join(parts)


def _other_letter(text: str, dice: random.Random) -> str:
    letters = [place for place, letter in enumerate(text) if letter.isalpha()] or [0]
    place = dice.choice(letters)
    return text[:place] + dice.choice(string.ascii_lowercase.replace(text[place].lower(), "")) + text[place + 1 :]
