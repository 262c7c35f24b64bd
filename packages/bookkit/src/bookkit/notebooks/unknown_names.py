"""Names in a chapter's prose that no table of the book holds and no citation vouches for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode

from bookkit.notebooks.uncited_numbers import CITATION, in_chapters, prose_of, written_cells
from caj import data
from caj.errors import Finding
from coursekit.book import Book

WORD = re.compile(r"[^\W\d_][\w'ʻ’]*")
STARTS = re.compile(
    r"(?:[.?!:|]\**\)?[ *\"“(]*|^\W*(?:[a-z\d]{1,2}\W+)?)$"
)  # what stands before the first word of a sentence


def problems(root: Path, slugs: list[str] | None = None) -> Iterator[Finding]:
    """One line for each line of prose with an unknown name, in these chapters or all: chapter, cell, names, line."""
    return in_chapters(root, slugs, lambda slug, notebook: problems_in(notebook))


def problems_in(notebook: NotebookNode) -> Iterator[Finding]:
    """The unknown names of one chapter; a line with a citation may name whom its source names.

    >>> from nbformat.v4 import new_markdown_cell as prose, new_notebook
    >>> list(problems_in(new_notebook(cells=[prose("In 2004 Kawaguchi met Kawagushi.", id="a")])))
    ['cell a: Kawagushi in "In 2004 Kawaguchi met Kawagushi."']
    """
    for cell in written_cells(notebook):
        for line, left in zip(cell.source.split("\n"), prose_of(cell.source).split("\n"), strict=True):
            names = [word for word in _capitalised(left) if word not in known()]
            if names and CITATION not in line:
                yield Finding(f"cell {cell.get('id')}", f'{", ".join(names)} in "{line.strip()}"')


@data.cache
def known() -> frozenset[str]:
    """All words of the book's tables, and the names that its settings add.

    >>> "Tokayev" in known(), "Smithson" in known()
    (True, False)
    """
    tables = [data.load(name) for name in data.tables()["table"]]
    texts = [
        table[field].dropna().astype(str).unique()
        for table in tables
        for field in table.columns
        if not _is_number(table[field])
    ]
    return frozenset(
        {*Book.current().settings.known_names}.union(*(WORD.findall(value) for values in texts for value in values))
    )


def _is_number(column: pd.Series) -> bool:
    return column.dtype.kind in "biufM"


def _capitalised(line: str) -> Iterator[str]:
    """Words with a capital inside a sentence, without the genitive; symbols such as Nd or CO2 are none."""
    for found in WORD.finditer(line):
        word = re.sub(r"['’]s?$", "", found[0])
        if len(word) > 2 and word.isalpha() and word[0].isupper() and not STARTS.search(line[: found.start()]):
            yield word
