"""Link the first use of each glossary term on a page; the definition travels along as the link's title."""

import re
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from caj import data
from coursekit.book import Book

PAGE = "guides/glossary"
PLACES = ("chapters/",)
SKIP = (
    nodes.reference,
    pending_xref,
    nodes.literal,
    nodes.title,
    nodes.caption,
    nodes.raw,
    nodes.table,
    nodes.math,
    nodes.legend,
)


class LinkTerms(SphinxTransform):
    """Turn the first use of each term in running text into a link to the glossary."""

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Go through the paragraphs of a chapter; other pages stay as they are."""
        if not self.env.docname.startswith(PLACES):
            return
        if not data.holds("glossary"):
            return
        self.env.note_dependency(str(data.folder() / "glossary.csv"))
        address = self.app.builder.get_relative_uri(self.env.docname, PAGE)
        pattern, terms = vocabulary()
        linked: set[str] = set()
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, SKIP) or _inside(text):
                continue
            pieces = _pieces(str(text), pattern, terms, linked, address)
            if len(pieces) > 1:
                text.parent.replace(text, pieces)


def _inside(node: nodes.Node) -> bool:
    """Whether a node stands in something that takes no links, or outside a paragraph."""
    paragraph = False
    while node.parent is not None:
        node = node.parent
        if isinstance(node, SKIP):
            return True
        paragraph = paragraph or isinstance(node, nodes.paragraph)
    return not paragraph


def _pieces(text: str, pattern: re.Pattern, terms: dict, linked: set[str], address: str) -> list[nodes.Node]:
    pieces, end = [], 0
    for match in pattern.finditer(text):
        id, definition = terms[match[1].casefold()]
        if id in linked:
            continue
        linked.add(id)
        link = nodes.reference("", match[0], refuri=f"{address}#term-{id}", reftitle=definition, classes=["caj-term"])
        pieces += [nodes.Text(text[end : match.start()]), link]
        end = match.end()
    return [*pieces, nodes.Text(text[end:])]


@data.cache
def vocabulary() -> tuple[re.Pattern, dict[str, tuple[str, str]]]:
    """A pattern of all forms, the longest first, and for each form its term and definition."""
    terms, everyday = {}, Book.current().settings.everyday_terms
    for row in data.load("glossary").itertuples(index=False):
        aliases = row.aliases.split(";") if pd.notna(row.aliases) else []
        for form in [row.term, *filter(distinctive, aliases)]:
            if form.casefold() in everyday:
                continue
            terms.setdefault(form.casefold(), (row.id, row.definition))
    forms = "|".join(re.escape(form) for form in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({forms})s?(?![\w-])", re.I), terms


def distinctive(form: str) -> bool:
    """Whether a form cannot be taken for an everyday word.

    >>> [distinctive(form) for form in ("key", "TEU", "base year")]
    [False, True, True]
    """
    return " " in form or not form.islower()
