"""Files for the outside world: feed, redirects, lost readers, addresses only where the site has one."""

import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

from conftest import ROOT

from bookkit.site import web_files
from coursekit.book import Book

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/book/"


def test_a_site_without_address_names_none(site: Path) -> None:
    assert not (site / "sitemap.xml").exists() and "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    for path in site.rglob("*.html"):
        assert 'rel="canonical"' not in path.read_text("utf-8"), path


def test_each_chapter_says_that_it_is_a_learning_resource(site: Path) -> None:
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        text = (site / f"chapters/{path.stem}.html").read_text("utf-8")
        facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
        assert (
            facts["@type"] == "LearningResource" and facts["teaches"] and re.fullmatch(r"PT\d+M", facts["timeRequired"])
        )
        card = (site / f"_static/cards/{path.stem}.png").read_bytes()
        assert struct.unpack(">II", card[16:24]) == (1200, 630)


def test_the_feed_lists_the_releases(site: Path) -> None:
    entries = ET.parse(site / "changes.xml").getroot().findall(f"{ATOM}entry")
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert [entry.find(f"{ATOM}title").text for entry in entries] == versions
    assert BASE in web_files.feed("## 1.0 (2027-01-02)\n\n- A <b>.\n", "2026-01-01", BASE, Book(ROOT).settings)


def test_the_sitemap_is_well_formed() -> None:
    locations = [
        place.text
        for place in ET.fromstring(web_files.sitemap([f"{BASE}a.html", f"{BASE}b.html?c&d"]).encode()).iter()
        if place.tag.endswith("loc")
    ]
    assert locations == [f"{BASE}a.html", f"{BASE}b.html?c&d"]


def test_redirects_lead_to_pages_that_exist(site: Path) -> None:
    for old, new in web_files.redirects((ROOT / "_redirects").read_text("utf-8")).items():
        assert (site / new).exists() and f"url={new}" in (site / old).read_text("utf-8")


def test_the_page_of_lost_readers_leads_home(site: Path) -> None:
    assert 'href="/index.html"' in (site / "404.html").read_text("utf-8")
