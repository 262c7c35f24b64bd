"""The built site in a real browser: silent towards third parties, fitting, moved by keyboard and touch."""

import itertools
from pathlib import Path

import pytest
from conftest import ROOT

from caj import data
from eyes import sees, waits_for

PAGES = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
WIDTHS, LIGHTS = (360, 1280), ("light", "dark")
# The words that a chart shows, and those that are cut, or meet others on their line.
WORDS = """(figure) => {
  const paper = figure.querySelector('.caj-drawing').getBoundingClientRect();
  const shown = [...figure.querySelectorAll('.caj-drawing svg text')].filter((text) => text.textContent.trim() && text.checkVisibility({ opacityProperty: true }));
  const level = shown.filter((text) => !/rotate/.test(text.getAttribute('transform'))).map((text) => [text.textContent, text.getBoundingClientRect()]);
  const cut = level.filter(([, box]) => box.left < paper.left - 1 || box.right > paper.right + 1 || box.top < paper.top - 1 || box.bottom > paper.bottom + 1);
  const meet = ([, a], [, b]) => Math.min(a.right, b.right) > Math.max(a.left, b.left) - 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const pairs = level.flatMap((one, i) => level.slice(i + 1).filter((other) => meet(one, other)).map((other) => `${one[0]} meets ${other[0]}`));
  return [shown.map((text) => text.textContent), [...cut.map(([said]) => `${said} is cut`), ...pairs]];
}"""


@pytest.mark.parametrize("page", PAGES)
def test_charts_come_alive_from_files_too_and_keep_their_words(site: Path, browser, page: str) -> None:
    opened = browser.new_page(reduced_motion="reduce")
    opened.goto((site / page).as_uri())
    for number, chart in enumerate(opened.locator("figure.caj-chart").all(), 1):
        (stored, ill), height = chart.evaluate(WORDS), chart.bounding_box()["height"]
        assert stored, f"figure {number} says nothing"
        chart.scroll_into_view_if_needed()
        chart.hover()
        chart.locator(".vega-embed svg").wait_for(timeout=20_000)
        assert abs(chart.bounding_box()["height"] - height) < 1, f"figure {number} moves the text under it"
        words, worse = chart.evaluate(WORDS)
        assert words == stored and ill == worse == [], f"figure {number}"
    opened.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("page", "figure", "mark", "said"),
    [
        (
            "the-middle-corridor",
            1,
            ".mark-rect path",
            {"year": "Year", "Thousand tonnes": "Value", "note": "Note"},
        ),  # a column's name gives way to the axis
        (
            "critical-minerals",
            4,
            ".mark-symbol path",
            {"year": "year", "Per cent from China": "value"},
        ),  # its period is missing in the table
        (
            "training-and-migration",
            2,
            ".role-mark.mark-symbol path",
            {"persons, log scale": "value", "heading": "label", "kind": "kind"},
        ),  # nobody chose a tooltip, and its points are named in a column called label
    ],
)
def test_a_tooltip_says_in_words_what_the_table_says(
    site: Path, browser, page: str, figure: int, mark: str, said: dict[str, str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto((site / f"chapters/{page}.html").as_uri())
    chart = opened.locator("figure.caj-chart").nth(figure - 1)
    chart.evaluate("(figure) => figure.scrollIntoView({ block: 'center' })")
    chart.hover()
    chart.locator(".vega-embed svg").wait_for(timeout=20_000)
    box = chart.locator(f".vega-embed {mark}").first.bounding_box()
    opened.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tooltip = opened.locator("#vg-tooltip-element")
    waits_for(opened, tooltip)
    place = tooltip.bounding_box()
    assert (
        place["x"] >= 0
        and place["y"] >= 0
        and place["x"] + place["width"] <= width
        and place["y"] + place["height"] <= 800
    ), "cut by the window"
    lines = {
        row.locator("td").first.inner_text(): row.locator("td").last.inner_text() for row in tooltip.locator("tr").all()
    }
    if tooltip.locator("h2").count():
        lines["heading"] = tooltip.locator("h2").inner_text()
    assert (
        said.keys() <= lines.keys()
        and not {"null", "NaN", ""} & set(lines.values())
        and "_" not in "".join([*lines, *lines.values()])
    )
    assert tooltip.evaluate("(tip) => getComputedStyle(tip).backgroundColor").startswith("rgb("), "it lets through"
    columns = chart.locator(".caj-data th").all_text_contents()
    rows = [
        dict(zip(columns, row.locator("td").all_text_contents())) for row in chart.locator(".caj-data tbody tr").all()
    ]
    plain = lambda number: number.replace(",", "").removesuffix(".0").strip()
    assert any(all(plain(row[column]) == plain(lines[title]) for title, column in said.items()) for row in rows), (
        lines,
        columns,
        rows[:3],
    )
    context.close()


def test_a_walk_by_keyboard_shows_where_it_is(site: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto((site / PAGES[0]).as_uri())
    marked = """() => { const shown = document.activeElement.closest('.tool.lang') ?? document.activeElement; const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
      return [document.activeElement.tagName, document.activeElement.textContent.trim().slice(0, 40), box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
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
    told = [row.inner_text() for row in shown.all()]
    assert len(wanted) > 0 and [title for title in wanted["title"] if not any(title in text for text in told)] == []
    assert [text for text in told if not any(title in text for title in wanted["title"])] == [], (
        "an event that was not asked for"
    )
    shown.first.scroll_into_view_if_needed()
    assert sees(shown.first.locator("strong"))
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
    page.locator(".caj-map").first.scroll_into_view_if_needed()
    assert len(card.locator("[data-leg]").all()) > 1 and chosen.first.is_visible(), "the lines of the place are marked"
    ocean = page.locator('.caj-map [data-id="leg-092"]').last  # the first has no length of its own
    assert ocean.is_visible()
    page.get_by_label("Ocean").focus()
    page.keyboard.press("Space")
    assert ocean.is_hidden()
    page.locator("select[name=place]").select_option("place-singapore")
    card.scroll_into_view_if_needed()
    assert sees(card.get_by_role("heading", name="Singapore"))
    page.close()


def test_terms_and_citations_open_a_card_by_keyboard(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / PAGES[0]).as_uri())
    term, source = page.locator("a.caj-term").first, page.locator('main p a[href*="#source-"]').first
    place = source.get_attribute("href")
    listed = page.locator("li", has=page.locator(place)).first.inner_text()
    word = term.inner_text()
    page.goto((site / "guides/glossary.html").as_uri())
    meaning = page.locator("dt", has_text=word).first.locator("xpath=following-sibling::dd[1]").inner_text()
    page.go_back()
    for link, words in ((term, meaning.split(".")[0]), (source, listed.split(".")[0])):
        link.focus()
        card = page.get_by_role("tooltip")
        waits_for(page, card)
        assert words.lower() in card.inner_text().lower()
        page.keyboard.press("Escape")
        assert not sees(card)
    page.close()


def test_terms_open_a_card_at_the_first_touch(site: Path, browser) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((site / PAGES[0]).as_uri())
    term = page.locator("a.caj-term").first
    term.tap()
    waits_for(page, page.get_by_role("tooltip"))
    assert "glossary" not in page.url
    word = term.inner_text()
    term.tap()
    page.wait_for_url("**/glossary.html#term-*")
    waits_for(page, page.locator("dt", has_text=word))
    context.close()
