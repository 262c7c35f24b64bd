"""The front page: what a reader meets first, and where its numbers come from."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.site import front, thumbs
from caj.errors import UserError
from eyes import sees, waits_for


@pytest.fixture(params=[390, 1280])
def page(browser, request: pytest.FixtureRequest):
    phone = request.param < 600
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=phone, is_mobile=phone, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_the_first_screen_has_promise_beginnings_and_map_and_leads_into_the_story(site: Path, page) -> None:
    page.goto((site / "index.html").as_uri())
    starts = page.locator(".hero .go a")
    assert sees(page.locator(".promise")) and all(sees(starts.nth(place)) for place in range(starts.count()))
    assert page.locator(".hero svg").first.bounding_box()["y"] < 600, "the map is below the first screen"
    starts.first.click()
    waits_for(page, page.get_by_role("heading", level=1))
    assert page.url.endswith(f"{front.plan()['starts'][0]['page']}.html")


def test_every_chapter_has_a_card_with_its_question_and_a_picture_that_is_seen(site: Path, page) -> None:
    page.goto((site / "index.html").as_uri())
    cards = page.locator(".chs a")
    assert cards.count() == len(front.book()) and "[minutes" not in page.locator("body").inner_text()
    for place, chapter in enumerate(front.book().values()):
        card = cards.nth(place)
        assert chapter.question in card.inner_text() and card.get_attribute("href") == f"chapters/{chapter.slug}.html"
        card.scroll_into_view_if_needed()
        picture = card.locator("img")
        page.wait_for_function(
            "(picture) => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle()
        )
        assert sees(picture)


def test_the_picture_of_a_chapter_shows_marks_and_no_axis() -> None:
    drawing = thumbs.picture("the-middle-corridor")
    assert drawing.count("<path") > 5 and "<line" not in drawing and "<text" not in drawing


def test_a_finding_shows_what_its_chapter_computes(site: Path, page) -> None:
    page.goto((site / "index.html").as_uri())
    growth = next(
        fact["expected"]
        for fact in yaml.safe_load((ROOT / "chapters/the-middle-corridor/facts.yml").read_text("utf-8"))
        if fact["says"] == "the official series gives 86.1 per cent for 2023"
    )
    found = page.locator(".finds a").first
    found.scroll_into_view_if_needed()
    assert sees(found) and found.locator(".n").inner_text().split() == [f"{growth:.0f}", "per", "cent"]
    found.click()
    waits_for(page, page.get_by_role("heading", level=1, name="The Middle Corridor"))


def test_a_finding_with_a_number_of_nobody_is_refused() -> None:
    for one in front.plan()["findings"]:
        assert list(front._values(one)), one["number"]
    lost = {"chapter": "the-middle-corridor", "facts": ["it grew by 9 per cent"]}
    with pytest.raises(UserError, match="no fact of the chapter"):
        list(front._values(lost))


def test_no_figure_of_a_finding_is_typed_by_hand() -> None:
    for one in front.plan()["findings"]:
        said = " ".join(one.get(key, "") for key in ("number", "unit", "words")).removeprefix("1 : ")
        typed = re.findall(r"\d+", re.sub(r"\{[^}]*\}|\b20\d\d\b", "", said))
        assert "{" in one["number"] and typed == [], one
