"""Rubrics as data: what four levels of an open answer look like, written into the notebooks as tables."""

import re
from functools import cache
from pathlib import Path

import yaml
from nbformat import NotebookNode

from caj.errors import UserError
from coursekit.exercises.notebooks import CHAPTERS, SOURCE, slug_of

FILE, CRITERIA = "rubrics.yml", "guides/criteria.yml"
HEADER = "| Criterion | 1 beginning | 2 developing | 3 good | 4 strong |\n|---|---|---|---|---|"
TABLE = re.compile(r"^\| *criterion\b[^\n]*(?:\n\|[^\n]*)*", re.M | re.I)


@cache
def rubrics(root: Path) -> dict:
    """`criteria` in general, and `questions` ("chapter/question") with their own four levels.

    Raises UserError with one sentence when a file cannot be read.
    """
    own = {
        f"{path.parent.name}/{name}": levels
        for path in sorted((root / CHAPTERS).glob(f"*/{FILE}"))
        for name, levels in _read(path).items()
    }
    return {"criteria": _read(root / CRITERIA), "questions": own}


def _read(path: Path) -> dict:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(f"{path} cannot be read: {' '.join(str(error).split())}") from None


def table(rubric: dict[str, list[str]]) -> str:
    """A rubric as a Markdown table.

    >>> print(table({"context": ["none", "gives dates", "institutions", "changes the verdict"]}).splitlines()[2])
    | Context | none | gives dates | institutions | changes the verdict |
    """
    rows = [f"| {' | '.join([criterion.capitalize(), *levels])} |" for criterion, levels in rubric.items()]
    return "\n".join([HEADER, *rows])


def write_rubrics(notebook: NotebookNode, path: Path) -> None:
    """Write the rubric of each open question into the table above its answer cell, in a solution."""
    if path.name != SOURCE:
        return
    slug, root = slug_of(path.resolve()), path.resolve().parents[2]
    known = rubrics(root)["questions"]
    for cell, name in open_questions(notebook):
        rubric = known.get(f"{slug}/{name}")
        if rubric is None:
            raise UserError(f"{path}: {FILE} beside it has no rubric for the open question {name}.")
        if not TABLE.search(cell.source):
            raise UserError(
                f"{path}, cell {cell.id}: an open question needs the line `| Criterion |` where its rubric stands."
            )
        cell.source = TABLE.sub(lambda _, rubric=rubric: table(rubric), cell.source, count=1)


def open_questions(notebook: NotebookNode) -> list[tuple[NotebookNode, str]]:
    """For each open question the cell that holds its rubric (or stands above the answer), and its name."""
    found: list[tuple[NotebookNode, str]] = []
    candidate = None
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and marks.get("grade"):
            found.append((candidate, marks["grade_id"]))
        elif cell.cell_type == "markdown" and (cell.source.startswith("## ") or TABLE.search(cell.source)):
            candidate = cell
    return found
