"""The built site, read as files: complete, described, without third parties."""

import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT, standing

from caj import data

LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
PAGES = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
HOSTS = re.compile(r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|mybinder\.org|google-analytics|plausible\.io")


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
        if (
            path.suffix in {".html", ".ipynb", ".txt", ".js"} and path.name != "search-places.js"
        ):  # it holds the guide's words on solutions
            assert "BEGIN SOLUTION" not in path.read_text("utf-8"), path
    places = json.loads((site / "_static/search-places.js").read_text("utf-8").split(" = ", 1)[1].rstrip(";\n"))[
        "places"
    ]
    assert {place[0] for place in places if "BEGIN SOLUTION" in place[5]} <= {
        "guides/maintainers",
        "guides/instructors",
        "guides/changes",
    }


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
    assert len(numbered) == len(set(numbered)) >= 2
    assert text.count('class="caj-data"') == len(figures)
    assert text.count("> (CSV)<") == len(numbered), "a figure or a table that cannot be had as a file"
    assert [a for tag, a in tags if tag == "img" and not a.get("alt")] == []


def test_headings_go_down_one_level_at_a_time(site: Path) -> None:
    for page in standing(site):
        for article in re.findall(
            r'<article class="page bd-article".*?</article>\s*(?=<nav|</main>)', page.read_text("utf-8"), re.S
        ):
            levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", article)]
            assert levels[0] == 1 and levels.count(1) == 1, f"{page}: {levels}"
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), f"{page}: {levels}"


def test_headings_of_tables_have_a_scope_and_words(site: Path) -> None:
    for page in standing(site):
        for heading in re.findall(r"<th[ >].*?</th>", page.read_text("utf-8"), re.S):
            assert " scope=" in heading.split(">")[0] and re.sub(r"<[^>]*>|\s", "", heading), f"{page.name}: {heading}"


@pytest.mark.parametrize("page", PAGES)
def test_citations_lead_to_the_list_of_sources(site: Path, page: str) -> None:
    text = (site / page).read_text("utf-8")
    wanted = set(re.findall(r'href="#(source-[\w-]+)"', text))
    assert wanted and wanted <= set(re.findall(r'id="(source-[\w-]+)"', text))


def test_the_timeline_stands_without_scripts(site: Path) -> None:
    events = data.load("events")
    page = Tags(site / "guides/timeline.html").tags
    rows = {a["id"]: a for tag, a in page if tag == "tr" and "data-theme" in a}
    assert set(rows) == set(events["id"]) and len(rows) >= 90
    assert all(row["data-confidence"] in ("high", "medium", "low") for row in rows.values())
    assert (site / "guides/timeline.html").read_text("utf-8").count('class="caj-source"') == len(rows)
