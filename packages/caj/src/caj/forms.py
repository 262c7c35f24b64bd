"""Normal forms of answers: what a value or a text says, read alike by self-checks, hidden tests and seals."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from caj.written import Unread, day, finite, numbers, wanted

LONGEST = 500  # letters; a longer text is no answer, and reading it would take its time
ALIKE = dict(zip("асеорхуіѕјԁһԛԝАВСЕНКМОРТХУІЅЈαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyisjdhqwABCEHKMOPTXYISJaoABEZHIKMNOPTYX"))
QUOTES = "\"'`´“”„‟‘’‚«»‹›「」『』"


@dataclass(frozen=True)
class Form:
    """An answer as it was understood.

    `readings` are plain values, the book's own way of writing first; none where nothing can be understood, and then
    `ask` says how to write the answer. `told` says that the answer was written in another way, so that a verdict
    names what was read; `notes` are sentences on it.
    """

    readings: tuple[Any, ...] = ()
    told: bool = False
    notes: tuple[str, ...] = ()
    ask: str = ""

    def fits(self, holds: Callable[[Any], bool]) -> tuple[Any, ...]:
        """The first reading for which something holds, as a tuple of one; empty if there is none."""
        return next(((value,) for value in self.readings if holds(value)), ())


def read(given: Any, kind: str) -> Form:
    """What an answer says, if an answer of this kind is asked for.

    >>> read("42,65", "number").readings, read("(b)", "letter").readings, read("05.11.2012", "date").readings
    ((42.65,), ('b',), (Timestamp('2012-11-05 00:00:00'),))
    >>> read("11/05/2012", "date").ask
    '11/05/2012 can mean 11 May or 5 November; write 2012-05-11 or 2012-11-05.'
    """
    notes: list[str] = []
    try:
        value = given if kind in ("set", "series", "frame") else _only(given, notes)
        readings = tuple(READERS[kind](value, notes))
    except Unread as why:
        return Form(notes=tuple(dict.fromkeys(notes)), ask=str(why))
    told = value is not given or _told(value, kind, readings[0])
    return Form(readings, told, tuple(dict.fromkeys(notes)))


def agree(left: Any, right: Any, within: float = 0.0) -> bool:
    """Whether two readings of one kind say the same: numbers up to a tolerance, all else exactly.

    >>> agree(86.13, 86.1, 0.1), agree(frozenset({"kaz"}), frozenset({"kaz"}))
    (True, True)
    """
    if isinstance(right, (pd.Series, pd.DataFrame)):
        return type(left) is type(right) and _same_frame(left, right, within)
    if isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=within)
    return bool(left == right)


def shown(reading: Any) -> str:
    """A reading for a sentence.

    >>> shown(42.65), shown(1079.0), shown(frozenset({"kaz"})), shown(pd.Timestamp("2012-11-05"))
    ('42.65', '1079', 'kaz', '5 November 2012')
    """
    if isinstance(reading, pd.Timestamp):
        return f"{reading.day} {reading:%B} {reading.year}"
    if isinstance(reading, frozenset):
        return ", ".join(sorted(shown(item) for item in reading)) or "nothing"
    return f"{reading:.10g}" if isinstance(reading, float) else str(reading)


def clean(raw: str, notes: list[str]) -> str:
    """Text without what typing adds: quotation marks, brackets, wide letters, odd spaces.

    >>> clean(" “'b)'” ", [])
    'b'
    """
    if len(raw) > LONGEST:
        raise Unread("this text is too long for an answer.")
    text = re.sub("[\u200b-\u200f\u2060\ufeff]", "", raw)
    if re.search("[\uff01-\uff5e]", text):
        notes.append("Full-width signs were read as ordinary ones.")
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    before = ""
    while text != before:
        before = text
        if len(text) > 1 and ((text[0] in QUOTES and text[-1] in QUOTES) or text[0] + text[-1] in ("()", "[]", "{}")):
            text = text[1:-1].strip()
        text = re.sub(r"^[(\[]?([^\W\d_])[)\].:,]$", r"\1", text)
    return latin(re.sub("[’ʼʻ‘`´]", "'", text), notes)


def latin(text: str, notes: list[str]) -> str:
    """Letters of other scripts that look like Latin ones, read as these; untouched where not all of them do.

    >>> latin("с", []), latin("Токио", [])
    ('c', 'Токио')
    """
    odd = [letter for letter in text if unicodedata.name(letter, "").startswith(("CYRILLIC", "GREEK"))]
    if not odd or not all(letter in ALIKE for letter in odd):
        return text
    script = unicodedata.name(odd[0]).split()[0].capitalize()
    notes.append(f"“{odd[0]}” is a {script} letter that looks like the Latin “{ALIKE[odd[0]]}”; it was read as this.")
    return "".join(ALIKE.get(letter, letter) for letter in text)


def _only(given: Any, notes: list[str]) -> Any:
    """The one item of a collection, such as the tuple that a trailing comma makes; anything else as it is."""
    item = given
    for _ in range(3):
        if isinstance(item, (pd.Series, pd.Index, pd.DataFrame, np.ndarray)):
            item = (
                list(item.to_numpy().ravel() if hasattr(item, "to_numpy") else item.ravel())
                if item.size < 2
                else [0, 0]
            )
        if not isinstance(item, (list, tuple, set, frozenset)):
            break
        if len(item) != 1:
            raise Unread("one value is asked for, and this holds " + ("none." if not item else "several."))
        item = next(iter(item))
    if item is not given:
        notes.append(
            "A trailing comma makes a tuple; its one item was read."
            if isinstance(given, tuple)
            else "Its one item was read."
        )
    return item


def _told(value: Any, kind: str, reading: Any) -> bool:
    if kind in ("letter", "text"):
        return bool(value.strip().casefold() != reading)
    if kind == "date":
        return isinstance(value, str) and not re.fullmatch(r"\s*\d{4}-\d\d-\d\d\s*", value)
    if kind == "set" and not isinstance(value, str):
        return any(isinstance(item, str) and item.strip().casefold() not in reading for item in value)
    return isinstance(value, str) and value.strip() != shown(reading)


def _numbers(given: Any, notes: list[str]) -> Iterator[float]:
    if isinstance(given, str):
        return numbers(clean(given, notes))
    if (
        isinstance(given, (bool, np.bool_))
        or not pd.api.types.is_number(given)
        or isinstance(given, (complex, np.complexfloating))
    ):
        raise Unread(wanted("number"))
    return finite([given])


def _word(given: Any, notes: list[str]) -> str:
    if not isinstance(given, str):
        raise Unread(wanted("text"))
    text = re.sub(r"[.,;:!?]+$", "", clean(given, notes)).strip().casefold()
    if re.search("[^\\W\\d_]", text) and any(
        letter.isalpha()
        and unicodedata.name(letter, "").startswith(("CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
        for letter in text
    ):
        raise Unread("write the answer in Latin letters.")
    return text


def _letter(given: Any, notes: list[str]) -> str:
    if isinstance(given, str) and re.fullmatch(r"[^\W\d_]", word := _word(given, notes)):
        return word
    raise Unread(wanted("letter"))


def _sets(given: Any, notes: list[str]) -> Iterator[frozenset[Any]]:
    if isinstance(given, str):
        yield from _listed(given, notes)
        return
    if not isinstance(given, (set, frozenset, list, tuple, pd.Series, pd.Index, np.ndarray)):
        raise Unread(wanted("set"))
    yield frozenset(_item(item, notes) for item in given)


def _listed(text: str, notes: list[str]) -> Iterator[frozenset[Any]]:
    """A set written as text: items between commas, semicolons, lines or "and"; else between spaces."""
    if len(text) > LONGEST:
        raise Unread("this text is too long for an answer.")
    text = re.sub(r"^(?:set\(|[{\[(])+|[)}\]]+$", "", unicodedata.normalize("NFKC", text).strip()).strip()
    parts = [part for part in re.split(r"[,;\n、]|\s+and\s+|\s+&\s+", text) if part.strip()]
    yield frozenset(_item(part, notes) for part in parts)
    if len(parts) == 1:
        yield frozenset(_item(part, notes) for part in text.split())


def _item(given: Any, notes: list[str]) -> float | str:
    """An item of a set: a number, also one in quotation marks, or a word."""
    if isinstance(given, str):
        word = _word(given, notes)
        return float(word) if re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]+)?", word) else word
    return next(_numbers(given, notes))


def _dates(given: Any, notes: list[str]) -> Iterator[pd.Timestamp]:
    if isinstance(given, (date, np.datetime64)) and not pd.isna(given):
        yield pd.Timestamp(given).tz_localize(None)
    elif isinstance(given, (str, int, np.integer)) and not isinstance(given, bool):
        yield day(clean(str(given), notes).lower() if isinstance(given, str) else str(given)[:LONGEST])
    else:
        raise Unread(wanted("date"))


def _bools(given: Any, notes: list[str]) -> Iterator[bool]:
    words = {"true": True, "yes": True, "false": False, "no": False}
    known = (
        given
        if isinstance(given, (bool, np.bool_))
        else words.get(_word(given, notes))
        if isinstance(given, str)
        else None
    )
    if known is None:
        raise Unread(wanted("bool"))
    yield bool(known)


def _table(kind: str, type_: type) -> Callable[[Any, list[str]], Iterator[Any]]:
    def reader(given: Any, notes: list[str]) -> Iterator[Any]:
        if not isinstance(given, type_):
            raise Unread(wanted(kind))
        yield given

    return reader


def _same_frame(given: Any, expected: Any, within: float) -> bool:
    compare = pd.testing.assert_series_equal if isinstance(expected, pd.Series) else pd.testing.assert_frame_equal
    try:
        compare(
            given,
            expected,
            check_like=True,
            check_dtype=False,
            check_names=False,
            check_index_type=False,
            atol=within + 1e-9,
            rtol=0,
        )
    except AssertionError:
        return False
    return True


READERS: dict[str, Callable[[Any, list[str]], Iterator[Any]]] = {
    "number": _numbers,
    "letter": lambda given, notes: iter([_letter(given, notes)]),
    "text": lambda given, notes: iter([_word(given, notes)]),
    "set": _sets,
    "date": _dates,
    "bool": _bools,
    "series": _table("series", pd.Series),
    "frame": _table("frame", pd.DataFrame),
    "": lambda given, notes: iter([given]),
}
