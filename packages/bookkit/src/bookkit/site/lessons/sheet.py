"""A lesson on one sheet of paper for the class: shown only in print, without answers."""

import html
import re

from bookkit.documents.model import Lesson
from bookkit.site.lessons.parts import day, line, original
from coursekit.book import Book

LINES = 4  # to write on, for an open question
HOST = re.compile(r"^https?://(www\.)?")


def sheet(lesson: Lesson) -> str:
    """Markup of the sheet; the rules for paper hide the rest of the page."""
    title = Book.current().settings.title
    passport = "".join(f"<div><dt>{label}</dt><dd>{html.escape(text)}</dd></div>" for label, text, _ in lesson.passport)
    phrases = "".join(
        f"<li>{original(phrase)}<p><b>{html.escape(phrase.en)}</b> <span>{html.escape(phrase.where)}.</span></p></li>"
        for phrase in lesson.phrases
    )
    words = "; ".join(f"<b>{html.escape(word)}</b> {html.escape(meaning)}" for word, meaning in lesson.words)
    asked = "".join(_question(card) for card in lesson.cards)
    return (
        f'<section class="handout" aria-hidden="true"><header><p>{title} · {html.escape(lesson.kind)}, {day(lesson.id)} · {lesson.minutes} min<span>Name</span></p>'
        f'<p class="h">{html.escape(lesson.question)}</p><p class="nm">{html.escape(lesson.name)}</p></header>'
        f"<dl>{passport}</dl>{line(lesson)}"
        f'<div class="two"><div><p class="sh">Phrases</p><ol class="sp">{phrases}</ol></div>'
        f'<div><p class="sh">{html.escape(lesson.rival.title)}</p>{_rival(lesson)}'
        f'<p class="sh">It leaves out</p><ul>{"".join(f"<li>{html.escape(text)}</li>" for text in lesson.leaves_out)}</ul>'
        f'<p class="sh">Words</p><p>{words}.</p></div></div>'
        f'<p class="sh">Questions</p><ol class="sq">{asked}</ol>'
        f"<footer>Full text: {html.escape(HOST.sub('', lesson.full.href))}. Text CC BY 4.0; quotations belong to their publishers.</footer></section>"
    )


def _rival(lesson: Lesson) -> str:
    heads = "".join(
        f'<th scope="col">{html.escape(side.name)} <small>{html.escape(side.sub)}</small></th>'
        for side in (lesson.rival.a, lesson.rival.b)
    )
    rows = "".join(
        f'<tr><th scope="row">{html.escape(what)}</th><td>{html.escape(first)}</td><td>{html.escape(second)}</td></tr>'
        for what, first, second in lesson.rival.rows
    )
    return f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _question(card: dict) -> str:
    name = card["title"].partition(". ")[2] or card["title"]
    return f"<li><b>{html.escape(name)}.</b> {html.escape(card['ask'])}{_room(card)}</li>"


def _room(card: dict) -> str:
    if card["kind"] == "open":
        return "<em></em>" * LINES
    options = [html.escape(option["text"].rstrip(".")) for option in card.get("options", [])]
    if card["kind"] in ("choice", "several"):
        options = [f"<i>{html.escape(option['id'])}</i> {text}" for option, text in zip(card["options"], options)]
    if left := [html.escape(option["text"].rstrip(".")) for option in card.get("left", [])]:
        return f"<span>{'; '.join(left)}. To: {', '.join(options)}.</span>"
    return f"<span>{'; '.join(options)}.</span>"
