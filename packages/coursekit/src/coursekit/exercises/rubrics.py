"""Rubrics as data: what four levels of an open answer look like. Notebooks show them as tables; nothing reads those."""

import re
from functools import cache
from pathlib import Path

from coursekit.exercises.notebooks import CHAPTERS
from coursekit.settings import read_yaml

FILE, CRITERIA = "rubrics.yml", "guides/criteria.yml"
HEAD = ("Criterion", "1 beginning", "2 developing", "3 good", "4 strong")
Rubric = dict[str, list[str]]  # criterion: its levels in words
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


def beside(source: Path) -> dict[str, Rubric]:
    """The rubrics of one exercise by question, from the folder of its source; none where no such file is."""
    path = source.with_name(FILE)
    return _read(path) if path.exists() else {}


def _read(path: Path) -> dict:
    return read_yaml(path) or {}


def rows(rubric: Rubric) -> list[list[str]]:
    """A rubric row by row: each criterion, and its levels in words.

    >>> rows({"context": ["none", "gives dates"]})
    [['Context', 'none', 'gives dates']]
    """
    return [[criterion.capitalize(), *levels] for criterion, levels in rubric.items()]


def table(rubric: Rubric) -> str:
    """A rubric as a Markdown table.

    >>> print(table({"context": ["none", "gives dates", "institutions", "changes the verdict"]}).splitlines()[2])
    | Context | none | gives dates | institutions | changes the verdict |
    """
    head, *lines = [f"| {' | '.join(row)} |" for row in [HEAD, *rows(rubric)]]
    return "\n".join([head, f"{'|---' * len(HEAD)}|", *lines])
