"""Tables as a reader meets them: headings with a scope, names of folded ones, and wordy ones that become cards on a phone."""

import html
import re

from docutils import nodes
from sphinx.application import Sphinx

TABLE = re.compile(r"<table[ >].*?</table>", re.S)
PARTS = re.compile(r"(<thead.*?</thead>)|(<tbody.*?</tbody>)", re.S)
EMPTY = re.compile(r"<th(?: [^>]*)?>\s*(?:<p>\s*</p>\s*)?</th>")
ROW, CELL = re.compile(r"<tr[ >].*?</tr>", re.S), re.compile(r"<t[dh](?=[ >])(.*?)</t[dh]>", re.S)
TAG = re.compile(r"<[^>]*>")
PHONE, WORDY = 40, 24  # letters of a row that a phone shows; letters of a cell that is words and not a number
OTHER = ("caj-timeline", "rowspan=", "colspan=")  # these have looks of their own
SHEET = re.compile(r"<style scoped>.*?</style>\s*", re.S)  # pandas', which no browser keeps to its table
BARE = re.compile(r"<th(?![^>]* scope=)(?=[ >])")


def name_folds(app: Sphinx, doctree: nodes.document) -> None:
    """A folded output is a long table here: its button says so, where that of folded code says "code"."""
    for cell in doctree.findall(nodes.container):
        if cell.get("hide_mode") == "output":
            cell["prompt_show"], cell["prompt_hide"] = "Show the table", "Hide the table"


def name_headings(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Give the tables of a page header scope; an empty corner becomes a plain cell."""
    if context.get("body"):
        context["body"] = TABLE.sub(lambda table: mended(table[0]), SHEET.sub("", context["body"]))


def mended(table: str) -> str:
    """A table whose headings have a scope.

    >>> mended('<table class="dataframe"><thead><tr><th></th><th>year</th></tr></thead></table>')
    '<table class="dataframe"><thead><tr><td></td><th scope="col">year</th></tr></thead></table>'
    """
    table = EMPTY.sub("<td></td>", table)
    table = PARTS.sub(lambda part: BARE.sub('<th scope="col"' if part[1] else '<th scope="row"', part[0]), table)
    return as_cards(table)


def as_cards(table: str) -> str:
    """A table whose rows a phone shows as cards, each cell with the name of its column, when they are too long and wordy for a line.

    >>> wide = "<table><thead><tr><th>Who</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>"
    >>> as_cards(wide.format("Japan")) == wide.format("Japan"), 'data-h="Who"' in as_cards(wide.format("a long word " * 5))
    (True, True)
    """
    head, body = re.search(r"<thead.*?</thead>", table, re.S), re.search(r"<tbody.*?</tbody>", table, re.S)
    if not head or not body or table.count("<table") > 1 or any(mark in table for mark in OTHER):
        return table
    names = [_words(cell[1]) for cell in CELL.finditer(head[0])]
    rows = [[len(_words(cell[1])) for cell in CELL.finditer(row)] for row in ROW.findall(body[0])]
    widths = [max(lengths) for lengths in zip(*rows)]
    if any(len(row) != len(names) for row in rows) or sum(widths) <= PHONE or max(widths, default=0) <= WORDY:
        return table
    named = ROW.sub(lambda row: _named(row[0], names), body[0])
    table = table.replace(body[0], named, 1)
    opening = table[: table.index(">") + 1]
    kinds = (
        opening.replace('class="', 'class="cards ')
        if 'class="' in opening
        else opening.replace("<table", '<table class="cards"')
    )
    return kinds + table[len(opening) :]


def _named(row: str, names: list[str]) -> str:
    """A row whose cells carry the names of their columns."""
    left = iter(names)
    return re.sub(r"<t[dh](?=[ >])", lambda tag: f'{tag[0]} data-h="{html.escape(next(left))}"', row)


def _words(cell: str) -> str:
    """The words of a cell, of whose opening tag the rest may stand before them."""
    return " ".join(html.unescape(TAG.sub(" ", cell.partition(">")[2])).split())
