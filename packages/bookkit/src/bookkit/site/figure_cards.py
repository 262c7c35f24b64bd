"""Figures and tables as cards: the finding as title, the drawing, one line of source, and what can be done with it."""

import html
from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx

from bookkit.site.render import raw
from bookkit.theme.words import spoken


def set_cards(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Set every figure and captioned table of a page as a card; numbers and addresses are those that Sphinx gave."""
    if app.builder.format != "html":
        return
    numbers = app.env.toc_fignumbers.get(docname, {})

    def number(kind: str, node: nodes.Element) -> str:
        count = numbers.get(kind, {}).get(node["ids"][0]) if node["ids"] else None
        return app.config.numfig_format[kind] % ".".join(map(str, count)) if count else ""

    for node in list(doctree.findall(nodes.figure)):
        if "caj-chart" in node["classes"]:
            node.parent.replace(node, figure(node, number))
    for node in list(doctree.findall(nodes.container)):
        if "caj-table" in node["classes"]:
            node.parent.replace(node, table(node, number))


def figure(node: nodes.figure, number: Callable) -> list[nodes.Node]:
    """The parts of a figure in the order of its card."""
    drawing, caption, credit, data, file = node.children
    anchor = node["anchor"]
    table_of = [
        raw(
            f'<details class="caj-data" name="drawer-{anchor}"><summary>{spoken("figure.data")}</summary><div class="drawer">'
        ),
        data,
        raw("</div></details>"),
    ]
    return [
        raw(
            f'<figure class="fig wide caj-chart" id="{anchor}"><figcaption>{head(caption.astext(), node)}</figcaption>'
        ),
        drawing,
        *foot(number("figure", node), credit, [*table_of, *code_of(node), file, link_to(anchor)]),
        raw("</figure>"),
    ]


def table(node: nodes.container, number: Callable) -> list[nodes.Node]:
    """The parts of a captioned table in the order of its card; its caption stands outside of what scrolls."""
    inner, credit, file = node.children
    anchor, said = node["anchor"], inner.next_node(nodes.title).astext()
    line = number("table", inner)
    inner["ids"] = []
    inner.remove(inner.children[0])
    name = html.escape(title(said))
    return [
        raw(f'<div class="tab wide caj-table" id="{anchor}">{head(said, node)}'),
        raw(f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'),
        inner,
        raw("</div>"),
        *foot(line, credit, [*code_of(node), file, link_to(anchor)]),
        raw("</div>"),
    ]


def title(caption: str) -> str:
    """A caption as a title: without the point of its only sentence.

    >>> title("Cargo rose."), title("Rose? It fell, etc."), title("One. Two.")
    ('Cargo rose', 'Rose? It fell, etc.', 'One. Two.')
    """
    return (
        caption[:-1]
        if caption.endswith(".") and not caption.endswith(("etc.", "..")) and ". " not in caption
        else caption
    )


def head(caption: str, node: nodes.Element) -> str:
    """The finding, and unit and scope where the author gave them."""
    below = f'<p class="sub">{html.escape(node["subtitle"])}</p>' if node.get("subtitle") else ""
    return f'<p class="head"><span class="caption-text">{html.escape(title(caption))}</span></p>{below}'


def foot(number: str, credit: nodes.Node, actions: list[nodes.Node]) -> list[nodes.Node]:
    """Number and source on one line, and the actions."""
    named = f'<span class="no caption-number">{number}</span> ' if number else ""
    return [
        raw(f'<div class="foot"><div class="src">{named}'),
        credit,
        raw('</div><div class="acts">'),
        *actions,
        raw("</div></div>"),
    ]


def code_of(node: nodes.Element) -> list[nodes.Node]:
    """The way to the code that made it, which stands folded below."""
    return [raw(f'<a class="to-code" href="#{node["code"]}">{spoken("code")}</a>')] if node.get("code") else []


def link_to(anchor: str) -> nodes.raw:
    """The address of the card."""
    return raw(f'<a class="to-here" href="#{anchor}">{spoken("figure.link")}</a>')
