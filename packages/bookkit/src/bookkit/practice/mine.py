"""The page "My work": all chapters with how far one is, what is due to be asked again, and the file of all answers."""

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes

from bookkit.documents.reading import FOLDER as DOCUMENTS
from bookkit.practice.cards import STUB
from bookkit.practice.told import cards_of
from caj.question import FILE, declared
from coursekit.book import CHAPTERS, Book
from coursekit.exercises import load

PAGE = "guides/my-work"
Place = tuple[str, str, str]  # the name of a question, the folder of its page, and what it is called


def places(docname: str, source: Path) -> Iterator[Place]:
    """Each question of a chapter with its exercise, or of a document, that a card can ask."""
    folder, _, slug = docname.partition("/")
    if folder == CHAPTERS:
        yield from _declared(source / CHAPTERS / slug)
    cards = cards_of(docname, source)
    titles = [card["title"] for card in cards]
    for place, (card, title) in enumerate(zip(cards, titles)):
        name = f"{title} {titles[: place + 1].count(title)}" if titles.count(title) > 1 else title
        yield card["id"].split("/")[1], folder, name


def _declared(folder: Path) -> Iterator[Place]:
    path = folder / "exercise.ipynb"
    exercise = {question.name: question for question in load(path).questions} if path.is_file() else {}
    inside = 0
    for question in declared(folder) if (folder / FILE).is_file() else []:
        if question.name in exercise and not question.open and STUB.search(exercise[question.name].answer.given):
            yield question.name, "exercises", exercise[question.name].prompt.partition("\n")[0].lstrip("# ")
        elif not question.in_exercise:
            inside += 1
            yield question.name, CHAPTERS, f"Check yourself {inside}"


def index(slug: str, source: Path) -> dict[str, int]:
    """How many questions a chapter or a document has, for the count of progress."""
    return {slug: sum(1 for folder in (CHAPTERS, DOCUMENTS) for _ in places(f"{folder}/{slug}", source))}


def lay_out(doctree: nodes.document, titles: dict[str, nodes.title], source: Path) -> dict[str, Any]:
    """Write the tables of chapters and of documents, in the order of the book; page and name of every question, and how many there are."""
    pages: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    rows: dict[str, list[str]] = {CHAPTERS: [], DOCUMENTS: []}
    for docname in [name for part in Book(source).parts.values() for name in part if name in titles]:
        folder, _, slug = docname.partition("/")
        found = list(places(docname, source))
        if not found:
            continue
        title, counts[slug] = titles[docname].astext(), len(found)
        for name, where, called in found:
            pages[f"{slug}/{name}"] = [f"{where}/{slug}", f"{title}: {called}"]
        link = f'<a href="../{docname}.html">{html.escape(title)}</a>'
        rows[folder].append(f'<tr data-chapter="{slug}"><th scope="row">{link}</th><td>–</td><td>–</td></tr>')
    home = doctree.next_node(nodes.section) or doctree
    drawn = '<h2 id="due-again">Due again</h2><div class="ask-due"></div>' + _table("chapter", rows[CHAPTERS])
    home.append(nodes.raw("", drawn + _table("document", rows[DOCUMENTS]), format="html"))
    return {"pages": pages, "index": counts}


def _table(what: str, rows: list[str]) -> str:
    if not rows:
        return ""
    names = (what.capitalize(), "Answered", "Right at first try")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f'<h2 id="by-{what}">By {what}</h2><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )
