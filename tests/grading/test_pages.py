"""The pages of a graded class, checked by axe-core like those of the book."""

import sys
from pathlib import Path

import pytest
from conftest import ROOT
from made import EXERCISE, SLUG

sys.path.append(str(ROOT / "tests"))
from coursekit.marking.feedback import feedback
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import Hand
from coursekit.marking.manual import ByHand, open_answers
from coursekit.marking.marking_page import marking_page
from coursekit.marking.marks import Mark
from coursekit.marking.report import report
from coursekit.marking.similarity import Borrowed
from test_axe import axe, built_ill, coloured_ill


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page of each kind."""
    folder = tmp_path_factory.mktemp("pages")
    tried = Mark(
        "meetings-in-tokyo", 2.0, 1.0, [("Count the rows.", False), ("Leave the table.", True)], "Your code stopped."
    )
    waits = Mark("write-first", 8.0, None, [], "", "It depends on the word first.")
    results = [
        Result(
            name,
            SLUG,
            "a.ipynb",
            name != "eve",
            [tried, waits],
            ["cell 4: NameError"],
            {tried.question: "x = 1\n" * 40},
        )
        for name in ("ann", "bob", "eve")
    ]
    copied = [Borrowed("bob", SLUG, (tried.question,), ("ann",))]
    given = ByHand(results, Hand(folder))
    (folder / "manual.html").write_text(
        marking_page(open_answers(given, {SLUG: EXERCISE}, given.hand), given, {SLUG: EXERCISE}, given.hand), "utf-8"
    )
    (folder / "feedback.html").write_text(feedback(results[0], EXERCISE), "utf-8")
    (folder / "report.html").write_text(
        report(results, {SLUG: EXERCISE}, "In a sandbox.", ["manual.csv, line 2: no."], copied), "utf-8"
    )
    return folder


@pytest.mark.parametrize("name", ["feedback", "manual", "report"])
def test_axe_finds_nothing(name: str, pages: Path, browser, axe: str) -> None:
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)  # the pages let no script in
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    assert built_ill(page, axe) + coloured_ill(page, set()) == []
    context.close()
