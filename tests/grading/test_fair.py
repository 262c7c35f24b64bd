"""Marks are fair: what a self-check calls correct earns every point, and what takes no thought, or is a listed mistake, earns none."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from shared import key

from caj.answer_types import kind_of
from caj.checks import check, questions, value
from coursekit import exercises
from coursekit.book import Book
from coursekit.exercises.blind_guesses import decoys
from coursekit.exercises.key import KeyedQuestion
from coursekit.marking.marks import judge

SLUGS = exercises.slugs(ROOT)
CODES = ["KAZ", "KGZ", "TJK", "TKM", "UZB", "JPN", "CHN", "RUS", "USA"]
NOTHING: list[Any] = [
    None,
    ...,
    math.nan,
    math.inf,
    np.nan,
    pd.NA,
    pd.NaT,
    "",
    " ",
    "?",
    "nan",
    "None",
    [],
    {},
    set(),
    (),
    [[]],
    pd.DataFrame(),
    pd.Series(dtype=float),
    pd.Series([math.nan] * 26),
    np.array([]),
]
FORMS: list[Any] = [
    True,
    False,
    0,
    1,
    -1,
    0.0,
    0.5,
    100,
    1e9,
    2025,
    "a",
    "b",
    "c",
    "d",
    "e",
    "A",
    "0",
    "abcd",
    {"a", "b", "c", "d"},
    ["a", "b"],
    {"a": 1},
    [0],
    [1, 2, 3],
    range(5),
    print,
    lambda *given: 0,
]
NAMES: list[Any] = [
    *CODES,
    set(CODES),
    *(name for name, _ in Book.current().settings.country_words.values()),
    "Tokyo",
    "Astana",
    "Abe Shinzo",
    "2025-12-20",
    pd.Timestamp("2025-12-20"),
]
AUTO = [
    pytest.param(slug, keyed, id=f"{slug}/{name}")
    for slug in SLUGS
    for name, keyed in key(slug).questions.items()
    if keyed.wanted
]


def earned(keyed: KeyedQuestion, answer: Any) -> float:
    """Points when every name of the answer is bound to the same value."""
    return judge(keyed, dict.fromkeys(keyed.wanted, answer), 5.0).earned


def earned_by(keyed: KeyedQuestion, slug: str, answer: Any) -> float:
    """Points when the self-check is asked about this answer, and what else the cell binds is right."""
    return judge(keyed, {**keyed.answers, asked(keyed): answer}, 5.0).earned


def asked(keyed: KeyedQuestion) -> str:
    """The name that the self-check of a question reads."""
    return next(name for name in keyed.wanted if f", {name}" in keyed.checks[-1].check.cell.given)


@pytest.mark.parametrize("slug, keyed", AUTO)
def test_what_takes_no_thought_earns_nothing(slug: str, keyed: KeyedQuestion) -> None:
    """Whatever passes a check of this question could be guessed; the right answer itself is left out."""
    answers = list(keyed.answers.values())
    usual = [guess for answer in answers for guess in decoys(answer)]
    names = NAMES if any(isinstance(answer, (str, set, pd.Timestamp)) for answer in answers) else NAMES[:3]
    for guess in [*NOTHING, *FORMS, *names, *usual]:
        if not callable(answers[0]) and check(f"{slug}/{keyed.question.name}", guess).status == "correct":
            continue
        assert earned(keyed, guess) == 0, guess


@pytest.mark.parametrize("slug, keyed", AUTO)
def test_listed_mistakes_earn_nothing(slug: str, keyed: KeyedQuestion) -> None:
    known = {question.name: question for question in questions(slug)}[keyed.question.name]
    if callable(keyed.answers[asked(keyed)]):
        return  # its self-check is asked about a value of the function, not about the function
    for mistake, _ in known.mistakes:
        assert earned_by(keyed, slug, value(mistake)) == 0, mistake


@pytest.mark.parametrize("slug, keyed", AUTO)
def test_self_check_and_hidden_tests_agree_on_every_form_of_an_answer(slug: str, keyed: KeyedQuestion) -> None:
    known = {question.name: question for question in questions(slug)}[keyed.question.name]
    if callable(keyed.answers[asked(keyed)]):
        return
    right = value(known.answer)
    assert earned_by(keyed, slug, right) == earned_by(keyed, slug, keyed.answers[asked(keyed)]) == keyed.question.points
    tried = [
        right,
        *written(right, known.within),
        *(form for mistake, _ in known.mistakes for form in [value(mistake), *list(written(value(mistake), 0.0))[-6:]]),
    ]
    verdicts = {True: 0, False: 0}
    for answer in tried:
        said = check(f"{slug}/{keyed.question.name}", answer)
        points = earned_by(keyed, slug, answer)
        assert points == (keyed.question.points if said.status == "correct" else 0), (answer, said.sentence, points)
        verdicts[said.status == "correct"] += 1
    assert min(verdicts.values()) >= 3 or kind_of(right) in ("series", "frame")


def written(answer: Any, within: float) -> Iterator[Any]:
    """An answer as it might be rounded, typed, copied or computed."""
    kind = kind_of(answer)
    if kind == "number":
        number = float(answer)
        yield from (round(number, digits) for digits in range(4))
        yield from (number + side * part * within for side in (-1, 1) for part in (0.5, 0.99, 0.999999, 1.01, 1.5))
        yield from (
            f"{number:.3f}",
            f"{number:.1f}",
            f"{number:,.2f}",
            f"{number:.3f}".replace(".", ","),
            f"{number:,.1f}".replace(",", " "),
            f"“{number:.3f}”",
            f"{number:.3f} per cent",
            f"{number:.3f}%",
        )
        yield from (
            np.float64(number),
            (number,),
            [number],
            pd.Series([number]),
            number / 100,
            number * 100,
            -number,
            number * 1000,
            f"{number:e}",
            f"{number:.3f} apples",
            [number, number],
        )
    elif kind in ("letter", "text"):
        wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in answer)
        yield from (
            f"({answer})",
            f"{answer})",
            f" {answer.upper()} ",
            f"“{answer}”",
            f"'“{answer}”'",
            f"{answer}.",
            wide,
            (answer,),
            [answer],
            answer.translate(str.maketrans("aceopx", "асеорх")),
            answer * 2,
            answer[::-1],
        )
    elif kind == "set":
        items = sorted(answer, key=str)
        yield from (
            items,
            tuple(items),
            items * 2,
            [str(item) for item in items],
            ", ".join(map(str, items)),
            " and ".join(map(str, items)),
            np.array(items),
            pd.Series(items),
            items[1:],
            [*items, "zzz"],
            set(items),
        )
    elif kind == "date":
        yield from (
            answer.date(),
            f"{answer:%Y-%m-%d}",
            f"{answer:%d.%m.%Y}",
            f"{answer:%m/%d/%Y}",
            f"{answer:%d/%m/%Y}",
            f"{answer.day} {answer:%B} {answer.year}",
            f"{answer.year}年{answer.month}月{answer.day}日",
            f"{answer:%B %Y}",
            answer + pd.Timedelta(days=1),
            np.datetime64(answer),
        )


def test_blind_points_of_the_review() -> None:
    """[] once earned half of a question, "a" a good part of another, and any of five countries half of a third."""
    for slug, name, guesses in (
        ("eurasian-diplomacy", None, [[]]),
        ("nuclear-questions", None, ["a"]),
        ("who-trades-with-whom", "filled-series", [code for code in CODES if code != "TKM"]),
    ):
        for keyed in key(slug).questions.values():
            if keyed.wanted and name in (None, keyed.question.name):
                for guess in guesses:
                    right = check(f"{slug}/{keyed.question.name}", guess).status == "correct"
                    assert right or earned(keyed, guess) == 0, keyed.question.name
