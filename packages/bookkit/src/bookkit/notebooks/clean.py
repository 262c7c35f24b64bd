"""Give every notebook one normal form."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from nbformat import NotebookNode

from bookkit.notebooks.cells import CITATION, GENERATED, write_cells
from bookkit.notebooks.question_cells import write_questions
from caj import sources
from coursekit.exercises.notebooks import code_cells, read, text
from coursekit.files import write

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
RANDOM_ID = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?|(?=.*[A-Z])[\w-]{12}"
)  # the second kind is Colab's
VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def clean_file(path: Path) -> bool:
    """Rewrite one notebook in normal form; True when that changed the file."""
    before = path.read_text(encoding="utf-8")
    after = text(clean(read(path, nameless=True), path))
    if after != before:
        write(path, after)
    return after != before


def clean(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Normalise a notebook in place: format 4.5, stable ids, ordered counts, no traces of editors."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _recover_ids(notebook)
    book = notebook.metadata.get("book", {})
    notebook.metadata = NotebookNode({"book": book, "kernelspec": KERNEL, "language_info": {"name": "python"}})
    if "objectives" in book:
        write_cells(notebook, path)
    write_questions(notebook, path)
    _name_cells(notebook)
    for count, cell in enumerate(code_cells(notebook), start=1):
        _clean_outputs(cell, count)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("nbgrader", "reason", "tags") if cell.metadata.get(key)}
        cell.metadata = NotebookNode(kept)
        cell.source = cell.source.strip("\n")
        if cell.cell_type == "markdown":
            cell.source = CITATION.sub(_label, cell.source)
    return notebook


def _label(match: re.Match) -> str:
    return f"[({sources.source(match[1]).short})](#source-{match[1]})"


def _recover_ids(notebook: NotebookNode) -> None:
    """Ids that an editor lost or moved: from the cell's metadata, from nbgrader's, from the first line of a generated cell."""
    for cell in notebook.cells:
        if chosen(cell.get("id", "")):
            continue
        first = cell.source.lstrip().split("\n")[0]
        known = (cell.metadata.get("id"), cell.metadata.get("nbgrader", {}).get("grade_id"), GENERATED.get(first))
        cell.id = next(filter(chosen, known), "")


def chosen(id: object) -> bool:
    """Whether somebody chose an id of a cell; editors draw random ones.

    >>> chosen("card"), chosen("81258993"), chosen("x7Yk2mQ9_ab-"), chosen(None)
    (True, False, False, False)
    """
    return isinstance(id, str) and bool(VALID_ID.fullmatch(id)) and not RANDOM_ID.fullmatch(id)


def _name_cells(notebook: NotebookNode) -> None:
    """Keep ids that somebody chose; name the others after the first words of the cell."""
    taken: set[str] = set()
    for cell in notebook.cells:
        id = cell.get("id", "")
        if not chosen(id) or id in taken:
            code = (
                re.sub(r"^\s*(#|from|import).*", "", cell.source, flags=re.M)
                if cell.cell_type == "code"
                else cell.source
            )
            words = re.findall(r"[A-Za-z0-9]+", code or cell.source)[:5] or ["empty"]
            stem = id = "-".join(words).lower()[:40]
            number = 1
            while id in taken:
                number += 1
                id = f"{stem}-{number}"
        cell.id = id
        taken.add(id)


def _joined(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Outputs with neighbouring pieces of one stream in one; where a kernel cuts them is chance."""
    for _, group in groupby(
        outputs, key=lambda output: output.get("name") if output.output_type == "stream" else id(output)
    ):
        first, *others = group
        if others:
            first.text = "".join(piece.text for piece in [first, *others])
        yield first


def _clean_outputs(cell: NotebookNode, count: int) -> None:
    if cell.execution_count is None:
        return
    cell.execution_count = count
    cell.outputs = list(_joined(cell.outputs))
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        if "metadata" in output:
            output.metadata = NotebookNode({k: v for k, v in output.metadata.items() if k == "caj"})
