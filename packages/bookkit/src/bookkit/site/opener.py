"""The head and the end of a chapter: its question, what it takes in minutes, and afterwards what the reader can do and where to go on."""

import html
import math
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bookkit.curriculum.chapters import AFTER_SUMMARY, Chapter
from bookkit.site.curriculum import book
from bookkit.site.folds import SWITCH, has_code, raw
from bookkit.theme.words import spoken
from coursekit.book import CHAPTERS, EXERCISES

# The rule of the minutes: words and lines of code that a reader takes in a minute, reading in a second language; practice is the sum of its questions.
WORDS, LINES = 150, 6
CARD = "in-this-chapter"


def open_chapter(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Set the head of a chapter, and its end after the summary; other pages with code get only the switch."""
    folder, _, slug = docname.rpartition("/")
    page = doctree.next_node(nodes.section)
    if app.builder.format != "html" or page is None:
        return
    switch = SWITCH if has_code(doctree) else ""
    chapter = book().get(slug) if folder == CHAPTERS else None
    place = page.index(page.next_node(nodes.title))
    if chapter is None:
        page.insert(place + 1, raw(switch))
        return
    minutes = takes(page, chapter)
    card = next((node for node in page.findall(nodes.admonition) if CARD in node["classes"]), None)
    first = place + 1 if isinstance(page[place + 1], nodes.paragraph) else place
    if first > place:
        page[first]["classes"].append("stand")
    page.insert(first + 1, raw(f"{_facts(app, docname, chapter, minutes)}{switch}</header>"))
    page.insert(place + 1, raw(f'<p class="question">{html.escape(chapter.question)}</p>'))
    page.insert(place, raw(f'<header class="open"><p class="kick"><b>{html.escape(chapter.part)}</b></p>'))
    if card:
        card.parent.replace(card, _goals(card))
    summary = next((part for part in page.findall(nodes.section) if "summary" in part["ids"]), None)
    if summary:
        summary += raw(_end(app, docname, chapter, minutes[2]))


def takes(page: nodes.section, chapter: Chapter) -> tuple[int, int, int]:
    """Minutes to read, to try and to practise, by the rule above; the first two in steps of five."""
    prose = [words for words in page.findall(nodes.Text) if not _within(words, _no_prose)]
    code = [
        block for block in page.findall(nodes.literal_block) if block.parent.get("nb_element") == "cell_code_source"
    ]
    words = sum(len(text.split()) for text in prose)
    lines = sum(len(block.astext().strip().splitlines()) for block in code)
    return _fives(words / WORDS), _fives(lines / LINES), sum(question.minutes for question in chapter.questions)


def in_words(minutes: tuple[int, int, int], form: str) -> list[str]:
    """What a chapter takes, in the words of the frame: what one does, and for how long; what takes no time is left out."""
    words = ("open.read", "open.try", "open.practise")
    return [form.format(spoken(word), spoken("minutes", count=count)) for word, count in zip(words, minutes) if count]


def _fives(minutes: float) -> int:
    """Minutes rounded up to steps of five.

    >>> _fives(21.2), _fives(0)
    (25, 0)
    """
    return 5 * math.ceil(minutes / 5)


def _no_prose(node: nodes.Element) -> bool:
    """Whether what stands in a node is not read as text: tables, code and what it shows, names of sources, what follows the summary."""
    shown = isinstance(node, (nodes.table, nodes.literal_block, nodes.raw)) or "nb_element" in node
    return shown or (isinstance(node, nodes.reference) and "source" in node) or _after(node)


def _after(node: nodes.Node) -> bool:
    """Whether a section stands after the summary: exercises, sources."""
    return isinstance(node, nodes.section) and node.next_node(nodes.title).astext() in AFTER_SUMMARY


def _within(node: nodes.Node, wanted: Any) -> bool:
    while (node := node.parent) is not None:
        if wanted(node):
            return True
    return False


def _facts(app: Sphinx, docname: str, chapter: Chapter, minutes: tuple[int, int, int]) -> str:
    """What a chapter takes and asks for, in one line."""
    rows = in_words(minutes, "<li><b>{}</b> {}</li>")
    rows.append(f"<li>{spoken(f'level.{chapter.level}')}</li>")
    needs = [_link(app, docname, f"{CHAPTERS}/{slug}", book()[slug].name) for slug in chapter.requires]
    rows += [f"<li>{spoken('open.before')} {', '.join(needs)}</li>"] if needs else []
    rule = f"Minutes: {WORDS} words or {LINES} lines of code each; practice as its questions say."
    return f'<ul class="meta" title="{rule}">{"".join(rows)}</ul>'


def _goals(card: nodes.admonition) -> list[nodes.Node]:
    """The card of the notebook as a fold: what the head says already is left out."""
    said = ("Time:", "Read before:")
    for item in list(card.findall(nodes.list_item)):
        if item.astext().startswith(said):
            item.parent.remove(item)
    inner = [node for node in card.children if not isinstance(node, nodes.title)]
    opening = f'<details class="fold goals"><summary>{spoken("open.goals")}</summary><div class="inner">'
    return [raw(opening), *inner, raw("</div></details>")]


def _end(app: Sphinx, docname: str, chapter: Chapter, practice: int) -> str:
    """What the reader can do now, and the two ways on."""
    goals = "".join(f"<li>{html.escape(goal.text)}</li>" for goal in chapter.objectives)
    order = list(book().values())
    after = order[order.index(chapter) + 1 :][:1]
    ways = [
        _way(
            app,
            docname,
            f"{EXERCISES}/{chapter.slug}",
            spoken("open.go", count=practice),
            f"Exercises: {chapter.name}",
        )
    ]
    ways += [_way(app, docname, f"{CHAPTERS}/{one.slug}", spoken("open.next"), one.name) for one in after]
    return f'<div class="short"><p class="lab">{spoken("open.now")}</p><ol>{goals}</ol><p class="ways-on">{"".join(ways)}</p></div>'


def _link(app: Sphinx, docname: str, target: str, words: str) -> str:
    if target not in app.env.found_docs:
        return html.escape(words)
    return f'<a href="{html.escape(app.builder.get_relative_uri(docname, target))}">{html.escape(words)}</a>'


def _way(app: Sphinx, docname: str, target: str, word: str, name: str) -> str:
    return (
        _link(app, docname, target, name).replace(">", f"><small>{word}</small> ", 1)
        if target in app.env.found_docs
        else ""
    )
