"""What the book says it did not find: each sentence stands where it is said to stand, and no row of a table answers it yet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from caj import data
from caj.errors import Finding

TABLE = "absences"
CONTENTS = "_toc.yml"  # stands in every book


def problems(root: Path) -> list[Finding]:
    """One sentence for each absence that is none any more, stands nowhere, or asks nothing.

    Where only the tables lie, without the book, no sentence is looked for.

    >>> problems(Path("no-such-folder"))
    []
    """
    if not data.holds(TABLE):
        return []
    return [
        Finding(f"seeds/{TABLE}.csv, {row.id}", what, remedy)
        for row in data.load(TABLE).itertuples()
        for what, remedy in _faults(row, root)
    ]


def _faults(row: Any, root: Path) -> Iterator[tuple[str, str]]:
    if (root / CONTENTS).is_file() and row.sentence not in _words(root / row.file):
        short = "/".join(Path(row.file).parts[-2:])
        yield (
            f'the file {short} does not hold "{row.sentence}".',
            "Write the sentence as it stands there, or take the row out.",
        )
    found = answers(row.table, row.query)
    if found:
        yield (
            f"{', '.join(found)} of {row.table} answers it.",
            f'Tell it where "{row.sentence}" stands, and take the row out.',
        )
    elif not answers(row.table, row.control):
        yield (
            "its control finds no row, so its query would not either.",
            "Mend both: the control finds a row that is like the missing one.",
        )


def answers(table: str, query: str) -> list[str]:
    """The rows of a table that a query finds, by id or by line.

    >>> answers("meetings", "date.dt.year < 1990")
    []
    """
    found = data.load(table).query(query, engine="python")
    return [str(id) for id in found["id"]] if "id" in found else [f"line {row + 2}" for row in found.index]


def _words(path: Path) -> str:
    """What stands in a text of the book; of a notebook its cells."""
    if not path.exists():
        return ""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
