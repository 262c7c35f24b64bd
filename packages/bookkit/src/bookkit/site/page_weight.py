"""A light page: scripts wait for the text, and what no page uses is left out."""

from docutils import nodes
from sphinx.application import Sphinx

# Scripts and sheets that Sphinx and its extensions put on every page, and that no page of ours uses.
UNUSED = (
    *("documentation_options", "doctools", "sphinx_highlight", "design-tabs", "sphinx-design", "mystnb", "pygments"),
)


def trim(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Leave out the scripts and styles that a page does not use, and let the others wait for its text."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not any(name in str(file.filename) for name in UNUSED)]
    if body := context.get("body"):
        context["body"] = body.replace(' aria-label="Toggle hidden content"', "")  # it hides the visible name
    for script in context["script_files"]:
        if script.filename:
            script.attributes["defer"] = "defer"
