"""Exercise sources read into plain values: questions, points, answer cells, checks and hidden tests."""

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from nbformat import NotebookNode

from caj.errors import UserError
from coursekit.exercises.notebooks import listed, read, slug_of, source_paths
from coursekit.exercises.rubrics import Rubric, beside
from coursekit.exercises.student_copies import HIDDEN, SOLUTION, student_copy

EMPTY: Mapping[str, Rubric] = MappingProxyType({})
UNSAID = "A test of this question fails."  # where an author's sentence could hold the answer


@dataclass(frozen=True)
class Cell:
    """One cell of a source: `source` as the author wrote it, `given` as a student receives it, `printed` what it stores as text."""

    id: str
    kind: str
    source: str
    given: str
    grade_id: str = ""
    role: str = "given"  # given, answer (a student writes it), check (it carries the points)
    printed: str = ""

    @property
    def solution(self) -> str:
        """The code between the marks of the solution, without the marks."""
        return "\n".join(_inner(block) for block in SOLUTION.findall(self.source))


@dataclass(frozen=True)
class Test:
    """One assert of a check: its code, the sentence for the student, and whether a student may see the code."""

    code: str
    message: str
    hidden: bool


@dataclass(frozen=True)
class Check:
    """One cell that carries points, with its tests in order; `code` is what the trusted side runs."""

    cell: Cell
    points: float
    code: str
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class QuestionCells:
    """One question as a notebook holds it: the cell that a student writes, and what gives points for it.

    `kind` is "auto" (checks with tests) or "manual" (an open question, marked by a rubric);
    `prompt` is the Markdown above it, with the table of the `rubric`; `minutes` is the author's estimate.
    """

    name: str
    kind: str
    points: float
    objective: str
    level: str
    minutes: int
    prompt: str
    answer: Cell
    checks: tuple[Check, ...] = ()
    rubric: Rubric = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Exercise:
    """One exercise notebook: its cells in order, and its questions."""

    slug: str
    title: str
    cells: tuple[Cell, ...]
    questions: tuple[QuestionCells, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all questions together."""
        return sum(question.minutes for question in self.questions)

    @property
    def points(self) -> float:
        """All points that can be earned."""
        return sum(question.points for question in self.questions)

    def question(self, name: str) -> QuestionCells:
        """The question called `name`; LookupError with the known names if there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise LookupError(f'{self.slug} has no question "{name}"; it has {", ".join(q.name for q in self.questions)}.')


def slugs(root: Path) -> list[str]:
    """Slugs of all exercises of the book under `root`, sorted.

    >>> slugs(Path("no-such-folder"))
    []
    """
    return [slug_of(path) for path in source_paths(root)]


def load(path: Path) -> Exercise:
    """Read the source notebook of one exercise.

    Raises UserError, with the file and the cell, for a source that cannot be graded: no notebook,
    a mark without its partner, tests that are not Python, points that are missing.
    """
    notebook = read(path)
    try:
        return parse(notebook, slug_of(path), beside(path))
    except UserError as error:
        raise error.at(path) from None


def parse(notebook: NotebookNode, slug: str, rubrics: Mapping[str, Rubric] = EMPTY) -> Exercise:
    """The exercise in a source notebook; UserError with the cell when it cannot be graded."""
    cells = tuple(_cells(notebook))
    titles = re.findall(r"^# (.+)$", cells[0].source if cells else "", re.M)
    questions = tuple(_questions(notebook, cells, rubrics))
    return Exercise(slug, (titles or [slug])[0].removeprefix("Exercises: "), cells, questions)


def _cells(notebook: NotebookNode) -> Iterator[Cell]:
    for cell, copy in zip(notebook.cells, student_copy(notebook).cells):
        marks = cell.metadata.get("nbgrader", {})
        role = "answer" if marks.get("solution") else "check" if marks.get("grade") else "given"
        yield Cell(
            cell.get("id", ""),
            cell.cell_type,
            cell.source,
            copy.source,
            marks.get("grade_id", ""),
            role,
            _printed(cell),
        )


def _printed(cell: NotebookNode) -> str:
    """The stored outputs as text."""
    parts = [
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])
    ]
    return "\n".join(part.strip("\n") for part in parts if part)


def _questions(
    notebook: NotebookNode, cells: tuple[Cell, ...], rubrics: Mapping[str, Rubric]
) -> Iterator[QuestionCells]:
    """An answer cell opens a question; the check cells up to the next answer cell belong to it."""
    about = listed(notebook)
    points = {
        cell.metadata.nbgrader["grade_id"]: cell.metadata.nbgrader.get("points")
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    places = [place for place, cell in enumerate(cells) if cell.role == "answer"]
    for place, end in zip(places, [*places[1:], len(cells)]):
        answer = cells[place]
        checks = tuple(_check(cell, points[cell.grade_id]) for cell in cells[place:end] if cell.role == "check")
        worth = (
            points[answer.grade_id] if points[answer.grade_id] is not None else sum(check.points for check in checks)
        )
        entry = about.get(answer.grade_id, {})
        yield QuestionCells(
            name=answer.grade_id,
            kind="auto" if checks else "manual",
            points=float(worth),
            objective=entry.get("objective", ""),
            level=entry.get("level", ""),
            minutes=int(entry.get("minutes", 0)),
            prompt=_prompt(cells, place),
            answer=answer,
            checks=checks,
            rubric=rubrics.get(answer.grade_id, {}),
        )


def _prompt(cells: tuple[Cell, ...], place: int) -> str:
    """The Markdown above an answer, from the nearest heading on."""
    parts: list[str] = []
    for cell in reversed(cells[:place]):
        if cell.kind == "markdown" and cell.role == "given":
            parts.insert(0, cell.source)
            if cell.source.startswith("#"):
                break
    return "\n\n".join(parts)


def _check(cell: Cell, points: float | None) -> Check:
    """Hidden tests are the code of the check; without any, the whole cell is."""
    if points is None:
        raise UserError("a check needs points in its nbgrader metadata", place=f"cell {cell.id}")
    hidden = [_inner(block) for block in HIDDEN.findall(cell.source)]
    code = "\n".join(hidden) or cell.source
    try:
        asserts = sorted(
            (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assert)), key=lambda node: node.lineno
        )
    except SyntaxError as error:
        raise UserError(f"this is not Python ({error.msg}, line {error.lineno}).", place=f"cell {cell.id}") from None
    tests = tuple(Test(ast.unparse(node.test), _message(node), bool(hidden)) for node in asserts)
    if not tests:
        raise UserError("a check needs at least one assert", place=f"cell {cell.id}")
    return Check(cell, float(points), code, tests)


def _message(node: ast.Assert) -> str:
    """The author's sentence; a computed one could hold the answer, so it is not shown."""
    written = isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str)
    return node.msg.value if written else UNSAID


def _inner(block: str) -> str:
    return textwrap.dedent("\n".join(block.rstrip("\n").split("\n")[1:-1]))
