"""Where a link of the story or of a lesson leads: `two-summits#fifteen-tonnes`, `#a-scene`, `abe-2015`, or an address of the web."""

from pathlib import Path

from coursekit.book import CHAPTERS, Book

DOCUMENTS = "documents"


def resolve(href: str, root: Path, here: str) -> str:
    """The page and the place that a link means, as `chapters/two-summits#fifteen-tonnes`; empty when the book has no such page.

    `here` is the page on which it stands. Folders and endings of names are not needed, and do no harm.

    >>> resolve("#a-scene", Path("book"), "chapters/two-summits")
    'chapters/two-summits#a-scene'
    >>> resolve("https://example.org/a", Path("book"), ""), resolve("nowhere.html", Path("book"), "")
    ('https://example.org/a', '')
    """
    if "://" in href:
        return href
    path, mark, anchor = href.partition("#")
    name = path.rsplit("/", 1)[-1].removesuffix(".html").removesuffix(".ipynb")
    if not name:
        return f"{here}{mark}{anchor}" if anchor else ""
    for folder, file in ((DOCUMENTS, f"{DOCUMENTS}/{name}.yml"), (CHAPTERS, f"{CHAPTERS}/{name}.ipynb")):
        if (root / file).exists():
            return f"{folder}/{name}{mark}{anchor}"
    return f"{CHAPTERS}/{name}{mark}{anchor}" if (root / CHAPTERS / name / "story.yml").exists() else ""


def is_page(target: str, book: Book) -> bool:
    """Whether a page of the book stands in its table of contents, so that one can link to it."""
    return any(target.partition("#")[0] in names for names in book.parts.values())
