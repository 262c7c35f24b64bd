"""Mutation test of the book: change single values of the tables at random, and see whether a test turns red."""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

os.environ["CAJ_STATIC"] = "1"

from checks import Check, Data, all_checks, names
from memory import Tables
from report import report
from values import Seeds, Value

from coursekit.files import write

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Trial:
    """One changed value: its new text, the check that shows its use, and what found the change ("" when nothing)."""

    value: Value
    text: str
    use: str
    found: str


class Laboratory:
    """The tables, the checks, and what is known of which check reads what."""

    def __init__(self, slugs: list[str], seeds: Path, dice: random.Random) -> None:
        self.tables, self.dice = Tables(), dice
        self.needed: dict[tuple[Check, str, str], bool] = {}
        self.seeds = Seeds(seeds, self.tables)
        self.checks = all_checks(ROOT, slugs, self.tables)
        self.columns = {
            table: [column for column in fields if self._readers(table, column)]
            for table, fields in self.seeds.fields.items()
        }
        self.columns = {table: columns for table, columns in self.columns.items() if columns}

    def _readers(self, table: str, column: str) -> list[Check]:
        return [
            check
            for check in self.checks
            if any(read.split(":")[0] == table for read in check.tables) and names(check, table, column)
        ]

    def draw(self) -> Value:
        """A table, one of its columns that some check names, one of its rows: each with equal chances."""
        while True:
            table = self.dice.choice(list(self.columns))
            column = self.dice.choice(self.columns[table])
            value = self.seeds.value(table, self.dice.randrange(len(self.seeds.rows[table])), column)
            if value.text:
                return value

    def use(self, value: Value) -> str:
        """The first check that turns red both without the row and when the column's values change places; "" when no one does."""
        readers = [check for check in self._readers(value.table, value.column) if self._needs(check, value)]
        with self.seeds.holding(value.table, self.seeds.without_row(value)):
            return next((check.name for check in self._reached(value, readers) if reds(check)), "")

    def _needs(self, check: Check, value: Value) -> bool:
        key = check, value.table, value.column
        if key not in self.needed:
            with self.seeds.holding(value.table, self.seeds.moved(value.table, value.column)):
                self.needed[key] = bool(reds(check))
        return self.needed[key]

    def find(self, value: Value, text: str) -> str:
        """The check that turns red when `text` stands for the value, and what it says; "" when none does."""
        try:
            with self.seeds.holding(value.table, self.seeds.with_text(value, text)):
                for check in [*self._reached(value, self.checks), Data()]:
                    if said := reds(check):
                        return f"{check.name}: {said}"
        except ValueError as error:  # the loader refuses the table
            return f"data check: {error}"
        return ""

    def trials(self, wanted: int) -> Iterator[Trial]:
        """Changes to values that are in use, until there are as many as wanted."""
        while wanted:
            value = self.draw()
            if use := self.use(value):
                text = self.seeds.changed(value, self.dice)
                yield Trial(value, text, use, self.find(value, text))
                wanted -= 1

    def _reached(self, value: Value, checks: list[Check]) -> list[Check]:
        """Those of the checks that read what is changed; first those whose text has more of the row's words, which saves time."""
        words = [text for text in self.seeds.rows[value.table][value.row].values() if len(text) > 3]
        reading = [check for check in checks if check.tables & self.tables.touched]
        return sorted(reading, key=lambda check: -sum(word in check.page for word in words))


def reds(check: Check) -> str:
    """What a check says; an error that it does not expect is red too."""
    try:
        return check.red()
    except Exception as error:
        return f"stops with {type(error).__name__}"


def main() -> int:
    """Print the rate; 1 when it is below the limit or a survivor has no explanation."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--draws", type=int, default=500)
    options.add_argument("--seed", type=int, default=2004)
    options.add_argument(
        "--chapters", nargs="+", default=sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
    )
    options.add_argument("--write", action="store_true", help="write benchmarks/mutation.md")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(given.chapters, Path(folder) / "seeds", random.Random(given.seed))
        trials = list(tqdm(laboratory.trials(given.draws), total=given.draws, disable=not sys.stderr.isatty()))
    text, well = report(trials, given)
    print(text)
    if given.write:
        write(ROOT / "benchmarks/mutation.md", text)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
