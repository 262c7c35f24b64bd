"""Pictures that were pasted into a notebook: the build says what `caj notebooks check` says, before it meets a file that is none."""

import nbformat
from sphinx.application import Sphinx
from sphinx.util import logging

from bookkit.notebooks.check import pasted


def warn(app: Sphinx, docname: str, content: list[str]) -> None:
    """Warn of each pasted picture of a notebook, with the cell and what to do."""
    path = app.env.doc2path(docname, base=False)
    if str(path).endswith(".ipynb") and "attachment" in content[0]:
        for fault in pasted(nbformat.reads(content[0], nbformat.NO_CONVERT)):
            logging.getLogger(__name__).warning("%s", fault.at(path))
