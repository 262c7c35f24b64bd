"""Writing in the pages, as a reader does it: keys of the editor, what stays after leaving, and the notebook with one's answers."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from test_live import place, press

EXERCISE = "exercises/the-first-summit.html"
FULL = "const more = (n) => { try { for (;;) localStorage.setItem('x' + Math.random(), 'x'.repeat(n)); } catch {} }; [1e6, 1e4, 100, 1].forEach(more)"


@pytest.fixture
def page(address: str, place: Path, browser) -> Iterator:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.goto(f"{address}/{EXERCISE}")
    yield opened
    context.close()


def box(page, cell: int):
    return page.locator("div.cell", has=page.locator(f'.caj-bar[aria-label="Code cell {cell}"]'))


def editor(page, cell: int, text: str | None = None):
    """Open the editor of a cell, and put text into it by keyboard."""
    area = box(page, cell).locator("textarea.caj-editor")
    if not area.count():
        press(page, cell, "edit")
    area.wait_for()
    if text is not None:
        area.focus()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
    return area


def test_every_step_of_typing_is_taken_back_and_done_again(page) -> None:
    area = editor(page, 3, "")
    for line in ("first", "second", "third"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    assert area.input_value() == "first\nsecond\nthird\n"
    seen = []
    for _ in range(15):
        page.keyboard.press("Control+z")
        seen.append(area.input_value())
    assert "first\nsecond" in seen and "first" in seen and seen[-1] != "first\nsecond\nthird\n"
    for _ in range(16):
        page.keyboard.press("Control+Shift+z")
    assert area.input_value() == "first\nsecond\nthird\n"


def test_enter_of_an_input_method_takes_the_word_and_nothing_else(page) -> None:
    area = editor(page, 3, "# ")
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "東京", "selectionStart": 2, "selectionEnd": 2})
    method.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    )
    for shift in (False, True):
        area.evaluate(
            "(e, shiftKey) => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', shiftKey, isComposing: true, keyCode: 229, bubbles: true, cancelable: true}))",
            shift,
        )
    method.send("Input.insertText", {"text": "東京"})
    assert area.input_value() == "# 東京"
    assert page.locator(".caj-bar output").nth(2).inner_text() == "", "a cell runs in the middle of a word"


def test_tab_and_enter_indent_and_escape_leaves(page) -> None:
    area = editor(page, 3, "")
    page.keyboard.type("if True:  # why")
    page.keyboard.press("Enter")
    page.keyboard.type("values = [")
    page.keyboard.press("Enter")
    assert area.input_value().endswith("[\n        ")
    page.keyboard.press("Backspace")
    page.keyboard.type("]")
    page.keyboard.press("Tab")
    assert area.input_value() == "if True:  # why\n    values = [\n    ]   "
    page.keyboard.press("Control+a")
    page.keyboard.press("Tab")
    assert area.input_value().splitlines()[0] == "    if True:  # why"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+z")
    assert area.input_value().splitlines()[0] == "    if True:  # why"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent").startswith("Run"), "Escape does not leave the editor"


def test_a_click_on_code_writes_there_and_edit_chooses_the_dots(page) -> None:
    press(page, 3, "edit")
    box(page, 3).locator("textarea.caj-editor").wait_for()
    page.keyboard.type('"c"')
    assert box(page, 3).locator("textarea").input_value().startswith('row_of_attendance = "c"')
    box(page, 1).get_by_text("import").first.click()
    box(page, 1).locator("textarea.caj-editor").wait_for()
    page.keyboard.type("X")
    assert re.match(r"i?m?p?o?r?t?X", box(page, 1).locator("textarea").input_value())


def test_a_phone_neither_corrects_nor_enlarges_code(page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    area = editor(page, 3)
    looks = area.evaluate(
        "(e) => [getComputedStyle(e).fontSize, e.autocapitalize, e.getAttribute('autocorrect'), e.spellcheck, e.autocomplete]"
    )
    assert looks == ["16px", "off", "off", False, "off"] or looks == ["16px", "none", "off", False, "off"]
    assert box(page, 3).locator(".caj-run").bounding_box()["height"] >= 44


def test_what_is_written_is_there_after_reload_back_and_in_another_window(page, address: str) -> None:
    editor(page, 3, 'row_of_attendance = "c"')
    answer = page.get_by_role("textbox", name=re.compile("A sourcing note"))
    answer.fill("A note of five words.")
    assert page.get_by_text("5 words. Kept in this browser.").is_visible()
    page.reload()
    assert editor(page, 3).input_value() == 'row_of_attendance = "c"'
    assert answer.input_value() == "A note of five words."
    page.goto(f"{address}/index.html")
    page.go_back()
    assert editor(page, 3).input_value() == 'row_of_attendance = "c"'
    second = page.context.new_page()
    second.goto(f"{address}/{EXERCISE}")
    second.get_by_role("textbox", name=re.compile("The first summit")).fill("From the other window.")
    page.wait_for_function(
        "[...document.querySelectorAll('.caj-answer')].some((field) => field.value === 'From the other window.')"
    )
    assert editor(second, 3).input_value() == 'row_of_attendance = "c"'
    press(page, 3, "reset")
    page.get_by_role("button", name="Bring my code back").click()
    assert editor(page, 3).input_value() == 'row_of_attendance = "c"'


def test_work_on_an_earlier_edition_comes_along(page) -> None:
    answer = page.get_by_role("textbox", name=re.compile("A sourcing note"))
    answer.fill("Written last year.")
    page.evaluate(
        "for (const key of Object.keys(localStorage)) { localStorage.setItem(key.replace(/\\|[^|]*\\|(?=exer)/, '|an-earlier-one|'), localStorage.getItem(key)); localStorage.removeItem(key); }"
    )
    page.reload()
    assert answer.input_value() == "Written last year."
    assert page.get_by_text("earlier edition of this page was brought along").is_visible()


@pytest.mark.parametrize("store", ["full", "closed"])
def test_what_cannot_be_kept_is_said_and_leaving_asks(page, store: str) -> None:
    if store == "full":
        page.evaluate(FULL)
    else:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
        )
        page.reload()
    page.get_by_role("textbox", name=re.compile("A sourcing note")).fill("Too much. " * 50)
    assert page.get_by_text("This browser does not keep what you write").first.is_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.context.pages[0].wait_for_timeout(500) if page.context.pages else None
    assert asked == ["beforeunload"], "the work is lost without a question"


def test_the_notebook_with_my_answers_is_whole_and_earns_its_points(page, tmp_path: Path) -> None:
    editor(page, 3, 'row_of_attendance = "c"\n')
    editor(page, 14, 'verdict_choice = "c"')
    page.get_by_role("textbox", name=re.compile("A sourcing note")).fill("A note on AInvest.\n\nTwo paragraphs.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download with my answers").click()
    file = tmp_path / "class/ann" / download.value.suggested_filename
    download.value.save_as(file)
    mine, given = json.loads(file.read_text("utf-8")), json.loads((ROOT / "exercises" / file.name).read_text("utf-8"))
    assert [cell["id"] for cell in mine["cells"]] == [cell["id"] for cell in given["cells"]]
    written = {cell["id"]: "".join(cell["source"]) for cell in mine["cells"]}
    assert written["source-note"] == "A note on AInvest.\n\nTwo paragraphs."
    same = [a["source"] == b["source"] for a, b in zip(mine["cells"], given["cells"])]
    assert same.count(False) == 3
    command = [
        sys.executable,
        "-m",
        "coursekit.cli",
        "grade",
        tmp_path / "class",
        "--out",
        tmp_path / "marks",
        "--trust",
        "--workers",
        "1",
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    with (tmp_path / "marks/questions.csv").open(encoding="utf-8", newline="") as marks:
        said = {row["question"]: row for row in csv.DictReader(marks)}
    assert said["row-of-attendance"]["points"] == "1" and said["verdict-choice"]["points"] == "2"
    assert "A note on AInvest." in (tmp_path / "marks/manual.html").read_text("utf-8"), "the open answer reaches nobody"
