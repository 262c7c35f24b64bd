"""The table of contents as Sphinx reads it, with the pages that follow from a chapter without being written by hand."""

from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config

from coursekit.book import TEACHING, Book
from coursekit.files import write


def complete(app: Sphinx, config: Config) -> None:
    """Before the contents are read: write them whole, and a page with a marker for the notes on each chapter."""
    book = Book(Path(app.srcdir))
    for page, text in pages(book).items():
        if not page.exists() or page.read_text("utf-8") != text:
            write(page, text)
    whole = Path(app.doctreedir) / "contents.yml"
    write(whole, yaml.safe_dump(book.contents, allow_unicode=True, sort_keys=False))
    config.external_toc_path = whole.as_posix()


def pages(book: Book) -> dict[Path, str]:
    """The pages of teaching notes: files that git does not keep."""
    return {book.root / f"{TEACHING}/{slug}.md": f"<!-- generated: teaching {slug} -->\n" for slug in book.taught}
