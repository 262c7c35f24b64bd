"""Cards of the questions that scenes and documents declare: where they stand in a page, and what stands in the section of exercises."""

import html
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes

from bookkit.documents.reading import FOLDER as DOCUMENTS
from bookkit.documents.reading import lessons
from bookkit.practice import authored
from bookkit.story.reading import FILE, story
from coursekit.book import CHAPTERS

EXERCISES = "Exercises"


def cards_of(docname: str, source: Path) -> list[dict[str, Any]]:
    """The questions that a page takes from a chapter of the story or from a lesson on a document; none on other pages."""
    folder, _, slug = docname.partition("/")
    if folder == CHAPTERS and (source / CHAPTERS / slug / FILE).is_file():
        return _of_story(source / CHAPTERS / slug / FILE)
    return lessons()[slug].cards if folder == DOCUMENTS and slug in lessons() else []


@cache
def _of_story(path: Path) -> list[dict[str, Any]]:
    return story(path).cards


def lay_out(doctree: nodes.document, docname: str, source: Path) -> list[dict[str, Any]]:
    """Make cards of the questions of a story, which a lesson has in its page already; what the script needs of all."""
    asked = {card["id"].split("/")[1]: card for card in cards_of(docname, source)}
    boxes = [box for box in doctree.findall(nodes.container) if "ask" in box["classes"]]
    named = {id.removeprefix("ask-"): box for box in boxes for id in box["ids"]}
    for name in asked.keys() & named.keys():
        box = named[name]
        box.parent.replace(box, nodes.raw("", authored.section(asked[name]), format="html"))
    if named:
        _list(doctree, [asked[name] for name in named if name in asked])
    return [authored.entry(card) for card in asked.values()]


def _list(doctree: nodes.document, cards: list[dict[str, Any]]) -> None:
    """The questions of the scenes once more, in the section of exercises, each a link to its card."""
    for section in doctree.findall(nodes.section):
        if section.next_node(nodes.title).astext() == EXERCISES:
            items = "".join(
                f'<li><a href="#ask-{card["id"].split("/")[1]}">{html.escape(card["ask"])}</a></li>' for card in cards
            )
            section.append(nodes.raw("", f'<ol class="look-back">{items}</ol>', format="html"))
            return
