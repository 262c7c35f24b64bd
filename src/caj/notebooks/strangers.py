"""Names in a chapter's prose that no table of the book holds and no citation vouches for, or that are spelt otherwise than the book does."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from caj import data
from caj.notebooks import CHAPTERS, read
from caj.notebooks.untied import CITATION, GENERATED, prose_of

# Countries outside the book's tables, and terms of method and technology.
GENERAL = set("Binder Brazil Britain Canal Carlo Co Dijkstra Egypt Ferghana French GDPs Iran Monte".split())
WORD = re.compile(r"[^\W\d_][\w'ʻ’]*")
STARTS = re.compile(r"(?:[.?!:|]\**\)?[ *\"“(]*|^\W*(?:[a-z\d]{1,2}\W+)?)$")  # what stands before the first word of a sentence


def strangers(root: Path, slugs: list[str] | None = None) -> Iterator[str]:
    """One line for each line of prose with an unknown name, in these chapters or all: chapter, cell, names, line."""
    for path in sorted((root / CHAPTERS).glob("*.ipynb")):
        if not slugs or path.stem in slugs:
            yield from (f"{CHAPTERS}/{path.name}, {fault}" for fault in strangers_in(read(path)))


def strangers_in(notebook: NotebookNode) -> Iterator[str]:
    """The unknown names of one chapter; a line with a citation may name whom its source names.

    >>> from nbformat.v4 import new_markdown_cell as prose, new_notebook
    >>> list(strangers_in(new_notebook(cells=[prose("In 2004 Kawaguchi met Kawagushi.", id="a")])))
    ['cell a: Kawagushi in "In 2004 Kawaguchi met Kawagushi."']
    """
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or cell.get("id") in GENERATED:
            continue
        for line, left in zip(cell.source.split("\n"), prose_of(cell.source).split("\n"), strict=True):
            names = [word for word in _capitalised(left) if word not in known()[0] and CITATION not in line]
            names += [word for word in _capitalised(left) if word in known()[1] and f'"{word}' not in line]
            if names:
                yield f'cell {cell.get("id")}: {", ".join(names)} in "{line.strip()}"'


@functools.cache
def known() -> tuple[frozenset[str], frozenset[str]]:
    """All words of the book's tables, and the words that the table of names lists as other spellings only.

    >>> "Tokayev" in known()[0], "Tokaev" in known()[1]
    (True, True)
    """
    tables = [data.load(name) for name in data.tables()["table"]]
    texts = [table[field].dropna().astype(str).unique() for table in tables for field in table.columns if not _is_number(table[field])]
    words = {word for text in texts for value in text for word in WORD.findall(value)} | GENERAL
    names = data.load("names")
    ours = {word for field in ("preferred", "family_first") for value in names[field].dropna() for word in WORD.findall(value)}
    persons = names[names["kind"] == "person"]
    others = {word for value in persons["variants"].dropna() for word in WORD.findall(re.sub(r"\([^)]*\)", "", value))}
    return frozenset(words), frozenset(others - ours)


def _is_number(column) -> bool:
    return column.dtype.kind in "biufM"


def _capitalised(line: str) -> Iterator[str]:
    """Words with a capital inside a sentence, without the genitive; symbols such as Nd or CO2 are none."""
    for found in WORD.finditer(line):
        word = re.sub(r"['’]s?$", "", found[0])
        if len(word) > 2 and word.isalpha() and word[0].isupper() and not STARTS.search(line[: found.start()]):
            yield word
