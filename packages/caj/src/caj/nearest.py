"""Which of the known names somebody may have meant."""

import difflib
from collections.abc import Iterable


def near(name: object, known: Iterable[str], most: int = 1, alike: float = 0.6) -> list[str]:
    """The known names closest to a wrong one, the closest first; none when no name is alike.

    >>> near("event", ["legs", "events"]), near("x", ["legs"])
    (['events'], [])
    """
    return difflib.get_close_matches(str(name), [*known], n=most, cutoff=alike)


def nearest(name: object, known: Iterable[str], otherwise: str = "See caj.tables().") -> str:
    """The known names closest to a wrong one, as a question; `otherwise` when none is close.

    >>> nearest("event", ["events", "legs"])
    'Did you mean events?'
    """
    close = near(name, known, most=3, alike=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else otherwise
