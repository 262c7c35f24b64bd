"""Declared questions as plain values for the page: each answer and each usual mistake, computed and brought to its normal form."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from caj.answer_types import kind_of
from caj.arranged import Holding, Match, Order
from caj.forms import read
from caj.question import Question, fill, value, varying

SCHEMA = "caj-practice/1"
KINDS = ("number", "letter", "text", "set", "date")  # what a field can hold; series and frames need Python


def exported(chapter: str, question: Question) -> dict[str, Any]:
    """What a page needs to judge one question, with the book's own values; empty where only Python can.

    >>> from caj.question import find
    >>> entry = exported("the-first-summit", find("the-first-summit/meetings-in-tokyo"))
    >>> entry["id"], entry["kind"], entry["answer"]
    ('the-first-summit/meetings-in-tokyo', 'number', 24)
    """
    answer = ... if question.open else value(question.answer)
    if isinstance(answer, (Order, Match)):
        return _arranged(f"{chapter}/{question.name}", question, answer)
    if (kind := kind_of(answer)) not in KINDS:
        return {}
    own = varying(question.answer)
    entry = {
        "id": f"{chapter}/{question.name}",
        "kind": kind,
        "answer": normal(answer),
        "within": question.within,
        "unit": question.unit,
        "look": fill(question.nudge or question.hint, own),
        "praise": question.praise,
        "shown": _spelt(answer),
        "mistakes": list(_mistakes(question, kind, own)),
    }
    return {name: part for name, part in entry.items() if part or name == "answer"}


def _arranged(id: str, question: Question, answer: Order | Match) -> dict[str, Any]:
    """The same of things to put in order or in pairs; the words of each are needed to speak of it."""
    entry: dict[str, Any] = {"id": id, "options": _named(answer.options)}
    if isinstance(answer, Order):
        entry |= {"kind": "order", "answer": answer.steps}
    else:
        told = [{"left": left, "value": option, "say": say} for (left, option), say in answer.told.items()]
        entry |= {"kind": "match", "left": _named(answer.left), "answer": answer.pairs, "mistakes": told}
    entry |= {"look": question.nudge or question.hint, "praise": question.praise}
    return {name: part for name, part in entry.items() if part}


def _named(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": id, "text": text} for id, text in words.items()]


def _mistakes(question: Question, kind: str, own: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The usual wrong answers, in the order in which they are tried; those of another kind name it."""
    for wrong, sentence in question.mistakes:
        found = value(wrong, **own)
        if isinstance(found, Holding):
            yield {"has": normal(found.item), "say": fill(sentence, own)}
            continue
        mistake = {"value": normal(found), "say": fill(sentence, own)}
        yield mistake if kind_of(found) == kind else mistake | {"kind": kind_of(found)}


def normal(answer: Any) -> Any:
    """An answer as the page compares it: a day as ISO writes it, a set as a list, whole numbers without point.

    >>> normal(pd.Timestamp("2012-11-05")), normal({"UZB", "KAZ"}), normal(24.0), normal("B")
    ('2012-11-05', ['kaz', 'uzb'], 24, 'b')
    """
    reading = read(answer, kind_of(answer)).readings[0]
    if isinstance(reading, pd.Timestamp):
        return f"{reading:%Y-%m-%d}"
    if isinstance(reading, frozenset):
        return sorted((_plain(item) for item in reading), key=str)
    return _plain(reading)


def _spelt(answer: Any) -> Any:
    """How an answer of words is spelt where it is handed in; None for the other kinds, whose reading says it."""
    if isinstance(answer, (set, frozenset)):
        return sorted(answer, key=str)
    return answer if kind_of(answer) == "text" else None


def _plain(item: float | str) -> float | int | str:
    return int(item) if isinstance(item, float) and item.is_integer() else item
