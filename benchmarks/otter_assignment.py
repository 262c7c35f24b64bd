"""One of our exercises as a source notebook for `otter assign`, for the bench only."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from caj import exercises

CONFIG = "# ASSIGNMENT CONFIG\nrun_tests: false\nexport_cell: false\ncheck_all_cell: false\ninit_cell: false\nsolutions_pdf: false"


def write_master(source: Path, target: Path) -> None:
    """Write otter's source: the same given cells, solutions and hidden tests, with the same points."""
    exercise = exercises.load(source)
    checks = {check.cell.id: (question, check) for question in exercise.questions for check in question.checks}
    cells = [new_raw_cell(CONFIG)]
    for cell in exercise.cells:
        if cell.id in checks:
            question, check = checks[cell.id]
            cells += [
                new_raw_cell(f"# BEGIN QUESTION\nname: {question.name.replace('-', '_')}\npoints: {check.points:g}"),
                new_raw_cell("# BEGIN SOLUTION"),
                new_code_cell(f"# BEGIN SOLUTION\n{question.answer.solution}\n# END SOLUTION"),
                new_raw_cell("# END SOLUTION"),
                new_raw_cell("# BEGIN TESTS"),
                new_code_cell(f"# HIDDEN\n{check.code}"),
                new_raw_cell("# END TESTS"),
                new_raw_cell("# END QUESTION"),
            ]
        elif cell.role == "given":
            cells.append((new_markdown_cell if cell.kind == "markdown" else new_code_cell)(cell.source))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), target)
