"""Machinery for the book's notebooks: find, clean, check and run them, and make the student copies."""

import traceback
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from caj.errors import UserError
from caj.question import FILE, Question, declared
from coursekit.book import CHAPTERS as CHAPTERS
from coursekit.book import EXERCISES as EXERCISES
from coursekit.book import SOURCE as SOURCE
from coursekit.book import Book


def find(root: Path) -> list[Path]:
    """All notebooks of the book: chapters, sources of exercises and student copies, in this order.

    >>> find(Path("no-such-folder"))
    []
    """
    book = Book(root)
    return [*book.chapters, *book.sources, *book.copies]


def source_paths(root: Path) -> list[Path]:
    """The source notebooks of all exercises, in order of their slugs."""
    return Book(root).sources


def source_path(root: Path, slug: str) -> Path:
    """Where the source of an exercise stands.

    >>> source_path(Path("book"), "tokyo-2025").as_posix()
    'book/chapters/tokyo-2025/exercise.ipynb'
    """
    return Book(root).source(slug)


def declarations(path: Path) -> list[Question]:
    """What is declared of the questions of an exercise, beside its source; nothing where no such file is.

    UserError with the line where the file does not run.
    """
    file = path.with_name(FILE)
    if not file.is_file():
        return []
    try:
        return declared(path.parent)
    except Exception as error:  # an author's slip may be of any kind
        said = error.what if isinstance(error, UserError) else f"this does not run ({type(error).__name__}: {error})."
        remedy = error.remedy if isinstance(error, UserError) else "Mend it; nothing of this exercise is looked at."
        raise UserError(said, remedy, f"{file}{_line(error, file)}") from error


def listed(notebook: NotebookNode) -> dict[str, dict]:
    """Name, level, objective, points and minutes of each question of an exercise, in its order, as `caj notebooks clean` lists them in its metadata.

    They go with the notebook where no declaration goes: into a class's folder, to Gradescope.

    >>> listed(NotebookNode(metadata={"book": {"questions": [{"name": "coal", "minutes": 6}]}}))
    {'coal': {'name': 'coal', 'minutes': 6}}
    """
    return {entry["name"]: entry for entry in notebook.metadata.get("book", {}).get("questions", [])}


def asked(path: Path) -> list[Question]:
    """The declared questions of an exercise in the order in which its source asks them; none where there is no exercise."""
    known = {question.name: question for question in declarations(path)}
    return [known[name] for name in listed(read(path))] if path.exists() else []


def _line(error: Exception, file: Path) -> str:
    """Where in `file` an error arose, as far as it says so."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return f", line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return f", line {lines[-1]}" if lines else ""


def slug_of(path: Path) -> str:
    """The slug of a notebook, wherever in the book it stands.

    >>> slug_of(Path("chapters/tokyo-2025/exercise.ipynb")), slug_of(Path("exercises/tokyo-2025.ipynb"))
    ('tokyo-2025', 'tokyo-2025')
    """
    return path.parent.name if path.name == SOURCE else path.stem


def read(path: Path, nameless: bool = False) -> NotebookNode:
    """Read a notebook; UserError with one sentence when it is not one, or, unless `nameless`, when its cells have no ids."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:  # nbformat meets strange files with errors of every kind
        said = str(error).splitlines() or [type(error).__name__]
        raise UserError(f"{path} is not a valid notebook: {said[0]}") from None
    if not nameless and any("id" not in cell for cell in notebook.cells):
        stored = f"{notebook.nbformat}.{notebook.nbformat_minor}"
        raise UserError(
            f"no cell ids: it was saved in the format {stored}, as by Colab or an older editor.",
            "Run `caj notebooks clean`.",
            path,
        )
    return notebook


def text(notebook: NotebookNode) -> str:
    """The notebook as it is stored: one trailing newline, characters readable."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells that hold code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
