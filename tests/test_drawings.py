"""Every chart of the book in two widths: letters that a phone shows, words that are not cut and do not meet."""

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.site.fitting import NARROW, WIDE, patch, width
from bookkit.site.vega import drawn, in_two_widths
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
