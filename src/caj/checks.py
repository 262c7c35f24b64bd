"""Self-checks: compare a reader's answer with the one computed from the tables, and name the mistake."""

import difflib
import html
import importlib
import inspect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from caj import kinds, seals


@dataclass(frozen=True)
class Question:
    """One self-check: how to compute the answer, and what the usual wrong answers reveal.

    `answer` and the keys of `mistakes` are values, or functions that compute them from the tables; what may
    vary is an argument with the book's own value as default, such as `country="UZB"`, and stands in braces in
    sentences. Of a variant nothing is said that holds for the book's values only: no praise, and no mistake
    that is not computed from the arguments. `within` is the tolerance for numbers, in the unit of the answer.
    """

    name: str
    answer: Any
    praise: str
    hint: str
    mistakes: list[tuple[Any, str]] = field(default_factory=list)
    within: float = 0.0


@dataclass(frozen=True)
class Result:
    """What a check says: `status` is "open", "correct", "wrong" or "kept"; shown as one sentence."""

    status: str
    sentence: str

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        mark = {"open": "…", "correct": "✓", "wrong": "✗", "kept": "•"}[self.status]
        text = html.escape(self.sentence, quote=False)
        return f'<p role="status" class="caj-check caj-{self.status}"><span aria-hidden="true">{mark}</span> {text}</p>'


def check(id: str, answer: Any = ..., *, seal: str = "", **given: Any) -> Result:
    """Say whether `answer` to question `id` ("chapter/question") is right; never raises.

    `given` are the values that the question's notebook gives, where they may vary; with a `seal`, as in graded
    copies, nothing is looked up or computed, and the check says right or wrong and no more.
    Returns a Result: "Not answered yet", "Correct", or "Not yet, because" with the likely mistake.

    >>> check("the-middle-corridor/growth-2023", ...)
    Not answered yet: replace the three dots with your answer.
    """
    try:
        if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
            return Result("open", "Not answered yet: replace the three dots with your answer.")
        return _judge_sealed(seal, answer) if seal else _judge(find(id), answer, given)
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


def value(spec: Any, **given: Any) -> Any:
    """The answer itself: `spec`, or what it returns when it is a function of some of the given values.

    >>> value(lambda: 1 + 1), value(lambda year=2023: year + 1, year=2024, country="KAZ")
    (2, 2025)
    """
    return spec(**{name: given[name] for name in varying(spec) if name in given}) if callable(spec) else spec


def varying(spec: Any) -> dict[str, Any]:
    """The arguments of an answer that may vary, with the book's own values; `**_` alone stands for any of them.

    >>> varying(lambda year=2023: year), varying(7)
    ({'year': 2023}, {})
    """
    rules = inspect.signature(spec).parameters.values() if callable(spec) else []
    return {rule.name: rule.default for rule in rules if rule.kind is not rule.VAR_KEYWORD}


def fill(sentence: str, given: dict[str, Any]) -> str:
    """Put the given values for their names in braces; other braces stay.

    >>> fill("Keep {country}, as in {'a'}.", {"country": "KAZ"})
    "Keep KAZ, as in {'a'}."
    """
    return re.sub(r"\{(\w+)\}", lambda match: str(given.get(match[1], match[0])), sentence)


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


def _judge(question: Question, answer: Any, given: dict[str, Any]) -> Result:
    own = varying(question.answer)
    given = {**own, **given}
    variant = given != own
    expected = value(question.answer, **given)
    if _matches(answer, expected, question.within):
        return Result("correct", "Correct." if variant else f"Correct. {question.praise}")
    for wrong, message in question.mistakes:
        if (not variant or _holds_for_all(wrong)) and _matches(answer, value(wrong, **given), question.within):
            return Result("wrong", f"Not yet, because {fill(message, given)}")
    if kind := kinds.other(answer, kinds.kind_of(expected)):
        return Result("wrong", f"Not yet, because the answer should be {kind}.")
    return Result("wrong", f"Not yet, because the value differs from the tables. {fill(question.hint, given)}")


def _holds_for_all(spec: Any) -> bool:
    return callable(spec) and bool(inspect.signature(spec).parameters)


def _judge_sealed(seal: str, answer: Any) -> Result:
    if kind := kinds.other(answer, seal.split("/")[0]):
        return Result("wrong", f"Not yet, because the answer should be {kind}.")
    right = seals.opens(seal, answer)
    if right is None:
        return Result("kept", "Answered. Whether it is right you will see when it is marked.")
    return Result("correct", "Correct.") if right else Result("wrong", "Not yet: this is not the answer to your question.")


def _matches(given: Any, expected: Any, within: float) -> bool:
    try:
        return same(given, expected, within)
    except (TypeError, ValueError):
        return False
