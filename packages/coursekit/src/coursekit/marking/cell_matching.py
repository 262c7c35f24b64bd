"""Repair: which cell of a submission is which cell of its exercise, by grade id, then cell id, then text."""

import difflib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from coursekit.exercises import Cell, Exercise
from coursekit.exercises.tests import bound_names
from coursekit.marking.notebook import SubmittedCell

ALIKE, LONGEST, COMPARED = 0.6, 2_000, 200
PARSED = 10_000  # letters of a cell that are read as Python; the memory for `import a.a.a…` grows with the square


@dataclass(frozen=True)
class Repaired:
    """`places`: for each cell of the submission its cell of the exercise or None; `notes` say what was mended."""

    cells: list[SubmittedCell]
    places: list[Cell | None]
    notes: list[str]

    def find(self, cell: Cell) -> int | None:
        """Place of an exercise's cell in the submission, None when it is missing."""
        return next((place for place, found in enumerate(self.places) if found is cell), None)


def repair(exercise: Exercise, cells: list[SubmittedCell]) -> Repaired:
    """Match a submission's cells with the exercise's; each is matched once, the first that fits."""
    free = {cell.id: cell for cell in exercise.cells}
    places: list[Cell | None] = [None] * len(cells)
    mended = 0
    for number, alike in enumerate((_same_grade_id, _same_id, _same_text, _same_names, _similar_text)):
        open_places = [place for place, found in enumerate(places) if found is None]
        for place in open_places[:COMPARED] if alike is _similar_text else open_places:
            kin = (own for own in free.values() if _fits(own, cells[place], alike) and alike(own, cells[place]))
            if match := next(kin, None):
                places[place] = free.pop(match.id)
                mended += number > 1 and match.role != "given"
    _open_answers(exercise, cells, places, free)
    return Repaired(cells, places, list(_notes(mended, free)))


def _fits(own: Cell, cell: SubmittedCell, alike: Callable) -> bool:
    """Cells of one kind; an open answer that kept its ids may have become raw or code."""
    return own.kind == cell.kind or (_open(own) and alike in (_same_grade_id, _same_id))


def _open(own: Cell) -> bool:
    return own.role == "answer" and own.kind == "markdown"


def kinship(exercise: Exercise, cells: list[SubmittedCell]) -> int:
    """How many answers and checks of this exercise a file holds; 0 for a file of another exercise.

    Open answers count where an exercise has no others.
    """
    own = [cell for cell in exercise.cells if cell.role != "given" and cell.kind == "code"]
    if not own:
        opened = [cell for cell in exercise.cells if cell.role == "answer"]
        return sum(any(_same_grade_id(mine, cell) or _same_id(mine, cell) for cell in cells) for mine in opened)
    ways = (_same_grade_id, _same_id, _same_text, _same_names)
    code = [cell for cell in cells if cell.kind == "code"]
    return sum(any(alike(mine, cell) for cell in code for alike in ways) for mine in own)


def _same_grade_id(own: Cell, cell: SubmittedCell) -> bool:
    return bool(own.grade_id) and own.grade_id == cell.grade_id


def _same_id(own: Cell, cell: SubmittedCell) -> bool:
    return own.id == cell.id and not (own.role == "given" and cell.grade_id)


def _same_text(own: Cell, cell: SubmittedCell) -> bool:
    return own.role != "answer" and own.given.strip() == cell.source.strip()


def _same_names(own: Cell, cell: SubmittedCell) -> bool:
    """An answer binds the names of its stub; a check asks the same self-check."""
    if own.role == "check":
        asked = re.findall(r"caj\.check\([^,)]+", own.given)
        return bool(asked) and asked[0] in cell.source
    return (
        own.role == "answer"
        and own.kind == "code"
        and bool(names(own.given))
        and names(own.given) <= names(cell.source)
    )


def _similar_text(own: Cell, cell: SubmittedCell) -> bool:
    if own.kind != "code" or not cell.source.strip():
        return False
    matcher = difflib.SequenceMatcher(None, own.given[:LONGEST], cell.source[:LONGEST])
    steps: tuple[Callable[[], float], ...] = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(step() >= ALIKE for step in steps)


@lru_cache(maxsize=64)
def names(source: str) -> set[str]:
    """Names that a cell binds, as far as it can be read."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        if len(source) <= PARSED:
            return bound_names(source)
    return set(re.findall(r"^(?:def[ \t]+)?(\w+)[ \t]*(?:=[^=]|\()", source, re.M))


def _open_answers(
    exercise: Exercise, cells: list[SubmittedCell], places: list[Cell | None], free: dict[str, Cell]
) -> None:
    """An open answer without its ids is the first unmatched text after its question."""
    order = {cell.id: number for number, cell in enumerate(exercise.cells)}
    for own in [cell for cell in free.values() if _open(cell)]:
        before = max(
            (place for place, found in enumerate(places) if found and order[found.id] < order[own.id]), default=-1
        )
        after = (
            place
            for place in range(before + 1, len(cells))
            if places[place] is None and cells[place].kind in ("markdown", "raw")
        )
        if (place := next(after, None)) is not None:
            places[place] = free.pop(own.id)


def _notes(mended: int, missing: dict[str, Cell]) -> Iterator[str]:
    if mended:
        yield f"{mended} cells had lost their marks and were found again by their text."
    for cell in missing.values():
        if cell.role == "answer":
            yield f"The answer cell of {cell.grade_id} is missing."
    given = sum(cell.role == "given" and cell.kind == "code" for cell in missing.values())
    if given:
        yield f"{given} given code cells are missing and were put back."
