"""The built site in a real browser: silent towards third parties, fitting, moved by keyboard and touch."""

import itertools
from pathlib import Path

import pytest
from conftest import ROOT, standing
from eyes import sees

from caj import data

PAGES = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
WIDTHS, LIGHTS = (360, 1280), ("light", "dark")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_every_page_asks_nobody_and_fits_both_screens_in_both_lights(site: Path, address: str, browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page, faults = context.new_page(), []
    page.on("request", lambda request: request.url.startswith((address, "data:", "blob:")) or faults.append(f"{page.url} asks {request.url}"))
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    for path in standing(site):
        page.goto(f"{address}/{path.relative_to(site).as_posix()}")
        for width, light in itertools.product(WIDTHS, LIGHTS):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=light)  # slides follow it; the pages have a switch
            page.evaluate("light => { document.documentElement.dataset.theme = light }", light)
            if (wide := page.evaluate(TOO_WIDE)) > 0:
                faults.append(f"{path.relative_to(site)} is {wide} pixels too wide at {width} in {light}")
    context.close()
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("page", PAGES)
def test_charts_come_alive_from_files_too(site: Path, browser, page: str) -> None:
    opened, errors = browser.new_page(), []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.goto((site / page).as_uri())
    charts = opened.locator("figure.caj-chart")
    drawn = [chart.bounding_box()["height"] for chart in charts.all()]
    for i, height in enumerate(drawn):
        charts.nth(i).scroll_into_view_if_needed()
        charts.nth(i).hover()
        charts.nth(i).locator(".vega-embed svg").wait_for(timeout=10_000)
        assert abs(charts.nth(i).bounding_box()["height"] - height) < 1, f"figure {i + 1} moves the text under it"
    assert drawn and errors == []
    opened.close()


def test_text_at_twice_its_size_fits(site: Path, browser) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)  # 1280 pixels at 200 %
    page = context.new_page()
    for path in PAGES[:3]:
        page.goto((site / path).as_uri())
        assert page.evaluate(TOO_WIDE) <= 0, path
    context.close()


def test_a_walk_by_keyboard_shows_where_it_is(site: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto((site / PAGES[0]).as_uri())
    marked = """() => { const shown = document.activeElement.querySelector('.toctree-toggle') ?? document.activeElement; const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
      return [document.activeElement.tagName, document.activeElement.textContent.trim().slice(0, 40), box.width > 0 && box.height > 0,
              style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.textDecorationLine !== 'none'] }"""
    places = []
    for _ in range(60):
        page.keyboard.press("Tab")
        places.append(page.evaluate(marked))
    page.close()
    assert places[0][1] == "Skip to main content"
    assert [place for place in places if place[0] != "BODY" and not (place[2] and place[3])] == []
    assert len({tuple(place[:2]) for place in places}) >= 30


def test_nothing_moves_for_readers_who_wish_so(site: Path, browser) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter((part) => ['', '::before', '::after'].some((pseudo) => {
      const style = getComputedStyle(part, pseudo);
      return /[1-9]/.test(style.transitionDuration + style.animationDuration.replace('auto', '')) || style.scrollBehavior === 'smooth' })).length"""
    for wish, expected in (("no-preference", True), ("reduce", False)):
        page = browser.new_page(reduced_motion=wish)
        for path in (PAGES[0], "slides/the-first-summit.html"):
            page.goto((site / path).as_uri())
            assert (page.evaluate(moving) > 0) is expected, f"{path} for {wish}"
        page.close()


def test_the_timeline_is_filtered_by_keyboard(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / "guides/timeline.html").as_uri())
    page.get_by_label("Theme").focus()
    page.keyboard.type("minerals")
    page.keyboard.press("Tab")
    page.keyboard.type("Japan")
    shown = page.locator("tr[data-theme]:visible")
    events = data.load("events")
    wanted = events[(events["theme"] == "minerals") & events["countries"].str.contains("JPN")]
    assert shown.count() == len(wanted) > 0
    assert page.get_by_role("status").inner_text().startswith(f"{len(wanted)} of {len(events)}")
    assert "theme=minerals" in page.url and "country=JPN" in page.url
    page.close()


def test_the_map_is_used_by_keyboard(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / "guides/map.html").as_uri())
    page.locator(".caj-map").first.scroll_into_view_if_needed()
    assert sees(page.locator(".caj-map svg text", has_text="Tashkent")), "the map opens on the region"
    page.locator('.caj-map a[href="#place-aktau"]').first.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("status")
    card.scroll_into_view_if_needed()
    assert sees(card.get_by_role("heading", name="Aktau"))
    assert "Aktau" in card.inner_text() and "Beyneu" in card.inner_text() and page.url.endswith("#place-aktau")
    chosen = page.locator(".caj-map path.caj-chosen")
    assert chosen.count() == 2 * card.locator("[data-leg]").count() > 0
    page.get_by_label("Ocean").focus()
    page.keyboard.press("Space")
    assert page.locator('.caj-map [data-id="leg-092"]').first.is_hidden()
    page.locator("select[name=place]").select_option("place-singapore")
    assert "Singapore" in card.inner_text()
    page.close()


def test_terms_and_citations_open_a_card_by_keyboard(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / PAGES[0]).as_uri())
    for kind in ("a.caj-term", 'main p a[href*="#source-"]'):
        page.locator(kind).first.focus()
        card = page.get_by_role("tooltip")
        assert card.is_visible() and len(card.inner_text()) > 20
        page.keyboard.press("Escape")
        assert card.is_hidden()
    page.close()


def test_terms_open_a_card_at_the_first_touch(site: Path, browser) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((site / PAGES[0]).as_uri())
    term = page.locator("a.caj-term").first
    term.tap()
    assert page.get_by_role("tooltip").is_visible() and "glossary" not in page.url
    term.tap()
    page.wait_for_url("**/glossary.html#term-*")
    context.close()
