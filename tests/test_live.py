"""Code that runs in the page, in a real browser: same values as stored, edits, errors, endless loops, no network, keyboard."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookkit.in_page import runtime
from eyes import sees, waits_for

CHAPTER, OFFLINE, EXERCISE = (
    "chapters/auditing-the-news.html",
    "chapters/the-middle-corridor.html",
    "exercises/the-first-summit.html",
)
START = 240_000  # milliseconds; a busy machine with two cores
SHOWN = """async () => {
// The charts of the built page have what makes them live in a file beside the scripts.
const apart = document.querySelector(".caj-spec[data-file]")?.dataset.file;
if (apart && !window.cajCharts) await new Promise((done) => document.head.append(Object.assign(document.createElement("script"), { src: new URL(apart, document.querySelector('script[src*="figures.js"]').src), onload: done })));
const spec = ({ dataset, textContent }) => (dataset.file ? JSON.stringify(window.cajCharts[dataset.number][0]) : textContent);
// The built page has fitted its charts to the column: how wide they are, and what stands in pixels, is not compared.
const drawn = (key, value) => (key === "usermeta" || key === "width" ? undefined : /^x2?$/.test(key) && typeof value?.value === "number" ? {} : value);
return [...document.querySelectorAll("div.cell")].map((cell) => {
  const out = cell.querySelector(".cell_output") ?? document.getElementById(cell.id.replace("cell", "output"));
  const plain = (text) => text.replace(/#$/, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').trim(); // the book sets quotation marks
  const texts = (wanted) => [...(out?.querySelectorAll(wanted) ?? [])].map((node) => plain(node.textContent));
  return {
    printed: texts("pre"), checks: texts(".caj-check"), cells: texts("th, td"), sources: texts(".caj-source"),
    captions: texts(".caption-text"), subtitles: texts("p.sub"), numbers: texts(".caption-number"),
    specs: [...(out?.querySelectorAll(".caj-spec") ?? [])].map((node) => JSON.parse(spec(node), drawn)),
  };
});
}"""
FINISHED = "(bar) => /^(Done|Cell|Python could|Stopped|Busy)/.test(document.querySelector(bar + ' output').textContent)"


@pytest.fixture(scope="module")
def place(site: Path) -> Path:
    """Folder of the runtime in the site; without it these tests have nothing to run."""
    found = list((site / runtime.PLACE).glob("*/pyodide-lock.json"))
    if not found and not os.environ.get("CAJ_REQUIRE_RUNTIME"):
        pytest.skip("the Python for the pages is not here: `make runtime` fetches it")
    assert found, "the Python for the pages is required, and `make runtime` has not fetched it"
    return found[0].parent


@pytest.fixture
def context(place: Path, browser) -> Iterator:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.asked = []
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    made.close()


def open_page(context, url: str):
    page = context.new_page()
    page.goto(f"{url}?layer=lab" if url.endswith(".html") else url)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def wait(page, bar: str) -> str:
    page.wait_for_function(FINISHED, arg=bar, timeout=START)
    return page.locator(f"{bar} output").inner_text()


def press(page, cell: int, name: str, key: str = "Enter") -> str:
    """Press a button of a cell by keyboard; returns where its answer will stand."""
    bar = f'.caj-bar[aria-label="Code cell {cell}"]'
    page.evaluate("(bar) => document.querySelector(bar).closest('.ask-code')?.setAttribute('open', '')", bar)
    page.locator(f"{bar} .caj-{name}").focus()
    page.evaluate("(bar) => (document.querySelector(bar + ' output').textContent = '')", bar)
    page.keyboard.press(key)
    return bar


def run_all(page) -> str:
    """Press the one button of the page that runs all; returns what it says at the end."""
    page.evaluate("document.querySelector('.caj-doors output').textContent = ''")
    page.locator(".caj-start").press("Enter")
    return wait(page, ".caj-doors")


def rewrite(page, cell: int, code: str) -> None:
    """Replace the code of a cell by typing."""
    press(page, cell, "edit")
    page.wait_for_function("document.activeElement.className === 'caj-editor'")  # the first press fetches the editor
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def output(page, cell: int):
    """What a cell shows: below the fold of its code, or in it where the book shows nothing."""
    return page.locator(f"#output-{cell}, #cell-{cell} .cell_output")


def test_the_runtime_of_the_site_is_the_pinned_one(place: Path) -> None:
    lock = json.loads((place / "pyodide-lock.json").read_text("utf-8"))
    listed = {name: file["sha256"] for name, file in lock["core"].items()}
    more = place / runtime.LITE_LOCK
    for known in [lock, *([json.loads(more.read_text("utf-8"))] if more.exists() else [])]:
        listed |= {package["file_name"]: package["sha256"] for package in known["packages"].values()}
    assert {path.name for path in place.iterdir()} - {"pyodide-lock.json", "NOTICE.txt", more.name} == set(listed)
    assert all(hashlib.sha256((place / name).read_bytes()).hexdigest() == expected for name, expected in listed.items())
    assert lock["packages"]["pandas"]["version"] == "3.0.2" and lock["packages"]["numpy"]["version"] == "2.4.3"


@pytest.mark.parametrize("page", [CHAPTER, "chapters/critical-minerals.html"])
def test_a_chapter_gives_the_stored_values_and_asks_nobody_else(address: str, context, page: str) -> None:
    opened = open_page(context, f"{address}/{page}")
    assert [url for url in context.asked if "/python/" in url or "live-" in url] == [], (
        "something loads before the first press"
    )
    stored = opened.evaluate(SHOWN)
    opened.locator(".caj-start").press("Enter")
    assert wait(opened, ".caj-doors").startswith("Done")
    assert opened.evaluate(SHOWN) == stored
    assert opened.locator(".caj-cost").count() == 0, "what it costs stands there when it is paid"
    charts = opened.locator("figure.caj-chart").count()
    opened.wait_for_function(
        "(n) => document.querySelectorAll('.cell_output .vega-embed svg').length === n", arg=charts
    )
    assert [url for url in context.asked if not url.startswith((address, "data:", f"blob:{address}"))] == []
    assert opened.errors == []


def test_a_reader_whose_network_is_cut_finishes_the_chapter(address: str, context) -> None:
    page = open_page(context, f"{address}/{OFFLINE}")
    stored = page.evaluate(SHOWN)
    assert wait(page, press(page, 1, "run")).startswith("Done")
    page.wait_for_function("Boolean(window.vegaEmbed)")
    context.set_offline(True)
    assert run_all(page).startswith("Done")
    assert page.evaluate(SHOWN) == stored
    page.locator(".cell_output .vega-embed svg").first.wait_for()
    rewrite(page, 1, "while True:\n    pass")
    press(page, 1, "run")
    page.get_by_text("Running cell 1.").wait_for()
    press(page, 1, "stop")
    press(page, 1, "reset")
    assert wait(page, press(page, 2, "run")).startswith("Done"), "a fresh start needs no network"


def test_edit_break_stop_and_reset_by_keyboard(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    stored = page.evaluate(SHOWN)
    assert "14 MB once" in page.locator(".caj-doors > summary").inner_text()
    rewrite(page, 2, 'total = 20 + 3\nprint("sum", total)')
    page.keyboard.press("Shift+Enter")
    assert wait(page, '.caj-bar[aria-label="Code cell 2"]').startswith("Done")
    assert output(page, 2).inner_text().strip() == "sum 23"

    rewrite(page, 2, "total = 1\ncaj.load('event')")
    bar = press(page, 2, "run", "Space")
    assert wait(page, bar).startswith("Cell 2 stopped with an error")
    said = output(page, 2).inner_text().strip()
    assert said == "Cell 2, line 2: caj.load('event')\nDataError: There is no table \"event\". Did you mean events?"
    assert (
        wait(page, press(page, 3, "run"))
        == "Cell 2 stopped with an error; the cells after it did not run. Go to cell 2"
    )
    page.get_by_role("link", name="Go to cell 2").click()
    box = output(page, 2).bounding_box()
    assert box and 0 <= box["y"] < 900, "the link does not lead to the error"
    rewrite(page, 2, "total = 1\ntotle")
    assert wait(page, press(page, 2, "run")) and "Did you mean: 'total'?" in output(page, 2).inner_text()
    rewrite(page, 2, "total = 1")
    assert wait(page, press(page, 2, "run")).startswith("Done") and output(page, 2).inner_text().strip() == "", (
        "the error of the earlier code still stands"
    )

    rewrite(page, 2, "while True:\n    pass")
    bar = press(page, 2, "run")
    page.get_by_text("Running cell 2.").wait_for(timeout=START)
    press(page, 2, "stop")
    assert wait(page, bar).startswith("Stopped. Python starts afresh")
    press(page, 2, "reset")
    assert run_all(page).startswith("Done")
    assert page.evaluate(SHOWN) == stored


def test_a_verdict_never_outlives_the_answer_it_judged(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    verdict = output(page, 4)
    rewrite(page, 3, 'row_of_attendance = "c"')
    assert (
        page.get_by_text("Your answer is not checked yet: run this check.").is_visible()
        and not verdict.get_by_text("Not answered yet").is_visible()
    )
    assert not page.get_by_text("of an earlier answer").is_visible(), "no check has run before"
    assert wait(page, press(page, 4, "run")).startswith("Done")
    assert verdict.get_by_text("Correct").is_visible() and not page.get_by_text("of an earlier answer").is_visible()
    rewrite(page, 3, "row_of_attendance = b")
    assert not verdict.get_by_text("Correct").is_visible(), "a mark for an answer that is no more"
    assert wait(page, press(page, 4, "run")).startswith("Cell 3 stopped with an error")
    assert not verdict.get_by_text("Correct").is_visible() and page.get_by_text("of an earlier answer").is_visible()
    rewrite(page, 3, 'row_of_attendance = "a"')
    assert wait(page, press(page, 4, "run")).startswith("Done")
    assert verdict.get_by_text("Not yet, because").is_visible()
    rewrite(page, 3, 'row_of_attendance = "c"')
    assert wait(page, press(page, 3, "run")).startswith("Done")
    assert not verdict.get_by_text("Not yet, because").is_visible(), "a red mark under a mended answer"
    assert output(page, 7).get_by_text("Not answered yet").is_visible(), (
        "another question's check has nothing to do with it"
    )


def test_lines_come_while_they_are_printed_stay_after_stop_and_a_second_press_is_answered(
    address: str, context
) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    assert wait(page, press(page, 1, "run")).startswith("Done")
    rewrite(page, 1, "import time\nfor i in range(60):\n    print('step', i)\n    time.sleep(1)")
    press(page, 1, "run")
    output(page, 1).get_by_text("step 1").wait_for(timeout=START)
    assert page.locator('.caj-bar[aria-label="Code cell 1"]').get_by_text("Running cell 1.").is_visible()
    assert wait(page, press(page, 5, "run")) == "Busy: cell 1 still runs. Wait, or press Stop. Go to cell 1"
    press(page, 1, "stop")
    assert "step 1" in output(page, 1).inner_text() and "Stopped here." in output(page, 1).inner_text()
    assert "step 50" not in output(page, 1).inner_text()


def test_whatever_code_does_the_page_answers_and_goes_on(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    chart = "import altair as alt, pandas as pd, caj\nframe = pd.DataFrame({'x': [1, 2], 'y': [3.0, float('nan')]})\nchart = alt.Chart(frame).mark_bar().encode(x='x:O', y=alt.Y('y:Q', scale=alt.Scale(domain=[0, float('inf')])))\n"
    rewrite(
        page,
        1,
        chart
        + "caj.show(chart, caption='Грузы по коридору.', source='mofa-fm1', alt='Two bars, of three and of nothing, side by side.')",
    )
    assert wait(page, press(page, 1, "run")).startswith("Done")
    output(page, 1).locator(".vega-embed svg").wait_for(timeout=START)
    output(page, 1).get_by_text("Data", exact=True).click()
    assert (
        output(page, 1).get_by_role("link", name="Download (CSV)").get_attribute("download") == "грузы-по-коридору.csv"
    )
    for code, said in {
        "x = " + "(" * 100_000 + ")" * 100_000: "Build it in steps",
        "len('" + "(" * 200 + "')": "200",
        "1+" * 100_000 + "1": "Python starts afresh",
        "input('Name? ')": "Write the answer into the code instead of input()",
        "import json\njson.dumps = None\n1": "Python starts afresh",
        "%timeit 1": "a command of Jupyter, not Python",
        "import sys\nsys.exit()": "the page goes on",
        "import asyncio\nawait asyncio.sleep(0.01)\n'slept ' + 'well'": "slept well",
        "for i in range(20_000): print('line', i)": "the rest is left out",
    }.items():
        rewrite(page, 1, code)
        assert re.match("Done|Cell 1 stopped with an error", wait(page, press(page, 1, "run")))
        assert said in output(page, 1).inner_text()
    output(page, 1).evaluate("printed => printed.scrollIntoView()")
    assert sees(page.get_by_role("heading", name="Question 1")), (
        "what is printed fills more than a window of 900 pixels"
    )


def test_who_has_python_already_runs_code_without_a_network(address: str, context) -> None:
    first = open_page(context, f"{address}/{EXERCISE}")
    assert wait(first, press(first, 1, "run")).startswith("Done")
    with context.expect_event("request", lambda request: "live-worker" in request.url):
        page = open_page(context, f"{address}/{EXERCISE}")
    page.wait_for_load_state("networkidle")
    first.close()
    context.set_offline(True)
    assert wait(page, press(page, 2, "run")).startswith("Done")
    assert output(page, 2).get_by_role("table").is_visible()


def test_a_page_says_why_python_did_not_start_and_what_is_next(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    page.route("**/pandas-*.whl", lambda route: route.abort())
    assert "pandas-3.0.2" in wait(page, press(page, 1, "run"))
    bar = page.locator('.caj-bar[aria-label="Code cell 1"]')
    bar.get_by_role("link", name="Next way").click()
    waits_for(page, page.get_by_text("take the next way"))
    page.unroute("**/pandas-*.whl")
    assert wait(page, press(page, 1, "run")).startswith("Done")


@pytest.mark.parametrize("width", [360, 1280])
def test_each_cell_has_buttons_with_words_inside_the_window(address: str, context, width: int) -> None:
    page = open_page(context, f"{address}/{OFFLINE}")
    page.set_viewport_size({"width": width, "height": 800})
    cells = page.locator("div.cell:has(.cell_input)")
    for number in (1, 2, cells.count()):  # cells of all are made alike
        for name in ("Run", "Edit"):
            button = cells.nth(number - 1).get_by_role("button", name=re.compile(f"^{name}")).first
            button.evaluate("(button) => button.scrollIntoView({ block: 'center' })")
            cells.nth(number - 1).hover()
            box = button.bounding_box()
            assert sees(button) and box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} of cell {number}"


def test_without_script_or_web_address_the_page_says_so(site: Path, place: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / EXERCISE).as_uri())
    said = page.get_by_text("take another way").first
    said.scroll_into_view_if_needed()
    assert sees(said) and not page.get_by_role("button", name=re.compile("^(Run|Start)")).first.is_visible(), (
        "a button that does nothing"
    )
    page.close()


@pytest.fixture
def lite(site: Path, address: str) -> str:
    """Where JupyterLite opens a notebook."""
    if not (site / "lite").exists():
        assert not os.environ.get("CAJ_REQUIRE_RUNTIME"), (
            "JupyterLite is required, and `make lite` has not built it for these notebooks"
        )
        pytest.skip("JupyterLite is not here: `make lite` builds it")
    return f"{address}/lite/notebooks/index.html?path="


def test_jupyterlite_shows_a_chapter_whole_at_night_and_its_links_lead_to_the_book(lite: str, context) -> None:
    page = open_page(context, "about:blank")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{lite}{OFFLINE.replace('html', 'ipynb')}")
    heading = page.get_by_role("heading", name="The Middle Corridor")
    heading.wait_for(timeout=START)
    box = page.locator("blockquote", has_text="In this chapter")
    waits_for(page, box)
    assert sees(heading) and "After it you can" in box.inner_text()
    lightness = box.evaluate(
        "(box) => [getComputedStyle(box).color, getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor].map((colour) => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3)"
    )
    assert lightness[0] > 150 and lightness[1] < 80, "dark words on a dark page"
    for name, said in (
        ("claims", "claims"),
        ("(Daryo 2024)", "Article on the planned Central Asia plus Japan summit"),
    ):  # to a table, and to a source
        with context.expect_page() as opened:
            page.locator(".jp-Notebook").get_by_role("link", name=name).first.click()
        opened.value.wait_for_load_state()
        waits_for(
            opened.value,
            opened.value.locator(f"[id='{opened.value.url.partition('#')[2]}']")
            .locator("xpath=ancestor-or-self::*[self::section or self::li][1]")
            .get_by_text(said),
        )
        opened.value.close()
    drawn = page.locator(".jp-OutputArea .vega-embed svg, .jp-OutputArea .vega-embed canvas").first
    page.mouse.move(640, 500)
    for _ in range(40):
        if sees(drawn):
            break
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(200)
    assert sees(drawn), "no stored chart"
    shown = page.locator(".jp-Notebook").inner_text()
    assert (
        "The article of August 2024 makes three claims about cargo." in shown
        and ":::" not in shown
        and "{admonition}" not in shown
    )


def test_jupyterlite_judges_an_answer_in_its_folder_on_the_same_runtime(lite: str, address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    page.get_by_role("link", name="JupyterLite").click()
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    cells.first.wait_for(timeout=START)
    page.get_by_text("Kernel status: Idle").or_(page.locator('[data-status="idle"]')).first.wait_for(timeout=START)

    def run(number: int, code: str | None = None) -> None:
        cells.nth(number - 1).locator(".jp-InputArea-editor").click()
        if code is not None:
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(code)
        page.keyboard.press("Shift+Enter")

    run(1, "import caj, os\nprint(os.getcwd(), len(caj.load('claims')))")
    page.get_by_text(re.compile(r"^/drive/exercises \d+")).wait_for(timeout=START)
    for answer, verdict in (("a", "Not yet, because"), ("c", "Correct")):
        run(3, f'row_of_attendance = "{answer}"')
        run(4)
        judged = cells.nth(3).locator(".jp-OutputArea").get_by_text(verdict)
        judged.wait_for(timeout=START)
        assert sees(judged)
    assert [url for url in context.asked if not url.startswith((address, "data:", f"blob:{address}"))] == []
