"""Slides of each chapter: its tagged figures, questions and summary; the prose becomes speaker notes."""

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from docutils import nodes
from markdown_it import MarkdownIt
from nbformat import NotebookNode
from sphinx.application import Sphinx

from bookkit.curriculum.chapters import AFTER_SUMMARY, teaching_notes
from bookkit.site.head import ICON
from bookkit.site.vega import in_two_widths
from caj.chart_labels import readable
from caj.figures import CHART_MIME, TABLE_MIME
from coursekit.book import CHAPTERS, Book
from coursekit.exercises.notebooks import read

TAG = "slide"
MARKDOWN = MarkdownIt("commonmark").enable("table")
TEMPLATE = Path(__file__).with_name("slides.html")
REVEAL = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")


@dataclass
class Slide:
    """One slide: heading, markup of its body, and what the speaker may say."""

    heading: str
    body: str
    notes: list[str] = field(default_factory=list)

    @property
    def dense(self) -> bool:
        """Whether so much stands on the slide that it needs smaller letters."""
        return len(re.sub(r"<svg.*?</svg>|<[^>]+>", "", self.body, flags=re.S)) > 650


def write_with_chapter(app: Sphinx, doctree: nodes.document) -> None:
    """Write the slides of a chapter when its page is made, so that both share the drawings."""
    folder, _, slug = app.env.docname.rpartition("/")
    if folder == CHAPTERS and app.builder.name == "html":
        app.env.note_dependency(str(Book.current().teaching(slug)))
        _write(Path(app.outdir), slug)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Write slides that were taken away since their chapter was read, and put reveal.js beside them all."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    for path in Book.current().chapters:
        if not (out / f"slides/{path.stem}.html").exists():
            _write(out, path.stem)
    _copy_reveal(out / "_static" / "reveal")


def _write(out: Path, slug: str) -> None:
    book, target = Book.current(), out / f"slides/{slug}.html"
    template = jinja2.Template(TEMPLATE.read_text("utf-8"), autoescape=True, keep_trailing_newline=True)
    slides = deck(read(book.chapter(slug)), slug, teaching_notes(book.root, slug))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(template.render(slides=slides, slug=slug, title=slides[0].heading, icon=ICON), "utf-8")


def _copy_reveal(folder: Path) -> None:
    """reveal.js (MIT) comes with the package sphinx-revealjs; no page loads it from elsewhere."""
    import sphinx_revealjs

    source = Path(sphinx_revealjs.__file__).with_name("_static") / "revealjs"
    folder.mkdir(parents=True, exist_ok=True)
    for name in REVEAL:
        shutil.copy(source / name, folder / Path(name).name)


def deck(notebook: NotebookNode, slug: str, notes: dict) -> list[Slide]:
    """The slides of a chapter, in its order."""
    about = notebook.metadata["book"]
    goals = "".join(f"<li>{MARKDOWN.renderInline(goal['text'])}</li>" for goal in about["objectives"])
    slides = [
        _opening(notebook.cells[0].source, slug, notes),
        Slide("After this chapter you can", f"<ul>{goals}</ul>"),
        *_sections(notebook, slug, notes),
    ]
    if questions := notes.get("discussion"):
        slides.append(
            Slide(
                "To discuss",
                "<ul>" + "".join(f"<li>{MARKDOWN.renderInline(text)}</li>" for text in questions) + "</ul>",
            )
        )
    return slides


def _opening(source: str, slug: str, notes: dict) -> Slide:
    title, *rest = source.split("\n")
    return Slide(title.removeprefix("# "), render("\n".join(rest), slug), [notes["goal"]] if "goal" in notes else [])


def _sections(notebook: NotebookNode, slug: str, notes: dict) -> Iterator[Slide]:
    """A slide for each figure, question and the summary; prose goes to the notes of the slide it stands by."""
    doing = {
        section["title"]: f"{section['minutes']} minutes. {section['do']}" for section in notes.get("sections", [])
    }
    section, pending, current = "", [], None
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            for heading, text in _parts(cell.source):
                if heading.startswith("## "):
                    if pending:
                        yield Slide(section, "", pending)
                    section, current = heading.removeprefix("## "), None
                    if section in AFTER_SUMMARY:
                        return
                    pending = [doing[section]] if section in doing else []
                if heading == "## Summary" or heading == "### Check yourself":
                    current = Slide(heading.lstrip("# "), render(text, slug), pending)
                    pending = []
                    yield current
                elif section and text.strip():
                    (current.notes if current else pending).append(_plain(text))
        elif TAG in cell.metadata.get("tags", []):
            for body in _pictures(cell):
                current = Slide(section, body, pending)
                pending = []
                yield current


def _parts(source: str) -> Iterator[tuple[str, str]]:
    """A Markdown cell cut at its headings: (heading, text below it)."""
    pieces = re.split(r"^(#{2,3} .+)$", source, flags=re.M)
    yield from zip(["", *pieces[1::2]], pieces[::2])


def _pictures(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        about = output.get("metadata", {}).get("caj")
        if about and CHART_MIME in output["data"]:
            (_, drawing), _ = in_two_widths(readable(output["data"][CHART_MIME]))
            yield (
                f'<figure><div class="drawing" role="img" aria-label="{html.escape(about["alt"])}">{drawing}</div>'
                f"<figcaption>{_titles(about)}</figcaption></figure>"
            )
        elif about and TABLE_MIME in output["data"]:
            yield _table(output["data"][TABLE_MIME], _titles(about))


def _titles(about: dict) -> str:
    below = f"<br><small>{html.escape(about['subtitle'])}</small>" if about.get("subtitle") else ""
    return html.escape(about["caption"]) + below


def _table(text: dict, caption: str) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in text["columns"])
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in text["rows"])
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def render(text: str, slug: str) -> str:
    """Markdown of a chapter as markup of a slide; links lead to the chapter's page."""
    text = re.sub(r"\]\((#source-[\w-]+)\)", rf"](../chapters/{slug}.html\1)", text)
    text = re.sub(r"\]\(([\w/.-]+)\.(ipynb|md)", r"](../chapters/\1.html", text)
    return MARKDOWN.render(_without_directives(text))


def _plain(text: str) -> str:
    """Prose for the speaker: no directives, links as their words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", _without_directives(text)).strip()


def _without_directives(text: str) -> str:
    text = re.sub(r"^:::+\{(?:admonition|dropdown)\} (.+)$", r"**\1.**\n", text, flags=re.M)
    return re.sub(r"^:::.*$|^:class:.*$", "", text, flags=re.M)
