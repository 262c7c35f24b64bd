"""What may vary: read from the declaration of a question, checked against its prompt and its code."""

import ast
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from caj.errors import UserError
from caj.question import Question
from coursekit.exercises.tests import bound_names, read_names
from coursekit.variants.words import Countries, forms, named

Values = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a value stands in the source: cell, and its literal's first and last place (line, column in bytes)."""

    cell: int
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True)
class Variation:
    """What may vary in one question.

    `base` are the values of the book, `options` the other sets of values that a student may get; `words` are the
    author's words for values, `countries` the book's for theirs; `ranked` is an expression for the values whose largest the question asks for.
    """

    question: str
    base: Values
    options: tuple[Values, ...]
    prompt: int
    places: dict[str, Place]
    words: dict[str, list[str]]
    ranked: str = ""
    countries: Countries = field(default_factory=dict)

    def forms(self, values: Values) -> list[tuple[str, ...]]:
        """The words for each of some values, in the order of the declaration."""
        return [forms(values[name], self.words, self.countries) for name in self.base]


def frozen(values: Values) -> str:
    """Values as a key for a dictionary or a file."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def variations(notebook: NotebookNode, questions: Iterable[Question], countries: Countries) -> dict[str, Variation]:
    """All variations of a source notebook by question, in order; UserError with the cell for one that cannot work.

    `countries` are the words of the book's settings for its countries.
    """
    varied = {question.name: question for question in questions if question.vary}
    found, start = {}, 0
    for number, cell in enumerate(notebook.cells):
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            continue
        if question := varied.get(cell.metadata.nbgrader.get("grade_id", "")):
            try:
                found[question.name] = _read(notebook, start, number, question, countries)
            except UserError as error:
                raise error.at(f"cell {cell.id}") from None
            except SyntaxError as error:
                raise UserError(
                    f"this is not Python ({error.msg}, line {error.lineno}).", place=f"cell {cell.id}"
                ) from None
        start = number + 1
    _refuse_borrowing(notebook, found)
    return found


def _read(notebook: NotebookNode, start: int, answer: int, question: Question, countries: Countries) -> Variation:
    sets = list(_products(question.vary))
    names = list(sets[0])
    prompt = next(
        (
            n
            for n in range(answer, start - 1, -1)
            if notebook.cells[n].cell_type == "markdown" and notebook.cells[n].source.startswith("#")
        ),
        None,
    )
    if prompt is None:
        raise UserError("no prompt with a heading stands above an answer that may vary")
    places, base = _given(notebook, range(prompt, answer + 1), names)
    options = tuple(values for values in sets if values != base)
    if len({frozen(values) for values in options}) < len(options) or len(options) < 2:
        raise UserError("at least two different sets of values besides the book's own are needed, each once")
    variation = Variation(question.name, base, options, prompt, places, question.words, question.ranked, countries)
    _check_words(variation, notebook.cells[prompt].source)
    return variation


def _products(vary: dict[str, list]) -> Iterator[Values]:
    """Every combination; values of names that stand together in one key, as in "first, last", vary together."""
    for row in itertools.product(*vary.values()):
        values: Values = {}
        for key, part in zip(vary, row):
            names = [name.strip() for name in key.split(",")]
            parts = part if len(names) > 1 else [part]
            if not isinstance(parts, list) or len(parts) != len(names):
                raise UserError(f'"{key}" names {len(names)} values, and {json.dumps(part)} is not a list of as many')
            values.update(zip(names, parts))
        yield values


def _given(notebook: NotebookNode, cells: range, names: list[str]) -> tuple[dict[str, Place], Values]:
    """The one place above the solution where each name gets its value as a literal."""
    places: dict[str, Place] = {}
    base: Values = {}
    for number in cells:
        cell = notebook.cells[number]
        if cell.cell_type != "code":
            continue
        lines = cell.source.split("\n")
        end = next((n for n, line in enumerate(lines, 1) if "### BEGIN SOLUTION" in line), len(lines) + 1)
        for name, node in _assigned(cell.source):
            if name in names and node.lineno < end:
                if name in places:
                    raise UserError(f"{name} gets a value twice above the solution")
                places[name] = Place(number, (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
                base[name] = ast.literal_eval(node)
    if missing := [name for name in names if name not in places]:
        raise UserError(f"no line above the solution gives {missing[0]} its value, such as {missing[0]} = …")
    return places, {name: base[name] for name in names}


def _assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    """Names and literals of assignments such as `a = 1` and `a, b = 1, 2` at the top level."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
            pairs = (
                zip(target.elts, value.elts)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            for left, right in pairs:
                try:
                    ast.literal_eval(right)
                except ValueError:
                    continue
                if isinstance(left, ast.Name):
                    yield left.id, right


def _check_words(variation: Variation, prompt: str) -> None:
    """Each value is named in the prompt, in words of its own, and each option has as many words."""
    base = variation.forms(variation.base)
    for name, words in zip(variation.base, base):
        if not named(prompt, words):
            raise UserError(f"the prompt does not name the value of {name}: none of {', '.join(words)} is in it")
    every = [word for words in base for word in set(words)]
    if shared := {word for word in every if every.count(word) > 1}:
        raise UserError(f'two values share the word "{min(shared)}", so a prompt could not tell them apart')
    for values in variation.options:
        for name, old, new in zip(variation.base, base, variation.forms(values)):
            if len(new) < len(old):
                raise UserError(
                    f"the words for {name} = {json.dumps(values[name])} are fewer than those of the book's value"
                )


def _refuse_borrowing(notebook: NotebookNode, found: dict[str, Variation]) -> None:
    """No question reads what varies in another one: each answer depends on its own values only."""
    varying = {name: question for question, variation in found.items() for name in variation.base}
    bound: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            bound = set()
        elif cell.cell_type == "code":
            bound |= bound_names(cell.source)
            if borrowed := read_names(cell.source) & varying.keys() - bound:
                raise UserError(
                    f"cell {cell.id}: {min(borrowed)} varies in {varying[min(borrowed)]} and is not given here"
                )
