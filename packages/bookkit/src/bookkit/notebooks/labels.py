"""The line below a question's heading, with level, points and minutes: written from the metadata, never by hand."""

import re

from nbformat import NotebookNode

LABEL = re.compile(r"^\*(?:level: *)?(?:recall|compute|interpret|argue)[,.][^*\n]*\bminutes\b[^*\n]*\*$", re.M | re.I)


def label(level: str, points: float, minutes: int) -> str:
    """The line of one question.

    >>> label("compute", 2.0, 6), label("recall", 1, 3)
    ('*Compute, 2 points, about 6 minutes.*', '*Recall, 1 point, about 3 minutes.*')
    """
    return f"*{level.capitalize()}, {points:g} point{'s' * (points != 1)}, about {minutes} minutes.*"


def write_labels(notebook: NotebookNode) -> None:
    """Write the line of every question, its points into the list of questions, and the sum of the minutes."""
    book = notebook.metadata["book"]
    known = {entry["name"]: entry for entry in book["questions"]}
    points = _points(notebook)
    prompt = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and LABEL.search(cell.source):
            prompt = cell
        entry = known.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if entry and cell.metadata["nbgrader"].get("solution"):
            entry["points"] = points[entry["name"]]
            if prompt is not None:
                written = label(entry["level"], entry["points"], entry["minutes"])
                prompt.source = LABEL.sub(lambda _, written=written: written, prompt.source, count=1)
            prompt = None
    book["minutes"] = sum(entry["minutes"] for entry in book["questions"])


def _points(notebook: NotebookNode) -> dict[str, float]:
    """Points of each question: of its answer cell, else of the checks that follow it."""
    points: dict[str, float] = {}
    name = ""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            name = marks["grade_id"]
            points[name] = 0
        if marks.get("grade") and name:
            points[name] += marks.get("points") or 0
    return points
