"""Self-checks: compare a reader's answer with the one computed from the tables, and name the mistake."""

import difflib
import html
import importlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Question:
    """One self-check: how to compute the answer, and what the usual wrong answers reveal.

    `answer` and the keys of `mistakes` are values, or functions without arguments that compute them
    from the tables; `within` is the tolerance for numbers, in the unit of the answer.
    """

    name: str
    answer: Any
    praise: str
    hint: str
    mistakes: list[tuple[Any, str]] = field(default_factory=list)
    within: float = 0.0


@dataclass(frozen=True)
class Result:
    """What a check says: `status` is "open", "correct" or "wrong"; shown as one sentence."""

    status: str
    sentence: str

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        mark = {"open": "…", "correct": "✓", "wrong": "✗"}[self.status]
        text = html.escape(self.sentence, quote=False)
        return f'<p role="status" class="caj-check caj-{self.status}"><span aria-hidden="true">{mark}</span> {text}</p>'


def check(id: str, answer: Any = ...) -> Result:
    """Say whether `answer` to question `id` ("chapter/question") is right; never raises.

    Returns a Result: "Not answered yet", "Correct", or "Not yet, because" with the likely mistake.

    >>> check("the-middle-corridor/growth-2023", ...)
    Not answered yet: replace the three dots with your answer.
    """
    try:
        return _judge(find(id), answer)
    except LookupError as error:
        return Result("wrong", str(error.args[0]))
    except Exception as error:
        return Result("wrong", f"Not yet, because this answer could not be compared ({type(error).__name__}).")


def questions(chapter: str) -> list[Question]:
    """All self-checks of one chapter, in order; LookupError for a chapter that has none.

    >>> questions("the-middle-corridor")[0].name
    'growth-2023'
    """
    try:
        module = importlib.import_module(f"caj.questions.{chapter.replace('-', '_')}")
    except ModuleNotFoundError:
        raise LookupError(f'There are no questions for a chapter "{chapter}".') from None
    return module.QUESTIONS


def find(id: str) -> Question:
    """The question behind "chapter/question"; LookupError with the nearest name if there is none.

    >>> find("the-middle-corridor/growth-2023").within > 0
    True
    """
    chapter, _, name = str(id).partition("/")
    known = {question.name: question for question in questions(chapter)}
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1) or list(known)[:1]
        raise LookupError(f'There is no question "{name}" in {chapter}. Did you mean "{close[0]}"?')
    return known[name]


def value(spec: Any) -> Any:
    """The answer itself: `spec`, or what it returns when it is a function.

    >>> value(lambda: 1 + 1)
    2
    """
    return spec() if isinstance(spec, Callable) else spec


def same(given: Any, expected: Any, within: float = 0.0) -> bool:
    """Whether two answers agree: numbers within a tolerance, text without regard to case, sets in any order.

    >>> same(86.13, 86.1, within=0.1), same(" Tokyo", "tokyo"), same(["KAZ"], {"KAZ"})
    (True, True, True)
    """
    if isinstance(expected, (pd.Series, pd.DataFrame)):
        return type(given) is type(expected) and _same_frame(given, expected, within)
    if isinstance(expected, (set, frozenset)):
        return not isinstance(given, str) and set(given) == expected
    if isinstance(expected, pd.Timestamp):
        return isinstance(given, (str, date)) and pd.Timestamp(given) == expected
    if isinstance(expected, str):
        return isinstance(given, str) and given.strip().casefold() == expected.casefold()
    if isinstance(expected, bool):
        return bool(given) is expected and given in (True, False)
    return math.isclose(float(given), float(expected), rel_tol=1e-9, abs_tol=within)


def _same_frame(given: Any, expected: Any, within: float) -> bool:
    compare = pd.testing.assert_series_equal if isinstance(expected, pd.Series) else pd.testing.assert_frame_equal
    try:
        compare(given, expected, check_dtype=False, check_names=False, check_index_type=False, atol=within + 1e-9, rtol=0)
    except AssertionError:
        return False
    return True


def _judge(question: Question, answer: Any) -> Result:
    if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
        return Result("open", "Not answered yet: replace the three dots with your answer.")
    expected = value(question.answer)
    if _matches(answer, expected, question.within):
        return Result("correct", f"Correct. {question.praise}")
    for wrong, message in question.mistakes:
        if _matches(answer, value(wrong), question.within):
            return Result("wrong", f"Not yet, because {message}")
    if kind := _other_kind(answer, expected):
        return Result("wrong", f"Not yet, because the answer should be {kind}.")
    return Result("wrong", f"Not yet, because the value differs from the tables. {question.hint}")


def _matches(given: Any, expected: Any, within: float) -> bool:
    try:
        return same(given, expected, within)
    except (TypeError, ValueError):
        return False


def _other_kind(given: Any, expected: Any) -> str:
    """Name the kind of answer wanted, if `given` is of another kind."""
    kinds = {
        (bool,): "True or False",
        (int, float): "a number, without unit or quotation marks",
        (str,): "text in quotation marks",
        (set, frozenset): "a set or list of names",
        (pd.Timestamp,): 'a date such as "2004-08-28"',
        (pd.Series,): "a pandas Series",
        (pd.DataFrame,): "a pandas DataFrame",
    }
    wanted = next(((types, name) for types, name in kinds.items() if isinstance(expected, types)), None)
    if wanted is None:
        return ""
    types, name = wanted
    fits = {
        int: lambda: pd.api.types.is_number(given),
        set: lambda: isinstance(given, (set, frozenset, list, tuple, pd.Series, pd.Index)),
        pd.Timestamp: lambda: isinstance(given, (str, date)) and not pd.isna(pd.to_datetime(given, errors="coerce")),
    }.get(types[0], lambda: isinstance(given, types))
    return "" if fits() else name
