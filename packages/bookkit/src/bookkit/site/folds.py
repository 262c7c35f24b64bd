"""Text and Lab: in Text the code between two paragraphs is one quiet line that opens, in Lab it stands open."""

import html
import itertools
from collections.abc import Iterator

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

from bookkit.theme.words import spoken
from coursekit.exercises import self_checks

CARDS = ("caj-chart", "caj-table")  # outputs below which their code stands
# Known before the page is painted: a link's wish, then what the reader chose last, then what suits the page.
KNOW = (
    "(d => {{ let kept; try {{ kept = localStorage.getItem('layer'); }} catch {{}}"
    " d.layer = [new URLSearchParams(location.search).get('layer'), kept].find(name => /^(text|lab)$/.test(name)) ?? '{first}'; }})(document.documentElement.dataset)"
)
SWITCH = (
    '<div class="layer" role="group" aria-label="How to show this page" data-w-aria-label="layer">'
    '<button type="button" data-layer="text" data-w="layer.text">Text</button>'
    '<button type="button" data-layer="lab" data-w="layer.lab">Lab</button></div>'
)


def fold_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Gather the code cells of a page that follow each other into folds."""
    if app.builder.format != "html":
        return
    cells = [node for node in doctree.findall(nodes.container) if _source(node)]
    for number, cell in enumerate(cells, 1):
        cell["ids"] = [f"cell-{number}"]
    for parent in list(dict.fromkeys(cell.parent for cell in cells)):
        made = [node for run in list(_runs(parent)) for node in run]
        parent.clear()
        parent += made


def add_layer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """On a page with code: which layer it begins in, known before it is painted, and the script of the switch."""
    if doctree is not None and has_code(doctree):
        first = "lab" if pagename.startswith("exercises/") else "text"
        app.add_js_file(None, body=KNOW.format(first=first), priority=1)
        app.add_js_file("layer.js", defer="defer")


def has_code(doctree: nodes.document) -> bool:
    """Whether a page shows code cells."""
    return any(_source(node) for node in doctree.findall(nodes.container))


def _source(node: nodes.Node) -> nodes.Node | None:
    """The code of a node that is a code cell and shows it."""
    if not isinstance(node, nodes.container) or node.get("nb_element") != "cell_code":
        return None
    return next((part for part in node.findall(nodes.container) if part.get("nb_element") == "cell_code_source"), None)


def _runs(parent: nodes.Element) -> Iterator[list[nodes.Node]]:
    """The children of a section, each run of cells with its code gathered."""
    drawn = False  # whether the cells stand in a drawer already, as the answer to a question
    for is_cell, group in itertools.groupby(parent.children, lambda node: bool(_source(node))):
        nodes_of = list(group)
        if is_cell and not drawn:
            for run in _split(nodes_of):
                yield _gathered(run)
        else:
            for cell in nodes_of if is_cell else []:
                _unfold(cell)
            yield nodes_of
        drawn = isinstance(nodes_of[-1], nodes.raw) and nodes_of[-1].astext().endswith('<div class="drawer">')


def _split(cells: list[nodes.container]) -> Iterator[list[nodes.container]]:
    """Cells up to one that shows something, or that a reader fills in."""
    run: list[nodes.container] = []
    for cell in cells:
        if run and _asks(cell):
            yield run
            run = []
        run.append(cell)
        if _output(cell) or _asks(cell):
            yield run
            run = []
    if run:
        yield run


def _asks(cell: nodes.container) -> bool:
    return bool(self_checks.asked(_source(cell).astext()))


def _output(cell: nodes.container) -> nodes.Node | None:
    """What a cell shows, or the fold in which it shows it."""
    last = cell.children[-1]
    inner = last.children[0] if isinstance(last, HideCodeCellNode) and last.children else last
    return last if inner.get("nb_element") == "cell_code_output" and inner.children else None


def _gathered(run: list[nodes.container]) -> list[nodes.Node]:
    """One fold for the code of a run, and what its last cell shows above it, if that is a figure or table, else below."""
    output = _output(run[-1])
    lines = sum(len(_source(cell).astext().strip().splitlines()) for cell in run)
    quiet = all("tag_hide-input" in cell["classes"] for cell in run)
    shown = [] if output is None else _apart(run[-1], output)
    for cell in run:
        _unfold(cell)
    card = output is not None and next(output.findall(_is_card), None)
    name = f' name="drawer-{html.escape(card["anchor"])}"' if card else ""
    kind = f"fold{' quiet' if quiet else ''}{' of-card' if card else ''}"
    word = spoken("code.answer" if _asks(run[-1]) else "code")
    length = spoken("code.line" if lines == 1 else "code.lines", count=lines)
    opening = f'<details class="{kind}"{name}><summary>{word} <span aria-hidden="true">·</span> {length}</summary>'
    code = [raw(opening), *run, raw("</details>")]
    if card:
        card["code"] = run[0]["ids"][0]
    return [
        raw(f'<div class="run{" wide" if card else ""}">'),
        *(shown + code if card else code + shown),
        raw("</div>"),
    ]


def _is_card(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and any(kind in node.get("classes", ()) for kind in CARDS)


def _apart(cell: nodes.container, output: nodes.Element) -> list[nodes.Node]:
    """Take what a cell shows out of it; scripts find it by its number."""
    cell.remove(output)
    inner = output.children[0] if isinstance(output, HideCodeCellNode) else output
    inner["ids"] = [cell["ids"][0].replace("cell", "output")]
    return [output]


def _unfold(cell: nodes.container) -> None:
    """The fold of a whole run takes the place of that of one cell."""
    for part in list(cell.children):
        if isinstance(part, HideCodeCellNode) and part.children[0].get("nb_element") == "cell_code_source":
            cell.replace(part, part.children)


def raw(markup: str) -> nodes.raw:
    """Markup for the page only."""
    return nodes.raw("", markup, format="html")
