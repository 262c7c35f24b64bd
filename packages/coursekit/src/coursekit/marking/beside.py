"""Text that was handed in beside a notebook, in the platform's own field or as a file: it is read with the open answers."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from coursekit.isolation.limits import Limits
from coursekit.marking.notebook import SubmittedCell, Unreadable
from coursekit.marking.unpack import Found, content

TEXT = re.compile(r"\.(html?|txt|md)$", re.IGNORECASE)
FILES, LETTERS = 5, 50_000  # of one student, and of one file: what is more is named only
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"}


def cells(texts: Iterable[Found], limits: Limits) -> list[SubmittedCell]:
    """Each text as a cell of text that belongs to no question, so that a person reads it and no answer is 0 for it."""
    return [
        SubmittedCell("markdown", f"{found.parts[-1]}:\n\n{said}") for found in texts if (said := _read(found, limits))
    ]


def _read(found: Found, limits: Limits) -> str:
    try:
        text = content(found, limits)[:LETTERS].decode("utf-8-sig", errors="replace")
    except Unreadable:
        return ""
    return (plain(text) if found.parts[-1].lower().endswith(("html", "htm")) else text).strip()


def plain(page: str) -> str:
    """The words of a page of HTML, a line a paragraph.

    >>> plain("<p>Two reports,<br>one day.</p><script>alert(1)</script><p>Both&nbsp;agree.</p>")
    'Two reports,\\none day.\\n\\nBoth agree.'
    """
    reader = _Words()
    reader.feed(page)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    """Gathers what is said between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unsaid += tag in ("script", "style")
        self.words.append("\n" if tag in BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid -= bool(self._unsaid and tag in ("script", "style"))
        self.words.append("\n" if tag in BREAKS - {"br"} else "")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.words.append(data.replace("\xa0", " ").strip("\r\n"))
