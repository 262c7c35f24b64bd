"""Which pictures and fonts of the book have no licence: each must be named in LICENSE-DATA.md, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

from caj.errors import Finding

FILE = "LICENSE-DATA.md"
KINDS = {
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".ico",
    ".pdf",
    ".woff",
    ".woff2",
    ".ttf",
    ".otf",
    ".mp4",
    ".mp3",
}
PLACES = ("_static", "chapters", "exercises", "guides", "packages", "seeds")
NAMED = re.compile(r"`([\w.-]+/[\w./-]+)`")
SHOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")


def problems(root: Path) -> list[Finding]:
    """One sentence for each picture without a licence and each licence without its file; empty when all is well.

    >>> problems(Path("no-such-folder"))
    []
    """
    page = root / FILE
    named = set(NAMED.findall(page.read_text("utf-8"))) if page.exists() else set()
    return [
        *(
            Finding(
                "",
                f"{name} has no licence.",
                f"Name it in {FILE}, with its author, source and licence, or take it out.",
            )
            for name in pictures(root)
            if name not in named
        ),
        *(
            Finding(
                "",
                f"{path.relative_to(root)} shows {address} from another site.",
                "Keep the picture here, with its licence.",
            )
            for path, address in foreign(root)
        ),
        *(
            Finding("", f"{FILE} names {name}, which is not there.", "Take the line out.")
            for name in sorted(named)
            if not (root / name).exists()
        ),
    ]


def pictures(root: Path) -> list[str]:
    """Pictures, fonts and recordings below the folders that make the book."""
    found = [path for place in PLACES for path in (root / place).rglob("*") if path.suffix.lower() in KINDS]
    return sorted(path.relative_to(root).as_posix() for path in found)


def foreign(root: Path) -> Iterator[tuple[Path, str]]:
    """Pictures that a page takes from another site, whose licence nobody here has looked at."""
    for place in ("chapters", "exercises", "guides"):
        for path in sorted((root / place).rglob("*")):
            if path.suffix in (".ipynb", ".md"):
                yield from ((path, address) for address in SHOWN.findall(path.read_text("utf-8")) if "//" in address)
