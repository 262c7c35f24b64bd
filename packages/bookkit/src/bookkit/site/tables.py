"""Headings of tables: each says whether it stands for a column or a row, and no empty one remains; names of folded tables."""

import re

from docutils import nodes

TABLE = re.compile(r"<table[ >].*?</table>", re.S)
PARTS = re.compile(r"(<thead.*?</thead>)|(<tbody.*?</tbody>)", re.S)
EMPTY = re.compile(r"<th(?: [^>]*)?>\s*(?:<p>\s*</p>\s*)?</th>")
BARE = re.compile(r"<th(?![^>]* scope=)(?=[ >])")


def name_folds(app, doctree) -> None:
    """A folded output is a long table here: its button says so, where that of folded code says "code"."""
    for cell in doctree.findall(nodes.container):
        if cell.get("hide_mode") == "output":
            cell["prompt_show"], cell["prompt_hide"] = "Show the table", "Hide the table"


def name_headings(app, pagename, templatename, context, doctree) -> None:
    """Give the tables of a page header scope; an empty corner becomes a plain cell."""
    if context.get("body"):
        context["body"] = TABLE.sub(lambda table: mended(table[0]), context["body"])


def mended(table: str) -> str:
    """A table whose headings have a scope.

    >>> mended('<table class="dataframe"><thead><tr><th></th><th>year</th></tr></thead></table>')
    '<table class="dataframe"><thead><tr><td></td><th scope="col">year</th></tr></thead></table>'
    """
    table = EMPTY.sub("<td></td>", table)
    return PARTS.sub(lambda part: BARE.sub('<th scope="col"' if part[1] else '<th scope="row"', part[0]), table)
