"""A table of the text stands in a box of its own, so that on a narrow window the box moves and not the page."""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


class Translator(HTML5Translator):
    """Sphinx's own, with a box around each table."""

    def visit_table(self, node: nodes.Element) -> None:
        """Open the box."""
        self.body.append('<div class="scroll">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        """Close the box."""
        super().depart_table(node)
        self.body.append("</div>\n")
