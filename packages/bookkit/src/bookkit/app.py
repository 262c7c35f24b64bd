"""Sphinx's application, with what the book keeps in it while it is built."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


class BookApp(Sphinx):
    """For readers of the code and the type checker: `bookkit.in_page.prepare` sets these once the settings are read."""

    caj_edition: Any  # in_page.launch_buttons.Edition
    caj_runtime: Any  # in_page.runtime.Runtime, or None where the pages have no Python
    caj_lite: Path | None  # JupyterLite beside it
