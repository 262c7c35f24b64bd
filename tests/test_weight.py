"""What a chapter costs before its figures come into view: bytes on the line, no jumps, text first."""

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT

from eyes import cut, sees

CHAPTERS = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
BUDGET = 230_000  # with faces, before Vega
STANDS = "part => part.getBoundingClientRect().top + scrollY"


@cache
def weight(path: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(path.read_bytes(), 6))


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "page", [*CHAPTERS, "index.html", "guides/timeline.html", "guides/map.html", "exercises/the-first-summit.html"]
)
def test_the_first_load_of_a_page_is_light_and_stands_still(site: Path, address: str, browser, page: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})  # a first visit: what others took is not told
    first = context.new_page()
    first.goto(f"{address}/{page}", wait_until="load")
    loaded = [*first.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"), first.url]
    first.goto("about:blank")
    first.goto(f"{address}/{page}", wait_until="load")  # faces and scripts are at hand, however busy the machine is
    shift = first.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
             done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
           ).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    context.close()
    files = {unquote(urlsplit(url).path)[1:] for url in loaded if url.startswith(address)}
    total = sum(weight(site / name) for name in files if (site / name).is_file())
    assert page in files and total <= BUDGET, f"{page} loads {total / 1000:.0f} kB: {sorted(files)}"
    assert not any(name in files for name in ("_static/search-places.js", "_static/vega.js"))
    assert shift <= 0.02, f"{page} moves by {shift:.3f}"


def test_text_is_readable_before_any_script(site: Path) -> None:
    for page in CHAPTERS:
        head = (site / page).read_text("utf-8").split("</head>")[0]
        waiting = [tag for tag in head.split("<script")[1:] if " src=" in tag.split(">")[0]]
        assert waiting and all("defer" in tag.split(">")[0] for tag in waiting), page


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_light_of_a_first_visit_is_known_before_any_other_script(
    site: Path, address: str, browser, light: str
) -> None:
    page = browser.new_page(color_scheme=light)
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{address}/{CHAPTERS[0]}")
    assert page.evaluate("document.documentElement.dataset.theme") == light
    page.close()


def test_code_goes_on_below_and_is_never_cut(site: Path, phone) -> None:
    for width in (390, 1280):
        phone.set_viewport_size({"width": width, "height": 844})
        phone.goto(f"{(site / CHAPTERS[0]).as_uri()}?layer=lab")
        code = phone.locator("article .cell_input pre").first
        code.scroll_into_view_if_needed()
        assert sees(code) and cut(phone, "article .cell_input pre") == []
    phone.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.parametrize("page", [CHAPTERS[0], "guides/curriculum.html"])
def test_a_drawing_that_comes_into_view_moves_no_text(site: Path, phone, page: str) -> None:
    phone.goto((site / page).as_uri())
    drawing = phone.locator(".caj-drawing").first
    below = phone.locator("article :is(p, h2, h3)").last
    before = below.evaluate(STANDS)
    drawing.scroll_into_view_if_needed()
    shown = drawing.locator("svg:visible")  # of a chart's two drawings the one for a phone
    shown.wait_for()
    assert sees(shown) and shown.locator("text").first.is_visible()
    assert abs(below.evaluate(STANDS) - before) < 3


WIDTHS = """async (pairs) => {
  await document.fonts.load('italic 20px "Caj Text"');
  await document.fonts.ready;
  const words = [...document.querySelectorAll("article p")].map((part) => part.textContent).join(" ").replace(/\\s+/g, " ").slice(0, 6000);
  const width = (face) => {
    const line = Object.assign(document.createElement("span"), { textContent: words });
    line.style = `position: absolute; white-space: nowrap; font: ${face}`;
    document.body.append(line);
    return line.getBoundingClientRect().width;
  };
  return pairs.map(([face, other]) => width(face) / width(other));
}"""

FACES = [("20px ", "Text"), ("italic 20px ", "Text"), ("20px ", "Display"), ("20px ", "UI")]


def test_letters_that_come_late_take_the_room_of_those_before_them(site: Path, phone) -> None:
    phone.goto((site / CHAPTERS[0]).as_uri())
    ratios = phone.evaluate(WIDTHS, [[f'{kind}"Caj {name}"', f'{kind}"Fallback {name}"'] for kind, name in FACES])
    assert [round(ratio, 2) for ratio in ratios] == [1, 1, 1, 1]
