"""Who is in a class: one rule for ids, and the student that a name of a platform, a folder or a file means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

SHORTEST = 3  # an id of fewer letters is not looked for among other words: "1" is also in "attempt 1"


def folded(name: str) -> str:
    """An id as it is compared everywhere: capitals, composed letters and outer blanks make no difference.

    >>> folded(" E\u0301mile ") == folded("\u00e9MILE")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).strip().casefold())


class People:
    """The students of a class, by id, by name, and by whatever else a roster says of them."""

    def __init__(self, names: Mapping[str, str], other: Mapping[str, Iterable[str]] = {}) -> None:
        self.names = dict(names)
        self._ids = {folded(id): id for id in names}
        known = [(folded(value), id) for id, values in other.items() for value in values if value.strip()]
        known += [(value.partition("@")[0], id) for value, id in known if "@" in value]
        self._other = _one_each((value, id) for value, id in known if len(value) >= SHORTEST)
        self._names = _one_each((_words(name), id) for id, name in names.items() if name.strip())
        self._run_on = _one_each((_letters(name), id) for id, name in names.items() if name.strip())

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: str) -> bool:
        return id in self.names

    def find(self, said: str) -> str:
        """The id of the one student whom a folder or file names: by id, alone or among other words, or by name.

        >>> people = People({"s01": "Ann Lee", "s02": "Bo Kim"})
        >>> people.find("S01"), people.find("lee, ann"), people.find("homework_s02"), people.find("s03")
        ('s01', 's01', 's02', '')
        """
        plain = folded(said)
        if found := self._ids.get(plain) or self._other.get(plain) or self._names.get(_words(said)):
            return found
        pieces = {
            piece
            for cut in (r"[\s_(),;]+", r"[\s_(),;.+-]+")
            for piece in re.split(cut, plain)
            if len(piece) >= SHORTEST
        }
        named = {self._ids[piece] for piece in pieces if piece in self._ids}
        return named.pop() if len(named) == 1 else ""

    def of_platform(self, number: str, name: str) -> str:
        """The id of whom a platform knows by a number and by a name in its own spelling, as Canvas's `leeann`."""
        plain = folded(number)
        name = name.removesuffix("_LATE")
        return (
            self._ids.get(plain)
            or self._other.get(plain)
            or self._names.get(_words(name))
            or self._run_on.get(_letters(name), "")
        )

    def near(self, stranger: str) -> str:
        """The id that a stranger's would be, had no spreadsheet taken the zeros before it.

        >>> People({"4711": "Ann"}).near("004711")
        '4711'
        """
        plain = folded(stranger).lstrip("0")
        found = [id for id in self.names if plain and folded(id).lstrip("0") == plain]
        return found[0] if len(found) == 1 else ""


def _one_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What names one student only; names that two share name nobody."""
    owners: dict[str, set[str]] = {}
    for value, id in pairs:
        owners.setdefault(value, set()).add(id)
    return {value: next(iter(ids)) for value, ids in owners.items() if len(ids) == 1}


def _words(name: str) -> str:
    """The words of a name in one order: platforms turn "Ann Lee" into "Lee, Ann"."""
    return " ".join(sorted(re.findall(r"\w+", folded(name.replace("_", " ")))))


def _letters(name: str) -> str:
    """The letters of a name, run on as Canvas does, from its last word on."""
    words = re.findall(r"\w+", folded(name.replace("_", " ")))
    return "".join(words[-1:] + words[:-1]) if len(words) > 1 else "".join(words)
