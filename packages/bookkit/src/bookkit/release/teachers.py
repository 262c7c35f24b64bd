"""The pack for teachers: notebooks with and without solutions, keys, rubrics, notes, plans and slides.

Run as python -m bookkit.release.teachers SITE WHEEL FILE in the folder of the book.
"""

import html
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from markdown_it import MarkdownIt

from bookkit.site import curriculum
from coursekit import exercises
from coursekit.archive import archive
from coursekit.book import Book
from coursekit.classes.keyfile import shown
from coursekit.exercises import QuestionCells
from coursekit.exercises.notebooks import slug_of, source_path
from coursekit.variants.variants import Variants

README = """For teachers of "{title}".

chapters/             the chapters as notebooks
exercises/            what students get
exercises/solutions/  the same with solutions, hidden tests and model answers
exercises/rubrics/    the levels of every open question
keys/                 the answers of every question, of all its variants too
guides/               rubrics, teaching notes and course plans
slides/               open one in a browser; press S for the speaker notes

To run the notebooks, with Python 3.11, 3.12 or 3.13:
  python -m pip install "./{wheel}[run]"
  jupyter lab

Solutions and keys are public. To give every student other values, use `caj assign`.
"""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body {{ font: 17px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; }} th, td {{ border: 1px solid; padding: 0.2em 0.5em; text-align: left; vertical-align: top; }}
pre {{ background: #f4f4f4; padding: 0.6em; overflow-x: auto; }}</style></head>
<body><main>
{body}</main></body></html>
"""


def pack(root: Path, site: Path, wheel: Path) -> dict[str, bytes]:
    """Every file of the pack by its name, in order."""
    book = Book(root)
    files = {
        "README.txt": README.format(title=book.settings.title, wheel=wheel.name).encode(),
        wheel.name: wheel.read_bytes(),
    }
    for path in [*book.chapters, *book.copies]:
        files[path.relative_to(root).as_posix()] = path.read_bytes()
    files |= {f"exercises/solutions/{slug_of(path)}.ipynb": path.read_bytes() for path in book.sources}
    files |= {
        f"exercises/rubrics/{path.parent.name}.yml": path.read_bytes()
        for path in map(book.rubrics, exercises.slugs(root))
        if path.exists()
    }
    for path in [*(site / "slides").glob("*.html"), *(site / "_static/reveal").iterdir()]:
        text = path.read_text("utf-8")
        files[path.relative_to(site).as_posix()] = (_relinked(text) if path.suffix == ".html" else text).encode()
    slugs = exercises.slugs(root)
    with ProcessPoolExecutor() as workers:
        pages = {f"keys/{slug}": text for slug, text in zip(slugs, workers.map(key, [root] * len(slugs), slugs))}
    pages |= {"guides/rubrics": f"# Rubrics\n\n{curriculum.rubric_pages()}"}
    pages |= {
        f"guides/teaching/{slug}": f"# Teaching notes\n\n{curriculum.teaching(slug)}" for slug in curriculum.book()
    }
    pages |= {
        f"guides/courses/{path.stem}": f"# Course plan\n\n{curriculum.plan(path.stem)}"
        for path in (root / "guides/courses").glob("*.yml")
    }
    files |= {f"{name}.html": page(text).encode() for name, text in pages.items()}
    return dict(sorted(files.items()))


def key(root: Path, slug: str) -> str:
    """The answers of one exercise as Markdown, computed by running its solution for every variant."""
    variants = Variants(source_path(root, slug))
    head = f"# Key: {variants.base.title}\n\n{variants.base.points:g} points, about {variants.base.minutes} minutes."
    return "\n\n".join([head, *("\n\n".join(_answer(variants, question)) for question in variants.base.questions)])


def _answer(variants: Variants, question: QuestionCells) -> Iterator[str]:
    kind = "open" if question.kind == "manual" else "checked"
    title = re.match("## (.+)", question.prompt)
    yield f"## {title[1] if title else question.name}"
    yield f"`{question.name}`, {question.level}, {kind}, points: {question.points:g}, minutes: {question.minutes}"
    if question.kind == "manual":
        yield question.answer.source
        return
    yield f"```python\n{question.answer.solution}\n```"
    yield f"Answer: {shown(variants.answer(question.name))}"
    if variation := variants.declared.get(question.name):
        rows = [
            f"| {_listed(values)} | {shown(variants.answer(question.name, values))} |" for values in variation.options
        ]
        yield "\n".join(["| variant | answer |", "| --- | --- |", *(row.replace("\n", " ") for row in rows)])


def _listed(values: dict) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())


def page(text: str) -> str:
    """Markdown with a title as a page that any browser opens; links to other pages of the pack go to these.

    >>> "<h1>Key</h1>" in page("# Key")
    True
    """
    text = re.sub(r"^\*\*(.+)\*\*\n: ", r"**\1** ", text, flags=re.M)  # definitions, which plain Markdown does not know
    body = MarkdownIt("commonmark").enable("table").render(text)
    title = re.sub("<[^>]+>", "", body.partition("</h1>")[0])
    return PAGE.format(title=html.escape(html.unescape(title)).strip(), body=body)


def _relinked(text: str) -> str:
    """Slides whose links lead to the notebooks of the pack instead of the pages of the site."""
    return re.sub(r'href="(\.\./(?:chapters|exercises)/[\w-]+)\.html(?:#[^"]*)?"', r'href="\1.ipynb"', text)


if __name__ == "__main__":
    Path(sys.argv[3]).write_bytes(archive(pack(Path.cwd(), Path(sys.argv[1]), Path(sys.argv[2]))))
