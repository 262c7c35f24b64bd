"""The words that a prompt uses for a value: names and adjectives of countries, days, lists."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

Countries = Mapping[str, tuple[str, str]]  # name and adjective by code
Words = Mapping[str, list[str]]


def forms(value: Any, own: Words, countries: Countries) -> tuple[str, ...]:
    """The forms in which a prompt may name a value, in a fixed order; `own` are the author's, by value.

    >>> forms("NOR", {}, {"NOR": ("Norway", "Norwegian")}), forms(["gas", "oil"], {}, {})
    (('NOR', 'Norway', 'Norwegian'), ('gas and oil',))
    >>> forms("1997-07-24", {}, {}), forms(2000, {}, {})
    (('24 July 1997', '1997-07-24'), ('2000', '2,000'))
    """
    if str(value) in own:
        return tuple(own[str(value)])
    if isinstance(value, list):
        names = [forms(item, own, countries)[0] for item in value]
        return (" and ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:]),)
    if isinstance(value, str):
        if value in countries:
            return (value, *countries[value])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return (f"{day.day} {day:%B} {day.year}", value)
        return (value.replace("_", " "), value)
    return (f"{value:g}",) if isinstance(value, float) else (str(value), f"{value:,}")


def retell(text: str, base: list[tuple[str, ...]], chosen: list[tuple[str, ...]]) -> str:
    """Replace each form of a base value by the same form of the chosen value, whole words only, all at once.

    >>> retell("Kazakh coal in Kazakhstan, 2023", [("KAZ", "Kazakhstan", "Kazakh"), ("2023",)], [("UZB", "Uzbekistan", "Uzbek"), ("2020",)])
    'Uzbek coal in Uzbekistan, 2020'
    """
    pairs = {old: new for olds, news in zip(base, chosen) for old, new in zip(olds, news)}
    return _pattern(pairs).sub(lambda match: pairs[match[0]], text)


def named(text: str, words: tuple[str, ...]) -> bool:
    """Whether a prompt names a value in one of its forms."""
    return any(_pattern(words).search(line) for line in text.split("\n") if not is_label(line))


def is_label(line: str) -> bool:
    """Whether a line of a prompt says level, points and minutes, whose numbers never vary.

    >>> is_label("*Compute, 3 points, about 10 minutes.*"), is_label("*supported* for 10 claims")
    (True, False)
    """
    return bool(re.fullmatch(r"\*[^*]*\bminutes\b[^*]*\*", line.strip()))


def _pattern(words: Any) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w.,-])(?:{'|'.join(map(re.escape, longest))})(?!\w|[.,-]\w)")
