"""The page to mark on, in a browser: what a person chooses there is in the marks, the feedback, and the page when it comes again."""

import csv
from pathlib import Path

import pytest
from made import FULL, SLUG, answered, content, grade, hand_in
from shared import sandboxed

from coursekit.marking.feedback import safe
from coursekit.marking.page import number

NO_PICKER = "delete window.showSaveFilePicker"


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def points(out: Path) -> dict[str, str]:
    return {row["student"]: row["points"] for row in rows(out / "marks.csv")}


@pytest.fixture
def context(browser):
    made = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    made.add_init_script(NO_PICKER)
    yield made
    made.close()


def opened(context, out: Path):
    page = context.new_page()
    page.goto((out / "manual.html").as_uri())
    return page


def article(page, student: str):
    return page.locator(f'article[data-student="{student}"]')


def choose(page, student: str, level: int) -> None:
    for row in article(page, student).locator("tbody tr").all():
        row.locator(f'input[value="{level}"]').check()


def saved(page, path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save manual.csv").click()
    download.value.save_as(path)
    return path


def in_view(page, locator) -> bool:
    """Whether a person sees it: its middle is inside the window and nothing lies over it."""
    return locator.evaluate(
        "e => { const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;"
        " return x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight && e.contains(document.elementFromPoint(x, y)); }"
    )


def test_levels_points_and_comments_come_back_as_marks_and_stand_on_the_page_again(
    sandboxed: None, tmp_path: Path, context
) -> None:
    folder, out = (
        hand_in(tmp_path / "in", **{"ann": "First is a word. <script>", "=1+1": 'Two, "quoted"'}),
        tmp_path / "out",
    )
    grade(folder, out)
    page = opened(context, out)
    assert (
        "First is a word. <script>" in article(page, "ann").inner_text()
        and "Is this sentence right?" in article(page, "ann").inner_text()
    )
    choose(page, "ann", 3)
    assert article(page, "ann").locator(".points").input_value() == "6"
    article(page, "=1+1").locator(".points").fill("7,5")
    article(page, "=1+1").locator("textarea").fill("+1 for the dates,\nbut short")
    assert (
        "2 of 2 marked" in page.locator("#state").inner_text()
        and "2 not in a file" in page.locator("#state").inner_text()
    )
    file = saved(page, tmp_path / "downloads" / "manual (1).csv")
    assert "not in a file" not in page.locator("#state").inner_text()
    for _ in range(2):
        grade(folder, out, "--manual", str(file))
    assert points(out) == {"ann": number(FULL + 6), "'=1+1": number(FULL + 7.5)}
    feedback = (out / "feedback" / safe("=1+1") / f"{SLUG}.html").read_text("utf-8")
    assert "+1 for the dates" in feedback and "&#x27;+1" not in feedback
    page.goto((out / "manual.html").as_uri())
    assert (
        article(page, "ann").locator("input:checked").count() == 4
        and article(page, "ann").locator('input[value="3"]:checked').count() == 4
    )
    assert article(page, "=1+1").locator("textarea").input_value() == "+1 for the dates,\nbut short"
    assert article(page, "=1+1").locator(".points").input_value() == "7.5"


def test_what_was_typed_survives_reload_and_leaving_asks(sandboxed: None, tmp_path: Path, context) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One.", bob="Two."), tmp_path / "out"
    grade(folder, out)
    page, asked = opened(context, out), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(page, "ann", 4)
    article(page, "ann").locator("textarea").fill("Good.")
    article(page, "bob").locator(".points").fill("0")
    page.reload()
    assert asked == ["beforeunload"]
    assert (
        article(page, "ann").locator('input[value="4"]:checked').count() == 4
        and article(page, "ann").locator("textarea").input_value() == "Good."
    )
    page.close()
    page = opened(context, out)  # another day
    assert article(page, "bob").locator(".points").input_value() == "0"
    (out / "manual.csv").write_bytes(saved(page, tmp_path / "manual.csv").read_bytes())
    asked.clear()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []
    grade(folder, out)
    assert points(out) == {"ann": number(FULL + 8), "bob": number(FULL)}
    assert rows(out / "marks.csv")[1]["waiting"] == "0"  # 0 points are a mark


def test_level_0_and_points_that_cannot_be(sandboxed: None, tmp_path: Path, context) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One.", bob="Two."), tmp_path / "out"
    grade(folder, out)
    page = opened(context, out)
    choose(page, "ann", 0)
    assert article(page, "ann").locator(".points").input_value() == "0"
    article(page, "bob").locator(".points").fill("80")
    assert "from 0 to 8" in article(page, "bob").inner_text()
    page.click("#save")
    assert "Not saved" in page.locator("#state").inner_text()
    article(page, "bob").locator(".points").fill("7")
    choose(page, "bob", 2)  # what was typed is not replaced in silence
    assert (
        article(page, "bob").locator(".points").input_value() == "7"
        and "The levels give 4." in article(page, "bob").inner_text()
    )
    article(page, "bob").get_by_role("button", name="Take that").click()
    grade(folder, out, "--manual", str(saved(page, tmp_path / "m.csv")))
    assert points(out) == {"ann": number(FULL), "bob": number(FULL + 4)}
    levels = {row["student"]: row["levels"] for row in rows(out / "manual.csv")}
    assert levels["ann"] == "Sourcing=0; Corroboration=0; Context=0; Argument=0"


def test_the_same_text_is_marked_at_once_and_nothing_given_is_replaced(
    sandboxed: None, tmp_path: Path, context
) -> None:
    folder, out = (
        hand_in(tmp_path / "in", ann="No  idea.", bob="Mine.", cid="no idea.", dee="No idea."),
        tmp_path / "out",
    )
    grade(folder, out)
    page = opened(context, out)
    assert page.locator("article").evaluate_all("all => all.map(one => one.dataset.student)") == [
        "ann",
        "cid",
        "dee",
        "bob",
    ]
    article(page, "dee").locator(".points").fill("2")
    article(page, "ann").locator(".points").fill("1")
    article(page, "ann").locator("textarea").fill("Try again.")
    article(page, "ann").get_by_role("button", name="Give the same mark to 2 others").click()
    assert "1 got this mark; 1 already had something" in article(page, "ann").inner_text()
    assert article(page, "bob").get_by_role("button", name="Give the same mark").count() == 0
    grade(folder, out, "--manual", str(saved(page, tmp_path / "m.csv")))
    assert points(out) == {
        "ann": number(FULL + 1),
        "bob": number(FULL),
        "cid": number(FULL + 1),
        "dee": number(FULL + 2),
    }
    assert "Try again." in (out / "feedback/cid" / f"{SLUG}.html").read_text("utf-8")


def test_a_whole_class_is_marked_by_keys(sandboxed: None, tmp_path: Path, context) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One.", bob="Two."), tmp_path / "out"
    grade(folder, out)
    page = opened(context, out)
    for keys in ("n", "3", "3", "2", "4", "c"):
        page.keyboard.press(keys)
    page.keyboard.type("n 3 k are letters here")
    page.keyboard.press("Tab")
    page.locator("article").first.focus()
    for keys in ("n", "1", "1", "1", "1"):
        page.keyboard.press(keys)
    with page.expect_download() as download:
        page.keyboard.press("Control+s")
    download.value.save_as(tmp_path / "m.csv")
    grade(folder, out, "--manual", str(tmp_path / "m.csv"))
    assert points(out) == {"ann": number(FULL + 6), "bob": number(FULL + 2)}
    assert rows(out / "manual.csv")[0]["comment"] == "n 3 k are letters here"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_very_long_answer_scrolls_in_its_box_and_save_is_always_in_reach(
    sandboxed: None, tmp_path: Path, context, width: int
) -> None:
    folder, out = hand_in(tmp_path / "in", ann="word " * 60_000 + "THE END", bob="Short."), tmp_path / "out"
    grade(folder, out)
    page = opened(context, out)
    page.set_viewport_size({"width": width, "height": 844})
    box = article(page, "ann").locator("pre.answer")
    box.hover()
    for place in ("top", "bottom"):
        page.evaluate(f"scrollTo(0, {'0' if place == 'top' else 'document.body.scrollHeight'})")
        assert in_view(page, page.locator("#save")), place
    box.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    assert box.evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.height < innerHeight && e.scrollTop + e.clientHeight > e.scrollHeight - 40 }"
    )
    assert box.inner_text().endswith("THE END") and page.evaluate("document.documentElement.scrollWidth") <= width
    choose(page, "bob", 4)
    assert in_view(page, page.locator("#save"))


def test_a_file_that_is_kept_up_to_date_has_every_change(sandboxed: None, tmp_path: Path, browser) -> None:
    """The browser's own dialog cannot be pressed by a program: a picker that hands out a file in memory stands for it."""
    folder, out = hand_in(tmp_path / "in", ann="One."), tmp_path / "out"
    grade(folder, out)
    page = browser.new_page()
    page.add_init_script(
        "window.showSaveFilePicker = async () => ({name: 'manual.csv', createWritable: async () => {"
        " let content; return {write: async text => { content = text }, close: async () => { window.onDisk = content }} }})"
    )
    page.goto((out / "manual.html").as_uri())
    page.get_by_role("button", name="Keep a file up to date").click()
    page.wait_for_function("window.onDisk")
    article(page, "ann").locator(".points").fill("5")
    article(page, "ann").locator("textarea").fill("Хорошо")
    page.wait_for_function("window.onDisk.includes('Хорошо')")
    assert "manual.csv is up to date" in page.locator("#state").inner_text()
    (out / "manual.csv").write_text(page.evaluate("window.onDisk"), "utf-8")
    page.close()
    grade(folder, out)
    assert points(out) == {"ann": number(FULL + 5)} and "Хорошо" in (out / f"feedback/ann/{SLUG}.html").read_text(
        "utf-8"
    )


def test_a_mark_of_the_tests_is_changed_on_the_page_and_shown_to_all(sandboxed: None, tmp_path: Path, context) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One.", bob="Two."), tmp_path / "out"
    notebook = answered(meetings_in_tokyo="meetings_in_tokyo = 4711")
    (folder / "bob" / f"{SLUG}.ipynb").write_bytes(content(notebook))
    grade(folder, out)
    page = opened(context, out)
    form = page.locator("#change")
    form.get_by_label("Student").select_option("bob")
    form.get_by_label("Question").select_option(label=f"{SLUG}: meetings-in-tokyo")
    assert "The tests gave 0 of 2." in form.inner_text()
    form.get_by_label("Points").fill("1,5")
    form.get_by_role("button", name="Change this mark").click()
    assert "Give a reason" in form.inner_text()
    form.get_by_label("Reason").fill("Right method, typing slip.")
    form.get_by_role("button", name="Change this mark").click()
    assert (
        "bob, meetings-in-tokyo: 0 by the tests, now 1.5 of 2. Right method, typing slip."
        in page.locator("#changed").inner_text()
    )
    page.reload()
    assert "typing slip" in page.locator("#changed").inner_text()
    file = saved(page, tmp_path / "m.csv")
    for options in (["--manual", str(file)], []):
        grade(folder, out, *options)
        assert points(out) == {"ann": number(FULL), "bob": number(FULL - 0.5)}
    for path in (out / f"feedback/bob/{SLUG}.html", out / "report.html"):
        assert "Right method, typing slip." in path.read_text("utf-8"), path
    page.goto((out / "manual.html").as_uri())
    page.locator("#changed").get_by_role("button", name="Take back").click()
    grade(folder, out, "--manual", str(saved(page, tmp_path / "m.csv")))
    assert points(out)["bob"] == number(FULL - 2)


def test_a_changed_answer_shows_its_old_mark_and_can_have_it_again(sandboxed: None, tmp_path: Path, context) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One."), tmp_path / "out"
    grade(folder, out)
    page = opened(context, out)
    article(page, "ann").locator(".points").fill("6.5")
    article(page, "ann").locator("textarea").fill("Well argued.")
    grade(folder, out, "--manual", str(saved(page, tmp_path / "m.csv")))
    hand_in(folder, ann="One, and more.")
    grade(folder, out)
    assert rows(out / "marks.csv")[0]["waiting"] == "8"
    assert "6.5 of 8 points" in (out / "report.html").read_text("utf-8") and "6.5 of 8 points" in (
        out / f"feedback/ann/{SLUG}.html"
    ).read_text("utf-8")
    page.goto((out / "manual.html").as_uri())
    assert "The earlier text had 6.5 of 8 points “Well argued.”" in article(page, "ann").inner_text()
    article(page, "ann").get_by_role("button", name="Give this again").click()
    grade(folder, out, "--manual", str(saved(page, tmp_path / "m2.csv")))
    assert points(out) == {"ann": number(FULL + 6.5)}


def test_marks_of_two_browsers_are_both_there(sandboxed: None, tmp_path: Path, browser) -> None:
    folder, out = hand_in(tmp_path / "in", ann="One.", bob="Two."), tmp_path / "out"
    grade(folder, out)
    files = []
    for student, given in (("ann", "5"), ("bob", "6")):
        context = browser.new_context()
        context.add_init_script(NO_PICKER)
        page = opened(context, out)
        article(page, student).locator(".points").fill(given)
        files.append(saved(page, tmp_path / f"{student}.csv"))
        context.close()
    for file in files:
        grade(folder, out, "--manual", str(file))
    assert points(out) == {"ann": number(FULL + 5), "bob": number(FULL + 6)}
