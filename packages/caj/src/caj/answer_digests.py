"""Seals: a notebook can say right or wrong about an answer that it does not hold.

A seal stands against a look and against guessing by hand, not against a program: whoever writes a loop over all
values finds a sealed number in minutes. So a seal is made only where the loop is long, a try is slow, and no mark
rests on a seal: in graded work a check that says nothing is the better one.
"""

import hashlib
import math
from typing import Any

from caj.answer_types import kind_of
from caj.forms import read, shown

ROUNDS = 250_000  # about a tenth of a second a try: little for a student, long for a loop over every value
FEWEST = 100  # tries; an answer that fewer would find is not sealed
SMALLEST = 1e-6


def seal(answer: Any, within: float, salt: str) -> str:
    """The seal of an answer: its kind and, where it would take many tries to find, a slow hash of its value.

    A number is right up to `within`; it falls into a cell of a grid, and the cell is hashed. A day is hashed as it
    is. A letter, True or False, a name, a set of names, a small count and a rough share get their kind only, for
    they come from short lists; so do tables, which hold too much to be hashed with a tolerance.

    >>> token = seal(86.13, 0.1, "salt")
    >>> opens(token, 86.1), opens(token, "65"), opens(seal("b", 0, "salt"), "a"), opens(seal(7, 0, "salt"), 7)
    (True, False, None, None)
    """
    kind = kind_of(answer)
    if tries(answer, within) < FEWEST:
        return f"{kind}///"
    reading = read(answer, kind).readings[0]
    if kind == "date":
        return f"date//{salt}/{_digest(salt, shown(reading))}"
    width = 1.6 * (within or max(SMALLEST, 1e-9 * abs(reading)))
    quarter = round((reading / width % 1 - 0.5) * 4) % 4  # the answer lies near the middle of its cell
    grid = f"{width!r}+{quarter}"
    return f"number/{grid}/{salt}/{_digest(salt, _cell(reading, grid))}"


def tries(answer: Any, within: float) -> float:
    """How many values a loop would try that knows the size of the answer: from nothing to twice as much.

    >>> tries(24, 0), tries(40.0, 0.5), tries("TKM", 0)
    (48.0, 100.0, 0.0)
    """
    kind = kind_of(answer)
    if kind == "date":
        return math.inf
    if kind != "number":
        return 0.0
    whole = float(answer).is_integer() and not within
    return 2 * abs(float(answer)) / (1.0 if whole else 1.6 * (within or SMALLEST))


def tells(token: str) -> bool:
    """Whether a seal can say right or wrong, or knows the kind only."""
    return bool(token.split("/")[3])


def opens(token: str, given: Any) -> bool | None:
    """Whether an answer opens the seal in one of its readings; None when the seal knows the kind only."""
    kind, grid, salt, digest = token.split("/")
    if not digest:
        return None
    plain = (_cell(reading, grid) if kind == "number" else shown(reading) for reading in read(given, kind).readings)
    return any(_digest(salt, text) == digest for text in plain)


def _cell(number: float, grid: str) -> str:
    width, quarter = grid.split("+")
    return str(math.floor(number / float(width) - int(quarter) / 4))


def _digest(salt: str, text: str) -> str:
    digest = f"{salt}:{text}".encode()
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:16]
