"""Answers that are arranged: things in an order, and pairs. What they are, how they are read, and what is said of a wrong one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from caj.written import Unread

LONGEST = 500  # letters of an answer given as text
BETWEEN = re.compile(r"\s*(?:[,;\n>→]|->)+\s*")


@dataclass(frozen=True)
class Order:
    """Things with their words, and the pairs of them that must stand in order, each with its reason.

    What no pair joins may stand either way.

    >>> years = Order({"fall": "The fall", "rise": "The rise"}, [("rise", "fall", "nothing falls that did not rise.")])
    >>> str(years), years.says(("rise", "fall")), years.says(("fall", "rise"))
    ('The rise; The fall', '', '“The rise” comes before “The fall”: nothing falls that did not rise.')
    """

    options: dict[str, str]
    steps: list[tuple[str, str, str]]

    def right(self) -> tuple[str, ...]:
        """One order in which every pair is right, the first things first."""
        left, done = list(self.options), []
        while left:
            free = [id for id in left if not any(after == id and before in left for before, after, _ in self.steps)]
            if not free:
                raise ValueError(f"The steps of {', '.join(left)} run in a circle.")
            done.append(free[0])
            left.remove(free[0])
        return tuple(done)

    def __str__(self) -> str:
        return "; ".join(_bare(self.options[id]) for id in self.right())

    def read(self, given: Any) -> tuple[str, ...]:
        """The ids in the order in which they were given, as a list or as text; Unread if one lacks or is there twice."""
        ids = tuple(_items(given))
        if sorted(ids) != sorted(self.options):
            raise Unread("put all of them in order, each once.")
        return ids

    def says(self, ids: tuple[str, ...], look: str = "") -> str:
        """What is wrong with an order, by its first wrong pair, whose reason says where to look; empty if nothing is."""
        for before, after, why in self.steps:
            if ids.index(before) > ids.index(after):
                return f"“{_bare(self.options[before])}” comes before “{_bare(self.options[after])}”: {why}"
        return ""


@dataclass(frozen=True)
class Match:
    """Things on the left, what they may go with, and what they do go with; `told` has a sentence for a wrong pair.

    >>> capitals = Match({"k": "Kazakhstan", "u": "Uzbekistan"}, {"a": "Astana", "t": "Tashkent"}, {"k": "a", "u": "t"})
    >>> str(capitals), capitals.says({"k": "a", "u": "t"})
    ('Kazakhstan: Astana; Uzbekistan: Tashkent', '')
    >>> capitals.says({"k": "t", "u": "t"})
    'only 1 of 2 is right: “Kazakhstan” does not go with “Tashkent”.'
    """

    left: dict[str, str]
    options: dict[str, str]
    pairs: dict[str, str]
    told: dict[tuple[str, str], str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "; ".join(f"{_bare(words)}: {_bare(self.options[self.pairs[id]])}" for id, words in self.left.items())

    def read(self, given: Any) -> dict[str, str]:
        """The pairs that were given, as a dictionary or as `left: right`; Unread if one lacks."""
        items = [f"{left}:{right}" for left, right in given.items()] if isinstance(given, Mapping) else _items(given)
        pairs = dict(item.replace(" ", "").split(":", 1) for item in items if ":" in item)
        for id, words in self.left.items():
            if pairs.get(id) not in self.options:
                raise Unread(f"choose one for “{_bare(words)}” too.")
        return pairs

    def says(self, pairs: dict[str, str], look: str = "") -> str:
        """What is wrong with some pairs: how many are right, the first that is not, and where to look; empty if all are."""
        wrong = [id for id in self.left if pairs[id] != self.pairs[id]]
        if not wrong:
            return ""
        first, right = wrong[0], len(self.left) - len(wrong)
        said = self.told.get((first, pairs[first]), look)
        named = f"“{_bare(self.left[first])}” does not go with “{_bare(self.options[pairs[first]])}”."
        many = (
            f"only {right} of {len(self.left)} {'is' if right == 1 else 'are'} right" if right else "no pair is right"
        )
        return f"{many}: {named} {said}".rstrip()


@dataclass(frozen=True)
class Holding:
    """Any set that holds this item: the mistake of whoever chose it, whatever else was chosen.

    >>> Holding("b").item
    'b'
    """

    item: str


def _items(given: Any) -> list[str]:
    """Ids, from a list or from text with commas, lines or arrows between them."""
    if isinstance(given, str) and len(given) <= LONGEST:
        given = BETWEEN.split(given.strip())
    if not isinstance(given, (list, tuple)) or not all(isinstance(item, str) for item in given):
        raise Unread("give a list of their names.")
    return [item.strip() for item in given]


def _bare(words: str) -> str:
    return words.rstrip(".")
