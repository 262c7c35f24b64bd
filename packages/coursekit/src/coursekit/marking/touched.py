"""How much was written in a copy: nothing, only what is no answer, or an answer."""

import ast
from enum import IntEnum

from coursekit.exercises import Cell, Exercise
from coursekit.marking.cell_matching import names, repair
from coursekit.marking.notebook import SubmittedCell
from coursekit.marking.written_answers import groups


class Touched(IntEnum):
    """`NOTHING`: as it was handed out. `BESIDE`: cells differ that hold no answer, as in a copy of another edition or of somebody else."""

    NOTHING = 0
    BESIDE = 1
    ANSWERED = 2


def touched(exercise: Exercise, cells: list[SubmittedCell]) -> Touched:
    """The most that was written in any cell, wherever it stands; a notebook without cells is not as it was handed out."""
    wanted = {name for question in exercise.questions for name in _wanted(question.answer)}
    given = {cell.given.strip() for cell in exercise.cells}
    asked = groups(exercise)
    repaired = repair(exercise, cells)
    found = [
        _of(cell, own, wanted, bool(own and asked[own.id]))
        for cell, own in zip(repaired.cells, repaired.places)
        if cell.source.strip() not in given | {""}
    ]
    return max(found, default=Touched.NOTHING if cells else Touched.ANSWERED)


def _of(cell: SubmittedCell, own: Cell | None, wanted: set[str], asked: bool) -> Touched:
    """What was written in a cell that differs from how it was handed out; `asked` when it belongs to a question."""
    if cell.kind != "code":
        if own and own.role == "given":  # `caj assign` writes into the text above the first question
            return Touched.BESIDE if asked else Touched.NOTHING
        return Touched.ANSWERED
    added = _added(own.given, cell.source) if own else cell.source
    if not added:
        return Touched.NOTHING
    if (
        own and own.role == "answer"
    ):  # other values than ours are another student's; whatever else stands here was tried
        values = bool(names(added)) and names(added) <= names(own.given) - wanted
        return Touched.BESIDE if values else Touched.ANSWERED
    if wanted & names(added):
        return Touched.ANSWERED
    return Touched.NOTHING if own and own.role == "check" else Touched.BESIDE


def _added(given: str, source: str) -> str:
    """Lines of code that were not handed out."""
    known = {line.strip() for line in given.splitlines()}
    return "\n".join(line for line in source.splitlines() if line.strip() and line.strip() not in known)


def _wanted(answer: Cell) -> set[str]:
    """The names that an answer's cell leaves open: those set to `...`, and functions."""
    if answer.kind != "code":
        return set()
    found = set()
    for node in ast.parse(answer.given).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is ...:
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found
