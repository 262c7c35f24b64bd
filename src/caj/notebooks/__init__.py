"""Machinery for the book's notebooks: find, clean, check and run them, and make the student copies."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

CHAPTERS, SOLUTIONS, EXERCISES = "chapters", "exercises/solutions", "exercises"


def find(root: Path) -> list[Path]:
    """All notebooks of the book: chapters, solutions and student copies, in this order.

    >>> find(Path("no-such-folder"))
    []
    """
    return [path for part in (CHAPTERS, SOLUTIONS, EXERCISES) for path in sorted((root / part).glob("*.ipynb"))]


def read(path: Path) -> NotebookNode:
    """Read a notebook; ValueError with one sentence when it is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a valid notebook: {str(error).splitlines()[0]}") from None


def text(notebook: NotebookNode) -> str:
    """The notebook as it is stored: one trailing newline, characters readable."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells that hold code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
