"""Long lists: a reader jumps to a letter or a decade, and finds a row by a word in any language or spelling."""

from pathlib import Path

import pytest

from eyes import sees, waits_for


@pytest.fixture(params=[390, 1280])
def page(browser, request: pytest.FixtureRequest):
    page = browser.new_page(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    yield page
    page.close()


def test_a_letter_leads_to_its_terms_and_stays_at_hand(site: Path, page) -> None:
    page.goto((site / "guides/glossary.html").as_uri())
    page.get_by_role("navigation", name="Jump to a letter").get_by_role("link", name="T", exact=True).click()
    waits_for(page, page.locator("#letter-t"))
    assert sees(page.get_by_text("Transit", exact=False).first) or sees(page.locator("#letter-t + dl dt").first)
    assert sees(page.get_by_role("navigation", name="Jump to a letter")), "the letters are gone"


@pytest.mark.parametrize(
    ("word", "row"),
    [("экспортная лиценз", "Export licence"), ("Назарбаев", "Nursultan Nazarbayev"), ("棄権", "Abstention")],
)
def test_a_word_in_any_language_leaves_its_row(site: Path, page, word: str, row: str) -> None:
    page.goto((site / "guides/glossary.html").as_uri())
    page.get_by_role("searchbox", name="Find a word").fill(word)
    found = page.locator("article :is(dt, .caj-names th[scope=row]) strong:visible", has_text=row).first
    assert sees(found), "the row is not in the window"
    assert page.get_by_text("Uzatom", exact=True).first.is_hidden()
    page.get_by_role("searchbox", name="Find a word").fill("xyzzy")
    assert sees(page.get_by_text("try a shorter word"))


@pytest.mark.parametrize("name", ["Каримов", "カリモフ", "Islom Karimov"])
def test_the_timeline_knows_a_name_in_other_spellings(site: Path, page, name: str) -> None:
    page.goto((site / "guides/timeline.html").as_uri())
    page.get_by_role("searchbox", name="Words").fill(name)
    event = page.locator(".caj-timeline tr:visible strong", has_text="Karimov").first
    page.wait_for_function("document.querySelector('form.caj-filter output').textContent.match(/^[1-9]\\d? of/)")
    event.scroll_into_view_if_needed()
    assert sees(event)


def test_a_decade_leads_to_its_years_and_no_empty_card_follows_the_mouse(site: Path, page) -> None:
    page.goto((site / "guides/timeline.html").as_uri())
    page.get_by_role("navigation", name="Jump to a decade").get_by_role("link", name="1990s").click()
    waits_for(page, page.locator("#year-1991"))
    page.locator("#year-1991").locator("xpath=ancestor::tbody[1]").locator(".caj-source a").first.hover()
    assert page.locator("#caj-card:visible").count() == 0
