"""Where a reader writes on a page: the ids of its code cells, and a place for the answer to each open question."""

import json
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


def open_in(doctree: nodes.document, notebook: Path) -> list[str]:
    """Put a place around each open answer of a page, named by the id of its cell; returns the ids of the code cells that show code."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    asked = [
        cell
        for cell in cells
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution")
    ]
    wanted = {"".join(cell["source"]).strip().strip("*_") for cell in asked}
    found = [node for node in doctree.findall(nodes.paragraph) if node.astext() in wanted]
    if len(found) != len(asked):
        LOGGER.warning(
            "%s has %d open questions, its page %d places to answer: write nothing but one emphasised sentence into each.",
            notebook.name,
            len(asked),
            len(found),
        )
    for node, cell in zip(found, asked):
        opening = nodes.raw("", f'<div class="caj-field" data-cell="{cell["id"]}">', format="html")
        node.parent.replace(node, [opening, node.deepcopy(), nodes.raw("", "</div>", format="html")])
    return [
        cells[node["cell_index"]]["id"]
        for node in doctree.findall(nodes.container)
        if node.get("nb_element") == "cell_code" and _shows_code(node)
    ]


def _shows_code(cell: nodes.container) -> bool:
    return any(part.get("nb_element") == "cell_code_source" for part in cell.findall(nodes.container))
