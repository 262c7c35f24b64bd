"""Opener, tables, callouts and formulas of a chapter, as they stand before a reader on a phone and on a laptop."""

import re
from pathlib import Path

import pytest

from bookkit.site.curriculum import book
from eyes import cut, sees, waits_for

CHAPTERS = ["the-middle-corridor", "the-first-summit"]
# From the word before a sign to the word after it, in widths of a letter m: the sign itself is little more than half of one.
AIR = "(sign) => (sign.nextElementSibling.getBoundingClientRect().left - sign.previousElementSibling.getBoundingClientRect().right) / parseFloat(getComputedStyle(sign).fontSize)"


@pytest.fixture(params=[390, 1280])
def page(browser, request: pytest.FixtureRequest):
    phone = request.param < 600
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=phone, is_mobile=phone, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def narrow(page) -> bool:
    return page.viewport_size["width"] < 600


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_begins_with_its_question_and_ends_with_what_one_can_do_now(site: Path, page, slug: str) -> None:
    chapter = book()[slug]
    page.goto((site / f"chapters/{slug}.html").as_uri())
    question = page.locator(".open").get_by_text(chapter.question, exact=True)
    heading = page.get_by_role("heading", level=1)
    assert sees(heading) and sees(question)
    minutes = [int(count) for count in re.findall(r"(\d+) min", page.locator(".open .meta").inner_text())]
    practice = sum(asked.minutes for asked in chapter.questions)
    words = len(" ".join(page.locator("section > p").all_inner_texts()).split())
    assert minutes[-1] == practice and len(minutes) == 3
    assert 0.6 < minutes[0] * 150 / words < 2, "not the minutes that so many words take"  # lists and callouts count too
    end = page.locator(".short", has_text="You can now")
    end.scroll_into_view_if_needed()
    told = end.locator("li").all_inner_texts()
    assert [goal.text for goal in chapter.objectives] == [text.strip() for text in told]
    way = end.get_by_role("link", name="Exercises")
    way.scroll_into_view_if_needed()
    assert sees(way) and f"{practice} min" in way.inner_text()
    way.click()
    waits_for(page, page.get_by_role("heading", level=1, name="Exercises"))


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_wordy_table_is_cards_on_a_phone_and_its_title_does_not_scroll_away(site: Path, page, slug: str) -> None:
    page.goto((site / f"chapters/{slug}.html").as_uri())
    card = page.locator(".tab:has(table.cards)").first
    card.scroll_into_view_if_needed()
    names = [name.strip() for name in card.locator("thead th").all_text_contents()]
    cell = card.locator("tbody tr").first.locator("td, th").nth(1)
    shown = cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    if narrow(page):
        assert shown == f'"{names[1]}"', "a cell without the name of its column"
        assert cut(page, "article .tab table.cards td") == []
    else:
        assert shown == "none" and sees(card.locator("thead th").first)
    title = card.locator("p.head")
    assert title.evaluate("(title) => !title.closest('.scroll')")


def test_callouts_are_told_apart_without_colour(site: Path, page) -> None:
    page.goto((site / "chapters/the-first-summit.html").as_uri())
    looks = set()
    for word, kind in (("Disputed", "disputed"), ("Reading this source", "reading")):
        box = page.locator(f".admonition.{kind}").first
        if not box.count():
            continue
        box.scroll_into_view_if_needed()
        assert sees(box.get_by_text(word, exact=True))
        looks.add(
            box.evaluate(
                "(box) => getComputedStyle(box).borderStyle + getComputedStyle(box.firstElementChild, '::before').maskImage.slice(0, 400)"
            )
        )
    assert len(looks) == 2


def test_a_minus_between_words_has_air(site: Path, page) -> None:
    page.goto((site / "chapters/the-middle-corridor.html").as_uri())
    sign = page.locator("math mo", has_text="−").first
    sign.scroll_into_view_if_needed()
    assert sees(sign) and sign.evaluate(AIR) > 0.85
