"""What the page of a document and its sheet share: dates, links, the text as a line, phrases in their language."""

import html

from bookkit.documents.model import Lesson, Phrase
from bookkit.documents.reading import FOLDER
from bookkit.story.links import is_page, resolve
from caj import data, sources
from coursekit.book import Book

SOUND = "Latn"  # the script of a romanisation


def raw(markup: str) -> str:
    """Markup as it stands, within Markdown."""
    return f"```{{raw}} html\n{markup}\n```"


def cited(ids: list[str]) -> str:
    """Links to sources, as the prose of a chapter has them."""
    return "".join(f" [({sources.source(id).short})](#source-{id})" for id in ids)


def link(text: str, href: str, here: str) -> str:
    """A link of the data as markup; only words where the book has no such page yet."""
    book = Book.current()
    target = resolve(href, book.root, here)
    if not target or ("://" not in target and not is_page(target, book)):
        return html.escape(text)
    if "://" in target:
        return f'<a class="reference external" href="{html.escape(target)}">{html.escape(text)}</a>'
    page, mark, anchor = target.partition("#")
    up = "" if page.startswith(f"{FOLDER}/") else "../"
    return f'<a class="reference internal" href="{up}{page.removeprefix(f"{FOLDER}/")}.html{mark}{anchor}">{html.escape(text)}</a>'


def day(id: str) -> str:
    """The date of a document, as well as it is known."""
    row = data.load("documents").set_index("id").loc[id]
    form = {"day": f"{row['date'].day} %B %Y", "month": "%B %Y", "year": "%Y"}[row["precision"]]
    return f"{row['date']:{form}}"


def line(lesson: Lesson) -> str:
    """The parts of the document as stations: full where we read the text, half where an outline, dotted where a report."""
    stations = "".join(
        f'<li class="{part.seen}"><span class="st" aria-hidden="true"></span><b>{_part(part.part)}{html.escape(part.name)}</b>'
        f'<span class="tx">{html.escape(part.text)}</span><span class="visually-hidden"> ({html.escape(lesson.seen[part.seen])})</span></li>'
        for part in lesson.outline
    )
    legend = "".join(f'<span><i class="s-{kind}"></i>{html.escape(text)}</span>' for kind, text in lesson.seen.items())
    return f'<ol class="track" style="--parts:{len(lesson.outline)}">{stations}</ol><p class="track-key" aria-hidden="true">{legend}</p>'


def _part(number: object) -> str:
    return f"{html.escape(str(number))} " if number not in ("", None) else ""


def original(phrase: Phrase) -> str:
    """The words of a phrase in its language; Japanese piece by piece with sound and meaning."""
    if not phrase.chunks:
        return f'<p class="orig" lang="{phrase.lang}">{html.escape(phrase.text)}</p>'
    pieces = "".join(
        f'<div><span class="j" lang="{phrase.lang}">{words}</span><span class="r" lang="{phrase.lang}-{SOUND}">{html.escape(sound)}</span>'
        f'<span class="g">{html.escape(meaning)}</span></div>'
        for words, sound, meaning in phrase.chunks
    )
    return f'<div class="gloss">{pieces}</div>'
