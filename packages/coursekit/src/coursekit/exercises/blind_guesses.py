"""Blind guesses: wrong answers of the right kind, which tell a test of substance from a test of form."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from coursekit.inside import codec

EMPTY = [None, float("nan"), "", 0, True, [], {}]  # what takes no thought at all, whatever is asked


def decoys(answer: Any) -> list[Any]:
    """Values that somebody might write without having solved the question; the first is no answer at all.

    >>> decoys("c")[:6]
    [Ellipsis, 'a', 'b', 'd', 'e', '?']
    """
    guesses = [*_guesses(answer), *([] if callable(answer) else EMPTY)]
    return [..., *(guess for guess in guesses if not _equal(guess, answer))]


def _guesses(answer: Any) -> list[Any]:
    if isinstance(answer, (bool, np.bool_)):
        return [not answer]
    if isinstance(answer, (int, float, np.number)):
        return [0, -1, 1, answer * 2 + 1, answer * 1.2, answer * 0.8]
    if isinstance(answer, str):
        return ["a", "b", "c", "d", "e", "?"] if len(answer) == 1 else ["", "?", answer[:1]]
    if isinstance(answer, (set, frozenset, list, tuple)):
        return [type(answer)(), type(answer)(list(answer)[:1])]
    if isinstance(answer, dict):
        return [{}]
    if isinstance(answer, pd.Timestamp):
        return [answer + pd.Timedelta(days=days) for days in (-400, 1, 30)]
    if isinstance(answer, (pd.Series, pd.DataFrame)):
        return [answer.iloc[:0], answer.iloc[:1], *_scaled(answer)]
    if isinstance(answer, Callable):
        return [lambda *given, **named: None, lambda *given, **named: 0]
    return []


def _scaled(answer: pd.Series | pd.DataFrame) -> list[Any]:
    try:
        return [answer * 0, answer * 2 + 1]
    except TypeError:
        return []


def _equal(guess: Any, answer: Any) -> bool:
    """Whether a guess happens to be the answer, or as good as it."""
    if callable(guess):
        return False
    return repr(codec.encode(guess)) == repr(codec.encode(answer)) or (
        np.isscalar(guess) and np.isscalar(answer) and guess == answer
    )
