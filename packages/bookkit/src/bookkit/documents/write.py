"""Write the page of each lesson: a file with a marker, from which the build makes the page, and its line in `_toc.yml`."""

from pathlib import Path

from bookkit.documents.reading import FOLDER, paths
from coursekit.files import write

INDEX = f"- file: {FOLDER}/index"


def write_pages(root: Path) -> list[Path]:
    """The files that had to be written; none when all stood."""
    pages = {path.with_suffix(".md"): f"<!-- generated: document {path.stem} -->\n" for path in paths(root)}
    pages[root / "_toc.yml"] = listed((root / "_toc.yml").read_text("utf-8"), [path.stem for path in paths(root)])
    changed = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in changed:
        write(path, pages[path])
    return changed


def listed(toc: str, ids: list[str]) -> str:
    """The table of contents with the lessons that it lacks, below the list of all documents.

    >>> print(listed("- file: documents/index\\n  sections:\\n    - file: documents/sets\\n", ["abe-2015"]))
    - file: documents/index
      sections:
        - file: documents/sets
        - file: documents/abe-2015
    <BLANKLINE>
    """
    lines = toc.split("\n")
    place = next((number for number, line in enumerate(lines) if line.strip() == INDEX), None)
    if place is None:
        return toc
    indent = len(lines[place]) - len(lines[place].lstrip())
    end = place + 1
    while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > indent:
        end += 1
    entries = [f"{' ' * (indent + 4)}- file: {FOLDER}/{id}" for id in ids]
    lines[end:end] = [entry for entry in entries if entry not in lines]
    return "\n".join(lines)
