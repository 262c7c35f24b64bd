"""Text and Lab, numbers for citations, and cards of figures: what a reader sees, on a phone and on a laptop, on paper, and without scripts."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from bookkit.site.citations import about
from eyes import sees, waits_for

CHAPTER = "chapters/the-middle-corridor.html"
SECOND = "chapters/the-first-summit.html"
EXERCISE = "exercises/the-first-summit.html"
INSIDE = "(element) => { const box = element.getBoundingClientRect(); return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; }"
BUTTONS = "() => [...document.querySelectorAll('button, [role=button]')].filter((button) => button.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length"


@pytest.fixture(params=[390, 1280])
def page(browser, request: pytest.FixtureRequest):
    phone = request.param < 600
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=phone, is_mobile=phone, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def narrow(page) -> bool:
    return page.viewport_size["width"] < 600


def press(page, element) -> None:
    element.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
    element.tap() if narrow(page) else element.click()


@pytest.mark.parametrize("path", [CHAPTER, SECOND])
def test_code_is_a_line_in_text_stands_open_in_lab_and_the_choice_is_kept(site: Path, page, path: str) -> None:
    page.goto((site / path).as_uri())
    first = page.locator(".cell_input pre").first
    assert not first.is_visible() and page.evaluate(BUTTONS) <= 25, "more buttons than a reader wants"
    folded = page.locator("details.fold:has(.cell_input) > summary:visible")
    for fold, after in zip(folded.all(), folded.all()[1:]):
        assert re.fullmatch(r"(Code|Answer in Python) · \d+ lines?", fold.inner_text().replace("\n", " "))
        between = fold.evaluate(
            "(fold, after) => { const range = document.createRange(); range.setStartAfter(fold.parentElement); range.setEndBefore(after); return range.toString().trim(); }",
            after.element_handle(),
        )
        assert between, "two folds with nothing between them"
    switch = page.get_by_role("group", name="How to show this page")
    press(page, switch.get_by_role("button", name="Lab"))
    first.scroll_into_view_if_needed()
    assert sees(first) and page.locator(".cell_input pre:visible").count() == page.locator(".cell_input pre").count()
    page.reload()
    assert first.is_visible(), "the choice is forgotten"
    press(page, switch.get_by_role("button", name="Text"))
    assert not first.is_visible() and switch.get_by_role("button", name="Text").get_attribute("aria-pressed") == "true"


def test_a_link_names_the_layer_and_a_cell_and_is_not_taken_for_a_choice(site: Path, page) -> None:
    page.goto(f"{(site / CHAPTER).as_uri()}?layer=lab#levels-before-rates")
    heading = page.get_by_role("heading", name="Levels before rates")
    waits_for(page, heading)
    assert page.locator(".cell_input pre:visible").count() > 10
    page.goto("about:blank")
    page.goto(f"{(site / CHAPTER).as_uri()}#cell-4")
    waits_for(page, page.locator("#cell-4 pre"))
    assert page.locator(".cell_input pre:visible").count() < 10, "what a link has chosen stays chosen"


def test_what_stands_around_the_text_is_in_the_language_of_the_reader(site: Path, page) -> None:
    said = {
        "ru": ("Теперь вы умеете", "Данные", "на английском языке", "Чтение"),
        "ja": ("できるようになったこと", "データ", "本文は英語", "読む"),
        "en": ("You can now", "Data", "", "Read"),
    }
    page.goto((site / CHAPTER).as_uri())
    for language, (end, data, notice, minutes) in said.items():
        page.get_by_role("combobox").select_option(language)
        assert page.locator(".only-in").is_visible() == bool(notice) and notice in page.locator(".only-in").inner_text()
        assert page.locator(".open .meta b").first.inner_text() == minutes
        for words in (page.locator(".short .lab", has_text=end), page.locator("figure .acts summary", has_text=data)):
            words.first.scroll_into_view_if_needed()
            assert sees(words)
        page.reload()


def test_the_line_that_is_read_stays_when_the_layer_changes(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    heading = page.get_by_role("heading", name="What can we say about 2030?")
    heading.evaluate("(heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 200)")
    for layer in ("lab", "text"):
        page.evaluate("(layer) => document.querySelector(`button[data-layer=${layer}]`).click()", layer)
        assert sees(heading), f"the reader is elsewhere in {layer}"


def test_an_exercise_begins_with_its_code_open(site: Path, page) -> None:
    page.goto((site / EXERCISE).as_uri())
    code = page.locator(".cell_input pre", has_text='caj.load("attendance")').first
    code.scroll_into_view_if_needed()
    assert sees(code)
    asked = page.locator(".cell_input pre", has_text="row_of_attendance").first
    assert not asked.is_visible(), "the card comes first"
    press(page, page.locator("details.ask-code > summary").first)
    assert asked.is_visible()


@pytest.mark.parametrize("path", [CHAPTER, SECOND])
def test_the_card_of_a_number_holds_the_record_inside_the_window(site: Path, page, path: str) -> None:
    page.goto((site / path).as_uri())
    numbers = page.locator("sup.cite a:visible").all()
    firsts = list(dict.fromkeys(int(number) for number in page.locator("sup.cite a").all_text_contents()))
    assert firsts == list(range(1, len(firsts) + 1)), "not numbered by first mention"
    right = max(numbers[:40], key=lambda number: number.bounding_box()["x"])
    for number in (numbers[0], right, numbers[-1]):
        id = number.get_attribute("href").removeprefix("#source-")
        entry = page.locator(f"ol.srcs > li:has(#source-{id})")
        assert entry.evaluate("(entry) => [...entry.parentElement.children].indexOf(entry) + 1") == int(
            number.inner_text()
        )
        number.evaluate("(number) => number.scrollIntoView({ block: 'center' })")
        number.tap() if narrow(page) else number.hover()
        card = page.get_by_role("tooltip")
        waits_for(page, card.get_by_text(about(id)))
        assert card.evaluate(INSIDE) and card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
        if (address := card.locator("a[href^=http]")).count():
            assert sees(address)
            if not narrow(page):
                address.hover()  # on the way the card stays
                page.wait_for_timeout(400)
                assert sees(address)
        page.keyboard.press("Escape")
        assert not sees(card)


def test_on_a_wide_window_the_sources_of_a_paragraph_stand_beside_it(site: Path, page) -> None:
    page.goto((site / CHAPTER).as_uri())
    number = page.locator("section section > p sup.cite a").first
    number.evaluate("(number) => number.scrollIntoView({ block: 'center' })")
    name = number.get_attribute("aria-label").partition(": ")[2]
    paragraph = number.locator("xpath=ancestor::p[1]")
    line = paragraph.locator("xpath=following-sibling::aside[1]").locator("li", has_text=name)
    if narrow(page) or not page.locator(".page").count():
        assert not line.is_visible()
        return
    waits_for(page, line)
    text, place = paragraph.bounding_box(), line.bounding_box()
    assert line.inner_text().split()[0] == number.inner_text()
    assert place["x"] >= text["x"] + text["width"] and line.evaluate(INSIDE), "not in the margin"
    assert abs(place["y"] - text["y"]) < 60, "not beside its paragraph"


def test_paper_has_numbers_and_notes_and_no_controls(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / CHAPTER).as_uri())
    cited = page.locator("sup.cite a").first
    record = page.locator(f"ol.srcs > li:has({cited.get_attribute('href')})").inner_text()
    words = " ".join(
        " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages).split()
    )
    assert f"1. {' '.join(record.split()[:6])}" in words, "no note for a number"
    page.emulate_media(media="print")
    assert cited.is_visible()
    for control in ("Download", "Lab", "Ways to run", "import pandas"):
        assert control not in words
    page.close()


def test_without_scripts_numbers_lead_to_the_list_and_code_opens(site: Path, browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    number = page.locator("sup.cite a").nth(2)
    target = number.get_attribute("href")
    number.click()
    entry = page.locator(f"ol.srcs > li:has({target})")
    assert page.url.endswith(target) and entry.is_visible()
    page.locator("details.fold > summary", has_text="Code").first.click()
    assert page.locator(".cell_input pre").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", [CHAPTER, SECOND])
def test_a_figure_has_its_finding_above_and_one_drawer_open_at_a_time(site: Path, page, path: str) -> None:
    page.goto((site / path).as_uri())
    figure = page.locator("figure.fig:has(a.to-code):has(details.more)").first
    title, drawing = figure.locator("p.head"), figure.locator(".caj-drawing")
    assert title.bounding_box()["y"] < drawing.bounding_box()["y"] and figure.locator(".src").inner_text().startswith(
        "Figure "
    )
    press(page, figure.get_by_text("Data", exact=True))
    cell = figure.locator(".caj-data td").first
    waits_for(page, cell)
    press(page, figure.get_by_role("link", name="Code", exact=True))
    code = figure.locator("xpath=ancestor::div[contains(@class, 'run')][1]").locator("pre", has_text="caj.show")
    waits_for(page, code.locator("xpath=ancestor::details[1]"))
    assert code.is_visible() and not cell.is_visible(), "two drawers are open"
    press(page, figure.get_by_role("link", name="Code", exact=True))
    assert not code.is_visible()
    more = figure.locator("details.more > summary")
    named = figure.locator(".caj-source a:visible").count()
    press(page, more)
    assert figure.locator(".caj-source a:visible").count() > named == 2
    press(page, figure.get_by_role("link", name="Link", exact=True))
    assert page.url.endswith("#" + figure.get_attribute("id"))
    file = figure.get_by_role("link", name="Download (CSV)")
    assert (
        (site / path)
        .parent.joinpath(file.get_attribute("href"))
        .read_text("utf-8")
        .startswith(figure.locator(".caj-data th").first.text_content().strip())
    )
