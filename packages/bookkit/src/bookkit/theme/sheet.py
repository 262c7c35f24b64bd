"""The one style sheet of all pages, joined from `css/*.css`: a new part is a new file and nothing else."""

import shutil
from pathlib import Path

from coursekit.book import Book

FOLDER = Path(__file__).with_name("css")
FONTS = Path(__file__).with_name("fonts")
NAME = "look.css"
FIRST = ("tokens", "fonts", "base")  # what the others build on
LAST = ("print",)  # what must win; between these, the parts come by name


def parts(folder: Path = FOLDER) -> list[Path]:
    """The parts in their order: those of FIRST, all others by name, those of LAST.

    >>> [path.stem for path in parts()][:2]
    ['tokens', 'fonts']
    """
    ends = {name: place for place, name in enumerate((*FIRST, None, *LAST))}
    return sorted(folder.glob("*.css"), key=lambda path: (ends.get(path.stem, ends[None]), path.stem))


def joined(book: Book | None = None) -> str:
    """The text of the sheet; colours that belong to the subject of the book stand in its `book/colours.css`."""
    own = [book.extra("colours.css")] if book else []
    files = [*parts(), *(path for path in own if path.is_file())]
    return "\n".join(path.read_text("utf-8").strip() for path in files) + "\n"


def write(app) -> None:
    """Write the sheet and its faces into the site, before pages ask for its seal."""
    if app.builder.format != "html" or app.builder.name == "epub":
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / NAME).write_text(joined(Book(Path(app.srcdir))), "utf-8")
    shutil.copytree(FONTS, static / "fonts", dirs_exist_ok=True)
