"""The chapters as a course sees them: order, minutes, objectives with their checks, exercises and teaching notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from caj.question import Question
from coursekit.book import Book
from coursekit.exercises import self_checks
from coursekit.exercises.notebooks import asked, code_cells, declarations, read
from coursekit.settings import read_yaml

AFTER_SUMMARY = {"Exercises", "Further reading", "What the articles claim on this", "Data and sources"}


@dataclass(frozen=True)
class Objective:
    """What a reader can do afterwards, and where that is taught and checked."""

    id: str
    text: str
    checks: tuple[str, ...]
    sections: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """One chapter with its exercise and teaching notes; minutes are those of its metadata."""

    slug: str
    title: str
    part: str
    minutes: int
    level: str
    requires: tuple[str, ...]
    figures_to: str
    review_by: str
    question: str
    objectives: tuple[Objective, ...]
    questions: tuple[Question, ...] = field(hash=False)
    notes: dict = field(hash=False)

    @property
    def name(self) -> str:
        """The title without what a colon adds to it."""
        return self.title.split(":")[0]

    @property
    def sections(self) -> dict[str, int]:
        """Minutes of each section, as the teaching notes give them."""
        return {section["title"]: section["minutes"] for section in self.notes.get("sections", [])}


def chapters(root: Path) -> dict[str, Chapter]:
    """All chapters by slug, in the order of the table of contents.

    Raises UserError with one sentence for a file that cannot be read.
    """
    return {slug: _chapter(root, slug, part) for slug, part in Book(root).order.items()}


def _chapter(root: Path, slug: str, part: str) -> Chapter:
    notebook = read(Book(root).chapter(slug))
    about = notebook.metadata["book"]
    source = Book(root).source(slug)
    declared = declarations(source) if source.exists() else []
    places = _places_of_checks(notebook)
    return Chapter(
        slug=slug,
        title=next(cell.source for cell in notebook.cells).splitlines()[0].removeprefix("# "),
        part=part,
        minutes=about["minutes"],
        level=about["level"],
        requires=tuple(about["requires"]),
        figures_to=about["figures_to"],
        review_by=about["review_by"],
        question=about["question"],
        objectives=tuple(_objective(goal, declared, places) for goal in about["objectives"]),
        questions=tuple(asked(source)),
        notes=teaching_notes(root, slug),
    )


def _objective(goal: dict, declared: Iterable[Question], places: dict[str, str]) -> Objective:
    id = goal["id"]
    checks = tuple(one.name for one in declared if not one.open and id in (one.objective, *one.also))
    sections = dict.fromkeys(places[name] for name in checks if name in places)
    asked = tuple(one.name for one in declared if one.in_exercise and one.objective == id)
    return Objective(id, goal["text"], checks, tuple(sections), asked)


def _places_of_checks(notebook: NotebookNode) -> dict[str, str]:
    """The section in which each self-check of a chapter stands."""
    places, section = {}, "Opening"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for title in re.findall(r"^## (.+)$", cell.source, re.M):
                section = title
        else:
            places |= dict.fromkeys(_names(cell.source), section)
    return places


def sections_of(root: Path, slug: str) -> list[str]:
    """Titles of the sections a class goes through: "Opening", then every heading up to the summary."""
    cells = read(Book(root).chapter(slug)).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return ["Opening"] + [title for title in re.findall(r"^## (.+)$", text, re.M) if title not in AFTER_SUMMARY]


def auto_checked(root: Path, slug: str) -> set[str]:
    """Names of the self-checks that the chapter or its exercise asks."""
    paths = (Book(root).chapter(slug), Book(root).source(slug))
    return {name for path in paths if path.exists() for cell in code_cells(read(path)) for name in _names(cell.source)}


def _names(code: str) -> list[str]:
    return [name for _, name in self_checks.asked(code)]


def teaching_notes(root: Path, slug: str) -> dict:
    """The teaching notes of a chapter; an empty dict while there are none."""
    path = Book(root).teaching(slug)
    return read_yaml(path) if path.exists() else {}
