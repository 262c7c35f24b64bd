"""A page printed from the browser at night: black on white, nothing cut, nothing folded, pages numbered."""

import io
from pathlib import Path

import pypdf
import pytest

CHAPTER = "chapters/carbon-neutrality.html"
# Code and tables wider than the paper, and folds that stay shut.
LOST = """() => [...document.querySelectorAll('article pre, article table')].filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.textContent.slice(0, 60)).concat([...document.querySelectorAll('article details.hide:not([open])')].map((fold) => fold.textContent.slice(0, 60)))"""


def is_black_on_white(page) -> bool:
    colours = "() => ['article p', 'article h2', 'body'].map((part) => getComputedStyle(document.querySelector(part))[part === 'body' ? 'backgroundColor' : 'color'])"
    light = [sum(map(int, colour.strip("rgba()").split(",")[:3])) / 3 for colour in page.evaluate(colours)]
    return light[0] < 100 and light[1] < 100 and light[2] > 250


def prints_light(site: Path, page) -> None:
    page.emulate_media(color_scheme="dark", media="screen")
    page.goto((site / CHAPTER).as_uri())
    assert not is_black_on_white(page)
    page.emulate_media(color_scheme="dark", media="print")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'", timeout=20_000)
    assert is_black_on_white(page)


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 700, "height": 1000})
    yield page
    page.close()


def test_paper_is_light_nothing_is_cut_or_folded_and_the_screen_comes_back(site: Path, page) -> None:
    prints_light(site, page)
    assert page.evaluate(LOST) == []
    page.emulate_media(color_scheme="dark", media="screen")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert not is_black_on_white(page)


def test_the_printed_pages_are_numbered_and_hold_the_folded_table(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    folded = page.locator("article details.hide").first
    hidden = folded.locator("td").nth(1).text_content().strip() if folded.locator("td").count() else ""
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert all(str(number) in text.split() for number, text in enumerate(pages, 1))
    text = " ".join(pages)
    assert (
        hidden
        and hidden in text.replace("-\n", "-")
        and "Ways to run this page" not in text
        and "Show the table" not in text
    )
