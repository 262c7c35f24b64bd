"""Numbers in the words of facts that none of the facts of their sentence computes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bookkit.notebooks.facts import stated, words
from bookkit.notebooks.uncited_numbers import MONTHS, NUMBER, ONES, YEAR, in_chapters, stating, written_cells
from caj.errors import Finding
from coursekit.exercises.notebooks import code_cells

TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
PARTS = ["half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
COUNTS = {word: n for n, word in enumerate(["one", *ONES.split("|"), *TEENS], start=1)} | {
    word: 10 * n for n, word in enumerate(TENS, start=3)
}
TIMES = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3}
SIZES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
VAGUE = re.compile(r"dozens?|(?:hundred|thousand)fold|.* of", re.I)  # sizes that name no value
BOUNDS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
DATE = re.compile(rf"(?:(\d\d?) )?({MONTHS}) (\d{{4}})", re.I)


def problems(root: Path, slugs: list[str] | None = None) -> Iterator[Finding]:
    """One line for each sentence with such a number, in these chapters or all: chapter, cell, numbers, sentence."""
    return in_chapters(root, slugs, lambda slug, notebook: problems_in(notebook, stated(root, slug)))


def problems_in(notebook: NotebookNode, facts: list[dict]) -> Iterator[Finding]:
    """The numbers of one chapter that stand in the words of a fact, and in no value expected for that sentence.

    >>> from nbformat.v4 import new_markdown_cell as prose, new_notebook
    >>> chapter = new_notebook(cells=[prose("In 2023 it grew by 86.1 per cent, to 2,764.", id="a")])
    >>> fact = {"says": "grew by 86.1 per cent, to 2,764", "expression": "growth[2023]", "expected": 86.1}
    >>> list(problems_in(chapter, [fact]))
    ['cell a: 2,764 in "In 2023 it grew by 86.1 per cent, to 2,764."']
    """
    own = {
        node.name
        for cell in code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef)
    }
    for cell in written_cells(notebook):
        told = [(fact, found.span()) for fact in facts for found in words(fact).finditer(cell.source)]
        prose, start = stating(cell.source), 0
        for line in cell.source.split("\n"):
            end = start + len(line)
            here = [(fact, span) for fact, span in told if span[0] < end and span[1] > start]
            numbers = [
                number
                for number in NUMBER.finditer(prose, start, end)
                if any(a <= number.start() and number.end() <= b for _, (a, b) in here)
            ]
            left = [
                number[0]
                for number in numbers
                if not _is_computed(number, prose[number.end() : end], [fact for fact, _ in here], own)
            ]
            if left:
                yield Finding(f"cell {cell.get('id')}", f'{", ".join(left)} in "{line.strip()}"')
            start = end + 1


def _is_computed(number: re.Match, after: str, facts: list[dict], own: set[str]) -> bool:
    """Is the number an expected value, a bound or choice in an expression, or, as a date, a label in a fact?"""
    if VAGUE.fullmatch(number[0]):
        return True
    if YEAR.fullmatch(number[0]) or DATE.fullmatch(number[0]):
        texts = " ".join(f"{fact['expression']} {fact['expected']}" for fact in facts)
        return any(form in texts for form in _forms(number[0]))
    known = [
        (value, fact.get("within", 0))
        for fact in facts
        for value in [*_values(fact["expected"]), *_given(fact["expression"], own)]
    ]
    return any(
        abs(abs(value) - read) <= max(within, half) * 1.001
        for value, within in known
        for read, half in _readings(number[0].lower(), after)
    )


def _forms(date: str) -> list[str]:
    """A date as prose and as tables write it.

    >>> _forms("5 June 2006"), _forms("2006")
    (['5 June 2006', '2006-06-05', 'datetime.date(2006, 6, 5)'], ['2006'])
    """
    if YEAR.fullmatch(date):
        return [date]
    day, name, year = DATE.fullmatch(date).groups()
    month = MONTHS.split("|").index(name) + 1
    return (
        [date, f"{year}-{month:02}-{int(day):02}", f"datetime.date({year}, {month}, {int(day)})"]
        if day
        else [date, f"{year}-{month:02}"]
    )


def _readings(number: str, after: str) -> list[tuple[float, float]]:
    """What a number may stand for, in the units of the tables: values, each with half of its last digit.

    >>> _readings("5.2", " million tonnes")
    [(5.2, 0.05), (5200000.0, 50000.0), (5200.0, 50.0), (5.2, 0.05)]
    >>> _readings("a quarter", " of it")
    [(0.25, 0.05), (25.0, 5.0), (4.0, 0.6)]
    """
    first, last = re.split(r"[ -]", number)[0], re.sub(r"s$", "", number.split()[-1])
    if last in PARTS:
        whole = PARTS.index(last) + 2
        return [(1 / whole, 0.05), (100 / whole, 5.0), (float(whole), 0.15 * whole)]
    if number.endswith("fold"):
        return [(float(COUNTS[number.removesuffix("fold")]), 0.5)]
    if first in COUNTS or first in TIMES:
        value, half = float((COUNTS | TIMES)[first]), 0.1 if first in TIMES else 0.0
    else:
        digits = number.lstrip("−-").replace(",", "")
        value, half = float(digits), 0.5 * 10.0 ** -len(digits.partition(".")[2])
    size = re.match(rf"(?:[\W\d]|to\b|and\b|or\b)*({'|'.join(SIZES)})", after)
    units = (
        (SIZES[size[1]] / unit for unit in (1, 1e3, 1e6)) if size else [0.01] if after.startswith(" per cent") else []
    )
    return [(value * unit, half * unit) for unit in (1.0, *units)]


def _values(expected: Any) -> Iterator[float]:
    """All numbers of an expected value, also those in its texts; true and false are none.

    >>> list(_values([1, {"a": 2.5}, "3 of four", True]))
    [1.0, 2.5, 3.0, 4.0]
    """
    if isinstance(expected, dict):
        expected = [*expected.keys(), *expected.values()]
    if isinstance(expected, list | tuple):
        for value in expected:
            yield from _values(value)
    elif not isinstance(expected, bool):
        yield from (float(digits.replace(",", "")) for digits in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", str(expected)))
        yield from (float(COUNTS[word]) for word in re.findall(r"[a-z]+", str(expected).lower()) if word in COUNTS)


def _given(expression: str, own: set[str]) -> Iterator[float]:
    """Numbers that an expression takes: bounds of its comparisons, and choices for functions of the chapter.

    >>> sorted(_given("half(1500) < 2 * round(x, 9) and x > 3", {"half"}))
    [3.0, 1500.0]
    """
    for node in ast.walk(ast.parse(expression, mode="eval")):
        taken: list[ast.expr] = []
        if isinstance(node, ast.Compare) and all(isinstance(sign, BOUNDS) for sign in node.ops):
            taken = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in {
            *own,
            "between",
        }:
            taken = node.args
        yield from (
            float(part.value)
            for part in taken
            if isinstance(part, ast.Constant) and isinstance(part.value, int | float)
        )
