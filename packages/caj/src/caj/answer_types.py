"""Kinds of answers: which kind a value is, and how to say that another one is wanted."""

from typing import Any

import pandas as pd

NAMES = {
    "bool": "True or False",
    "number": "a number, and nothing else",
    "letter": "one letter in quotation marks",
    "text": "text in quotation marks",
    "set": "a set or list of names",
    "date": 'a date, such as "2004-08-28" or "28 August 2004"',
    "series": "a pandas Series",
    "frame": "a pandas DataFrame",
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
    kinds: dict[str, type | tuple[type, ...]] = {
        "set": (set, frozenset),
        "date": pd.Timestamp,
        "series": pd.Series,
        "frame": pd.DataFrame,
    }
    return next((kind for kind, types in kinds.items() if isinstance(answer, types)), "")
