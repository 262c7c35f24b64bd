"""Lessons on documents: the checker finds what breaks a rule, the list is filtered, and each lesson fits one sheet of paper."""

import copy
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.documents.check import problems
from bookkit.documents.reading import lessons, paths, sets
from bookkit.documents.rules import Known, in_lesson
from bookkit.documents.write import listed
from bookkit.practice.authored import answer
from bookkit.site.lessons.page import document
from bookkit.story.reading import read_as
from caj import data

ONE = "aso-corridor-2006"
A4 = {"width": 703, "height": 1054}  # 186 by 279 mm between the margins of the sheet, at 96 dots an inch


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(*(set(data.load(table)["id"]) for table in ("sources", "documents")), ROOT)


def found(known: Known, tmp_path: Path, place: str, value: object) -> str:
    """What the checker says of a lesson in which one value is another."""
    from bookkit.documents.model import Lesson

    node = yaml.safe_load((ROOT / f"documents/{ONE}.yml").read_text("utf-8"))
    at = node
    *way, last = place.split(".")
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[int(last) if last.isdigit() else last] = value
    path = tmp_path / f"{ONE}.yml"
    path.write_text(yaml.safe_dump(node, allow_unicode=True), "utf-8")
    lesson, form = read_as(Lesson, "caj-document/1", path)
    return "\n".join([*form, *map(str, in_lesson(lesson, known) if lesson else ())])


def test_every_document_of_the_table_has_its_lesson_and_no_lesson_breaks_a_rule() -> None:
    assert problems(ROOT) == []
    assert {path.stem for path in paths(ROOT)} == set(data.load("documents")["id"])


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("passport.0.2", ["nobody-1900"], 'names the source "nobody-1900"'),
        ("passport.1.2", [], "has no source"),
        ("phrases.1.text", "one two three four five six seven eight nine ten eleven", "quotes 11 words; at most 10"),
        ("phrases.0.chunks.0.0", "主役は", "has a kanji without its reading"),
        ("phrases.2.en", "Pushed around.", "does not say whose translation it is"),
        ("outline.0.seen", "rumour", 'seen: "rumour" is none of'),
        ("rival.rows.0", ["For whom", "Journalists"], "is not [what, first, second]"),
        ("rival.also.0.1", "nowhere.html", "leads to nowhere.html, which the book does not have"),
        ("before.href", "../no-such-chapter.html#x", "which the book does not have"),
        ("cards.0.mistakes", [], "nothing is said to who chooses"),
        ("cards.5.kind", "word", "the last is not open"),
        ("stand", "word " * 31, "has 31 words; at most 30"),
        ("hero", "a text", "'a text' should be keys with values"),
    ],
)
def test_the_checker_says_what_breaks_a_rule(known, tmp_path, place: str, value: object, said: str) -> None:
    assert found(known, tmp_path, place, value) != ""
    assert said in found(known, tmp_path, place, value)


def test_a_lesson_without_a_fault_is_silent(known, tmp_path) -> None:
    assert found(known, tmp_path, "id", ONE) == ""


def test_each_answer_says_the_words_of_the_right_options() -> None:
    for lesson in lessons().values():
        for card in lesson.cards:
            named = {option["id"]: option["text"] for option in card.get("options", [])}
            right = card.get("answer", [])
            ids = [right] if isinstance(right, str) else right if card["kind"] == "several" else []
            shown = yaml.safe_dump(answer(card), allow_unicode=True, width=10**6)
            assert all(named[id].split("“")[0][:20] in answer(card).replace("&#x27;", "'") for id in ids), shown
            if card["kind"] == "several":
                wrong = set(named) - set(ids)
                assert not any(f"<b>{named[id]}</b>" in answer(card) for id in wrong)


def test_a_phrase_carries_its_language_and_japanese_its_sound() -> None:
    page = document(ONE)
    assert (
        '<span class="j" lang="ja">「<ruby>主役<rt>しゅやく</rt></ruby>」は</span><span class="r" lang="ja-Latn">'
        in page
    )
    assert '<p class="orig" lang="kk">атом электр станциясын салуға</p>' in document("referendum-2024")


def test_a_new_lesson_enters_the_contents_once() -> None:
    toc = "parts:\n  - chapters:\n      - file: documents/index\n        sections:\n          - file: documents/sets\n      - file: guides/x\n"
    once = listed(toc, ["abe-2015"])
    assert once.split("\n")[5:7] == ["          - file: documents/abe-2015", "      - file: guides/x"]
    assert listed(once, ["abe-2015"]) == once


def test_a_reader_filters_the_list_and_the_address_keeps_the_choice(browser, address) -> None:
    page = browser.new_page()
    page.goto(f"{address}/documents/index.html")
    one = next(one for one in sets() if one.id == "how-many-tests")
    page.locator("select[name=set]").select_option(label=one.name)
    seen = [item.inner_text() for item in page.locator(".doc-list > li").all() if item.is_visible()]
    assert len(seen) == len(one.documents) and all(
        any(lessons()[id].name in text for text in seen) for id in one.documents
    )
    assert page.get_by_role("status").inner_text() == f"{len(one.documents)} of {len(lessons())} documents"
    page.locator("select[name=year]").select_option("2016")
    page.reload()
    assert page.locator(".doc-list > li:visible .n").all_inner_texts() == [lessons()["nazarbayev-diet-2016"].name]
    page.locator("select[name=country]").select_option(label="Tajikistan")
    assert "take one away" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(
        "document.querySelector('output').textContent.startsWith(document.querySelectorAll('.doc-list > li').length)"
    )
    page.close()


def test_every_lesson_prints_on_one_sheet_and_nothing_else_is_printed(browser, address) -> None:
    """In the page of one lesson the sheets of all are laid out in turn, for that is one visit."""
    page = browser.new_page(viewport=A4)
    page.goto(f"{address}/documents/{ONE}.html")
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", level=1).is_visible() and page.locator(".handout").is_visible()
    high = page.evaluate(
        """async (ids) => {
          const sheet = document.querySelector(".handout"), high = {};
          await document.fonts.ready;
          for (const id of ids) {
            const other = new DOMParser().parseFromString(await (await fetch(`${id}.html`)).text(), "text/html").querySelector(".handout");
            sheet.innerHTML = other.innerHTML;
            high[id] = sheet.getBoundingClientRect().height;
          }
          return high;
        }""",
        list(lessons()),
    )
    assert {id: height for id, height in high.items() if height > A4["height"]} == {}
    page.close()
