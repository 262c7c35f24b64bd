"""What students and instructors read: levels in words, what tests asked, marks that a person changed, on a phone too."""

from pathlib import Path

import pytest
from made import EXERCISE, SLUG

from coursekit.exercises import UNSAID
from coursekit.marking.feedback import feedback
from coursekit.marking.grader import Result
from coursekit.marking.marks import Mark
from coursekit.marking.report import report
from coursekit.marking.similarity import Borrowed

TESTS = [
    ("Count the rows whose city is Tokyo.", True),
    ("Leave the table as it is; filter a copy.", False),
    (UNSAID, True),
]
LONG = "cell 4: NameError: name 'meetings_in_tokyo_and_everywhere_else_in_the_world' is not defined"


def result(**changes: object) -> Result:
    tested = Mark("meetings-in-tokyo", 2.0, 1.5, TESTS, comment="Right but for a slip.", automatic=1.0)
    judged = Mark(
        "write-first", 8.0, 5.0, said="Well argued.", levels=[("Sourcing", "2"), ("Argument", "0"), ("Context", "4")]
    )
    asked = Mark("source-note", 6.0, None, [], "", "Text", earlier="4 of 6 points “Good.”")
    values = {
        "student": "aizada.bekova@university.example",
        "slug": SLUG,
        "attempt": "x.ipynb",
        "graded": True,
        "marks": [tested, judged, asked],
        "notes": [LONG],
    }
    return Result(**{**values, **changes})


def shown(page, html: str, width: int = 390) -> str:
    page.set_viewport_size({"width": width, "height": 844})
    page.set_content(html)
    return page.locator("main").inner_text()


def test_students_read_their_levels_and_what_the_next_one_asks(browser) -> None:
    page = browser.new_page()
    words = shown(page, feedback(result(), EXERCISE))
    assert "Sourcing: level 2 of 4, adds date and publisher. Level 3: explains the purpose of a source." in words
    assert "Argument: level 0 of 4. Level 1: opinion only." in words
    assert "Context: level 4 of 4, context changes the conclusion." in words and "Level 5" not in words
    page.close()


def test_students_read_what_each_test_asked_and_nothing_that_was_computed(browser) -> None:
    page = browser.new_page()
    words = shown(page, feedback(result(), EXERCISE))
    assert (
        "✓ Passed. Count the rows whose city is Tokyo." in words
        and "✗ Not yet. Leave the table as it is; filter a copy." in words
    )
    assert UNSAID not in words and words.count("✓ Passed.") == 2
    assert not any(
        test.code in words for question in EXERCISE.questions for check in question.checks for test in check.tests
    )
    page.close()


def test_students_read_that_a_person_changed_a_mark_and_why(browser) -> None:
    page = browser.new_page()
    words = shown(page, feedback(result(), EXERCISE))
    assert "A person changed this mark; by itself it was 1 of 2. The reason:\n\nRight but for a slip." in words
    assert "Before: 4 of 6 points “Good.”. A person reads the new one." in words
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_word_of_report_and_feedback_is_inside_a_phone(browser, tmp_path: Path, width: int) -> None:
    page = browser.new_page()
    copied = [Borrowed("bob", SLUG, ("meetings-in-tokyo", "prime-ministers"), ("aizada.bekova@university.example",))]
    doubtful = result(doubts=["question write-first: took too long."])
    for html in (
        feedback(doubtful, EXERCISE),
        report([doubtful, result(student="bob")], {SLUG: EXERCISE}, "Sandboxed.", ["manual.csv, line 2: no."], copied),
    ):
        shown(page, html, width)
        outside = page.locator("main *:not(img)").evaluate_all(
            "all => all.filter(e => e.checkVisibility() && e.innerText && (r => r.width && (r.left < 0 || r.right > innerWidth + 1))(e.getBoundingClientRect())).map(e => e.innerText)"
        )
        assert outside == []
    row = page.locator("table", has_text="is not defined").last
    assert "aizada.bekova@university.example" in row.inner_text() and "NameError" in row.inner_text()
    label = page.locator("td[data-column=waiting]").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == ('"waiting: "' if width == 390 else "none")
    page.screenshot(path=tmp_path / "report.png", full_page=True)
    page.close()


def test_the_report_lists_what_a_person_changed_and_what_needs_one() -> None:
    words = report([result(doubts=["write-first: look."])], {SLUG: EXERCISE}, "Sandboxed.")
    assert "Right but for a slip." in words and "Changed by a person" in words
    assert "write-first: look." in words and '<a href="manual.html">' in words
