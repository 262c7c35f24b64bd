"""NaN passes no comparison: a missing or infinite value where the book has a number earns nothing for the number."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from made import answered, content
from shared import grader, key, sandboxed
from test_marks import source

from coursekit import exercises
from coursekit.exercises.gaps import filled, gaps
from coursekit.exercises.key import prepare
from coursekit.marking.grader import Grader
from coursekit.marking.marks import judge
from coursekit.marking.notebook import read
from coursekit.marking.run import grade


def emptied(answer: Any) -> Iterator[Any]:
    """An answer with nothing but gaps in its place, each of another kind."""
    yield from (
        math.nan,
        math.inf,
        -math.inf,
        None,
        pd.NA,
        pd.NaT,
        np.float64("nan"),
        [math.nan],
        {math.nan},
        {"a": None},
    )
    if isinstance(answer, pd.Series):
        yield from (answer * math.nan, answer * math.inf, answer.astype(object).where(answer != answer, None))
    if isinstance(answer, pd.DataFrame):
        yield answer.astype(object).where(answer != answer, math.nan)


def broken_off(answer: pd.Series | pd.DataFrame) -> Any:
    """The right answer up to the first value, and gaps behind it."""
    return (
        answer.where(np.arange(len(answer)) < 1)
        if isinstance(answer, pd.Series)
        else answer.astype(object).where(pd.DataFrame(False, answer.index, answer.columns), math.nan)
    )


@pytest.mark.parametrize("slug", exercises.slugs(ROOT))
def test_no_question_of_the_book_gives_points_for_gaps(slug: str) -> None:
    for keyed in key(slug).questions.values():
        for name, answer in keyed.answers.items():
            if len(keyed.answers) > 1 or callable(answer):
                continue
            for guess in emptied(answer):
                assert judge(keyed, {name: guess}, 5.0).earned == 0, (keyed.question.name, guess)
            if isinstance(answer, (pd.Series, pd.DataFrame)):
                assert judge(keyed, {name: broken_off(answer)}, 5.0).earned < keyed.question.points, keyed.question.name


@pytest.mark.parametrize(
    "given",
    [
        [1.0, math.nan],
        [1.0, None],
        [1.0, -math.inf],
        pd.Series([1.0, math.nan]),
        np.array([1.0, math.nan]),
        (1.0, pd.NA),
    ],
    ids=repr,
)
@pytest.mark.parametrize(
    "test",
    [
        "max(abs(a - b) for a, b in zip(x, [1.0, 2.0])) < 0.001",
        "not any(abs(a - b) > 0.001 for a, b in zip(x, [1.0, 2.0]))",
        "abs(pd.Series(x) - [1.0, 2.0]).max() < 0.001",
        "np.nanmax(abs(np.array(list(x), float) - [1.0, 2.0])) < 0.001",
    ],
)
def test_a_gap_gets_through_no_test_that_looks_for_the_largest_error(test: str, given: Any) -> None:
    keyed = prepare(
        exercises.parse(source(f"import numpy as np, pandas as pd\nassert {test}", "x = [1.0, 2.0]"), "small")
    ).questions["q"]
    assert judge(keyed, {"x": [1.0, 2.0]}, 5.0).earned == 4
    assert judge(keyed, {"x": given}, 5.0).earned == 0


def test_gaps_that_the_book_s_answer_has_too_are_no_fault() -> None:
    keyed = prepare(
        exercises.parse(
            source(
                "import pandas as pd\nassert x.dropna().sum() == 3", "import pandas as pd\nx = pd.Series([None, 3.0])"
            ),
            "small",
        )
    ).questions["q"]
    assert judge(keyed, {"x": pd.Series([None, 3.0])}, 5.0).earned == 4
    assert judge(keyed, {"x": pd.Series([None, 3.0, None])}, 5.0).earned == 0


FRAME = pd.DataFrame({"a": [1.0, math.inf], "b": ["x", None], "t": pd.to_datetime(["2004-08-28", None])})


@pytest.mark.parametrize(
    "value, count",
    [
        (FRAME, 3),
        (FRAME["t"], 1),
        (FRAME["b"], 1),
        (pd.Series([1, None], dtype="Int64"), 1),
        ({"a": [None, (1, math.nan)]}, 2),
        (np.array([[1.0, math.nan]]), 1),
        (frozenset({None}), 1),
        (print, 0),
    ],
)
def test_gaps_are_counted_and_filled_wherever_they_are(value: Any, count: int) -> None:
    assert gaps(value) == count and gaps(filled(value, 7.0)) == 0


def marks(grader: Grader, slug: str, question: str, code: str) -> Any:
    done = grade(grader._sandbox, key(slug), read(content(answered(slug, **{question.replace("-", "_"): code}))))
    return next(mark for mark in done.marks if mark.question == question)


@pytest.mark.parametrize(
    "slug, question", [("paying-for-the-transition", "in-dollars"), ("carbon-neutrality", "revision")]
)
@pytest.mark.parametrize("gap", ["float('nan')", "float('inf')", "None"])
def test_a_function_that_breaks_off_after_the_first_call_gets_no_full_points(
    slug: str, question: str, gap: str, grader: Grader
) -> None:
    solution, name = key(slug).exercise.question(question).answer.solution, question.replace("-", "_")
    assert marks(grader, slug, question, solution).earned == key(slug).exercise.question(question).points
    once = f"{solution}\nown, calls = {name}, []\ndef {name}(*given, **named):\n    calls.append(1)\n    right = own(*given, **named)\n    return right if len(calls) == 1 else right * float('nan') if {gap!r} != 'None' and hasattr(right, 'index') else {gap}"
    assert marks(grader, slug, question, once).earned < key(slug).exercise.question(question).points
    later = f"{solution}\nown = {name}\ndef {name}(*given, **named):\n    right = own(*given, **named)\n    return right.where([place < 1 for place in range(len(right))]) if hasattr(right, 'where') else {gap}"
    assert marks(grader, slug, question, later).earned < key(slug).exercise.question(question).points
