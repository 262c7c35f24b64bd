"""What stands around the text of a page: doors, side list, contents, ways on; read from the table of contents and `book.yml`."""

from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bookkit.theme import words
from coursekit.book import Book

PRACTISE = "practise"  # the door behind which exercises stand


class Outline:
    """The pages of a book: which part and which door each belongs to, and what each is called."""

    def __init__(self, app: Sphinx) -> None:
        self.env, self.book = app.env, Book(Path(app.srcdir))
        named = self.book.settings.doors
        given = {part: door for door, parts in named.items() for part in parts}
        first = next(iter(named), "")
        self.parts = {
            part: [page for page in pages if page in self.env.titles] for part, pages in self.book.parts.items()
        }
        self.doors: dict[str, list[str]] = {door: [] for door in named}
        for part in self.parts:
            self.doors.setdefault(given.get(part, first), []).append(part)
        for door, parts in named.items():
            self.doors[door].sort(key=lambda part: [*parts, part].index(part))  # as the book names them
        self.place = {page: part for part, pages in self.parts.items() for page in pages}

    def title(self, page: str) -> str:
        """Its first heading, without the number that its part gives it."""
        return self.env.titles[page].astext()

    def language(self, page: str) -> str:
        """The language of a page that is not in English."""
        return self.env.metadata.get(page, {}).get("lang", "")

    def door(self, page: str) -> str:
        """The door behind which a page stands."""
        if exercise(page) and PRACTISE in self.doors:
            return PRACTISE
        part = self.place.get(page)
        return next((door for door, parts in self.doors.items() if part in parts), next(iter(self.doors), ""))

    def shown(self, door: str) -> dict[str, list[str]]:
        """What the side list shows behind a door, by part: chapters for reading, their exercises for practising."""
        own = {part: self.top(part) for part in self.doors[door]}
        if door != PRACTISE:
            return own
        others = {part: [page for page in pages if exercise(page)] for part, pages in self.parts.items()}
        return own | {part: pages for part, pages in others.items() if pages}

    def top(self, part: str) -> list[str]:
        """The pages of a part that stand below no other."""
        inner = {page for pages in map(self.inner, self.parts[part]) for page in pages}
        return [page for page in self.parts[part] if page not in inner]

    def inner(self, page: str) -> list[str]:
        """The pages below a page."""
        return [below for below in self.env.toctree_includes.get(page, []) if below in self.env.titles]

    def first(self, door: str) -> str:
        """The page to which a door leads."""
        return next((pages[0] for pages in self.shown(door).values() if pages), self.book.front)

    def ways(self, page: str) -> list[tuple[str, str, str]]:
        """Where to go from a page: (side, kind, page)."""
        order = [name for pages in self.parts.values() for name in pages]
        if page not in order:
            return [("r", "next", order[0])] if order and page == self.book.front else []
        before, after = order[: order.index(page)], order[order.index(page) + 1 :]
        if exercise(page) and before:
            return [("l", "chapter", before[-1]), *(("r", "next", name) for name in after[:1])]
        exercises = [name for name in self.inner(page) if exercise(name)]
        if exercises:
            onward = [name for name in after if name not in exercises]
            return [("l", "practise", exercises[0]), *(("r", "next", name) for name in onward[:1])]
        return [*(("l", "back", name) for name in before[-1:]), *(("r", "next", name) for name in after[:1])]


def exercise(page: str) -> bool:
    """Whether a page holds exercises."""
    return page.startswith("exercises/")


@cache
def outline(app: Sphinx) -> Outline:
    """The outline of the book that is built; all pages have been read when the first asks."""
    return Outline(app)


def add(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Give the templates what stands around a page."""
    if app.builder.format != "html":
        return
    book, link = outline(app), context["pathto"]
    here = book.door(pagename)
    context |= {
        "words": words.words(words.LANGUAGES[0]),
        "languages": words.names(),
        "subtitle": book.book.settings.subtitle,
        "contents": contents(doctree),
        "doors": [door(book, name, name == here and pagename in book.place, link) for name in book.doors if name],
        "rail": [part(book, name, pages, pagename, here, link) for name, pages in book.shown(here).items()],
        "off_list": pagename not in book.place and pagename != book.book.front,
        "ways": [
            {"side": side, "kind": kind, "href": link(page), "title": book.title(page)}
            for side, kind, page in book.ways(pagename)
        ],
    }


def door(book: Outline, name: str, here: bool, link: Any) -> dict:
    """A door of the header, with the pages that the footer names."""
    parts = {part: pages for part, pages in book.shown(name).items() if pages}
    if len(parts) > 2:  # of many parts each by its name
        links = [{"href": link(pages[0]), "title": part, "lang": ""} for part, pages in parts.items()]
    else:
        every = [page for pages in parts.values() for page in pages]
        links = [{"href": link(page), "title": book.title(page), "lang": book.language(page)} for page in every]
    return {"name": name, "here": here, "href": link(book.first(name)), "links": links}


def part(book: Outline, name: str, pages: list[str], present: str, door: str, link: Any) -> dict:
    """A part in the side list; open when the present page stands in it."""
    entries = [entry(book, page, present, door, link) for page in pages]
    now = any(one["here"] or one["above"] for one in entries)
    return {"caption": name, "now": now, "open": now or len(book.shown(door)) == 1, "entries": entries}


def entry(book: Outline, page: str, present: str, door: str, link: Any) -> dict:
    """A page in the side list; what stands below it is shown when one is there."""
    inner = [name for name in book.inner(page) if not exercise(name)]
    above = present in inner or (present in book.inner(page) and door != PRACTISE)
    opened = inner if page == present or above else []
    exercises = [name for name in book.inner(page) if exercise(name)] if page == present else []
    chapter = page.replace("exercises/", "chapters/", 1)
    return {
        "href": link(page),
        "title": book.title(chapter if chapter in book.place else page),
        "lang": book.language(page),
        "slug": page.split("/", 1)[1] if page.startswith(("chapters/", "exercises/")) else "",
        "here": page == present,
        "above": above,
        "inner": [{"href": link(name), "title": book.title(name), "here": name == present} for name in opened],
        "practise": link(exercises[0]) if exercises else "",
    }


def contents(doctree: nodes.document | None) -> list[dict]:
    """The sections of a page, with the address of each.

    >>> contents(None)
    []
    """
    top = next(doctree.findall(nodes.section), None) if doctree else None
    inner = [node for node in top.children if isinstance(node, nodes.section)] if top else []
    return [{"id": node["ids"][0], "title": node.next_node(nodes.title).astext()} for node in inner]
