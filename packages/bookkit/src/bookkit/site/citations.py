"""Links to sources: `[label](#source-id)` leads to the list on the page; in running text it becomes a small number, as in a book with notes."""

import html
from functools import lru_cache
from typing import Any

import pandas as pd
from babel import Locale, UnknownLocaleError
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from caj import data, sources

PREFIX = "#source-"
REFERENCES = "guides/references"
IN_WORDS = (nodes.legend, nodes.caption, nodes.title)  # where a citation names what is shown, and stays in words
LETTERS, LINE, NOTE = 66, 26, 18.2  # of a line of text; heights of its line and of one in the margin, in pixels


class LinkSources(SphinxTransform):
    """Resolve links to source ids before MyST looks for them among headings."""

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        """Point each link at its target, with the full reference as tooltip; warn of unknown ids."""
        from sphinx.util import logging

        listed = "".join(node.astext() for node in self.document.findall(nodes.raw))
        for link in list(self.document.findall(nodes.reference)):
            target = link.get("refuri", "")
            if not target.startswith(PREFIX):
                continue
            link.attributes.pop("id_link", None)
            id = target.removeprefix(PREFIX)
            try:
                source = sources.source(id)
            except data.DataError as error:
                logging.getLogger(__name__).warning(str(error), location=link)
                continue
            link["reftitle"], link["source"] = str(source), id
            if not link.astext():
                link += nodes.Text(f"({source.short})")
            if f'id="source-{id}"' not in listed and self.env.docname != REFERENCES:
                link["refuri"] = self.app.builder.get_relative_uri(self.env.docname, REFERENCES) + target


def number_citations(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put numbers in place of citations, what they mean into the margin, and the list of sources into their order."""
    if app.builder.format != "html" or docname == REFERENCES:
        return
    numbers: dict[str, int] = {}
    for run in list(runs(doctree)):
        _put(run, [(link["source"], numbers.setdefault(link["source"], len(numbers) + 1)) for link in run])
    if not numbers:
        return
    for block in list(doctree.findall(lambda node: isinstance(node, (nodes.paragraph, nodes.bullet_list)))):
        if isinstance(block.parent, (nodes.section, nodes.document)) and (note := _note(block)):
            after = (
                "stand" not in block["classes"]
            )  # within the head of a chapter it floats, elsewhere a grid has a column for it
            block.parent.insert(block.parent.index(block) + after, note)
    _list(doctree, numbers)


def runs(doctree: nodes.document) -> list[list[nodes.reference]]:
    """Citations in running text, those that follow each other together.

    One that opens its paragraph is what that paragraph is about: it stays in words, without its brackets.
    """
    found: list[list[nodes.reference]] = []
    for link in doctree.findall(lambda node: isinstance(node, nodes.reference) and "source" in node):
        if not _bracketed(link) or _inside(link, IN_WORDS):
            continue
        before = link.parent[: link.parent.index(link)]
        if not "".join(node.astext() for node in before).strip():
            link.children = [nodes.Text(link.astext()[1:-1])]
        elif (
            found
            and found[-1][-1] in before[-2:]
            and not "".join(x.astext() for x in before[before.index(found[-1][-1]) + 1 :]).strip()
        ):
            found[-1].append(link)
        else:
            found.append([link])
    return found


def _bracketed(link: nodes.reference) -> bool:
    return link.astext().startswith("(") and link.astext().endswith(")")


def _inside(node: nodes.Node, kinds: tuple) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds) or "caj-source" in node.get("classes", ()):
            return True
    return False


def _put(run: list[nodes.reference], cited: list[tuple[str, int]]) -> None:
    """Numbers in place of a run, close to the word before it."""
    links = [
        f'<a href="{PREFIX}{id}" aria-label="Source {number}: {html.escape(sources.source(id).short)}">{number}</a>'
        for id, number in dict.fromkeys(cited)
    ]
    parent, first = run[0].parent, run[0].parent.index(run[0])
    last = parent.index(run[-1])
    mark = nodes.raw("", f'<sup class="cite">{",".join(links)}</sup>', format="html", cited=dict.fromkeys(cited))
    parent[first : last + 1] = [mark]
    if isinstance(before := parent[first - 1], nodes.Text):
        parent[first - 1] = nodes.Text(str(before).rstrip())


def _note(block: nodes.Element) -> nodes.raw | None:
    """The margin of a paragraph: its sources, as many as stand beside it."""
    marks = [mark for mark in block.findall(nodes.raw) if "cited" in mark]
    cited = list(dict.fromkeys(pair for mark in marks for pair in mark["cited"]))
    if not cited:
        return None
    room = max(2, round((len(block.astext()) / LETTERS + 0.8) * LINE / NOTE))
    shown = cited if len(cited) <= room else cited[: room - 1]
    lines = [f"<li><span>{number}</span>{html.escape(sources.source(id).short)}</li>" for id, number in shown]
    lines += [f"<li><span></span>and {len(cited) - len(shown)} more</li>"] if len(shown) < len(cited) else []
    return nodes.raw("", f'<aside class="note" aria-hidden="true"><ol>{"".join(lines)}</ol></aside>', format="html")


def _list(doctree: nodes.document, numbers: dict[str, int]) -> None:
    """The page's list of sources in the order of the numbers; a page without one gets it at its end."""
    old = next((each for each in doctree.findall(nodes.bullet_list) if all(map(_listed, each))), None)
    items = {_listed(item): item for item in old} if old else {}
    for id in numbers:
        items.setdefault(id, _entry(id))
    for id, item in items.items():
        (item.next_node(nodes.paragraph) or item).append(_about(id))
    ordered = sorted(items, key=lambda id: numbers.get(id, len(numbers) + 1))
    new = nodes.enumerated_list("", *(items[id] for id in ordered), classes=["srcs"], enumtype="arabic")
    if old:
        old.parent.replace(old, new)
    else:
        page = doctree.next_node(nodes.section) or doctree
        page += [nodes.rubric("", "Sources"), new]


def _listed(item: nodes.Element) -> str:
    """The source that an item of a list is the entry of; else ""."""
    raw = item.next_node(nodes.raw)
    return raw.astext().partition('id="source-')[2].partition('"')[0] if raw else ""


def _entry(id: str) -> nodes.list_item:
    source = sources.source(id)
    said, _, address = str(source).partition(source.url) if source.url else (str(source), "", "")
    link = (
        f'<a class="reference external" href="{html.escape(source.url)}">{html.escape(source.url)}</a>'
        if source.url
        else ""
    )
    text = f'<a id="source-{id}"></a>{html.escape(said)}{link}{html.escape(address)}'
    return nodes.list_item("", nodes.paragraph("", "", nodes.raw("", text, format="html")))


def _about(id: str) -> nodes.raw:
    return nodes.raw("", f' <span class="about">{html.escape(about(id))}</span>', format="html")


def about(id: str) -> str:
    """What kind of text a source is, its language and its licence.

    >>> about("article-wpr-2012").startswith("Press, in English. ")
    True
    """
    kind, language, licence = _kinds()[id]
    return f"{kind.capitalize()}, in {name_of(language)}. {licence[:1].upper()}{licence[1:]}.".replace("..", ".")


@data.cache
def _kinds() -> dict[str, tuple[str, str, str]]:
    table = data.load("sources").set_index("id")[["kind", "language", "licence"]]
    return {row[0]: tuple("unknown" if pd.isna(cell) else str(cell) for cell in row[1:]) for row in table.itertuples()}


@lru_cache(maxsize=64)
def name_of(language: str) -> str:
    """The English name of a language.

    >>> name_of("ja"), name_of("kk"), name_of("unknown")
    ('Japanese', 'Kazakh', 'unknown')
    """
    try:
        return Locale.parse(language).get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language
