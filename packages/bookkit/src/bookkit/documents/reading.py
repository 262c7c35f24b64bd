"""Find and read the lessons of a book and their sets."""

from pathlib import Path

from bookkit.documents.model import Lesson, Set, Sets
from bookkit.story.reading import read_as, sound
from caj import data
from caj.errors import Finding

FOLDER, SETS = "documents", "sets.yml"
LESSON, SET = "caj-document/1", "caj-document-sets/1"


def paths(root: Path) -> list[Path]:
    """The files of all lessons under `root`.

    >>> paths(Path("no-such-folder"))
    []
    """
    return [path for path in sorted((root / FOLDER).glob("*.yml")) if path.name != SETS]


def read(path: Path) -> tuple[Lesson | None, list[Finding]]:
    """A lesson, or None where its form is not that of the model; and one finding for each fault of form."""
    return read_as(Lesson, LESSON, path)


def read_sets(path: Path) -> tuple[Sets | None, list[Finding]]:
    """The sets, or None where their form is not that of the model; and one finding for each fault of form."""
    return read_as(Sets, SET, path)


@data.cache
def lessons() -> dict[str, Lesson]:
    """The lessons of the book that is built, by id; UserError for one that cannot be used."""
    return {path.stem: sound(*read(path), path) for path in paths(data.root())}


@data.cache
def sets() -> list[Set]:
    """Its sets, and after them its pairs."""
    path = data.root() / FOLDER / SETS
    if not path.exists():
        return []
    found = sound(*read_sets(path), path)
    return [*found.sets, *found.pairs]
