"""One of our exercises as a source notebook for `otter assign`, and submissions with the marks it gives; for the bench only."""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from coursekit import exercises

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
                new_raw_cell(f"# BEGIN QUESTION\nname: {_name(question.name)}\npoints: {check.points:g}"),
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


def marked(notebook: bytes, source: Path) -> bytes:
    """A submission whose answer cells carry otter's mark, as those of a copy by `otter assign` do.

    With it otter tests an answer behind its cell, as nbgrader does. Without it otter tests at the end,
    when a later given cell has put another table under a name. Marks that a student removed stay removed.
    """
    answers = {
        question.answer.id: _name(question.name) for question in exercises.load(source).questions if question.checks
    }
    try:
        made = json.loads(notebook)
        for cell in made["cells"]:
            if cell.get("id") in answers:
                cell["metadata"]["otter"] = {"tests": [answers[cell["id"]]]}
    except (ValueError, TypeError):  # no notebook; otter gets it as it is
        return notebook
    return json.dumps(made).encode()


def _name(question: str) -> str:
    """Otter's names of questions are Python names."""
    return question.replace("-", "_")
