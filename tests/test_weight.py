"""What a chapter costs before its figures come into view: bytes on the line, no jumps, text first."""

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT

PAGES = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
BUDGET = 250_000


@cache
def weight(path: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(path.read_bytes(), 6))


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", PAGES)
def test_the_first_load_of_a_chapter_is_light_and_stands_still(site: Path, address: str, phone, page: str) -> None:
    phone.goto(f"{address}/{page}", wait_until="load")
    loaded = phone.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)") + [phone.url]
    shift = phone.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
             done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
           ).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    files = {unquote(urlsplit(url).path)[1:] for url in loaded if url.startswith(address)}
    total = sum(weight(site / name) for name in files if (site / name).is_file())
    assert page in files and total <= BUDGET, f"{page} loads {total / 1000:.0f} kB: {sorted(files)}"
    assert not any(name in files for name in ("searchindex.js", "_static/vega.js"))
    assert shift < 0.1, f"{page} moves by {shift:.3f}"


def test_text_is_readable_before_any_script(site: Path) -> None:
    for page in PAGES:
        head = (site / page).read_text("utf-8").split("</head>")[0]
        waiting = [tag for tag in head.split("<script")[1:] if " src=" in tag.split(">")[0]]
        assert waiting and all("defer" in tag.split(">")[0] for tag in waiting), page
