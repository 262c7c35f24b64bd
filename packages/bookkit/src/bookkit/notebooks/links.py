"""Links inside the book lead to files that are there; the build itself checks what stands after a #."""

import re
from collections.abc import Iterator
from pathlib import Path

from caj.errors import Finding, told
from coursekit.book import Book
from coursekit.exercises.notebooks import read

LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)[^)]*\)")


def problems(root: Path) -> Iterator[Finding]:
    """Say which links of chapters, exercises and pages under `root` lead nowhere.

    >>> list(problems(Path("no-such-folder")))
    []
    """
    for path in sorted([*root.glob("*.md"), *root.glob("guides/**/*.md")]):
        for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            yield from _dead(text, path, root, f"line {line}")
    for path in [*Book(root).chapters, *Book(root).copies]:
        yield from told(_in_notebook(path, root))


def _in_notebook(path: Path, root: Path) -> Iterator[Finding]:
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            yield from _dead(cell.source, path, root, f"cell {cell.id}")


def _dead(text: str, path: Path, root: Path, place: str) -> Iterator[Finding]:
    for target in LINK.findall(text):
        if not (path.parent / target).exists():
            yield Finding(place, f"the link to {target} leads nowhere.", "Correct its path, or take the link out.").at(
                path.relative_to(root)
            )
