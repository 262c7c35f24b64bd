"""Each control of a page is pressed by mouse, finger and keyboard, with the side list beside the text and behind its button; what opens is seen."""

from pathlib import Path

import pytest
from conftest import ROOT

from eyes import sees, waits_for

PAGE = "chapters/eurasian-diplomacy.html"
DECKS = [path.stem for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
# Each means in both layouts, each layout at two widths.
PHONE, TABLET, DESK, WALL = 360, 768, 1280, 1920
MEANS = [(PHONE, "touch"), (TABLET, "mouse"), (PHONE, "keyboard"), (DESK, "mouse"), (WALL, "touch"), (DESK, "keyboard")]
SIZES = [(360, 740), (768, 1024), (844, 390), (1280, 720), (1920, 1080)]
# Every slide in turn: what of its heading and body stands outside the window, and how tall its letters are.
SLIDES = """() => [...document.querySelectorAll('.slides > section')].flatMap((slide, number) => {
  Reveal.slide(number);
  const inside = (box) => box.width > 0 && box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
  return [...slide.querySelectorAll('h1, h2, p, li, td, figcaption, caption, svg')].filter((part) => !part.closest('.notes') && part.checkVisibility())
    .filter((part) => !inside(part.getBoundingClientRect()) || part.matches('h1, h2') && parseFloat(getComputedStyle(part).fontSize) * Reveal.getScale() < 14)
    .map((part) => `slide ${number + 1}: ${part.localName} ${part.textContent.slice(0, 40)}`);
})"""


each_means = pytest.mark.parametrize(("page", "means"), MEANS, indirect=["page"])


@pytest.fixture(params=[PHONE, DESK])
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
    use(page, button, means)


def use(page, element, means: str) -> None:
    """Press what is seen, by mouse, finger or key."""
    element.scroll_into_view_if_needed()
    if means == "keyboard":
        element.focus()
        page.keyboard.press("Enter")
    else:
        element.tap() if means == "touch" else element.click()


def narrow(page) -> bool:
    """Whether the side list is behind the menu button."""
    return page.viewport_size["width"] < 1104


@each_means
def test_the_menu_leads_to_another_chapter(page, means: str) -> None:
    other = page.locator("#rail").get_by_role("link", name="Nuclear questions", exact=False)
    part = page.locator("#rail summary", has_text="Energy transition")
    if narrow(page):
        assert not sees(part)
        press(page, "Menu", means)
        waits_for(page, part)
    assert sees(part) and not sees(other), "of the parts only the present one stands open"
    use(page, part, means)
    waits_for(page, other)
    use(page, other.first, means)
    waits_for(page, page.get_by_role("heading", level=1, name="Nuclear questions"))


@each_means
def test_the_contents_lead_to_a_section(page, means: str) -> None:
    contents = page.locator(":is(.toc, .on-page) a:visible", has_text="Summary")
    if narrow(page):
        assert contents.count() == 0
        press(page, "Menu", means)
        use(page, page.locator("#rail summary", has_text="On this page"), means)
    waits_for(page, contents)
    use(page, contents.first, means)
    page.wait_for_url("**#summary")
    waits_for(page, page.get_by_role("heading", name="Summary"))


@pytest.mark.parametrize(
    ("page", "means"), [*MEANS, (TABLET, "/"), (DESK, "/"), (DESK, "Control+k")], indirect=["page"]
)
def test_the_search_opens_and_the_query_is_readable(page, means: str) -> None:
    if means in ("/", "Control+k"):
        page.keyboard.press(means)
    else:
        press(page, "Search", means)
    field = page.get_by_role("searchbox", name="Words")
    waits_for(page, field)
    page.keyboard.type("railway")
    assert field.input_value() == "railway" and sees(field)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=railway")


@each_means
def test_the_light_changes_the_page_and_is_kept(page, means: str) -> None:
    light = "() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return (r + g + b) / 3 > 128 }"
    assert page.evaluate(light)
    press(page, "Light or dark", means)
    assert not page.evaluate(light)
    page.reload()
    assert not page.evaluate(light), "another page forgets it"
    press(page, "Light or dark", means)
    assert page.evaluate(light)


@each_means
def test_the_full_screen_opens_and_closes(page, means: str) -> None:
    for opened in ("true", "false"):
        press(page, "More", means)
        waits_for(page, page.get_by_role("button", name="Full screen"))
        press(page, "Full screen", means)
        page.wait_for_function(f"(document.fullscreenElement !== null) === {opened}")
        waits_for(page, page.get_by_role("heading", level=1))
        assert not sees(page.get_by_role("button", name="Full screen")), "the menu stays over the page"


def test_home_doors_and_neighbours_are_reached_without_scrolling(page) -> None:
    page.mouse.move(page.viewport_size["width"] / 2, 400)
    page.mouse.wheel(0, 5000)
    page.wait_for_function("scrollY > 3000")
    for name, title in (
        ("Practise this chapter", "Exercises: Eurasian diplomacy"),
        ("A dialogue is launched", "A dialogue is launched"),
        ("Reference", "Timeline"),
    ):
        if narrow(page):
            press(page, "Menu", "touch")
        way = page.locator(".doors, #rail").get_by_role("link", name=name).locator("visible=true").first
        waits_for(page, way)
        way.tap()
        waits_for(page, page.get_by_role("heading", level=1, name=title))
        page.go_back()
    home = page.locator("header").get_by_role("link", name="Central Asia plus Japan")
    assert sees(home), "the way home scrolls away"
    home.tap()
    waits_for(page, page.get_by_role("heading", level=1, name="Central Asia plus Japan"))


def test_buttons_and_menus_speak_the_language_of_the_reader(page) -> None:
    said = {
        "ru": ("Поиск", "Поисковый запрос", "Справочник", "Меню", "Ещё", "Печать", "Куда дальше"),
        "ja": ("検索", "キーワード", "調べる", "メニュー", "その他", "印刷", "前後のページ"),
        "en": ("Search", "Words", "Reference", "Menu", "More", "Print", "Where to go from here"),
    }
    for language, (search, words, door, menu, more, paper, onward) in said.items():
        page.get_by_role("combobox").select_option(language)
        press(page, search, "touch")
        waits_for(page, field := page.get_by_role("searchbox", name=words))
        page.keyboard.type("Astana")
        page.keyboard.press("Escape")
        assert not field.is_visible(), "the sheet stays open when something is written in it"
        press(page, more, "touch")
        waits_for(page, page.get_by_role("button", name=paper))
        page.keyboard.press("Escape")
        if narrow(page):
            press(page, menu, "touch")
        waits_for(page, page.locator(".doors a:visible, .doors2 a:visible", has_text=door))
        page.keyboard.press("Escape")
        assert page.get_by_role("navigation", name=onward).count() == 1
        page.reload()  # the choice is kept
    assert page.get_by_role("heading", level=1).get_attribute("lang") is None, "the text itself stays as it is"


@pytest.mark.parametrize("slug", DECKS)
def test_every_slide_is_seen_at_every_size(site: Path, browser, slug: str) -> None:
    page = browser.new_page()
    page.goto((site / f"slides/{slug}.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("Reveal.slide(0); Reveal.layout()")
        waits_for(page, page.locator(".slides h1"))
        assert page.evaluate(SLIDES) == [], f"at {width} by {height}"
    page.close()


@pytest.mark.parametrize("means", ["mouse", "touch", "keyboard"])
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


@pytest.mark.parametrize("page", [DESK], indirect=True)
def test_few_stops_lead_from_the_skip_link_to_the_first_code(page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    at_code = "document.activeElement.matches('article details.fold:has(.cell_input) > summary')"
    presses = (page.keyboard.press("Tab") or page.evaluate(at_code) for _ in range(11))
    assert any(presses), "more than eleven stops before the first code"
