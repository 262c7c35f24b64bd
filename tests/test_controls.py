"""Each control of a page is pressed by mouse, finger and keyboard, at four widths; what opens is seen."""

from pathlib import Path

import pytest
from conftest import ROOT

from eyes import sees, waits_for

PAGE = "chapters/eurasian-diplomacy.html"
DECKS = [path.stem for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
WIDTHS = [360, 768, 1280, 1920]
SIZES = [(360, 740), (768, 1024), (844, 390), (1280, 720), (1920, 1080)]
MEANS = ["mouse", "touch", "keyboard"]
# Every slide in turn: what of its heading and body stands outside the window, and how tall its letters are.
SLIDES = """() => [...document.querySelectorAll('.slides > section')].flatMap((slide, number) => {
  Reveal.slide(number);
  const inside = (box) => box.width > 0 && box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
  return [...slide.querySelectorAll('h1, h2, p, li, td, figcaption, caption, svg')].filter((part) => !part.closest('.notes') && part.checkVisibility())
    .filter((part) => !inside(part.getBoundingClientRect()) || part.matches('h1, h2') && parseFloat(getComputedStyle(part).fontSize) * Reveal.getScale() < 14)
    .map((part) => `slide ${number + 1}: ${part.localName} ${part.textContent.slice(0, 40)}`);
})"""


@pytest.fixture(params=WIDTHS)
def page(site: Path, browser, request: pytest.FixtureRequest):
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    yield page
    context.close()


def press(page, name: str, means: str) -> None:
    """Press the button of this name that is seen."""
    button = next(button for button in page.get_by_role("button", name=name).all() if sees(button))
    if means == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.tap() if means == "touch" else button.click()


@pytest.mark.parametrize("means", MEANS)
def test_the_menu_leads_to_another_chapter(page, means: str) -> None:
    other = page.locator("nav.bd-docs-nav").get_by_role("link", name="Nuclear questions", exact=False)
    if page.viewport_size["width"] < 992:
        assert not sees(other)
    else:  # on a wide window it stands open, and the button makes room for the text
        press(page, "Menu", means)
        page.wait_for_function(
            "() => document.querySelector('#pst-primary-sidebar').getBoundingClientRect().right <= 0 || getComputedStyle(document.querySelector('#pst-primary-sidebar')).visibility === 'hidden'"
        )
        assert not sees(other)
    press(page, "Menu", means)
    waits_for(page, page.get_by_text("Energy transition", exact=True))
    other.first.scroll_into_view_if_needed()
    other.first.tap() if means == "touch" else other.first.click()
    waits_for(page, page.get_by_role("heading", level=1, name="Nuclear questions"))


@pytest.mark.parametrize("means", MEANS)
def test_the_contents_lead_to_a_section(page, means: str) -> None:
    contents = page.locator("#pst-page-toc-nav, .page-toc").get_by_role("link", name="Summary")
    if page.viewport_size["width"] < 1200:
        assert not sees(contents)
        press(page, "Contents of this page", means)
        waits_for(page, contents)
    contents.first.tap() if means == "touch" else contents.first.click()
    page.wait_for_url("**#summary")
    waits_for(page, page.get_by_role("heading", name="Summary"))


@pytest.mark.parametrize("means", MEANS)
def test_the_search_opens_and_the_query_is_readable(page, means: str) -> None:
    press(page, "Search", means)
    field = page.locator("#pst-search-dialog input")
    waits_for(page, field)
    page.keyboard.type("railway")
    covered = """input => { const sign = input.parentElement.querySelector('.fa-magnifying-glass').getBoundingClientRect();
      return input.getBoundingClientRect().left + parseFloat(getComputedStyle(input).paddingLeft) < sign.right }"""
    assert field.input_value() == "railway" and not field.evaluate(covered), "the magnifier covers the query"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=railway")


@pytest.mark.parametrize("means", MEANS)
def test_the_theme_changes_the_page(page, means: str) -> None:
    light = "() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return (r + g + b) / 3 > 128 }"
    seen = {page.evaluate(light)}
    for _ in range(3):
        press(page, "Color mode", means)
        seen.add(page.evaluate(light))
    assert seen == {True, False}


@pytest.mark.parametrize("means", MEANS)
def test_the_full_screen_opens_and_closes(page, means: str) -> None:
    press(page, "Fullscreen mode", means)
    page.wait_for_function("document.fullscreenElement !== null")
    page.mouse.move(5, 700)  # the name of the button, shown under the mouse, goes
    waits_for(page, page.get_by_role("heading", level=1))
    press(page, "Fullscreen mode", means)
    page.wait_for_function("document.fullscreenElement === null")


def test_home_and_neighbours_are_reached_without_scrolling(page) -> None:
    for name, title in (
        ("Next: ", "Exercises: Eurasian diplomacy"),
        ("Previous: ", "Eurasian diplomacy"),
        ("Start", "Central Asia plus Japan"),
    ):
        way = page.locator("nav.caj-ways").get_by_role("link", name=name)
        assert sees(way), name
        way.tap()
        waits_for(page, page.get_by_role("heading", level=1, name=title))
    page.go_back()
    page.mouse.move(page.viewport_size["width"] / 2, 400)
    page.mouse.wheel(0, 5000)
    page.wait_for_function("scrollY > 3000")
    assert sees(page.locator("nav.caj-ways").get_by_role("link", name="Next: ")), "the bar scrolls away"


@pytest.mark.parametrize("slug", DECKS)
def test_every_slide_is_seen_at_every_size(site: Path, browser, slug: str) -> None:
    page = browser.new_page()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("about:blank")
        page.goto((site / f"slides/{slug}.html").as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        waits_for(page, page.locator(".slides h1"))
        assert page.evaluate(SLIDES) == [], f"at {width} by {height}"
    page.close()


@pytest.mark.parametrize("means", MEANS)
def test_the_slides_go_on_and_the_speaker_has_notes(site: Path, browser, means: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, has_touch=True)
    page = context.new_page()
    page.goto((site / f"slides/{DECKS[0]}.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    onward = page.locator("button.navigate-right")
    {"mouse": onward.click, "touch": onward.tap, "keyboard": lambda: page.keyboard.press("ArrowRight")}[means]()
    waits_for(page, page.get_by_role("heading", name="After this chapter you can"))
    if means == "keyboard":
        with context.expect_page() as opened:
            page.keyboard.press("s")
        opened.value.get_by_text("Upcoming").first.wait_for()
    context.close()
