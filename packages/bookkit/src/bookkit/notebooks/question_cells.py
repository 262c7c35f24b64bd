"""The cells of an exercise's questions: what the declarations know is written into them, never by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bookkit.notebooks.check_cells import fill_check, stub
from caj.errors import UserError
from caj.question import FILE, Question
from coursekit.exercises.notebooks import SOURCE, declarations, slug_of
from coursekit.exercises.rubrics import beside, table
from coursekit.exercises.student_copies import SOLUTION

HEADING = re.compile(r"\A## (?:Question \d+: *)?(.+)")
LABEL = re.compile(r"^\*(?:level: *)?(?:recall|compute|interpret|argue)[,.][^*\n]*\bminutes\b[^*\n]*\*$", re.M | re.I)
RUBRIC = re.compile(r"^\| *criterion\b[^\n]*(?:\n\|[^\n]*)*", re.M | re.I)
MARKS = {"schema_version": 3, "task": False}


@dataclass
class Asked:
    """One question where it stands in the notebook: its declaration, and its cells from heading to check."""

    question: Question
    texts: list[NotebookNode]  # the Markdown from the heading on
    answer: NotebookNode
    rest: list[NotebookNode]  # up to the next heading or answer


def label(question: Question) -> str:
    """The line below a heading.

    >>> label(Question("coal", 7, level="compute", points=2, minutes=6))
    '*Compute, 2 points, about 6 minutes.*'
    """
    points = f"{question.points:g} point{'s' * (question.points != 1)}"
    return f"*{question.level.capitalize()}, {points}, about {question.minutes} minutes.*"


def write_questions(notebook: NotebookNode, path: Path) -> None:
    """Write heading, label, rubric, marks, check and hidden test of every question, and the list of them all.

    UserError with the cell for a solution without declaration, or a declaration without solution.
    """
    declared = {question.name: question for question in declarations(path.resolve()) if question.in_exercise}
    if path.name != SOURCE or not declared:
        return
    try:
        _write(notebook, path.resolve(), declared)
    except UserError as error:
        raise error.at(path) from None


def _write(notebook: NotebookNode, path: Path, declared: dict[str, Question]) -> None:
    slug, rubrics = slug_of(path), beside(path)
    found = list(_asked(notebook, declared))
    for number, asked in enumerate(found, start=1):
        question, answer = asked.question, asked.answer
        _write_prompt(asked, number)
        answer.id = question.name
        own = {"grade": True, "points": question.points} if question.open else {"grade": False}
        answer.metadata["nbgrader"] = MARKS | own | {"grade_id": question.name, "locked": False, "solution": True}
        if question.open:
            _write_rubric(asked, rubrics)
        else:
            _write_checks(notebook, asked, f"{slug}/{question.name}")
    entries = [_entry(asked.question) for asked in found]
    notebook.metadata["book"] |= {
        "chapter": slug,
        "questions": entries,
        "minutes": sum(entry["minutes"] for entry in entries),
    }


def _entry(question: Question) -> dict:
    return {name: getattr(question, name) for name in ("name", "level", "objective", "points", "minutes")}


def _asked(notebook: NotebookNode, declared: dict[str, Question]) -> Iterator[Asked]:
    """Each declared question with its cells, in the order of the notebook."""
    left, texts, last = dict(declared), [], None
    for cell in notebook.cells:
        name = next((name for name in _names(cell) if name in left), "")
        if name and _answers(cell, declared[name]):
            if last:
                yield last
            if not texts:
                raise UserError(
                    "no prompt stands above it: a Markdown cell that begins with `## ` and a title.",
                    place=f"cell {name}",
                )
            last, texts = Asked(left.pop(name), texts, cell, []), []
        elif _solves(cell):
            raise UserError(
                f"this solution belongs to no question of {FILE}: declare one, and give this cell its name as id, or begin it with `the_name = ...`.",
                place=f"cell {cell.get('id') or cell.source.splitlines()[0]}",
            )
        elif cell.cell_type == "markdown":
            texts = [cell] if cell.source.startswith("## ") else [*texts, cell] if texts else []
        elif last and not texts:
            last.rest.append(cell)
    if last:
        yield last
    if left:
        raise UserError(
            f"{FILE} declares {min(left)}, and no cell answers it: write a prompt, and below it a cell with this id and the solution."
        )


def _names(cell: NotebookNode) -> list[str]:
    """What may say whose answer a cell is: its id, the name that the answer gets, and marks of an earlier run."""
    marks = cell.metadata.get("nbgrader", {})
    given = stub(cell.source).replace("_", "-") if cell.cell_type == "code" else ""
    return [cell.get("id", ""), given, marks.get("grade_id", "") if marks.get("solution") else ""]


def _answers(cell: NotebookNode, question: Question) -> bool:
    return cell.cell_type == "markdown" and not cell.source.startswith("#") if question.open else _solves(cell)


def _solves(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(SOLUTION.search(cell.source))


def _write_prompt(asked: Asked, number: int) -> None:
    """Number and title, and below them level, points and minutes."""
    prompt, written = asked.texts[0], label(asked.question)
    title = HEADING.match(prompt.source)
    if not title:
        raise UserError("the heading of its prompt has no title.", place=f"cell {asked.question.name}")
    text = prompt.source[title.end() :]
    text = LABEL.sub(lambda _: written, text, count=1) if LABEL.search(text) else f"\n\n{written}\n\n{text.lstrip()}"
    prompt.source = f"## Question {number}: {title[1]}{text}"


def _write_rubric(asked: Asked, rubrics: dict) -> None:
    """The table of levels where one stands, else below the prompt."""
    name = asked.question.name
    if name not in rubrics:
        raise UserError(f"rubrics.yml beside it has no rubric for the open question {name}.", place=f"cell {name}")
    written = table(rubrics[name])
    for cell in asked.texts:
        if RUBRIC.search(cell.source):
            cell.source = RUBRIC.sub(lambda _: written, cell.source, count=1)
            return
    asked.texts[-1].source = f"{asked.texts[-1].source.rstrip()}\n\n{written}"


def _write_checks(notebook: NotebookNode, asked: Asked, id: str) -> None:
    """The check of an answer: the author's, completed, or a new one below the answer."""
    question = asked.question
    checks = [cell for cell in asked.rest if cell.metadata.get("nbgrader", {}).get("grade")]
    checks = checks or [cell for cell in asked.rest if "caj.check(" in cell.source][:1]  # also what is no Python yet
    if not checks:
        checks = [nbformat.v4.new_code_cell()]
        notebook.cells.insert(notebook.cells.index(asked.answer) + 1, checks[0])
    marks = MARKS | {"grade": True, "locked": True, "solution": False}
    if len(checks) == 1:
        checks[0].id = f"{question.name}-check"
        checks[0].metadata["nbgrader"] = marks | {"grade_id": checks[0].id, "points": question.points}
    elif question.points != sum(cell.metadata.nbgrader.get("points", 0) for cell in checks):
        raise UserError(
            f"the points of its checks do not add up to {question.points:g}.", place=f"cell {question.name}"
        )
    fill_check(checks[-1], asked.answer, question, id)
