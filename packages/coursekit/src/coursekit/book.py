"""A book: where everything of it stands, the order of its chapters (`_toc.yml`), and its settings (`book.yml`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from caj import data
from caj.errors import UserError
from coursekit.settings import Settings, read_settings, read_yaml

CHAPTERS, EXERCISES, TABLES, GUIDES = "chapters", "exercises", "seeds", "guides"
TEACHING = f"{GUIDES}/teaching"  # its page and, below it, one for each chapter
SOURCE = "exercise.ipynb"  # in the folder of a chapter: the exercise with solutions and hidden tests


@dataclass(frozen=True)
class Book:
    """The book in the folder `root`. Nothing is read before it is asked for.

    >>> Book(Path("book")).source("lights").as_posix()
    'book/chapters/lights/exercise.ipynb'
    """

    root: Path

    @classmethod
    def current(cls) -> "Book":
        """The book to which the tables in use belong: that of `--root`, or of the folder that is built."""
        return cls(data.root())

    @classmethod
    def at(cls, root: Path) -> "Book":
        """The book in a folder; UserError where there is none."""
        if not (root / "_toc.yml").is_file():
            raise UserError(
                "this folder holds no book: no _toc.yml.", "Run this in the folder of the book, or give --root.", root
            )
        return cls(root)

    @classmethod
    def around(cls, notebook: Path) -> "Book":
        """The book in which a chapter, the source of an exercise or a student's copy stands.

        >>> Book.around(Path("/b/chapters/x/exercise.ipynb")) == Book.around(Path("/b/exercises/x.ipynb"))
        True
        """
        return cls(notebook.absolute().parents[2 if notebook.name == SOURCE else 1])

    @cached_property
    def settings(self) -> Settings:
        """What `book.yml` says; UserError with line and field when it cannot be used."""
        return read_settings(self.settings_file)

    @property
    def settings_file(self) -> Path:
        """The file of the settings."""
        return self.root / "book.yml"

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.root / TABLES

    def chapter(self, slug: str) -> Path:
        """The notebook of a chapter."""
        return self.root / CHAPTERS / f"{slug}.ipynb"

    def source(self, slug: str) -> Path:
        """The source of its exercise."""
        return self.root / CHAPTERS / slug / SOURCE

    def copy(self, slug: str) -> Path:
        """The student's copy of its exercise."""
        return self.root / EXERCISES / f"{slug}.ipynb"

    def questions(self, slug: str) -> Path:
        """The self-checks of a chapter."""
        return self.root / CHAPTERS / slug / "questions.py"

    def facts(self, slug: str) -> Path:
        """What ties the prose of a chapter to evidence."""
        return self.root / CHAPTERS / slug / "facts.yml"

    def rubrics(self, slug: str) -> Path:
        """The rubrics of its open questions."""
        return self.root / CHAPTERS / slug / "rubrics.yml"

    def teaching(self, slug: str) -> Path:
        """The notes for who teaches it."""
        return self.root / CHAPTERS / slug / "teaching.yml"

    @property
    def criteria(self) -> Path:
        """The criteria that open questions share."""
        return self.root / GUIDES / "criteria.yml"

    @property
    def chapters(self) -> list[Path]:
        """The notebooks of all chapters, by slug."""
        return sorted((self.root / CHAPTERS).glob("*.ipynb"))

    @property
    def sources(self) -> list[Path]:
        """The sources of all exercises, by slug."""
        return sorted((self.root / CHAPTERS).glob(f"*/{SOURCE}"))

    @property
    def copies(self) -> list[Path]:
        """The students' copies of all exercises, by slug."""
        return sorted((self.root / EXERCISES).glob("*.ipynb"))

    @property
    def checked(self) -> list[str]:
        """Slugs of the chapters with self-checks."""
        return sorted(path.parent.name for path in (self.root / CHAPTERS).glob("*/questions.py"))

    def extra(self, name: str) -> Path:
        """A longer list of this book for one tool: words, series, the map; beside `book.yml`."""
        return self.root / "book" / name

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The parts of the table of contents with all their pages, in order; the first page stands in none."""
        return _parts(self.contents)

    @cached_property
    def contents(self) -> dict:
        """`_toc.yml` with what follows from it: each chapter's exercise, and under the page on teaching the notes for each chapter.

        What is listed by hand stays where it stands.
        """
        listed = {page for pages in _parts(self._contents).values() for page in pages}
        parts = [
            part | {"chapters": self._whole(part.get("chapters", []), listed)}
            for part in self._contents.get("parts", [])
        ]
        return self._contents | ({"parts": parts} if parts else {})

    def _whole(self, entries: list[dict], listed: set[str]) -> list[dict]:
        made = []
        for entry in entries:
            follows = [{"file": page} for page in self._following(entry["file"]) if page not in listed]
            sections = [*self._whole(entry.get("sections", []), listed), *follows]
            made.append(entry | ({"sections": sections} if sections else {}))
        return made

    def _following(self, page: str) -> list[str]:
        folder, _, slug = page.partition("/")
        if folder == CHAPTERS:
            return [f"{EXERCISES}/{slug}"] if self.copy(slug).exists() else []
        return [f"{TEACHING}/{slug}" for slug in self.taught] if page == TEACHING else []

    @property
    def taught(self) -> list[str]:
        """Slugs of the chapters with notes for who teaches them, in the order of the book."""
        return [slug for slug in self.order if self.teaching(slug).exists()]

    @property
    def front(self) -> str:
        """The page that opens the book."""
        return self._contents["root"]

    @property
    def order(self) -> dict[str, str]:
        """The chapters in the order of the table of contents, each with its part."""
        places = {page: part for part, pages in _parts(self._contents).items() for page in pages}
        return {page.split("/")[1]: part for page, part in places.items() if page.startswith(f"{CHAPTERS}/")}

    @cached_property
    def _contents(self) -> dict:
        path = self.root / "_toc.yml"
        contents = read_yaml(path)
        if not isinstance(contents, dict) or "root" not in contents:
            raise UserError("there is no `root`, the first page.", "Write it as in Jupyter Book's documentation.", path)
        return contents


def _parts(contents: dict) -> dict[str, list[str]]:
    return {part.get("caption", ""): list(_files(part.get("chapters", []))) for part in contents.get("parts", [])}


def _files(entries: list[dict]) -> Iterator[str]:
    for entry in entries:
        yield entry["file"]
        yield from _files(entry.get("sections", []))
