"""Social cards: one picture for the book and one for each chapter, drawn at build time."""

import html
import textwrap
from pathlib import Path

from sphinx.application import Sphinx

from bookkit.site.curriculum import book
from caj.charts import PALETTE
from coursekit.book import Book

CARDS = "cards"
LINE = 30
PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="Arial, Liberation Sans, sans-serif">
<rect width="1200" height="630" fill="#ffffff"/>{stripes}
<text x="80" y="130" font-size="34" fill="#57606a">{above}</text>
<text y="190" font-size="66" font-weight="bold" fill="#1f2328">{lines}</text>
<text x="80" y="560" font-size="30" fill="#57606a">{subtitle}</text></svg>"""


def write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Draw the cards that are missing or whose words have changed."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_static" / CARDS
    folder.mkdir(parents=True, exist_ok=True)
    settings = Book.current().settings
    words = {"index": ("An open textbook", settings.title)}
    words |= {slug: (settings.title, chapter.title) for slug, chapter in book().items()}
    for slug, (above, title) in words.items():
        svg, kept = picture(above, title, settings.subtitle), folder / f"{slug}.svg"
        if not kept.exists() or kept.read_text("utf-8") != svg:
            import vl_convert

            (folder / f"{slug}.png").write_bytes(vl_convert.svg_to_png(svg))
            kept.write_text(svg, "utf-8")


def picture(above: str, title: str, subtitle: str) -> str:
    """A card as SVG: a line above, the title on at most four lines, a line below, the colours of the countries."""
    stripes = "".join(
        f'<rect x="{200 * i}" width="200" height="24" fill="{colour}"/>' for i, colour in enumerate(PALETTE)
    )
    lines = "".join(f'<tspan x="80" dy="78">{html.escape(line)}</tspan>' for line in textwrap.wrap(title, LINE)[:4])
    return PICTURE.format(stripes=stripes, above=html.escape(above), lines=lines, subtitle=html.escape(subtitle))
