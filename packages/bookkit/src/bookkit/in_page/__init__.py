"""Code that runs in the page: buttons on every cell, the block of doors, and the runtime beside the book."""

import hashlib
import json
import os
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from bookkit.app import BookApp
from bookkit.in_page import fields, launch_buttons, lite, runtime

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx; the settings are described in guides/maintainers.md."""
    for name in ("caj_repository", "caj_edition", "caj_hub"):
        app.add_config_value(name, "", "html")
    app.add_config_value("caj_live", "", "html")
    app.connect("config-inited", prepare)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    app.connect("doctree-resolved", add_doors)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_runtime)


def prepare(app: BookApp, config: Config) -> None:
    """Look for the runtime, and let every page be written again when it, JupyterLite or the edition changed."""
    source = Path(app.srcdir)
    cache = source / os.environ.get("CAJ_RUNTIME", runtime.CACHE)
    built = lite.find(source)
    app.caj_runtime = (built and runtime.find(cache, lite=True)) or runtime.find(cache)
    app.caj_lite = built if app.caj_runtime and app.caj_runtime.lite else None
    app.caj_edition = launch_buttons.Edition.of(config)
    state = [app.caj_runtime and app.caj_runtime.lock, bool(app.caj_lite), repr(app.caj_edition), version()]
    config.caj_live = hashlib.sha256(json.dumps(state).encode()).hexdigest()
    if app.caj_runtime is None:
        print("Code will not run in the pages: `make runtime` has not fetched the Python for them.")


def version() -> str:
    """Seal of the scripts, so that no browser mixes those of two editions."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:8]


def cells(doctree: nodes.document) -> list[nodes.container]:
    """Code cells of a page."""
    return [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def add_doors(app: BookApp, doctree: nodes.document, docname: str) -> None:
    """Put the ways to run before the first code cell."""
    found = cells(doctree)
    if not found or app.builder.name not in ("html", "dirhtml"):
        return
    code = [
        literal.astext()
        for cell in found
        for literal in cell.findall(nodes.literal_block)
        if literal.parent.get("nb_element") == "cell_code_source"
    ]
    packages = app.caj_runtime.packages(code) if app.caj_runtime else []
    size = launch_buttons.notebook_size(Path(app.srcdir), docname)
    root = "../" * docname.count("/")
    ids = fields.open_in(doctree, Path(app.srcdir) / f"{docname}.ipynb")
    markup = launch_buttons.block(docname, root, app.caj_edition, app.caj_runtime, packages, size, version(), ids)
    found[0].parent.insert(found[0].parent.index(found[0]), nodes.raw("", markup, format="html"))


def add_scripts(app: BookApp, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Load what keeps a reader's work on pages with code, and the buttons where the runtime is there."""
    if doctree is not None and cells(doctree):
        context["notebook"] = context["pathto"](f"_sources/{pagename}.ipynb", 1)
        app.add_js_file("work.js", defer="defer", priority=600)
        if app.caj_runtime:
            app.add_js_file("live.js", defer="defer", priority=601)


def write_runtime(app: BookApp, exception: Exception | None) -> None:
    """Copy the runtime, and JupyterLite if it is there, into the site."""
    if exception or not app.caj_runtime or app.builder.name not in ("html", "dirhtml"):
        return
    app.caj_runtime.write(Path(app.outdir))
    if app.caj_lite:
        lite.write(app.caj_lite, Path(app.outdir))
    else:
        lite.remove(Path(app.outdir))
