"""The look of the book: an own Sphinx theme, one style sheet joined from readable parts, its faces, the words of its interface."""

import zlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from bookkit.theme import sheet, shell, tables, words

HERE = Path(__file__).parent
THEME = HERE / "book"
SCRIPTS = ("words.js", "shell.js", "contents.js")


def setup(app: Sphinx) -> None:
    """Connect the look to Sphinx."""
    app.add_html_theme("book", str(THEME))
    app.add_config_value("caj_look", 0, "html")  # another look, and all pages are written anew
    app.connect("config-inited", choose)
    app.connect("builder-inited", write)
    app.connect("html-page-context", shell.add)
    app.set_translator("html", tables.Translator)
    app.add_css_file(sheet.NAME, priority=900)  # after every other sheet
    for name in SCRIPTS:
        app.add_js_file(name, defer="defer", priority=400)


def choose(app: Sphinx, config: Config) -> None:
    """Take this theme; of what was set for another only the line of the footer counts. Another look is another seal."""
    config.html_theme = "book"
    config.html_theme_options = {"extra_footer": config.html_theme_options.get("extra_footer", "")}
    files = [path for folder in (THEME, HERE / "static", words.FOLDER) for path in sorted(folder.iterdir())]
    told = [sheet.joined(), *(path.read_text("utf-8") for path in files)]
    config.caj_look = zlib.crc32("".join(told).encode())


def write(app: Sphinx) -> None:
    """Write the sheet, its faces and the scripts into the site, before pages ask for their seals."""
    if app.builder.format != "html":
        return
    shell.outline.cache_clear()
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    sheet.write(static)
    for name in SCRIPTS:
        text = words.script() if name == words.NAME else (HERE / "static" / name).read_text("utf-8")
        (static / name).write_text(text, "utf-8")
