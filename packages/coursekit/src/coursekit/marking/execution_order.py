"""The order in which a submission's cells run, and where its answers are read."""

from dataclasses import dataclass

from coursekit.exercises import Cell, Exercise, QuestionCells
from coursekit.marking.cell_matching import Repaired
from coursekit.marking.written_answers import prose


@dataclass(frozen=True)
class Step:
    """Either code to run (`name` says which cell it is) or a question whose answer is read here."""

    name: str
    source: str = ""
    question: QuestionCells | None = None


def plan(exercise: Exercise, repaired: Repaired) -> list[Step]:
    """The student's code in the student's order; given cells that are missing or changed run as given; checks never run, answers read there.

    A changed given cell runs as given first and then as it came: what was added counts, what was broken costs nothing.

    An answer is read where its check stands, else behind its answer cell, else at the end.
    """
    read = prose(exercise, repaired)
    steps: list[list[Step]] = [
        [] if place in read else _steps(exercise, repaired, place) for place in range(len(repaired.cells))
    ]
    late: list[Step] = []
    for question in exercise.questions:
        if question.kind == "auto" and repaired.find(question.checks[-1].cell) is None:
            place = repaired.find(question.answer)
            (late if place is None else steps[place]).append(Step(question.name, question=question))
    steps.insert(0, [])
    for cell, before in _missing(exercise, repaired):
        steps[before + 1].append(Step(f"given cell {cell.id}", cell.source))
    return [step for group in steps for step in group] + late


def _steps(exercise: Exercise, repaired: Repaired, place: int) -> list[Step]:
    cell, own = repaired.cells[place], repaired.places[place]
    if own and own.role == "check":
        read = (question for question in exercise.questions if question.checks and question.checks[-1].cell is own)
        return [Step(question.name, question=question) for question in read]
    changed = own and own.role == "given" and own.kind == "code" and cell.source.strip() != own.given.strip()
    given = [Step(f"given cell {own.id}", own.source)] if changed else []
    if cell.kind != "code" or not cell.source.strip():
        return given
    name = f"question {own.grade_id}" if own and own.role == "answer" else f"cell {place + 1}"
    return [*given, Step(name, cell.source)]


def _missing(exercise: Exercise, repaired: Repaired) -> list[tuple[Cell, int]]:
    """Given code cells that the submission lacks, each with the place of the nearest cell before it (-1: none)."""
    found: list[tuple[Cell, int]] = []
    before = -1
    for cell in exercise.cells:
        place = repaired.find(cell)
        if place is not None:
            before = place
        elif cell.role == "given" and cell.kind == "code":
            found.append((cell, before))
    return found
