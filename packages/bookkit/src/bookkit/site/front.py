"""The front page: the promise with the map, findings with their computed numbers, chapters as cards, and what the book rests on."""

import html
import re
from collections.abc import Iterator
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from bookkit.curriculum.chapters import Chapter
from bookkit.notebooks.facts import stated
from bookkit.site import thumbs
from bookkit.site.curriculum import book
from bookkit.site.opener import in_words, takes
from bookkit.site.routemap import front_map
from caj import data
from caj.errors import UserError
from coursekit.book import CHAPTERS, Book
from coursekit.settings import TEXT, TEXTS, each, read_checked, record

FILE = "front.yml"
MINUTES = "[minutes of %s]"
FINDING = record({"chapter": TEXT, "facts": TEXTS, "number": TEXT, "words": TEXT}, unit=TEXT)
START = record({"page": TEXT, "words": TEXT})
RULES = record(
    {"promise": TEXT, "starts": {"type": "array", "items": START, "minItems": 1}},
    parts=each(TEXT),
    findings={"type": "array", "items": FINDING},
)


def plan() -> dict:
    """What the book says of its front page; UserError with line and field for a mistake."""
    return read_checked(Book.current().extra(FILE), RULES)


def opening() -> str:
    """The promise in one line, where to begin, and the map."""
    first, *others = (
        f'<a href="{html.escape(start["page"])}.html">{html.escape(start["words"])}</a>' for start in plan()["starts"]
    )
    ways = " ".join([first.replace("<a ", '<a class="btn" ', 1), *others])
    promise = html.escape(plan()["promise"])
    return _raw(f'<div class="hero"><p class="promise">{promise}</p><p class="go">{ways}</p>{front_map()}</div>')


def findings() -> str:
    """What the book found, each with a number that a chapter computes."""
    cards = "".join(_finding(one) for one in plan().get("findings", []))
    return _raw(f'<div class="finds">{cards}</div>')


def _finding(one: dict) -> str:
    values = list(_values(one))
    number, unit, words = (html.escape(one.get(key, "").format(*values)) for key in ("number", "unit", "words"))
    return (
        f'<a href="chapters/{one["chapter"]}.html"><span class="n">{number}{f" <small>{unit}</small>" if unit else ""}</span>'
        f'<span class="w">{words}</span><span class="to">{html.escape(book()[one["chapter"]].name)}</span></a>'
    )


def _values(one: dict) -> Iterator:
    """The expected values of the facts of a finding, lists laid out."""
    known = {fact["says"]: fact["expected"] for fact in reversed(stated(data.root(), one["chapter"]))}
    for says in one["facts"]:
        if says not in known:
            place = f"book/{FILE}"
            raise UserError(f'no fact of the chapter "{one["chapter"]}" says "{says}".', "Copy its words.", place=place)
        yield from known[says] if isinstance(known[says], list) else [known[says]]


def chapters() -> str:
    """The chapters by part, each with its picture, its question and the minutes it takes."""
    rows = "".join(_part(part, list(some)) for part, some in groupby(book().values(), lambda chapter: chapter.part))
    return _raw(rows)


def _part(part: str, some: list[Chapter]) -> str:
    about = html.escape(plan().get("parts", {}).get(part, ""))
    cards = "".join(f"<li>{_card(chapter)}</li>" for chapter in some)
    return (
        f'<div class="part-row"><div><h3>{html.escape(part)}</h3><p>{about}</p></div><ul class="chs">{cards}</ul></div>'
    )


def _card(chapter: Chapter) -> str:
    picture = f'<span class="th">{thumbs.image(chapter.slug)}</span>'
    return (
        f'<a href="chapters/{chapter.slug}.html">{picture}<span class="nm">{html.escape(chapter.name)}</span>'
        f'<span class="qq">{html.escape(chapter.question)}</span><span class="mn">{MINUTES % chapter.slug}</span></a>'
    )


def set_minutes(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Say on each card the minutes that the head of its chapter says; all chapters have been read by now."""
    if pagename == app.config.root_doc and "body" in context:
        pattern = re.escape(MINUTES).replace("%s", r"([\w-]+)")
        context["body"] = re.sub(pattern, lambda found: _minutes(app, book()[found[1]]), context["body"])


def _minutes(app: Sphinx, chapter: Chapter) -> str:
    page = app.env.get_doctree(f"{CHAPTERS}/{chapter.slug}").next_node(nodes.section)
    return " · ".join(in_words(takes(page, chapter), "{} {}"))


def ledger() -> str:
    """How much the book rests on: rows of its tables, and the languages of its sources."""
    languages = data.load("sources")["language"].dropna().nunique()
    counts = {
        "dated events": len(data.load("events")),
        "sources, each with its kind": len(data.load("sources")),
        "claims of articles, judged": len(data.load("claims")),
        "tables to load": len(data.package()["resources"]),
        "languages of sources": languages,
    }
    rows = "".join(f"<div><dt>{words}</dt><dd>{count:,}</dd></div>" for words, count in counts.items())
    return _raw(f'<dl class="ledger">{rows}</dl>')


def _raw(markup: str) -> str:
    return f"```{{raw}} html\n{markup}\n```"
