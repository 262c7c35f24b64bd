"""Words of a prompt that hold for a notebook only, such as "in quotation marks": a reader of the cards does not see them."""

import re

from docutils import nodes

LETTER = re.compile(r"Answer with one letter in quotation marks(?:\.|, such as )")
QUOTED = re.compile(r",? in quotation marks")


def mark(prompt: list[nodes.Node]) -> None:
    """Put what is meant for a notebook into spans of the class `in-python`; the style hides them where cards work."""
    for part in prompt:
        for text in list(part.findall(nodes.Text)):
            if isinstance(text.parent, nodes.paragraph) and (found := LETTER.search(text) or QUOTED.search(text)):
                _wrap(text, found)


def _wrap(text: nodes.Text, found: re.Match[str]) -> None:
    paragraph = text.parent
    place = paragraph.index(text)
    before, after = text[: found.start()], text[found.end() :]
    more: list[nodes.Node] = []
    if found[0].endswith("such as "):  # the example follows as code, then a full stop
        more = paragraph[place + 1 : place + 3]
        for gone in more:
            paragraph.remove(gone)
    span = nodes.inline("", "", nodes.Text(found[0]), *more, classes=["in-python"])
    paragraph[place : place + 1] = [nodes.Text(before), span, nodes.Text(after)]
