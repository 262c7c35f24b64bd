"""Cards in the built pages, as a reader meets them: every kind is answered, judged, kept, moved and handed in."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from test_practice import graded

EXERCISE = "exercises/the-first-summit.html"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
CLOSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return opened(context, f"{address}/{EXERCISE}")


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-practice=ready]", state="attached")
    return page


def card(page: Page, id: str) -> Locator:
    return page.locator(f".ask:has([data-ask='{id}'])")


def answer(page: Page, id: str, given: str | list[str]) -> str:
    """Type or tick an answer, press Check with the keyboard, and read the verdict."""
    one = card(page, id)
    if isinstance(given, list):
        for letter in given:
            one.locator(f"input[value={letter}]").check()
        one.get_by_role("button", name="Check").press("Enter")
    else:
        one.locator("input.field").fill(given)
        one.locator("input.field").press("Enter")
    return said(page, id)


def said(page: Page, id: str) -> str:
    return card(page, id).locator(".say").inner_text().replace("\n", " ")


def test_every_kind_is_answered_and_the_verdict_says_why(context: BrowserContext, page: Page, address: str) -> None:
    assert "one meeting fills several rows" in answer(page, "the-first-summit/row-of-attendance", ["a"])
    assert "✓ Correct." in answer(page, "the-first-summit/row-of-attendance", ["c"])
    assert "✗ Not yet, because you counted the rows outside Tokyo" in answer(
        page, "the-first-summit/meetings-in-tokyo", "16"
    )
    assert "✓ Correct." in answer(page, "the-first-summit/meetings-in-tokyo", "24 meetings")
    assert "can mean 11 May or 5 November" in answer(page, "the-first-summit/wpr-earliest", "11/05/2012")
    assert "Correct." in answer(page, "the-first-summit/wpr-earliest", "2012年11月5日")
    page.goto(f"{address}/exercises/customs-chips-and-ai.html")
    assert "Correct." in answer(page, "customs-chips-and-ai/done-clauses", ["a", "d"])
    page.goto(f"{address}/exercises/who-trades-with-whom.html")
    assert "Correct." in answer(page, "who-trades-with-whom/filled-series", " “tkm” ")
    page.goto(f"{address}/chapters/the-first-summit.html")
    assert "Correct." in answer(page, "the-first-summit/missing-meetings", "15, 5 and 10")
    assert (
        page.get_by_text("in quotation marks").count() == 0
        or not page.get_by_text("Answer with one letter in quotation marks").first.is_visible()
    )


def test_a_changed_answer_loses_its_verdict_and_a_reload_judges_again(page: Page) -> None:
    id = "the-first-summit/meetings-in-tokyo"
    answer(page, id, "24")
    card(page, id).locator("input.field").fill("25")
    assert "Changed since it was checked" in said(page, id) and "Correct" not in said(page, id)
    card(page, id).locator("input.field").fill("24")
    answer(page, id, "24")
    page.evaluate(
        "(id) => { const key = Object.keys(localStorage).find((key) => key.endsWith(id)); localStorage[key] = localStorage[key].replace('\"24\"', '\"40\"'); }",
        id,
    )
    page.reload()
    page.wait_for_selector("html[data-practice=ready]", state="attached")
    assert "you counted all rows" in said(page, id), "the verdict was read from the store"
    assert re.search(r"Your answers of \d+ \w+\.", page.locator(".ask-mine").inner_text())


def test_help_comes_in_three_steps_and_the_cell_is_in_a_fold(page: Page) -> None:
    one = card(page, "the-first-summit/meetings-in-tokyo")
    assert not one.get_by_text("what is left to ask?").is_visible()
    for name, words in (
        ("Hint", "what is left to ask?"),
        ("Way", "Compare the column city"),
        ("Answer", "The answer is 24 meetings."),
        ("Answer in Python", "meetings_in_tokyo = ..."),
    ):
        one.get_by_text(name, exact=True).click()
        assert one.get_by_text(words).first.is_visible(), name
    assert one.get_by_text('recent["city"]').is_visible(), "the code that computes it"


@pytest.mark.parametrize("width", [390, 1280])
def test_cards_have_names_for_a_screen_reader_and_room_for_a_thumb(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    assert page.get_by_role(
        "textbox", name="Your answer, a number: How many of them have Tokyo in the column city?"
    ).is_visible()
    group = page.get_by_role("group", name="What does one row of this table stand for? (choose one)")
    assert group.get_by_role("radio").count() == 4 and group.get_by_role("radio", name="One person.").is_visible()
    for part in (
        page.locator(".ask .opts label, .ask .field, .ask .btn, .ask .aside summary, .ask-mine .btn")
        .filter(visible=True)
        .all()
    ):
        box = part.bounding_box()
        assert box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= width, part.inner_text()
    page.get_by_role("radio", name="One person.").focus()
    page.keyboard.press("ArrowDown")
    assert group.locator("input:checked").count() == 1


def test_two_windows_agree_and_never_overwrite_what_is_being_written(
    context: BrowserContext, page: Page, address: str
) -> None:
    id, other = "the-first-summit/meetings-in-tokyo", "the-first-summit/after-the-fact"
    second = opened(context, f"{address}/{EXERCISE}")
    answer(second, id, "24")
    page.wait_for_function(
        "() => document.querySelector('[data-ask$=meetings-in-tokyo] .say').textContent.includes('Correct')"
    )
    card(page, other).locator("input.field").press_sequentially("9")
    answer(second, other, "10")
    page.wait_for_selector("text=You have changed this answer in another window")
    assert card(page, other).locator("input.field").input_value() == "9"
    page.get_by_role("button", name="Take that one").click()
    assert card(page, other).locator("input.field").input_value() == "10" and "Correct" in said(page, other)
    second.reload()
    assert card(second, other).locator("input.field").input_value() == "10"


def test_answers_travel_as_one_file_and_can_be_cleared(browser, page: Page, address: str, tmp_path: Path) -> None:
    answer(page, "the-first-summit/meetings-in-tokyo", "24")
    page.get_by_role("textbox", name=re.compile("A sourcing note")).fill("A note of five words.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_text("Your answers on this page were cleared.").wait_for()
    page.reload()
    assert card(page, "the-first-summit/meetings-in-tokyo").locator("input.field").input_value() == ""
    there = browser.new_context()
    second = opened(there, f"{address}/{EXERCISE}")
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "other"}')
    second.locator(".ask-mine input[type=file]").set_input_files(broken)
    second.get_by_text("Nothing was taken: this is no file of answers of this book.").wait_for()
    second.locator(".ask-mine input[type=file]").set_input_files(file)
    second.get_by_text("2 answers were taken from the file.").wait_for()
    assert "Correct." in said(second, "the-first-summit/meetings-in-tokyo")
    assert second.get_by_role("textbox", name=re.compile("A sourcing note")).input_value() == "A note of five words."
    there.close()


def test_an_answer_of_an_earlier_edition_comes_along_where_the_question_is_the_same(page: Page) -> None:
    same, other = "the-first-summit/meetings-in-tokyo", "the-first-summit/after-the-fact"
    answer(page, same, "24")
    answer(page, other, "10")
    page.evaluate(
        """(other) => { for (const key of Object.keys(localStorage).filter((key) => key.startsWith('caj-ask|'))) {
        const record = JSON.parse(localStorage[key]);
        localStorage[key.replace(/\\|[^|]*\\|(?=the-first)/, '|an-earlier-one|')] = JSON.stringify(key.endsWith(other) ? { ...record, k: 'another' } : record);
        localStorage.removeItem(key); } }""",
        other,
    )
    page.reload()
    page.wait_for_selector("html[data-practice=ready]", state="attached")
    assert card(page, same).locator("input.field").input_value() == "24"
    assert "From edition an-earlier-one: check it again." in said(page, same)
    assert card(page, other).locator("input.field").input_value() == "", "another question, another answer"
    assert page.evaluate(
        "Object.keys(localStorage).some((key) => key.includes('an-earlier-one') && key.includes('after-the-fact'))"
    )


@pytest.mark.parametrize("store", [FULL, CLOSED])
def test_without_a_store_cards_work_and_say_so(context: BrowserContext, address: str, store: str) -> None:
    context.add_init_script(store)
    page = opened(context, f"{address}/{EXERCISE}")
    assert "Correct." in answer(page, "the-first-summit/meetings-in-tokyo", "24")
    assert page.get_by_text("This browser does not keep your answers").is_visible()


def test_pages_opened_as_files_ask_keep_and_hand_in(context: BrowserContext, site: Path, tmp_path: Path) -> None:
    page = opened(context, f"file://{site}/{EXERCISE}")
    assert "Correct." in answer(page, "the-first-summit/meetings-in-tokyo", "24")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my work").click()
    download.value.save_as(tmp_path / "mine.ipynb")
    assert "meetings_in_tokyo = 24\\n" in (tmp_path / "mine.ipynb").read_text("utf-8")
    page.reload()
    assert card(page, "the-first-summit/meetings-in-tokyo").locator("input.field").input_value() == "24"


def test_without_scripts_prompt_choices_and_a_folded_answer_are_there(browser, site: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"file://{site}/{EXERCISE}")
    one = card(page, "the-first-summit/row-of-attendance")
    right = one.locator(".ask-answer").get_by_text("One row, one fact: who led one delegation at one meeting")
    assert one.get_by_text("One country.").is_visible() and not right.is_visible()
    one.get_by_text("Answer", exact=True).click()
    assert right.is_visible() and one.locator(".ask-answer [data-letter]").all_inner_texts() == ["c"]
    assert not page.get_by_text("Your answers", exact=True).is_visible()
    page.context.close()


def test_a_page_handed_in_is_graded_and_own_code_stays(page: Page, tmp_path: Path) -> None:
    answers = {
        "row-of-attendance": ["c"],
        "meetings-in-tokyo": "24",
        "wpr-earliest": "5.11.2012",
        "after-the-fact": "10",
        "verdict-choice": ["c"],
        "note-for-preview": ["b"],
    }
    for name, given in answers.items():
        answer(page, f"the-first-summit/{name}", given)
    answer(page, "the-first-summit/prime-ministers", "2")
    page.evaluate("cajWork.set('prime-ministers', 'prime_ministers = 1 + 1\\n')")
    page.get_by_role("textbox", name=re.compile("A sourcing note")).fill("Words of my own. " * 10)
    model = page.get_by_role("button", name="Compare with a model answer")
    model.first.click()
    assert page.get_by_text("One strong answer. Yours may differ").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my work").click()
    file = tmp_path / "class/ann" / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_text("the-first-summit.ipynb holds 8 of 9 answers.").wait_for()
    assert page.get_by_text("Your own Python stands in Leaders before the summit").is_visible()
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(file.read_text("utf-8"))["cells"]}
    assert (
        cells["prime-ministers"] == "prime_ministers = 1 + 1\n"
        and 'wpr_earliest = "2012-11-05"' in cells["wpr-earliest"]
    )
    marks = {row["question"]: (row["points"], row["of"]) for row in graded(tmp_path)}
    assert all(points == of for name, (points, of) in marks.items() if name in {*answers, "prime-ministers"}), marks


def test_the_script_is_small_and_quick(page: Page, site: Path) -> None:
    assert len(gzip.compress((site / "_static/practice.js").read_bytes(), 9)) < 10_000
    field = card(page, "the-first-summit/meetings-in-tokyo")
    field.locator("input.field").fill("24")
    spent = field.locator("form").evaluate(
        "(form) => { const start = performance.now(); form.requestSubmit(); return form.querySelector('.say').textContent.includes('Correct') ? performance.now() - start : 1e9; }"
    )
    assert spent < 50


def test_progress_is_told_to_the_page(page: Page) -> None:
    page.evaluate("addEventListener('caj:answer', (event) => (window.told = event.detail), true)")
    answer(page, "the-first-summit/meetings-in-tokyo", "24")
    told = page.evaluate("window.told")
    assert (
        told["status"] == "correct"
        and told["first"] == "right"
        and told["progress"]["answered"] == 1
        and told["progress"]["total"] == 12
    )
    card(page, "the-first-summit/after-the-fact").get_by_text("Hint", exact=True).click()
    answer(page, "the-first-summit/after-the-fact", "10")
    assert page.evaluate("window.told.first") == "helped" and page.evaluate("window.told.progress.first") == 1


def test_my_work_counts_and_what_is_due_is_asked_anew(context: BrowserContext, page: Page, address: str) -> None:
    answer(page, "the-first-summit/meetings-in-tokyo", "24")
    answer(page, "the-first-summit/after-the-fact", "9")
    mine = opened(context, f"{address}/guides/my-work.html")
    row = mine.locator("tr[data-chapter=the-first-summit]")
    assert row.inner_text().split("\t")[1:] == ["2 of 12", "1"]
    assert mine.get_by_text("Nothing is due.").is_visible()
    tomorrow = "Object.keys(localStorage).filter((key) => key.startsWith('caj-ask|')).forEach((key) => { const record = JSON.parse(localStorage[key]); localStorage[key] = JSON.stringify({ ...record, d: record.d - 25 * 3600e3 }); })"
    mine.evaluate(tomorrow)
    mine.reload()
    mine.get_by_text("2 questions are due.").wait_for()
    mine.get_by_role("link", name="The first summit: Question 2: Meetings in Tokyo").click()
    assert "now try again from memory" in said(mine, "the-first-summit/meetings-in-tokyo")
    assert "Correct." in answer(mine, "the-first-summit/meetings-in-tokyo", "24")
    assert mine.evaluate("cajPractice.load('the-first-summit/meetings-in-tokyo').b") == 2, "comes back after seven days"
