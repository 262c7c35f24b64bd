"""Pictures of chapters for the front page, without words: the first map of a story, or the marks of the first figure."""

import re
import xml.etree.ElementTree as tree
from pathlib import Path

from sphinx.application import Sphinx

from bookkit.site.locator import locator
from bookkit.site.slim_svg import slim
from bookkit.site.vega import named_svg
from bookkit.story.reading import FILE, story
from caj import data
from coursekit.book import Book
from coursekit.exercises.notebooks import read

FOLDER = "pictures"
CHART = re.compile(r"application/vnd\.vegalite\.v\d\+json")
SVG = "http://www.w3.org/2000/svg"
LAND = ".land{fill:#eceae4;stroke:#b5b2aa}.home{fill:#cfd9d8;stroke:#5b5953}.st{fill:#1c1b19}.main{fill:#b8321a}"
WORDS = {"role-axis", "role-legend", "role-title", "mark-text", "role-row-header", "role-column-header", "role-column-title", "role-row-title", "background", "foreground"}  # fmt: skip


def image(slug: str) -> str:
    """The picture of a chapter as an image that is fetched when it comes near; nothing where it draws no figure."""
    drawn = tells(slug) or figure(slug)
    return f'<img src="_static/{FOLDER}/{slug}.svg" alt="" loading="lazy">' if drawn else ""


def tells(slug: str) -> str:
    """The map of the first scene of a chapter that is a story; "" for another."""
    path = Book.current().root / "chapters" / slug / FILE
    return next((scene.map for scene in story(path).scenes), "") if path.is_file() else ""


@data.cache
def figure(slug: str) -> dict | None:
    """The first chart of a chapter."""
    for cell in read(Book.current().chapter(slug)).cells:
        for output in cell.get("outputs", []):
            for kind, content in output.get("data", {}).items():
                if CHART.fullmatch(kind):
                    return content
    return None


def write(app: Sphinx, exception: Exception | None) -> None:
    """Draw the pictures of all chapters into the site."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for slug in Book(Path(app.srcdir)).order:
        if drawing := picture(slug):
            (folder / f"{slug}.svg").write_text(drawing, "utf-8")


def picture(slug: str) -> str:
    """SVG of the picture of a chapter."""
    if map := tells(slug):
        drawing = tree.tostring(_bare(locator(map)), "unicode")
        return drawing.replace(">", f"><style>{LAND}</style>", 1)
    spec = figure(slug)
    return slim(marks(named_svg(spec))) if spec else ""


def marks(svg: str) -> str:
    """A chart without its axes, legends, words and ground, cut to what is left of the frame.

    >>> print(marks('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 50"><rect width="90"/><g transform="translate(30,10)"><g class="role-axis"/><g class="mark-rect"/></g></svg>'))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="30 10 60 40"><g transform="translate(30,10)"><g class="mark-rect" /></g></svg>
    """
    root = _bare(svg)
    _, _, width, height = map(float, root.get("viewBox", "0 0 0 0").split())
    moved = re.match(r"translate\(([\d.]+),([\d.]+)\)", next(iter(root)).get("transform", "")) if len(root) else None
    left, top = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    root.attrib = {"viewBox": f"{left:g} {top:g} {width - left:g} {height - top:g}"}
    return tree.tostring(root, "unicode")


def _bare(svg: str) -> tree.Element:
    """A drawing without words."""
    tree.register_namespace("", SVG)
    root = tree.fromstring(svg)
    for parent in list(root.iter()):
        for part in list(parent):
            if WORDS & set(part.get("class", "").split()) or part.tag in (f"{{{SVG}}}text", f"{{{SVG}}}rect"):
                parent.remove(part)
    return root
