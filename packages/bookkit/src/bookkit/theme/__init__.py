"""The look of the book: one style sheet joined from readable parts, and the faces it names."""

import zlib

from bookkit.theme import sheet


def setup(app) -> None:
    """Connect the look to Sphinx."""
    app.add_config_value("caj_look", 0, "html")  # another look, and all pages are written anew
    app.connect("config-inited", seal)
    app.connect("builder-inited", sheet.write)
    app.add_css_file(sheet.NAME, priority=900)  # after every other sheet


def seal(app, config) -> None:
    """Let Sphinx know when the sheet is another."""
    config.caj_look = zlib.crc32(sheet.joined().encode())
