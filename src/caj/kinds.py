"""Kinds of answers: which kind a value is, and how to say that another one is wanted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

NAMES = {
    "bool": "True or False",
    "number": "a number, without unit or quotation marks",
    "letter": "text in quotation marks",
    "text": "text in quotation marks",
    "set": "a set or list of names",
    "date": 'a date such as "2004-08-28"',
    "series": "a pandas Series",
    "frame": "a pandas DataFrame",
}
FITS: dict[str, Callable[[Any], bool]] = {
    "bool": lambda given: isinstance(given, bool),
    "number": pd.api.types.is_number,
    "letter": lambda given: isinstance(given, str),
    "text": lambda given: isinstance(given, str),
    "set": lambda given: isinstance(given, (set, frozenset, list, tuple, pd.Series, pd.Index)),
    "date": lambda given: isinstance(given, (str, date)) and not pd.isna(pd.to_datetime(given, errors="coerce")),
    "series": lambda given: isinstance(given, pd.Series),
    "frame": lambda given: isinstance(given, pd.DataFrame),
}


def kind_of(answer: Any) -> str:
    """The kind of an expected answer; empty for a kind that has no name.

    >>> kind_of("b"), kind_of({"KAZ"}), kind_of(3.0), kind_of(True), kind_of(None)
    ('letter', 'set', 'number', 'bool', '')
    """
    if pd.api.types.is_bool(answer):
        return "bool"
    if pd.api.types.is_number(answer):
        return "number"
    if isinstance(answer, str):
        return "letter" if len(answer) == 1 else "text"
    kinds = {"set": (set, frozenset), "date": pd.Timestamp, "series": pd.Series, "frame": pd.DataFrame}
    return next((kind for kind, types in kinds.items() if isinstance(answer, types)), "")


def other(given: Any, kind: str) -> str:
    """Name the kind that is wanted, if `given` is of another one.

    >>> other("86", "number"), other(86, "number")
    ('a number, without unit or quotation marks', '')
    """
    return "" if kind not in NAMES or FITS[kind](given) else NAMES[kind]
