"""Pictures of chapters for the front page: the marks of a figure, without axes and words."""

import html
import re
import xml.etree.ElementTree as tree
from pathlib import Path

from bookkit.site.vega import static_svg
from caj import data
from coursekit.book import Book
from coursekit.exercises.notebooks import read

FOLDER = "pictures"
CHART = re.compile(r"application/vnd\.vegalite\.v\d\+json")
SVG = "http://www.w3.org/2000/svg"
WORDS = {"role-axis", "role-legend", "role-title", "mark-text", "role-row-header", "role-column-header", "role-column-title", "role-row-title", "background", "foreground"}  # fmt: skip


def image(slug: str) -> str:
    """The picture of a chapter as an image that is fetched when it comes near; nothing where it draws no figure."""
    return f'<img src="_static/{FOLDER}/{slug}.svg" alt="" loading="lazy">' if figure(slug) else ""


@data.cache
def figure(slug: str) -> dict | None:
    """The first chart of a chapter."""
    for cell in read(Book.current().chapter(slug)).cells:
        for output in cell.get("outputs", []):
            for kind, content in output.get("data", {}).items():
                if CHART.fullmatch(kind):
                    return content
    return None


def write(app, exception) -> None:
    """Draw the pictures of all chapters into the site."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for slug in Book(Path(app.srcdir)).order:
        if spec := figure(slug):
            (folder / f"{html.escape(slug)}.svg").write_text(marks(static_svg(spec)), "utf-8")


def marks(svg: str) -> str:
    """A drawing without its axes, legends, words and ground, cut to what is left of the frame.

    >>> print(marks('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 50"><rect width="90"/><g transform="translate(30,10)"><g class="role-axis"/><g class="mark-rect"/></g></svg>'))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="30 10 60 40"><g transform="translate(30,10)"><g class="mark-rect" /></g></svg>
    """
    tree.register_namespace("", SVG)
    root = tree.fromstring(svg)
    for parent in list(root.iter()):
        for part in list(parent):
            if WORDS & set(part.get("class", "").split()) or part.tag in (f"{{{SVG}}}text", f"{{{SVG}}}rect"):
                parent.remove(part)
    _, _, width, height = map(float, root.get("viewBox", "0 0 0 0").split())
    moved = re.match(r"translate\(([\d.]+),([\d.]+)\)", next(iter(root)).get("transform", "")) if len(root) else None
    left, top = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    root.attrib = {"viewBox": f"{left:g} {top:g} {width - left:g} {height - top:g}"}
    return tree.tostring(root, "unicode")
