"""Sphinx side of the book: figures, citations, generated pages and formulas, without third parties."""

import os
import zlib
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from bookkit import in_page, practice, theme
from bookkit.site import (
    anchors,
    cards,
    citations,
    contents,
    downloads,
    figure_cards,
    folds,
    front,
    generated,
    head,
    mathml,
    opener,
    page_weight,
    parallel,
    pasted,
    review,
    scenes,
    search,
    slides,
    tables,
    terms,
    thumbs,
    vega,
    web_files,
)
from caj import __version__, data
from coursekit.book import Book

OWN_SCRIPTS = {
    "guides/timeline": ("filter-words.js", "timeline.js"),
    "guides/glossary": ("filter-words.js", "glossary.js"),
    "guides/map": ("map.js",),
    "documents/index": ("documents.js",),
}
LOGGER = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> dict:
    """Connect the parts of the extension to Sphinx."""
    app.add_config_value("caj_settings", 0, "env")
    app.connect("config-inited", use_book)
    app.connect("config-inited", head.set_base)
    app.connect("config-inited", contents.complete)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    parallel.setup(app)
    downloads.setup(app)
    practice.setup(app)
    in_page.setup(app)
    theme.setup(app)
    search.setup(app)
    scenes.setup(app)
    app.add_js_file("figures.js", defer="defer")
    app.add_js_file("cards.js", defer="defer")
    app.add_js_file("controls.js", defer="defer")
    app.add_js_file("edges.js", defer="defer")
    app.add_js_file("sources.js", defer="defer")
    app.connect("html-page-context", add_page_script)
    app.connect("html-page-context", vega.set_apart)
    app.connect("html-page-context", page_weight.trim, priority=900)
    app.connect("html-page-context", name_language)
    app.connect("html-page-context", review.add_line)
    app.connect("html-page-context", tables.name_headings)
    app.connect("html-page-context", head.add_head)
    app.connect("html-page-context", front.set_minutes)
    app.connect("source-read", generated.expand)
    app.connect("source-read", pasted.warn)
    app.connect("doctree-read", tables.name_folds)
    app.connect("build-finished", vega.write_bundle)
    app.connect("build-finished", thumbs.write)
    app.connect("doctree-read", slides.write_with_chapter)
    app.connect("build-finished", slides.finish)
    app.connect("build-finished", cards.write_cards)
    app.connect("build-finished", web_files.write_all)
    app.connect("doctree-resolved", opener.open_chapter)
    app.connect("doctree-resolved", citations.number_citations)
    app.connect("doctree-resolved", folds.fold_code)
    app.connect("doctree-resolved", figure_cards.set_cards, priority=600)
    app.connect("html-page-context", folds.add_layer)
    app.add_transform(anchors.NameHeadings)
    app.add_transform(citations.LinkSources)
    app.add_transform(terms.LinkTerms)
    app.add_transform(mathml.CheckFormulas)
    app.add_html_math_renderer("mathml", (mathml.visit_inline, None), (mathml.visit_display, None))
    return {
        "version": __version__,
        "env_version": version_of_code(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def version_of_code() -> int:
    """Another number whenever our code or a template is another, so that Sphinx reads all pages anew and none keeps an older look."""
    folder = Path(__file__).parent
    return zlib.crc32(b"".join(path.read_bytes() for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")])))


def use_book(app: Sphinx, config: Config) -> None:
    """Read the tables and settings of the book that is built, wherever this package lies."""
    book = Book(Path(app.srcdir))
    if book.tables.is_dir():
        os.environ[data.CHOSEN] = str(book.tables)
    if not book.settings_file.is_file():
        LOGGER.warning("%s is missing: it says how the book is called and who wrote it.", book.settings_file)
    config.html_title, config.author = book.settings.title, book.settings.authors
    told = [
        path.read_bytes()
        for path in (book.settings_file, book.extra("map.yml"), book.extra("scenes.yml"))
        if path.is_file()
    ]
    config.caj_settings = zlib.crc32(b"".join(told))  # other settings, and all pages are read anew


def add_page_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Load what filters or moves lists and the map on their pages only."""
    for script in OWN_SCRIPTS.get(pagename, ()):
        app.add_js_file(script, defer="defer")


def name_language(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Tell browsers and screen readers the language of a page that is not in English."""
    if language := (context.get("meta") or {}).get("lang"):
        context["language"] = language
