"""Make the student copies from the solutions: nbgrader's markers, without solutions and hidden tests."""

import copy
import re
from pathlib import Path

from nbformat import NotebookNode

from caj.errors import UserError
from coursekit.exercises.notebooks import EXERCISES, read, slug_of, source_paths, text
from coursekit.files import write

SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION[^\n]*\n?", re.M | re.S)
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.M | re.S)
CODE_STUB = "# Write your code here.\n"
TEXT_STUB = "*Write your answer here.*"


def student_copy(solution: NotebookNode) -> NotebookNode:
    """A copy without solutions, hidden tests and outputs; UserError for a marker without its end."""
    notebook = copy.deepcopy(solution)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code":
            cell.source = HIDDEN.sub("", SOLUTION.sub(CODE_STUB, cell.source)).strip("\n")
            cell.outputs, cell.execution_count = [], None
        elif marks.get("solution"):
            cell.source = TEXT_STUB
        if re.search(r"### (BEGIN|END) (SOLUTION|HIDDEN)", cell.source):
            raise UserError("a BEGIN or END marker has no partner", place=f"cell {cell.id}")
    return notebook


def write_students(root: Path) -> list[Path]:
    """Write a student copy for each solution whose copy is out of date; returns the files written."""
    written = []
    for source in source_paths(root):
        target = root / EXERCISES / f"{slug_of(source)}.ipynb"
        made = student_copy(read(source))
        if not target.exists() or sources(read(target)) != sources(made):
            write(target, text(made))
            written.append(target)
    return written


def sources(notebook: NotebookNode) -> list[tuple]:
    """What the author of a notebook wrote: ids, kinds, text and metadata of its cells, without outputs."""
    return [(cell.id, cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]
