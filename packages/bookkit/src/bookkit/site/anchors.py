"""Addresses inside a page: every figure, table and heading has one of its own, whatever its script."""

import itertools
import re
import unicodedata
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

WORDS = 7  # of a caption or heading, in its address
LONGEST = 60  # characters, for scripts without blanks between words; a name of a file takes 255 bytes


class NameHeadings(SphinxTransform):
    """A heading in another script gets its own words as address, where docutils counts: id1, id2. That one stays beside it."""

    default_priority = 860  # before links are resolved

    def apply(self, **kwargs: Any) -> None:
        """Put the words first; MyST, which resolves links to headings, is told."""
        headings = getattr(self.document, "myst_slugs", {})
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title).astext()
            if latin(title) or not re.fullmatch(r"id\d+", section["ids"][-1]):
                continue
            counted = section["ids"][-1]
            name = free(self.document, title)
            section["ids"].insert(-1, name)
            self.document.ids[name] = section
            for slug, (line, id, text) in list(headings.items()):
                if id == counted:
                    headings[slug] = (line, name, text)


def claim(document: nodes.document, node: nodes.Element, text: str) -> str:
    """Give a figure or table the address of its caption, the page's first with these words; the address."""
    name = free(document, text)
    node["ids"] = [name]
    document.set_id(node)
    return name


def free(document: nodes.document, text: str) -> str:
    """The shortest address of a text that nothing on the page has: more of its words, then a number."""
    every = words(text)
    longer = (slug(text, count) for count in range(WORDS, len(every) + 1))
    counted = (f"{slug(text)}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([slug(text)], longer, counted) if name not in document.ids)


def slug(text: str, count: int = WORDS) -> str:
    """Address of a figure, from the first words of its caption.

    >>> slug("Cargo on the Middle Corridor, 2019 to 2025."), slug("Грузы по коридору."), slug("!")
    ('cargo-on-the-middle-corridor-2019-to', 'грузы-по-коридору', 'figure')
    """
    return "-".join(words(text)[:count])[: LONGEST if not latin(text) else None].rstrip("-") or "figure"


def words(text: str) -> list[str]:
    """The words of a text in small letters; of a Latin one those parts that every keyboard has."""
    if latin(text):
        return re.findall(r"[a-z0-9]+", text.lower())
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in plain).split()


def latin(text: str) -> bool:
    """Whether most letters are those of ASCII.

    >>> latin("Kōno Tarō in Astana"), latin("日本の新しい道 TITR")
    (True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter.isascii() for letter in letters) >= len(letters)
