"""The first pages of the PDF: title page, and contents with page numbers, which browsers cannot print by themselves."""

import html
from pathlib import Path
from typing import Any

from bookkit.site.head import LICENCE
from bookkit.site.web_files import released
from caj import __version__
from coursekit.book import Book

EDGE = 51  # points between the numbers and the edge of the paper: its margin of 18 mm
SIZE = 9


def title_page(root: Path) -> str:
    """Title, authors, edition and licence."""
    book = Book(root).settings
    return (
        f'<section class="title-page"><p class="part-title">{book.title}</p><p>{book.subtitle}</p><p>{book.authors}</p>'
        f'<p>Version {__version__}, {released(root)}</p><p>Text: <a href="{LICENCE}">CC BY 4.0</a></p></section>'
    )


def contents(parts: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Parts of the book and, as (id, title), their pages.

    >>> contents([("History", [("chapters-x--", "1. X")])]).count('<a href="#chapters-x--">1. X</a>')
    1
    """
    lists = "".join(
        f"<li>{html.escape(part)}<ol>"
        + "".join(f'<li><a href="#{id}">{html.escape(title)}</a></li>' for id, title in pages)
        + "</ol></li>"
        for part, pages in parts
    )
    return f'<nav class="contents" aria-labelledby="contents"><h1 id="contents">Contents</h1><ol>{lists}</ol></nav>'


def number_contents(pdf: Any, ids: set[str]) -> int:
    """Write beside each line of the contents the page where it leads; returns how many lines have a number.

    `pdf` is an open pikepdf.Pdf, `ids` are the places that the contents name. The first page that has other links ends them.
    """
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    places = {str(name)[1:]: numbers[place[0].objgen] for name, place in pdf.Root.Dests.items()}
    done: set[str] = set()
    for page in pdf.pages:
        lines = [link for link in page.get("/Annots", []) if str(link.get("/Dest", ""))[1:] in ids - done]
        if lines:
            done |= {str(link.Dest)[1:] for link in lines}
            _write(pdf, page, [(places[str(link.Dest)[1:]], link.Rect) for link in lines])
        if done == ids:
            break
    return len(done)


def _write(pdf: Any, page: Any, lines: list[tuple[int, list]]) -> None:
    """Add numbers to a page, in the usual font, at its right margin; screen readers have the links."""
    from pikepdf import Dictionary, Name

    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    name = page.add_resource(font, Name.Font, Name.PageNumbers)  # else its name is random
    right = float(page.mediabox[2]) - EDGE
    texts = "".join(
        f"1 0 0 1 {right - 0.556 * SIZE * len(str(number)):.1f} {float(box[1]) + 2.5:.1f} Tm ({number}) Tj\n"
        for number, box in lines
    )  # each figure of Helvetica is 0.556 of its size wide
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\n/Artifact BMC\nBT {name} {SIZE} Tf\n{texts}ET\nEMC\n".encode())
