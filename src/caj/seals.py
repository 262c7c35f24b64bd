"""Seals: a notebook can say right or wrong about an answer that it does not hold."""

import hashlib
import math
from typing import Any

import pandas as pd

from caj.kinds import kind_of

ROUNDS = 50_000  # about 20 ms a try: nothing for a student, slow for a loop over every value
SMALLEST = 1e-6


def seal(answer: Any, within: float, salt: str) -> str:
    """The seal of an answer: its kind and, where that makes sense, a slow hash of its value.

    A number is right up to `within`; it falls into a cell of a grid, and the cell is hashed. Text, sets and
    dates are hashed as they are. A letter, True or False, and tables get their kind only: they would be found
    by a handful of tries, or hold too much to be hashed with a tolerance.

    >>> token = seal(86.13, 0.1, "salt")
    >>> opens(token, 86.1), opens(token, 65), opens(seal("b", 0, "salt"), "a")
    (True, False, None)
    """
    kind = kind_of(answer)
    if kind == "number":
        width = 1.6 * (within or max(SMALLEST, 1e-9 * abs(float(answer))))
        quarter = round((float(answer) / width % 1 - 0.5) * 4) % 4  # the answer lies near the middle of its cell
        grid = f"{width!r}+{quarter}"
        return f"number/{grid}/{salt}/{_digest(salt, _cell(answer, grid))}"
    if kind in ("text", "set", "date"):
        return f"{kind}//{salt}/{_digest(salt, _plain(answer, kind))}"
    return f"{kind}///"


def opens(token: str, given: Any) -> bool | None:
    """Whether an answer opens the seal; None when the seal knows the kind only. TypeError, ValueError: another kind."""
    kind, grid, salt, digest = token.split("/")
    if not digest:
        return None
    return _digest(salt, _cell(given, grid) if kind == "number" else _plain(given, kind)) == digest


def _cell(given: Any, grid: str) -> str:
    width, quarter = grid.split("+")
    return str(math.floor(float(given) / float(width) - int(quarter) / 4))


def _plain(given: Any, kind: str) -> str:
    if kind == "date":
        return pd.Timestamp(given).isoformat()
    if kind == "set":
        if isinstance(given, str):
            raise TypeError("text is not a set")
        return "\n".join(sorted(f"{item:g}" if pd.api.types.is_number(item) else _word(item) for item in given))
    return _word(given)


def _word(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("not text")
    return given.strip().casefold()


def _digest(salt: str, text: str) -> str:
    digest = f"{salt}:{text}".encode()
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:16]
