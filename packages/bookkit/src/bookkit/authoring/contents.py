"""Put a chapter into `_toc.yml`, as lines of text: comments and order stay as they are."""

import re

from caj.errors import UserError


def with_chapter(toc: str, slug: str, after: str) -> str:
    """The table of contents with one line more: a chapter behind another one; UserError when that is not there.

    >>> toc = "parts:\\n  - chapters:\\n      - file: chapters/a\\n  - chapters:\\n      - file: guides/data\\n"
    >>> print(with_chapter(toc, "b", "a"))
    parts:
      - chapters:
          - file: chapters/a
          - file: chapters/b
      - chapters:
          - file: guides/data
    <BLANKLINE>
    """
    lines = toc.split("\n")
    place, indent = _entry(lines, f"chapters/{after}")
    if place < 0:
        raise UserError(f"no chapter {after} stands in it.", "Name one that does with --after.", "_toc.yml")
    lines.insert(place, f"{' ' * indent}- file: chapters/{slug}")
    return "\n".join(lines)


def _entry(lines: list[str], file: str) -> tuple[int, int]:
    """The line behind an entry with all that belongs to it, and how far the entry is indented; -1 when it is not there."""
    for number, line in enumerate(lines):
        if match := re.fullmatch(rf"( *)- file: {re.escape(file)}\s*(#.*)?", line):
            end = number + 1
            while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > len(match[1]):
                end += 1
            return end, len(match[1])
    return -1, 0
