"""What a reader meets while reading, on a phone and on a laptop: cards, contents, hints at edges, ways on and back."""

from pathlib import Path

import pytest

from eyes import sees, waits_for

CHAPTER = "chapters/the-middle-corridor.html"
INSIDE = "(element) => { const box = element.getBoundingClientRect(); return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; }"
# Whether the letters and lines at the right edge of a box fade there: its mask is clear at that edge.
FADES = "(box) => getComputedStyle(box).maskImage.replace(/\\s/g, '').endsWith(box.dataset.more?.includes('right') ? 'rgba(0,0,0,0))' : 'never') "


@pytest.fixture(params=[390, 1280])
def page(browser, request: pytest.FixtureRequest):
    phone = request.param < 600
    context = browser.new_context(
        viewport={"width": request.param, "height": 700}, has_touch=phone, is_mobile=phone, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def narrow(page) -> bool:
    return page.viewport_size["width"] < 600


def press(page, element) -> None:
    element.tap() if narrow(page) else element.click()


def test_the_card_of_a_source_stays_inside_the_window(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    links = page.locator("main p a[href*='#source-']:visible")
    boxes = [(link.bounding_box()["x"], link) for link in links.all()[:25]]
    longest = max(links.all()[:25], key=lambda link: len(link.get_attribute("data-card") or ""))
    for link in [max(boxes, key=lambda box: box[0])[1], min(boxes, key=lambda box: box[0])[1], longest]:
        link.evaluate("link => link.scrollIntoView({ block: 'center' })")
        link.tap() if narrow(page) else link.hover()
        card = page.locator("#caj-card")
        waits_for(page, card)
        assert card.evaluate(INSIDE) and card.evaluate("card => card.scrollWidth <= card.clientWidth"), (
            card.inner_text()
        )
        page.keyboard.press("Escape")


def test_the_contents_mark_the_section_that_is_read(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    page.wait_for_load_state()
    marked = page.locator(".rail .on-page a[aria-current]")
    order = [
        "levels-before-rates",
        "summary",
        "from-levels-to-rates",
        "a-route-and-a-sentence-to-test",
        "plans-outturns-and-errors",
    ]
    for section in order:  # downwards and upwards, in one leap each, and then a little further down in the section
        page.evaluate("(id) => { document.getElementById(id).scrollIntoView(); scrollBy(0, -20); }", section)
        page.wait_for_function(
            "(id) => document.querySelector('.rail .on-page a[aria-current]')?.hash === '#' + id",
            arg=section,
            timeout=5_000,
        )
        assert marked.count() == 1
        if not narrow(page):
            assert sees(marked)
    page.evaluate(
        "scrollTo(0, document.getElementById('levels-before-rates').getBoundingClientRect().top + scrollY - innerHeight * 0.6)"
    )
    page.wait_for_function(
        "document.querySelector('.rail .on-page a[aria-current]')?.hash !== '#levels-before-rates'"
    )  # it has only just come in sight


def test_the_last_section_is_marked_when_it_is_chosen_and_the_menu_gives_way_to_it(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    for name in ("Data and sources", "Further reading"):
        if narrow(page):
            press(page, page.get_by_role("button", name="Menu"))
            fold = page.locator("#rail .on-page")
            if not fold.evaluate("fold => fold.open"):
                press(page, fold.locator("summary"))
        press(page, page.locator(".rail .on-page").get_by_role("link", name=name))
        page.wait_for_timeout(1_500)
        assert name in page.locator(".rail .on-page a[aria-current]").text_content()
        assert sees(page.get_by_role("heading", name=name))
    page.set_viewport_size({"width": 1600, "height": 800})
    press(page, page.locator(".toc").get_by_role("link", name="Back to top"))
    waits_for(page, page.get_by_role("heading", level=1))


def test_a_timeline_without_a_hit_says_so_and_offers_to_clear(site: Path, page) -> None:
    page.goto(f"{(site / 'guides/timeline.html').as_uri()}?country=UZB&words=xyzzy")
    said = page.get_by_text("No event fits all of these choices: ")
    said.scroll_into_view_if_needed()
    assert sees(said) and not page.locator("table.caj-timeline").is_visible()
    press(page, page.get_by_role("button", name="Clear them and show all events"))
    assert (
        not said.is_visible()
        and page.get_by_role("searchbox", name="Words").input_value() == ""
        and page.get_by_label("Country").input_value() == ""
    )
    first = page.locator("table.caj-timeline tr[id] strong").first
    first.scroll_into_view_if_needed()
    assert sees(first) and "words" not in page.url


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (CHAPTER, "Practise this chapter"),
        (CHAPTER, "Next"),
        ("exercises/the-middle-corridor.html", "Back to the chapter"),
        ("guides/glossary.html", "Back"),
    ],
)
def test_the_way_on_has_words_and_leads_where_it_says(site: Path, page, path: str, word: str) -> None:
    page.goto((site / path).as_uri())
    way = page.locator("nav.next a", has=page.get_by_text(word, exact=True))
    way.scroll_into_view_if_needed()
    assert sees(way) and way.evaluate(INSIDE)
    title = way.locator("b").inner_text()
    press(page, way)
    waits_for(page, page.get_by_role("heading", level=1, name=title))


@pytest.mark.parametrize("path", ["guides/map.html"])
def test_a_map_that_is_cut_says_so(site: Path, page, path: str) -> None:
    page.goto((site / path).as_uri())
    box, hint = (
        page.locator(".caj-map-scroll").first,
        page.get_by_text("The map is wider than this window: move it sideways."),
    )
    box.scroll_into_view_if_needed()
    if not narrow(page):
        assert not hint.is_visible() and not box.evaluate(FADES)
        return
    assert sees(hint) and box.evaluate(FADES)
    box.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    page.wait_for_function("!document.querySelector('.caj-map-scroll').dataset.more.includes('right')")
    assert not box.evaluate(FADES)


@pytest.mark.parametrize(
    "path", ["chapters/the-middle-corridor.html", "chapters/tokyo-2025.html", "guides/claims.html"]
)
def test_a_table_that_is_cut_fades_until_its_end(site: Path, page, path: str) -> None:
    page.goto((site / path).as_uri())
    wide = "[...document.querySelectorAll('.scroll, .caj-table')].filter(box => box.clientWidth && getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1)"
    page.evaluate("document.querySelectorAll('details.caj-data').forEach(fold => (fold.open = true))")
    page.wait_for_function(f"{wide}.every(box => box.dataset.more)")
    if not narrow(page):
        return
    count = page.evaluate(f"{wide}.length")
    assert count, "no table of this page is wider than a phone: take another page"
    for number in range(count):
        box = page.evaluate_handle(f"{wide}[{number}]").as_element()
        assert box.evaluate(FADES)
        box.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
        page.wait_for_function(
            "box => !box.dataset.more?.includes('right') && box.dataset.more?.includes('left')", arg=box
        )


def test_all_ways_to_run_stand_from_the_beginning(site: Path, page) -> None:
    page.goto((site / "exercises/the-first-summit.html").as_uri())
    way = page.get_by_role("link", name="Download the notebook")
    way.scroll_into_view_if_needed()
    assert sees(way), "it comes only when something is written"
    assert page.locator("button.caj-mine").is_hidden()


@pytest.mark.parametrize("slug", ["the-middle-corridor", "critical-minerals"])
def test_slides_lead_back_and_their_tables_are_as_large_as_there_is_room_for(site: Path, page, slug: str) -> None:
    page.goto((site / f"slides/{slug}.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    tables = page.evaluate(
        "[...document.querySelectorAll('.slides > section')].flatMap((slide, number) => slide.querySelector('table') ? [number] : [])"
    )
    for number in tables:
        page.evaluate("(number) => Reveal.slide(number)", number)
        size = page.evaluate(
            "parseFloat(getComputedStyle(Reveal.getCurrentSlide().querySelector('td')).fontSize) * Reveal.getScale()"
        )
        full = page.evaluate(
            "Reveal.getCurrentSlide().scrollHeight > 0.85 * Reveal.getConfig().height || Reveal.getCurrentSlide().querySelector('table').scrollWidth > 0.85 * Reveal.getConfig().width && Reveal.getCurrentSlide().querySelectorAll('th').length > 3"
        )
        assert size >= 12 or full, f"slide {number + 1}: letters of {size:.0f} pixels beside an empty place"
    back = page.get_by_role("link", name="Back to the chapter")
    assert sees(back)
    press(page, back)
    page.wait_for_url(f"**/chapters/{slug}.html")
    waits_for(page, page.get_by_role("heading", level=1))


@pytest.mark.parametrize(
    ("start", "links"),
    [
        (CHAPTER, 'main a[href^="#source-"]'),
        ("guides/claims/astana-2024.html", 'main a[href*="references.html#source-"]'),
    ],
)
def test_a_citation_leads_to_its_source_lit_and_back(site: Path, page, start: str, links: str) -> None:
    page.goto((site / start).as_uri())
    link = page.locator(links).nth(3)
    link.scroll_into_view_if_needed()
    target = link.get_attribute("href").split("#")[1]
    for _ in range(2 if narrow(page) else 1):  # a first touch shows the card
        press(page, link)
    page.wait_for_url(f"**#{target}")
    entry = page.locator(f"li:has(#{target})")
    waits_for(page, entry.locator("a").last)
    colours = [
        item.first.evaluate("(item) => getComputedStyle(item).backgroundColor")
        for item in (entry, page.locator(f"li:has([id^='source-']):not(:has(#{target}))"))
    ]
    assert colours[0] != colours[1], "the source does not stand out"
    back = page.get_by_role("button", name="Back to where you were")
    assert sees(back)
    press(page, back)
    page.wait_for_function("(target) => location.hash !== `#${target}`", arg=target)
    waits_for(page, page.locator(links).nth(3))
