"""Open answers: all that a student wrote for one, in its cell, beside it, in another kind of cell, in the question, as a picture."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursekit.exercises import Cell, Exercise, QuestionCells
from coursekit.marking.cell_matching import Repaired
from coursekit.marking.notebook import SubmittedCell
from coursekit.marking.pictures import Album

PARSED, TRIED = 5_000, 20  # letters of a cell, and cells of a notebook, that are parsed to see whether they are code


@dataclass(frozen=True)
class Written:
    """What a person reads of an open answer: nothing where nothing was written."""

    text: str = ""
    pictures: tuple[str, ...] = ()


@dataclass
class _Found:
    """Cells of one open question: text of its own, text beside it, and code beside it that no text explains."""

    own: list[SubmittedCell] = field(default_factory=list)
    beside: list[SubmittedCell] = field(default_factory=list)
    code: list[SubmittedCell] = field(default_factory=list)


def written(exercise: Exercise, repaired: Repaired) -> dict[str, Written]:
    """Of every open question what was written for it.

    Text that stands beside no open question goes to those without an answer, so that a person decides and not a zero;
    so does text between two open questions, which may belong to either.
    """
    owners = groups(exercise)
    found = {question.name: _Found() for question in exercise.questions if question.kind == "manual"}
    strays: list[SubmittedCell] = []
    owner: QuestionCells | None = None
    is_text = _Reader()
    for cell, own in zip(repaired.cells, repaired.places):
        owner = owners[own.id] if own else owner
        here = found.get(owner.name) if owner else None
        if own and own.role == "given":
            if here and own.kind == "markdown" and (added := _added(own, cell)):
                here.beside.append(added)
        elif own and own.role == "answer" and here:
            here.own += [cell] if _without_stub(cell, own).strip() or cell.attachments else []
        elif not own and (cell.source.strip() or cell.attachments):
            if is_text(cell):
                (here.beside if here else strays).append(cell)
            elif here:
                here.code.append(cell)
    before: _Found | None = None
    texts = {}
    for question in exercise.questions:
        here = found.get(question.name)
        if here:
            texts[question.name] = _put_together(
                question, here, [*(before.beside if before and before.own else []), *strays]
            )
        before = here
    return texts


def prose(exercise: Exercise, repaired: Repaired) -> set[int]:
    """Places of code cells that hold the text of an open answer, and are no Python: they are read, not run."""
    owners = groups(exercise)
    places, owner, reader = set(), None, _Reader()
    for place, (cell, own) in enumerate(zip(repaired.cells, repaired.places)):
        owner = owners[own.id] if own else owner
        free = own is None or own.role == "answer"
        if free and owner and owner.kind == "manual" and cell.kind == "code" and reader.parsed(cell.source) is None:
            places.add(place)
    return places


def groups(exercise: Exercise) -> dict[str, QuestionCells | None]:
    """For each cell of the exercise its question: from a heading to the next, the one whose answer stands there."""
    answers = {question.answer.id: question for question in exercise.questions}
    owners: dict[str, QuestionCells | None] = {}
    open_ids: list[str] = []
    for cell in exercise.cells:
        if cell.kind == "markdown" and cell.role == "given" and cell.source.startswith("#"):
            open_ids = []
        open_ids.append(cell.id)
        question = answers.get(cell.id)
        owners[cell.id] = owners.get(open_ids[0])
        if question:
            owners.update(dict.fromkeys(open_ids, question))
    return owners


def _put_together(question: QuestionCells, found: _Found, strays: list[SubmittedCell]) -> Written:
    """The text of the own cell as it is, if that is all; else all parts in order, with a word where they stood."""
    answer, parts = question.answer, list(_parts(question, found, strays))
    if not parts:
        return Written()
    album = Album()
    texts = [(where, album.text(_without_stub(cell, answer), cell.attachments).strip("\n")) for where, cell in parts]
    if len(parts) == 1 and found.own and answer.given.strip() not in found.own[0].source and not album.count:
        return Written(found.own[0].source)
    return Written("\n\n".join(f"[{where}]\n{text}" if where else text for where, text in texts), tuple(album.shown))


def _parts(question: QuestionCells, found: _Found, strays: list[SubmittedCell]) -> Iterator[tuple[str, SubmittedCell]]:
    yield from (("", cell) for cell in found.own)
    yield from ((f"in a {_kind(cell)} beside the cell of the answer", cell) for cell in found.beside)
    if not found.own and not found.beside:
        yield from (("in a code cell beside the cell of the answer", cell) for cell in found.code)
        yield from (
            (f"in a {_kind(cell)} elsewhere in the notebook; nothing stands where this answer belongs", cell)
            for cell in strays
        )


def _kind(cell: SubmittedCell) -> str:
    return "text cell" if cell.kind == "markdown" else f"{cell.kind or 'strange'} cell"


def _without_stub(cell: SubmittedCell, answer: Cell) -> str:
    stub = answer.given.strip()
    return cell.source.replace(stub, "", 1) if stub else cell.source


def _added(own: Cell, cell: SubmittedCell) -> SubmittedCell | None:
    """What a student wrote into the text of the question itself."""
    known = {line.strip() for line in own.given.splitlines()}
    lines = [line for line in cell.source.splitlines() if line.strip() not in known]
    text = "\n".join(lines)
    return SubmittedCell("markdown", text, attachments=cell.attachments) if text.strip() or cell.attachments else None


class _Reader:
    """Tells text from code, within bounds: what is very long, or comes after many others, counts as code."""

    def __init__(self) -> None:
        self._left = TRIED

    def __call__(self, cell: SubmittedCell) -> bool:
        """Whether a cell was written for a reader: text, or code that is none."""
        if cell.kind != "code":
            return True
        tree = self.parsed(cell.source)
        return tree is None or all(
            isinstance(node, ast.Expr) and isinstance(node.value, (ast.Constant, ast.Name)) for node in tree.body
        )

    def parsed(self, source: str) -> ast.Module | None:
        """The code of a cell without magics; None for what is no Python."""
        self._left -= 1
        if self._left < 0 or len(source) > PARSED or source.lstrip().startswith("%%"):
            return ast.parse("code()")
        code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return compile(code, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
