"""Every self-check knows its answer, names at least two mistakes, and never raises."""

import re
from itertools import chain

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from caj.checks import Question, check, fill, questions, value, varying
from coursekit.exercises.audit import audited, findings, places
from coursekit.exercises.notebooks import find, read, slug_of
from coursekit.lms.quiz import CHOICE

CHAPTERS = sorted(path.parent.name for path in (ROOT / "chapters").glob("*/questions.py"))
ALL = [
    pytest.param(chapter, question, id=f"{chapter}/{question.name}")
    for chapter in CHAPTERS
    for question in questions(chapter)
    if not question.open
]
ODD = [
    ...,
    None,
    "",
    "  ",
    "text",
    -1,
    1e300,
    float("nan"),
    True,
    [],
    {},
    {1: 2},
    object(),
    int,
    pd.NA,
    np.array([1, 2]),
    pd.DataFrame({"a": [1]}),
    pd.Series(["x"]),
    lambda: 1,
]


@pytest.mark.parametrize("chapter, question", ALL)
def test_the_answer_is_correct(chapter: str, question: Question) -> None:
    assert check(f"{chapter}/{question.name}", value(question.answer)).status == "correct"


@pytest.mark.parametrize("chapter, question", ALL)
def test_each_listed_mistake_gets_its_message(chapter: str, question: Question) -> None:
    assert len(question.mistakes) >= 2
    for wrong, message in question.mistakes:
        said = check(f"{chapter}/{question.name}", value(wrong))
        assert (said.status, said.sentence) == ("wrong", f"Not yet, because {fill(message, varying(question.answer))}")


@pytest.mark.parametrize(
    "path",
    [path for path in find(ROOT) if path.parent.name != "exercises"],
    ids=lambda path: path.relative_to(ROOT / "chapters").as_posix(),
)
def test_each_wrong_choice_gets_its_sentence(path) -> None:
    known, text = {question.name: question for question in questions(slug_of(path))}, ""
    for cell in read(path).cells:
        text = cell.source if cell.cell_type == "markdown" else text
        for name in (
            re.findall(rf'caj\.check\(\s*"{slug_of(path)}/([\w-]+)"', cell.source) if cell.cell_type == "code" else []
        ):
            if isinstance(known[name].answer, str) and len(known[name].answer) == 1:
                letters = {letter for letter, _ in CHOICE.findall(text)}
                assert letters and letters == {known[name].answer, *(wrong for wrong, _ in known[name].mistakes)}, name


def test_the_audit_finds_nothing_to_mend_in_the_book() -> None:
    """Nobody earns by guessing, no letter is right more often, everybody is helped, and each mistake can be made."""
    chapters = audited(ROOT)
    assert chapters.keys() == {*CHAPTERS} and sum(places(chain(*chapters.values())).values()) >= 36
    assert [str(finding) for finding in findings(chapters)] == []


def test_the_audit_names_each_fault() -> None:
    others = [(letter, f"not {letter}.") for letter in "bcd"]
    letters = [
        Question(f"q{number}", "a", mistakes=others, nudge="Look.", level="recall", points=1) for number in (1, 2)
    ]
    lost = Question(
        "coal", 68.0, within=1, mistakes=[(68.4, "this is gas."), (30, "in GW."), (30.0, "too."), (5, "old.")]
    )
    said = [
        str(finding)
        for finding in findings(
            {"guessed": [Question("w", True, hint="Look.", level="recall", points=2)], "even": letters, "lost": [lost]}
        )
    ]
    assert [sentence.partition(".")[0] for sentence in said] == [
        "guessed: blind guesses earn 50 per cent of the tested points",
        "lost/coal: nothing helps who is stuck",
        'lost/coal: no answer is told "this is gas',
        'lost/coal: no answer is told "too',
        "the exercises: right letters stand unevenly: a 2, b 0, c 0, d 0",
        "the whole book: right letters stand unevenly: a 2, b 0, c 0, d 0",
    ]


@pytest.mark.parametrize("chapter, question", ALL)
def test_no_answer_raises(chapter: str, question: Question) -> None:
    said = [check(f"{chapter}/{question.name}", odd) for odd in ODD]
    assert [result.status for result in said[:4]] == ["open"] * 4
    assert {result.status for result in said[4:]} <= {"unread", "wrong", "correct"}
    assert all(
        result.sentence.startswith(("Not answered yet", "Not read yet: ", "Close: ", "Not yet, because", "Correct."))
        for result in said
    )
    assert "could not be compared" not in " ".join(result.sentence for result in said)


def test_an_unknown_question_gets_the_nearest_name() -> None:
    assert "Did you mean" in check("the-middle-corridor/growth-203", 1).sentence
    assert "no questions for a chapter" in check("no-such-chapter/x", 1).sentence


def test_a_result_is_announced_to_screen_readers() -> None:
    page = check("the-middle-corridor/growth-2023", 86.1)._repr_html_()
    assert 'role="status"' in page and 'aria-hidden="true"' in page
