"""Gaps in answers: values that are missing or infinite, which must pass no comparison (`max(errors) < 0.001` lets NaN through)."""

import math
from typing import Any

import numpy as np
import pandas as pd

WRONG = (1e300, -1e300)  # no answer of the book is near


def gaps(value: Any) -> int:
    """How many values in an answer are missing or infinite; 0 for what holds none, such as a function.

    >>> gaps([1, None, {"a": float("nan")}]), gaps(float("inf")), gaps("NaN")
    (2, 1, 0)
    """
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(map(gaps, value))
    if isinstance(value, dict):
        return sum(map(gaps, value.values()))
    if isinstance(value, pd.DataFrame):
        return sum(int(_missing(value.iloc[:, place]).sum()) for place in range(value.shape[1]))
    if isinstance(value, (pd.Series, pd.Index, np.ndarray)):
        return int(_missing(value).sum())
    return int(_gap(value))


def hollow(value: Any) -> bool:
    """Whether an answer is nothing but gaps.

    >>> hollow([None, float("nan")]), hollow([1, None]), hollow([])
    (True, False, False)
    """
    return 0 < gaps(value) == _size(value)


def filled(value: Any, wrong: float) -> Any:
    """The answer with a wrong number wherever it has a gap; nothing else changes.

    >>> filled([1, None, (float("nan"),)], 7.0)
    [1, 7.0, (7.0,)]
    """
    if not gaps(value):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return type(value)(filled(item, wrong) for item in value)
    if isinstance(value, dict):
        return {key: filled(item, wrong) for key, item in value.items()}
    if isinstance(value, pd.DataFrame):
        columns = [filled(value.iloc[:, place], wrong) for place in range(value.shape[1])]
        return pd.concat(columns, axis=1)
    if isinstance(value, pd.Series):
        known = value if value.dtype.kind == "f" else value.astype(object)
        return known.mask(_missing(value), wrong)
    if isinstance(value, np.ndarray):
        return np.where(_missing(value), wrong, value.astype(object)).astype(
            value.dtype if value.dtype.kind == "f" else object
        )
    return wrong


def _size(value: Any) -> int:
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(map(_size, value))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return int(value.size) if isinstance(value, (pd.DataFrame, pd.Series, pd.Index, np.ndarray)) else 1


def _gap(value: Any) -> bool:
    if isinstance(value, (float, np.floating)):
        return not math.isfinite(value)
    return value is None or value is pd.NA or value is pd.NaT


def _missing(values: Any) -> Any:
    return pd.isna(values) | np.isinf(values) if values.dtype.kind == "f" else pd.isna(values)
