"""The cards of scenes and documents, as a reader meets them: every kind is answered wrong, then right, and is there after a reload."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import BrowserContext, Page

from bookkit.documents.reading import read as read_lesson
from bookkit.story.reading import story
from test_axe import AXE, built_ill, coloured_ill
from test_cards import answer, card, opened, said

STORY, LESSON = "a-table-for-six", "aso-corridor-2006"
CARDS = {card["id"]: card for card in story(ROOT / f"chapters/{STORY}/story.yml").cards}
CARDS |= {card["id"]: card for card in read_lesson(ROOT / f"documents/{LESSON}.yml")[0].cards}
ORDER, MATCH = f"{STORY}/astana-order", f"{LESSON}/from-where"


@pytest.fixture(params=[390, 1280])
def context(browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    narrow = request.param < 600
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, has_touch=narrow, color_scheme="dark" if narrow else "light"
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


def again(page: Page) -> None:
    page.reload()
    page.wait_for_selector("html[data-practice=ready]", state="attached")


def order_of(page: Page, id: str) -> list[str]:
    """The ids of the lines from top to bottom, known by their words."""
    named = {option["text"].rstrip("."): option["id"] for option in CARDS[id]["options"]}
    return [named[line.strip()] for line in card(page, id).locator(".order li > span").all_inner_texts()]


def tab_to(page: Page, label: str) -> None:
    """Go on with the key Tab until a control of this name has the focus."""
    name = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
    for _ in range(60):
        if page.evaluate(name) == label:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {label}")


def arrange(page: Page, id: str, wanted: list[str]) -> None:
    """Bring the lines into an order with the keyboard alone: one presses Move up, and keeps the focus."""
    named = {option["id"]: option["text"].rstrip(".") for option in CARDS[id]["options"]}
    for place, one in enumerate(wanted):
        if (now := order_of(page, id).index(one)) > place:
            card(page, id).locator(".ask-card").evaluate("(place) => { place.tabIndex = -1; place.focus(); }")
            tab_to(page, f"Move up: {named[one]}")
            for step in range(now - place):
                page.keyboard.press("Enter")
                assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move up: {named[one]}"
                told = card(page, id).locator("[aria-live]").inner_text()
                assert told == f"{named[one]}: place {now - step} of {len(wanted)}."
    assert order_of(page, id) == wanted


def check(page: Page, id: str) -> str:
    tab_to(page, "Check")
    page.keyboard.press("Enter")
    return said(page, id)


def test_an_order_is_made_with_the_keyboard_alone(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}/chapters/{STORY}.html")
    right = ["speak", "sit", "back", "join", "merge"]
    one = card(page, ORDER)
    assert order_of(page, ORDER) != right, "it stands right already"
    one.get_by_role("button", name="Check").press("Enter")
    assert "Not answered yet" in said(page, ORDER)
    for part in one.locator(".order button").all():
        box = part.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44 and box["x"] + box["width"] <= page.viewport_size["width"]
    arrange(page, ORDER, ["sit", "speak", *right[2:]])
    told = check(page, ORDER)
    assert "✗ Not yet, because “Kawaguchi speaks in Tashkent” comes before “Five ministers" in told
    assert told.endswith(CARDS[ORDER]["answer"][0][2])
    arrange(page, ORDER, right)
    assert "Changed since it was checked" in said(page, ORDER)
    assert f"✓ Correct. {CARDS[ORDER]['praise']}" in check(page, ORDER)
    first = one.get_by_role("button", name="Move up").first
    first.press("Enter")
    assert one.locator("[aria-live]").inner_text() == "This is the first already." and order_of(page, ORDER) == right
    again(page)
    assert order_of(page, ORDER) == right and "Correct." in said(page, ORDER)
    assert page.evaluate("(id) => cajPractice.load(id).v", ORDER) == right
    assert page.evaluate("(id) => cajPractice.load(id).f", ORDER) == "wrong", "the first verdict is forgotten"


def test_pairs_are_chosen_with_the_keyboard_alone(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}/documents/{LESSON}.html")
    one = card(page, MATCH)
    left = {each["id"]: each["text"] for each in CARDS[MATCH]["left"]}

    def choose(id: str, words: str) -> None:
        field = one.get_by_label(left[id])
        assert field.bounding_box()["height"] >= 44
        field.focus()
        page.keyboard.type(words.split()[0])  # a blank would open the list
        page.keyboard.press("Tab")
        assert field.locator("option:checked").inner_text() == words

    choose("l1", "text in two languages")
    choose("l2", "report of a journalist")
    assert "? Not read yet: choose one for “Their economy" in check(page, MATCH)
    choose("l3", "report of a journalist")
    told = check(page, MATCH)
    assert "✗ Not yet, because only 2 of 3 are right: “Their oil equals" in told and "report of a journalist" in told
    assert CARDS[MATCH]["nudge"] in told, "it does not say where to look"
    choose("l2", "ministry’s outline")
    assert f"✓ Correct. {CARDS[MATCH]['praise']}" in check(page, MATCH)
    again(page)
    assert "Correct." in said(page, MATCH)
    chosen = [field.locator("option:checked").inner_text() for field in one.locator("select").all()]
    assert chosen == ["text in two languages", "ministry’s outline", "report of a journalist"]


def test_a_choice_a_set_and_a_text_are_judged_and_kept(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}/documents/{LESSON}.html")
    choice, several, text = f"{LESSON}/karimov", f"{LESSON}/can-say", f"{LESSON}/great-game"
    for id in (choice, several):
        letters = card(page, id).locator(".opts strong").all_inner_texts()
        assert letters == list("abcde"[: len(letters)]), "letters do not run as the lines stand"
    by = {mistake["value"]: mistake["say"] for mistake in CARDS[choice]["mistakes"]}
    assert f"✗ Not yet, because {by['c']}" in answer(page, choice, ["c"])
    assert f"✓ Correct. {CARDS[choice]['praise']}" in answer(page, choice, ["d"])
    never = next(mistake["say"] for mistake in CARDS[several]["mistakes"] if mistake["value"] == "b")
    assert f"Not yet, because {never}" in answer(page, several, ["a", "b"])
    card(page, several).locator("input[value=b]").uncheck()
    told = answer(page, several, ["c"])
    assert "all of this is right, but something is missing." in told and CARDS[several]["hint"] in told
    assert "✓ Correct." in answer(page, several, ["d"])
    own = card(page, text)
    assert not own.get_by_text("Answer", exact=True).is_visible(), "the answer stands there before a word is written"
    own.get_by_role("textbox", name="Your text").fill("One two three.")
    assert own.get_by_text("3 words; 80 to 120 are asked.").is_visible()
    own.get_by_role("textbox", name="Your text").fill("word " * CARDS[text]["try"])
    own.get_by_role("button", name="Done").press("Enter")
    assert "30 words are kept in this browser" in said(page, text)
    own.get_by_text("Answer", exact=True).press("Enter")
    assert own.get_by_text("Only in part. Aso gives the lead").is_visible()
    assert own.get_by_text("a phrase with its place").first.is_visible(), "the levels to judge by"
    again(page)
    assert (
        "Correct." in said(page, choice) and card(page, choice).locator("input:checked").get_attribute("value") == "d"
    )
    assert own.get_by_role("textbox", name="Your text").input_value() == "word " * CARDS[text]["try"]
    assert re.search("3 of 6 answered, 2 right", page.locator(".ask-mine").inner_text())


def test_axe_finds_nothing_on_a_page_with_all_kinds(context: BrowserContext, address: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not here; `make .cache/npm/ready` fetches it from npm for the tests")
    page = opened(context, f"{address}/documents/{LESSON}.html")
    check_first = card(page, MATCH)
    check_first.get_by_role("button", name="Check").press("Enter")
    for fold in page.locator(".ask details").filter(visible=True).all():
        fold.locator("summary").press("Enter")
    assert built_ill(page, AXE.read_text("utf-8")) + coloured_ill(page, set()) == []


def test_without_scripts_a_question_can_be_read_and_its_answer_opened(browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / f"chapters/{STORY}.html").as_uri())
    one = card(page, ORDER)
    assert one.get_by_text("Russia joins the region’s club").first.is_visible()
    assert not one.get_by_text("the promises were named in August").is_visible()
    one.get_by_text("Answer", exact=True).click()
    assert one.get_by_text("the promises were named in August").is_visible()
    context.close()


def test_on_paper_no_answer_stands_below_its_question(context: BrowserContext, site: Path) -> None:
    page = opened(context, (site / f"chapters/{STORY}.html").as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    one = card(page, ORDER)
    assert one.get_by_text("Russia joins the region’s club").first.is_visible()
    assert not one.get_by_text("the promises were named in August").is_visible()
    assert not page.locator(".ask").get_by_text("Check", exact=True).first.is_visible()


def test_my_work_has_the_order_of_the_book_and_leads_to_a_scene(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}/chapters/{STORY}.html")
    page.locator("#exercises").get_by_role("link", name="Which meeting asked foreign troops").click()
    id = f"{STORY}/andijan-silence"
    assert "the city is right and the year is not" in answer(page, id, ["a"])
    page.goto(f"{address}/guides/my-work.html")
    page.get_by_text("Nothing is due.").wait_for()
    named = page.locator("tr[data-chapter]").evaluate_all("(rows) => rows.map((row) => row.dataset.chapter)")
    listed = [name.rsplit("/", 1)[1] for name in re.findall(r"file: ((?:chapters|documents)/[\w-]+)", toc())]
    assert named == [name for name in listed if name in named] and {STORY, LESSON} <= {*named}
    row = page.locator(f"tr[data-chapter={STORY}]")
    assert re.fullmatch(r"A table for six\s1 of \d+\s0", row.inner_text())
    tomorrow = "(id) => { const record = cajPractice.load(id); cajPractice.save(id, { ...record, d: record.d - 25 * 3600e3 }); }"
    page.evaluate(tomorrow, id)
    page.reload()
    page.get_by_role("link", name="A table for six: Look back 2").click()
    assert "now try again from memory" in said(page, id)


def toc() -> str:
    return (ROOT / "_toc.yml").read_text("utf-8")
