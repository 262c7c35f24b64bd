"""Every chart of the book in two widths: letters that a phone shows, words that are not cut and do not meet."""

import json
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import vl_convert
from conftest import ROOT
from PIL import Image

from bookkit.site.fitting import NARROW, WIDE, patch, width
from bookkit.site.slim_svg import slim
from bookkit.site.vega import VEGA_LITE, drawn, in_two_widths
from bookkit.theme.sheet import joined
from caj.chart_labels import readable
from caj.figures import CHART_MIME
from test_browser import WORDS

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
PHONE, EDGES = 360, 36  # pixels of a small phone, and of its two edges
# Words that are longer than the time or the tile they stand in, on a phone.
CROWDED = {"Mori meets Koizumi", "Obuchi meets Komura", "FM meets DPM", "DPM meets FM"}


def charts(path: Path) -> list[dict]:
    outputs = [out for cell in json.loads(path.read_text("utf-8"))["cells"] for out in cell.get("outputs", [])]
    return [readable(out["data"][CHART_MIME]) for out in outputs if CHART_MIME in out.get("data", {})]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_phone_shows_no_letter_smaller_than_eleven_pixels_and_no_words_meet(path: Path, browser) -> None:
    figures = []
    for number, spec in enumerate(charts(path), 1):
        (_, wide), (_, narrow) = in_two_widths(spec)
        for drawing, room in ((narrow, PHONE - EDGES), (wide, WIDE)):
            sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawing)]
            assert sizes and min(sizes) * room / width(drawing) >= (11 if room < NARROW else 10.5), f"figure {number}"
            figures.append(
                f'<figure style="margin: 20px; width: {room}px"><div class="caj-drawing">{drawing}</div></figure>'
            )
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    page.set_content(f"<style>svg {{ width: 100%; height: auto; overflow: visible }}</style>{''.join(figures)}")
    found = [figure.evaluate(WORDS) for figure in page.locator("figure").all()]
    page.close()
    assert all(words for words, _ in found)
    assert {ill for _, ills in found for ill in ills} <= CROWDED


@pytest.mark.parametrize("name", ["many-suitors", "six-power-systems", "the-middle-corridor"])
def test_a_slim_drawing_is_the_same_picture_in_fewer_bytes(name: str) -> None:
    for number, spec in enumerate(charts(ROOT / f"chapters/{name}.ipynb"), 1):
        for wanted, _ in in_two_widths(spec):
            full = vl_convert.vegalite_to_svg(wanted, vl_version=VEGA_LITE)
            made = slim(full)
            assert len(made) < 0.85 * len(full), f"figure {number}"
            assert re.findall(r"<text[^>]*>([^<]*)", made) == re.findall(r"<text[^>]*>([^<]*)", full)
            rounded = re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", full)
            pictures = [np.asarray(Image.open(BytesIO(vl_convert.svg_to_png(svg))), int) for svg in (made, rounded)]
            assert np.abs(pictures[0] - pictures[1]).max() < 9, f"figure {number}"


def test_what_differs_on_a_phone_makes_its_spec_from_the_wide_one() -> None:
    for spec in charts(ROOT / "chapters/auditing-the-news.ipynb"):
        (wide, _), (narrow, _) = in_two_widths(spec)
        change = patch(wide, narrow)
        made = wide | change | {"config": wide["config"] | change.get("config", {})}
        assert {key: part for key, part in made.items() if part is not None} == narrow
        assert "datasets" not in change and len(json.dumps(change)) < len(json.dumps(wide)) / 2


def test_the_column_shows_the_wide_drawing_and_a_phone_the_narrow_one_light_and_dark(browser) -> None:
    spec = charts(ROOT / "chapters/who-trades-with-whom.ipynb")[3]  # two countries
    rules = (ROOT / "_static/book.css").read_text("utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_content(
        f"<style>{joined()}{rules}</style><figure class='caj-chart' style='margin: 0'>{drawn(spec, 'Two lines.')}</figure>"
    )
    blue = page.locator('.marks:visible [stroke="#004779"]').first
    for size, shown, hidden in ((1000, ".wide", ".narrow"), (360, ".narrow", ".wide")):
        page.set_viewport_size({"width": size, "height": 800})
        assert page.locator(f".caj-drawing > {shown} svg text").first.is_visible()
        assert page.locator(f".caj-drawing > {hidden}").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert blue.evaluate("line => getComputedStyle(line).stroke") == "rgb(0, 71, 121)"
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert blue.evaluate("line => getComputedStyle(line).stroke") == "rgb(74, 130, 174)"
    page.close()
