"""Ten controls, each broken on a copy of the built site, turn the tests of what a reader sees red."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import served

import test_controls
import test_editor
import test_print
import test_search
from eyes import sees

Check = Callable[[Path, object], None]
CHAPTER = test_controls.PAGE


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without data files and notebooks; files are shared until one is changed."""
    copy = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(
        site,
        copy,
        copy_function=os.link,
        ignore=shutil.ignore_patterns("lite", "python", "_downloads", "_sources", "cards"),
    )
    return copy


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def opens(check: Callable, *arguments: str) -> Check:
    def opened(site: Path, page) -> None:
        page.goto((site / CHAPTER).as_uri())
        check(page, *arguments)

    return opened


def writes(check: Callable) -> Check:
    """What a reader writes needs a web address and a keyboard: the copy is served, and nothing of an earlier try is kept."""

    def written(site: Path, page) -> None:
        desk = page.context.browser.new_page(viewport={"width": 1280, "height": 900})
        desk.set_default_timeout(10_000)
        with served(site) as address, contextlib.closing(desk):
            desk.goto(f"{address}/{test_editor.EXERCISE}")
            check(desk)

    return written


def keeps_what_is_written(page) -> None:
    answer = page.get_by_role("textbox", name=re.compile("A sourcing note"))
    answer.fill("A note of five words.")
    page.reload()
    assert answer.input_value() == "A note of five words."


def says_what_is_not_kept(page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    page.get_by_role("textbox", name=re.compile("A sourcing note")).fill("Too much.")
    assert sees(page.get_by_text("2 words. This browser does not keep what you write"))


def shows_slides(site: Path, page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((site / "slides/the-first-summit.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    assert sees(page.locator(".slides h1")) and page.evaluate(test_controls.SLIDES) == []


def shows_the_region(site: Path, page) -> None:
    page.goto((site / "guides/map.html").as_uri())
    page.locator(".caj-map").first.scroll_into_view_if_needed()
    assert sees(page.locator(".caj-map svg text", has_text="Tashkent"))
    page.get_by_label("Place").select_option("place-osh")
    card = page.get_by_role("status").get_by_role("heading", name="Osh")
    card.scroll_into_view_if_needed(timeout=3_000)
    assert sees(card)


FAULTS = {
    "menu": (CHAPTER, 'popovertarget="rail"', 'popovertarget="rails"', opens(test_controls.test_the_menu_leads_to_another_chapter, "touch")),
    "contents": ("_static/shell.js", r"\?\.hidePopover\?\.\(\)", "", opens(test_controls.test_the_contents_lead_to_a_section, "touch")),
    "header": ("_static/look.css", r"\.top \{ position: sticky;", ".top { position: static;", opens(test_controls.test_home_doors_and_neighbours_are_reached_without_scrolling)),
    "language": ("_static/words.js", r"translate\(document\);", "", opens(test_controls.test_buttons_and_menus_speak_the_language_of_the_reader)),
    "slides": ("slides/the-first-summit.html", r"main \{ height: calc\(100% - 2\.2rem\); \}", "main { height: 0; }", shows_slides),
    "search": ("_static/search.js", r"#\$\{place\[ANCHOR\]\}", "", test_search.leads_to_the_section),
    "map": ("_static/controls.js", r"\(box\.scrollWidth - box\.clientWidth\) / 2", "0", shows_the_region),
    "input method": ("_static/live-editor.mjs", r"event\.isComposing \|\| event\.keyCode === 229", "false", writes(test_editor.test_enter_of_an_input_method_takes_the_word_and_nothing_else)),
    "kept work": ("_static/work.js", r"if \(Object\.keys\(cells\)\.length\) localStorage", "if (false) localStorage", writes(keeps_what_is_written)),
    "work not kept": ("_static/work.js", r"kept = false;", "", writes(says_what_is_not_kept)),
    "print": ("_static/controls.js", r'dataset\.theme = "light"', 'dataset.theme = "dark"', test_print.prints_light),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_control_is_seen(site: Path, copy: Path, page, name: str) -> None:
    from playwright.sync_api import Error

    from test_faults import replace

    file, pattern, new, check = FAULTS[name]
    page.set_default_timeout(10_000)
    check(copy, page)
    changed = copy / file
    text = changed.read_text("utf-8")
    changed.unlink()  # else the site itself would change
    changed.write_text(text, "utf-8")
    replace(changed, pattern, new)
    page.set_viewport_size({"width": 360, "height": 800})
    try:
        with pytest.raises((AssertionError, Error, StopIteration)):
            check(copy, page)
    finally:
        changed.write_text(text, "utf-8")  # whole again for the next fault
