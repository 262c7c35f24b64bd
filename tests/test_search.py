"""The search as a reader meets it: names in any spelling lead to the section that holds them."""

from pathlib import Path

import pytest
from eyes import sees, waits_for

from caj.book import search


def results(site: Path, page, query: str):
    page.goto(f"{(site / 'search.html').as_uri()}?q={query}")
    page.wait_for_function("document.querySelector('#search-said').textContent", timeout=60_000)
    return page.locator("ul.search > li")


def leads_to_the_section(site: Path, page) -> None:
    """The first result of a chapter opens the chapter where the words stand."""
    found = results(site, page, "Kawaguchi Yoriko").filter(has=page.locator("a[href^='chapters/']")).first
    heading = found.locator("a").inner_text()
    found.locator("a").click()
    page.wait_for_load_state()
    waits_for(page, page.locator("section[id] > :is(h1, h2, h3)", has_text=heading))
    assert sees(page.locator(f"{page.evaluate('location.hash')} > :is(h1, h2, h3)"))


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield page
    page.close()


def test_a_result_leads_to_its_section(site: Path, page) -> None:
    leads_to_the_section(site, page)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("Kyrgystan", "Kyrgyz"), ("Turkmenistn", "Turkmenistan"), ("Nazarbaev", "Nazarbayev"), ("Назарбаева", "Nazarbayev"), ("узбекистане", "Uzbekistan"),
        ("диалогом", "Dialogue"), ("ＪＩＣＡ", "JICA"), ("kazakhstan", "Kazakhstan"), ("対話", "対話"), ("O'zbekiston", "Uzbekistan"), ("ナザルバエフ", "Nazarbayev"), ("railways", "railway"),
    ],
)  # fmt: skip
def test_any_spelling_finds_the_name(site: Path, page, query: str, word: str) -> None:
    found = results(site, page, query)
    shown = [found.nth(i).inner_text() for i in range(min(found.count(), 10))]
    assert any(word in text for text in shown), shown


def test_chapters_come_before_exercises_and_pieces_are_prose(site: Path, page) -> None:
    found = results(site, page, "Middle Corridor")
    addresses = [link.get_attribute("href") for link in found.locator("a").all()]
    kinds = [address.split("/")[0] for address in addresses]
    assert "chapters" in kinds and kinds == sorted(kinds, key=lambda kind: kind == "exercises")
    pieces = [found.nth(i).locator("p.context").inner_text() for i in range(found.count())]
    assert all("import " not in piece and "caj.load(" not in piece for piece in pieces)
    assert sees(found.first.locator("mark"))


def test_nothing_found_is_said(site: Path, page) -> None:
    assert results(site, page, "xyzzyplugh").count() == 0
    assert "Nothing was found for “xyzzyplugh”" in page.get_by_role("status").inner_text()


def test_every_place_has_words_and_a_heading(site: Path) -> None:
    rows = search.rows("guides/glossary", (site / "guides/glossary.html").read_text("utf-8"))
    assert {"term-corridor", "persons"} <= {row[2] for row in rows} or len(rows) > 100
    assert all(row[4] and row[5] for row in rows)
