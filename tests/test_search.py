"""The search as a reader meets it: names in any spelling lead to the section that holds them."""

import re
from pathlib import Path

import pytest

from bookkit.site import search
from eyes import sees, waits_for


def results(site: Path, page, query: str):
    page.goto(f"{(site / 'search.html').as_uri()}?q={query}")
    page.wait_for_function("document.querySelector('#search-said')?.textContent", timeout=60_000)
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


PEOPLE = {
    "Токаев": "Kassym-Jomart Tokayev", "Токаевым": "Kassym-Jomart Tokayev", "Тоқаевтың": "Kassym-Jomart Tokayev", "токаев казахстан": "Kassym-Jomart Tokayev",
    "Мирзиёева": "Shavkat Mirziyoyev", "Рахмоном": "Emomali Rahmon", "Жапарову": "Sadyr Japarov", "Каримове": "Islam Karimov", "Хатоямы": "Hatoyama Yukio",
    "トカエフ": "Kassym-Jomart Tokayev", "麻生": "Aso Taro", "Tokaýew": "Kassym-Jomart Tokayev",
}  # fmt: skip
PLACES = {
    "Казахстан": "Kazakhstan", "Қазақстан": "Kazakhstan", "Қазақстанда": "Kazakhstan", "Астане": "Astana", "Токио": "Tokyo", "Kyrgyzstan": "Kyrgyzstan",
}  # fmt: skip
BEGUN = {
    "kyrg": "Kyrgyzstan",
    "Kyrgy": "Kyrgyzstan",
    "Turkmeni": "Turkmenistan",
    "Mirzi": "Shavkat Mirziyoyev",
    "Toka": "Kassym-Jomart Tokayev",
}


@pytest.mark.parametrize(("query", "first"), list((PEOPLE | PLACES | BEGUN).items()))
def test_a_name_in_any_case_or_half_typed_leads_to_its_row_first(site: Path, page, query: str, first: str) -> None:
    link = results(site, page, query).first.locator("a")
    assert link.inner_text() == first and link.get_attribute("href").startswith("guides/glossary.html#name-")
    assert sees(link)


def test_typing_on_does_not_lose_what_was_found(site: Path, page) -> None:
    for query, word in {
        "kyrg": "kyrg",
        "kyrgy": "kyrg",
        "kyrgyz": "kyrg",
        "energ": "energ",
        "energy": "energy",
    }.items():
        found = results(site, page, query)
        assert sees(found.first) and any(word in found.nth(i).inner_text().casefold() for i in range(5)), query
        assert "stands nowhere" not in page.get_by_role("status").inner_text()


def test_a_preface_in_another_language_comes_last_but_for_its_readers(site: Path, page) -> None:
    for query, shown in (("Kyrgyzstan", False), ("本書", True)):
        pages = [link.get_attribute("href") for link in results(site, page, query).locator("a").all()[:8]]
        assert any("preface-ja" in address for address in pages) == shown, pages


def test_a_guess_is_called_one(site: Path, page) -> None:
    results(site, page, "gini")
    said = page.get_by_role("status")
    assert sees(said) and "“gini” stands nowhere in this book. Did you mean Ginō?" in said.inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_results_runs_without_an_error(site: Path, browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    assert sees(results(site, page, "Astana").first) and told == []
    page.close()


ROWS = {  # a query, and the row of a table that its first result of that page leads to
    "Japarov": ("guides/glossary.html", "Sadyr Japarov"), "Kuryk": ("guides/glossary.html", "Kuryk"), "ｋａｚａｔｏｍｐｒｏｍ": ("guides/glossary.html", "Kazatomprom"),
    "Japanese prisoners put to work in Uzbekistan": ("guides/timeline.html", "Japanese prisoners put to work in Uzbekistan"),
    "prisoners Kazakhstan": ("guides/timeline.html", "Japanese prisoners taken to Kazakhstan"),
}  # fmt: skip


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("query", "place"), list(ROWS.items()))
def test_a_name_or_an_event_leads_to_its_row(
    site: Path, browser, query: str, place: tuple[str, str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    found = results(site, page, query).filter(has=page.locator(f"a[href^='{place[0]}#']")).first
    assert found.locator("a").inner_text() == place[1]
    found.locator("a").click()
    page.wait_for_load_state()
    name = page.locator("tr:target :is(th, td) strong")
    waits_for(page, name)
    assert name.inner_text() == place[1]
    lit, other = (
        page.locator(row).first.evaluate("cell => getComputedStyle(cell).backgroundColor")
        for row in ("tr:target > *", "tr[id]:not(:target) > *")
    )
    assert lit != other, "the row does not stand out"
    page.close()


@pytest.mark.parametrize(
    ("query", "meant", "first"),
    [
        ("Kyrgystan", "Kyrgyzstan", "Kyrgyzstan"), ("Uzbekstan", "Uzbekistan", "Uzbekistan"), ("Tokayeff", "Tokayev", "Kassym-Jomart Tokayev"),
        ("Назарбаец", "Назарбаев", "Nursultan Nazarbayev"), ("hydrogne", "hydrogen", None), ("Kyrgystan railway", "Kyrgyzstan railway", None),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_answered_with_the_right_one(
    site: Path, page, query: str, meant: str, first: str | None
) -> None:
    found = results(site, page, query)
    assert f"“{query}” stands nowhere in this book. Did you mean {meant}?" in page.get_by_role("status").inner_text()
    if first:
        assert found.first.locator("a").inner_text() == first, "the right thing is not the first"
        assert sees(found.first.locator("a"))
    page.get_by_role("status").get_by_role("link", name=meant).click()
    page.wait_for_function(
        "(meant) => document.querySelector('#search-said')?.textContent.includes(`for “${meant}”`)", arg=meant
    )


@pytest.mark.parametrize("query", ["Kyrgyzstan", "Turkmeni", "Nazarbaev", "railways", "узбекистане"])
def test_what_stands_in_the_book_gets_no_other_word(site: Path, page, query: str) -> None:
    assert sees(results(site, page, query).first)
    assert "Did you mean" not in page.get_by_role("status").inner_text()


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


def test_a_row_of_a_table_is_read_cell_by_cell() -> None:
    row = '<tr id="name-a"><th><strong>Osh</strong></th><td>Ош; オシュ</td><td></td><td>city in Kyrgyzstan</td></tr>'
    page = f'<article class="bd-article"><h1>Names</h1><table>{row}</table></article>'
    assert [found[4:] for found in search.rows("guides/x", page)] == [["Osh", "Osh · Ош; オシュ · city in Kyrgyzstan"]]


def test_every_place_has_words_and_a_heading(site: Path) -> None:
    rows = search.rows("guides/glossary", (site / "guides/glossary.html").read_text("utf-8"))
    assert {"term-corridor", "persons"} <= {row[2] for row in rows} or len(rows) > 100
    assert all(row[4] and row[5] for row in rows)


def test_a_snippet_is_prose_without_numbers_of_sources_and_heads_of_tables(site: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for query in ("Казахстана", "Kyrgyzstan"):
        shown = " ".join(results(site, page, query).locator("p.context").all_inner_texts())
        assert len(shown) > 1_000 and re.findall(r"[a-z][.,]\d|Figure Year|Text Lab", shown) == []
    page.close()
