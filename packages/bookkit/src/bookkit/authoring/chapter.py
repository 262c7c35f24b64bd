"""Lay out a new chapter: a page that shows every part, its folder, its line in the contents, its exercise for students."""

from pathlib import Path

import nbformat
import yaml

from bookkit.authoring.contents import with_chapter
from bookkit.authoring.layout import TEMPLATE, cells, fill, named
from bookkit.authoring.question import add_question
from bookkit.notebooks.cells import claims_of
from bookkit.notebooks.clean import clean
from bookkit.notebooks.run import run
from caj import data
from caj.errors import UserError
from caj.question import FILE
from coursekit.book import Book
from coursekit.exercises.notebooks import read, source_path, text
from coursekit.exercises.student_copies import student_copy
from coursekit.files import write

ASKED = [  # name, kind and objective of the questions that the exercise begins with: all four levels, each objective
    ("exact-dates", "choice", "describe-row"),
    ("english-share", "number", "count-groups"),
    ("newest-source", "date", "follow-years"),
    ("frequent-languages", "set", "count-groups"),
    ("frequent-kind", "word", "judge-count"),
    ("letter-to-a-reader", "open", "judge-count"),
]


def add_chapter(root: Path, slug: str, title: str = "", after: str = "") -> list[Path]:
    """Write notebook and folder of a chapter that works, and its line in `_toc.yml`, and run it; returns the files.

    It stands behind the chapter `after`, else behind the last one. UserError for a name that is taken.
    """
    page, toc = Book(root).chapter(named(slug, "chapter")), root / "_toc.yml"
    folder = page.with_suffix("")
    for path in (page, folder):
        if path.exists():
            raise UserError("this is there already.", "Choose another name for the new chapter.", path)
    contents = with_chapter(toc.read_text("utf-8"), slug, after or list(Book(root).order)[-1])
    rows = len(data.load("sources"))
    values = {
        "slug": slug,
        "title": title or slug.replace("-", " ").capitalize(),
        "rows": f"{rows:,}",
        "count": str(rows),
    }
    for name in (FILE, "teaching.yml", "facts.yml"):
        write(folder / name, _filled(name, **values))
    write(source_path(root, slug), text(_notebook(_filled("exercise.md", **values), {"chapter": slug})))
    write(page, text(clean(_chapter(page, values), page)))
    write(toc, contents)
    for name, kind, objective in ASKED:
        add_question(root, slug, name, kind, objective=objective)
    copy = Book(root).copy(slug)
    write(copy, text(student_copy(read(source_path(root, slug)))))
    if failures := run(root, [page, source_path(root, slug), copy]):
        raise UserError("\n".join(failures), "Mend it, then `caj notebooks run`.", page)
    return [page, *sorted(folder.iterdir()), copy, toc]


def _filled(name: str, **values: str) -> str:
    return fill((TEMPLATE / name).read_text("utf-8"), **values)


def _chapter(page: Path, values: dict[str, str]) -> nbformat.NotebookNode:
    """The chapter of the template, with what the tables know until which month."""
    _, front, body = (TEMPLATE / "chapter.md").read_text("utf-8").split("---\n", 2)
    newest = data.load("sources")["date"].max()
    months = {"figures_to": f"{newest:%B %Y}", "review_by": f"{newest:%B} {newest.year + 1}"}
    book = yaml.safe_load(front) | {"id": values["slug"]} | months
    made = _notebook(fill(body, **values, question=book["question"]), book)
    if not claims_of(page):
        made.cells = [cell for cell in made.cells if cell.id != "claims"]
    return made


def _notebook(body: str, book: dict) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=cells(body), metadata={"book": book})
