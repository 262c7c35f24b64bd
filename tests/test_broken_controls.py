"""Seven controls, each broken on a copy of the built site, turn the tests of what a reader sees red."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import test_controls
import test_print
import test_search
from eyes import sees

Check = Callable[[Path, object], None]
CHAPTER = test_controls.PAGE


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """The site without data files and notebooks; files are shared until one is changed."""
    copy = tmp_path / "site"
    shutil.copytree(site, copy, copy_function=os.link, ignore=shutil.ignore_patterns("lite", "python", "_downloads", "_sources", "cards"))
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
    "menu": (CHAPTER, '<button class="sidebar-toggle primary-toggle', '<button hidden class="primary-toggle"></button>\\g<0>', opens(test_controls.test_the_menu_leads_to_another_chapter, "touch")),
    "contents": ("_static/controls.js", r"\.close\(\)", ".click", opens(test_controls.test_the_contents_lead_to_a_section, "touch")),
    "ways": ("_static/book.css", r"\.caj-ways \{ display: flex; \}", ".caj-ways { display: none; }", opens(test_controls.test_home_and_neighbours_are_reached_without_scrolling)),
    "slides": ("slides/the-first-summit.html", "html, body, main { height: 100%; }", "", shows_slides),
    "search": ("_static/search.js", r"#\$\{place\[ANCHOR\]\}", "", test_search.leads_to_the_section),
    "map": ("_static/controls.js", r"\(box\.scrollWidth - box\.clientWidth\) / 2", "0", shows_the_region),
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
    with pytest.raises((AssertionError, Error, StopIteration)):
        check(copy, page)
