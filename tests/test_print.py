"""A page printed from the browser at night: black on white, nothing cut, nothing folded, pages numbered."""

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from eyes import cut

CHAPTER = "chapters/carbon-neutrality.html"
FOLDED = "() => [...document.querySelectorAll('article details.hide:not([open])')].map((fold) => fold.textContent.slice(0, 60))"


def is_black_on_white(page) -> bool:
    """Whether what the eye meets is a light page with dark letters: most of the picture is white, and something is black."""
    page.get_by_role("heading", level=2).first.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("L")
    lights = picture.histogram()
    return sum(lights[224:]) > 0.8 * sum(lights) and sum(lights[:60]) > 0.005 * sum(lights)


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
    assert cut(page, "article pre, article td, article th") == [] and page.evaluate(FOLDED) == []
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
    page.goto((site / "exercises/the-first-summit.html").as_uri())
    page.locator(".caj-field textarea").first.fill("The ministry wrote it for the press.")
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    text = " ".join(" ".join(pages).split())
    assert "The ministry wrote it for the press." in text and "What does one row of this table stand for?" in text
    for line in (
        "Write your answer here",
        "stay in this browser",
        "Report a mistake",
        "0 of 7",
        "waits here",
        "press Check",
    ):
        assert line not in text, line


# Marks without room of their own: one where each frame begins, one where its code does.
MARKED = """() => [...document.querySelectorAll('article .cell_input')].map((frame, i) => {
  for (const [part, name] of [[frame, 'frame'], [frame.querySelector('pre'), 'code']]) {
    part.style.position = 'relative';
    const mark = Object.assign(document.createElement('span'), { textContent: `${name}${i}mark` });
    mark.style = 'position: absolute; top: 0; left: 0; font-size: 6px';
    part.prepend(mark);
  }
}).length"""


@pytest.mark.parametrize("chapter", ["carbon-neutrality", "tokyo-2025"])
def test_no_page_ends_with_an_empty_frame(site: Path, page, chapter: str) -> None:
    page.goto((site / f"chapters/{chapter}.html").as_uri())
    page.evaluate("document.documentElement.dataset.layer = 'lab'")  # paper shows what the reader chose to see
    boxes = page.evaluate(MARKED)
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    # A card prints its words, not its cell.
    printed = [i for i in range(boxes) if any(f"frame{i}mark" in text for text in pages)]
    apart = [i for i in printed if not any(f"frame{i}mark" in text and f"code{i}mark" in text for text in pages)]
    assert len(printed) > 5 and apart == [], "a frame begins on a page before its code"
