"""The one style sheet of all pages, joined from `css/*.css`: a new part is a new file and nothing else."""

import shutil
from pathlib import Path

from caj import colours

FOLDER = Path(__file__).with_name("css")
FONTS = Path(__file__).with_name("fonts")
NAME = "look.css"
FIRST = ("tokens", "fonts", "base", "prose", "cells")  # what the others build on
LAST = ("print",)  # what must win; between these, the parts come by name


def parts(folder: Path = FOLDER) -> list[Path]:
    """The parts in their order: those of FIRST, all others by name, those of LAST.

    >>> [path.stem for path in parts()][:2]
    ['tokens', 'fonts']
    """
    ends = {name: place for place, name in enumerate((*FIRST, None, *LAST))}
    return sorted(folder.glob("*.css"), key=lambda path: (ends.get(path.stem, ends[None]), path.stem))


def joined() -> str:
    """The text of the sheet: its parts, after the colours of countries, fuels and corridors that charts wear."""
    return "\n".join([colours.style_sheet(), *(path.read_text("utf-8").strip() for path in parts())]) + "\n"


def write(static: Path) -> None:
    """Write the sheet and its faces into the folder `static` of a site."""
    (static / NAME).write_text(joined(), "utf-8")
    shutil.copytree(FONTS, static / "fonts", dirs_exist_ok=True)
