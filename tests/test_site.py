"""The built site: complete, described, without third parties, and alive in a real browser."""

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT

from caj import data

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOADING = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}
PAGES = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
HOSTS = re.compile(r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|mybinder\.org|google-analytics|plausible\.io")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, built anew with every warning an error."""
    out = tmp_path_factory.mktemp("site")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ROOT, "--path-output", out, "-n", "-W", "--keep-going", "-q"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "_build/html"


class Tags(HTMLParser):
    """Collects (tag, attributes) of a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))


def test_every_page_is_there(site: Path) -> None:
    assert "Central Asia plus Japan" in (site / "index.html").read_text("utf-8")
    for page in PAGES:
        assert (site / page).exists() and (site / page.replace("chapters", "exercises")).exists()


def test_solutions_are_nowhere_on_the_site(site: Path) -> None:
    assert not list(site.rglob("*solutions*"))
    for path in site.rglob("*"):
        if path.suffix in {".html", ".ipynb", ".txt", ".js"}:
            assert "BEGIN SOLUTION" not in path.read_text("utf-8"), path


def test_no_page_names_a_third_party_to_load_from(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        for tag, attributes in Tags(page).tags:
            for name, value in attributes.items():
                if (tag, name) in LOADING and attributes.get("rel") not in ("canonical", "author"):
                    assert not re.match(r"(https?:)?//", value or ""), f"{page.name}: <{tag} {name}={value}>"
        assert not HOSTS.search(re.sub(r"<main.*</main>", "", page.read_text("utf-8"), flags=re.S)), page.name


def test_no_style_or_script_loads_from_a_third_party(site: Path) -> None:
    for path in sorted((site / "_static").rglob("*.css")):
        assert not re.search(r"(url\(|@import )[\"']?(https?:)?//", path.read_text("utf-8")), path.name
    for path in sorted((site / "_static").rglob("*.js")):
        assert not re.search(r"(fetch|import|importScripts)\([\"'`](https?:)?//", path.read_text("utf-8")), path.name
    page = Tags(site / PAGES[0])
    entries = [a["src"].split("?")[0] for tag, a in page.tags if tag == "script" and "src" in a]
    for entry in entries:
        assert not HOSTS.search((site / PAGES[0]).parent.joinpath(entry).read_text("utf-8")), entry


@pytest.mark.parametrize("page", PAGES)
def test_figures_are_numbered_described_and_have_their_data(site: Path, page: str) -> None:
    text = (site / page).read_text("utf-8")
    tags = Tags(site / page).tags
    drawings = [a for tag, a in tags if a.get("class") == "caj-drawing"]
    figures = [a for tag, a in tags if tag == "figure" and "caj-chart" in a.get("class", "")]
    assert len(drawings) == len(figures) and all(len(a["aria-label"].split()) >= 5 for a in drawings)
    numbered = re.findall(r'caption-number">(?:Figure|Table) [0-9.]+', text)
    assert len(numbered) == len(set(numbered)) >= 4
    assert text.count('class="caj-data"') == len(figures) == text.count("Download as CSV")
    assert [a for tag, a in tags if tag == "img" and not a.get("alt")] == []


@pytest.mark.parametrize("page", PAGES)
def test_citations_lead_to_the_list_of_sources(site: Path, page: str) -> None:
    text = (site / page).read_text("utf-8")
    wanted = set(re.findall(r'href="#(source-[\w-]+)"', text))
    assert wanted and wanted <= set(re.findall(r'id="(source-[\w-]+)"', text))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=site)
    handler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine; install it to test the pages in a browser")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def test_no_page_asks_a_third_party_or_throws(site: Path, address: str, browser) -> None:
    page, requests, errors = browser.new_page(), [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    for path in sorted(site.rglob("*.html")):
        page.goto(f"{address}/{path.relative_to(site).as_posix()}", wait_until="load")
    page.close()
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []
    assert errors == []


@pytest.mark.parametrize("page", PAGES)
def test_charts_come_alive_from_files_too(site: Path, browser, page: str) -> None:
    opened, errors = browser.new_page(), []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.goto((site / page).as_uri())
    charts = opened.locator("figure.caj-chart")
    for i in range(charts.count()):
        charts.nth(i).scroll_into_view_if_needed()
        charts.nth(i).hover()
        charts.nth(i).locator(".vega-embed svg").wait_for(timeout=10_000)
    assert charts.count() >= 1 and errors == []
    opened.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_the_screen(address: str, browser, width: int) -> None:
    for page in PAGES:
        opened = browser.new_page(viewport={"width": width, "height": 800})
        opened.goto(f"{address}/{page}")
        wide = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        opened.close()
        assert wide <= 0, f"{page} is {wide} pixels too wide at {width}"


def test_the_timeline_stands_without_scripts(site: Path) -> None:
    events = data.load("events")
    page = Tags(site / "guides/timeline.html").tags
    rows = {a["id"]: a for tag, a in page if tag == "tr" and "data-theme" in a}
    assert set(rows) == set(events["id"]) and len(rows) >= 90
    assert all(row["data-confidence"] in ("high", "medium", "low") for row in rows.values())
    assert (site / "guides/timeline.html").read_text("utf-8").count('class="caj-source"') == len(rows)


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
    assert shown.count() == len(wanted) > 0
    assert page.get_by_role("status").inner_text().startswith(f"{len(wanted)} of {len(events)}")
    assert "theme=minerals" in page.url and "country=JPN" in page.url
    page.close()


def test_the_map_is_used_by_keyboard(site: Path, browser) -> None:
    page = browser.new_page()
    page.goto((site / "guides/map.html").as_uri())
    page.locator('.caj-map a[href="#place-aktau"]').first.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("status")
    assert "Aktau" in card.inner_text() and "Beyneu" in card.inner_text() and page.url.endswith("#place-aktau")
    chosen = page.locator(".caj-map path.caj-chosen")
    assert chosen.count() == 2 * card.locator("[data-leg]").count() > 0
    page.get_by_label("Ocean").focus()
    page.keyboard.press("Space")
    assert page.locator('.caj-map [data-id="leg-092"]').first.is_hidden()
    page.locator("select[name=place]").select_option("place-singapore")
    assert "Singapore" in card.inner_text()
    page.close()
