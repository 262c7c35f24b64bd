"""Numbers and dates as people write them: with commas, groups, units, names of months, in any usual order."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from caj.answer_types import NAMES

COUNT = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# How each month is written, in English and in Russian; Russian capitals that look like Latin ones were read as these.
MONTHS = [
    "jan(?:uary)?|янв(?:ар[ья])?",
    "feb(?:ruary)?|фев(?:р(?:ал[ья])?)?",
    "mar(?:ch)?|мар(?:та?)?|mapta?",
    "apr(?:il)?|апр(?:ел[ья])?",
    "may|ма[йя]",
    "june?|июн[ья]?",
    "july?|июл[ья]?",
    "aug(?:ust)?|авг(?:уста?)?",
    "sep(?:t(?:ember)?)?|сен(?:т(?:ябр[ья])?)?|ceht",
    "oct(?:ober)?|окт(?:ябр[ья])?|okt",
    "nov(?:ember)?|ноя(?:б(?:р[ья])?)?",
    "dec(?:ember)?|дек(?:абр[ья])?",
]
MONTH = "|".join(MONTHS)
TIMES = {"thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
PERCENT = re.compile(r" ?(?:%|per ?cent|pct|percentage points?)\.?(?= |$)")
UNITS = {
    "a",
    "per",
    "of",
    "us",
    "and",
    "the",
    "in",
    "year",
    "years",
    "yr",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "hour",
    "hours",
    "time",
    "times",
    "fold",
    "km",
    "kilometre",
    "kilometres",
    "kilometer",
    "kilometers",
    "cm",
    "centimetre",
    "centimetres",
    "centimeter",
    "centimeters",
    "m",
    "metre",
    "metres",
    "t",
    "kt",
    "mt",
    "ton",
    "tons",
    "tonne",
    "tonnes",
    "kg",
    "g",
    "kilogram",
    "kilograms",
    "gram",
    "grams",
    "co2",
    "uranium",
    "kwh",
    "mwh",
    "gwh",
    "twh",
    "kw",
    "mw",
    "gw",
    "watt",
    "watts",
    "dollar",
    "dollars",
    "usd",
    "yen",
    "jpy",
    "euro",
    "euros",
    "point",
    "points",
    "person",
    "persons",
    "people",
    "place",
    "places",
    "visit",
    "visits",
    "meeting",
    "meetings",
    "journey",
    "journeys",
    "night",
    "nights",
    "degree",
    "degrees",
    "project",
    "projects",
    "event",
    "events",
    "source",
    "sources",
    "row",
    "rows",
    "text",
    "texts",
    "vote",
    "votes",
    "state",
    "states",
    "country",
    "countries",
    "container",
    "containers",
    "teu",
    "student",
    "students",
    "stops",
    "deals",
    "producers",
    "pairs",
    "co2e",
    "claims",
    "topics",
    "worker",
    "workers",
}
ABOUT = re.compile(r"^(?:[=≈~]|(?:about|around|circa|ca\.?|roughly|approximately)(?= )) ?")
NUMBER = re.compile(r"([+-]?)((?:[0-9][0-9.,]*|[.,][0-9]+))(e[+-]?[0-9]{1,3})?", re.I)


class Unread(ValueError):
    """An answer in which nothing can be understood; the message says how to write it."""


def wanted(kind: str) -> str:
    """The sentence that asks for an answer of another kind.

    >>> wanted("date")
    'the answer should be a date, such as "2004-08-28" or "28 August 2004".'
    """
    return f"the answer should be {NAMES[kind]}."


def finite(values: list[Any]) -> Iterator[float]:
    """Finite numbers as floats; Unread when there is none."""
    try:
        floats = [float(value) for value in values]
    except (OverflowError, ValueError, TypeError):
        raise Unread(wanted("number")) from None
    if any(math.isnan(number) for number in floats):
        raise Unread("this is not a number (NaN): a value was missing in what you computed.")
    if not floats or not all(math.isfinite(number) for number in floats):
        raise Unread(wanted("number"))
    return iter(floats)


def numbers(text: str) -> Iterator[float]:
    """All readings of a written number with or without unit, the book's own first."""
    text = ABOUT.sub("", re.sub("[−–—‒﹣]", "-", text).lower())
    text = re.sub(r"^([+-]?) ?(?:us ?)?[$€¥£] ?", r"\1", text)
    text = re.sub(r"([0-9])[ '_](?=[0-9]{3}(?![0-9]))", r"\1", text)
    text = re.sub(r"^([+-]) ", r"\1", text)
    number, rest = _split(text)
    values = _written(number)
    if PERCENT.match(rest):
        values += [value / 100 for value in values]
        rest = PERCENT.sub("", rest, count=1)
    words = re.findall(r"[^ .,/]+", rest.replace("$", " usd ").replace("¥", " yen ").replace("€", " euro "))
    if words and words[0] in TIMES:
        factor = TIMES[words.pop(0)]
        values += [value * factor for value in values]
    if values and (odd := [word for word in words if word not in UNITS]):
        raise Unread(f"“{odd[0][:30]}” was not understood; write the number alone.")
    return finite(values)


def _split(text: str) -> tuple[str, str]:
    """A number at the beginning of a text, and what follows it."""
    if (first := text.partition(" "))[0] in COUNT:
        return str(COUNT.index(first[0])), first[1] + first[2]
    part = re.match(r"[+-]?[0-9.,_]+(?:e[+-]?[0-9]+)?(?: ?[/⁄] ?[0-9.,_]+)?", text)
    return (part[0].rstrip(".,"), text[part.end() :]) if part else (text, "")


def _written(text: str) -> list[float]:
    """The readings of digits with points and commas: `1,079` has two, `1.079` one, `33/1` one, `1,2,3` none.

    >>> _written("1,079"), _written("1.234.567,8"), _written("33/2"), _written("1,2,3")
    ([1079.0, 1.079], [1234567.8], [16.5], [])
    """
    if len(parts := re.split(" ?[/⁄] ?", text)) == 2:
        above, below = _written(parts[0]), _written(parts[1])
        return [above[0] / below[0]] if above and below and below[0] else []
    if not (part := NUMBER.fullmatch(re.sub(r"(?<=[0-9])_(?=[0-9])", "", text))):
        return []
    body, sign, power = part[2], part[1], part[3] or ""
    bodies = [body]
    if "." in body and "," in body:
        point = max(".,", key=body.rfind)
        whole, _, decimals = body.rpartition(point)
        bodies = [f"{_grouped(whole, '.,'.replace(point, ''))}.{decimals}"]
    elif body.count(",") > 1 or body.count(".") > 1:
        bodies = [_grouped(body, "," if "," in body else ".")]
    elif "," in body:
        bodies = [*([_grouped(body, ",")] if body[0] not in "0," else []), body.replace(",", ".")]
    return [float(f"{sign}{digits}{power}") for digits in bodies if re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", digits)]


def _grouped(digits: str, by: str) -> str:
    """Digits without the signs between their groups of three; "?" when these are no such groups."""
    return digits.replace(by, "") if re.fullmatch(rf"[0-9]{{1,3}}(?:\{by}[0-9]{{3}})+", digits) else "?"


def day(text: str) -> pd.Timestamp:
    """A day in any usual way of writing; Unread for two meanings, for a month or year alone, and for no day at all."""
    text = re.sub(r"(?:[ t]00:00(?::00)?)$", "", re.sub(" ?[年月] ?", "-", re.sub(" ?日$", "", text)))
    text = re.sub(r"(?<=[0-9]) ?г(?:ода|\.)?$", "", text)
    if p := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text) or re.fullmatch(
        r"([0-9]{4})[-/. ]{1,2}([0-9]{1,2})[-/. ]{1,2}([0-9]{1,2})", text
    ):
        return _stamp(p[1], p[2], p[3])
    if p := re.fullmatch(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[. -]{{0,2}}(?:of )?({MONTH})[.,]?[ -]?([0-9]{{4}})", text):
        return _stamp(p[3], _month(p[2]), p[1])
    if p := re.fullmatch(rf"({MONTH})\.? ?([0-9]{{1,2}})(?:(?:st|nd|rd|th),? ?|,? |,)([0-9]{{4}})", text):
        return _stamp(p[3], _month(p[1]), p[2])
    if p := re.fullmatch(rf"([0-9]{{4}})[., -]{{0,2}}({MONTH})[. -]{{0,2}}([0-9]{{1,2}})", text):
        return _stamp(p[1], _month(p[2]), p[3])
    if p := re.fullmatch(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?([0-9]{4})", text):
        first, second = int(p[1]), int(p[3])
        if p[2] == "." or second <= 12 < first or first == second:  # points are written where the day comes first
            return _stamp(p[4], second, first)
        if first <= 12 < second:
            return _stamp(p[4], first, second)
        one, other = _stamp(p[4], second, first), _stamp(p[4], first, second)
        raise Unread(
            f"{text} can mean {one.day} {one:%B} or {other.day} {other:%B}; write {one:%Y-%m-%d} or {other:%Y-%m-%d}."
        )
    if re.fullmatch(rf"(?:(?:{MONTH})\.?,? ?)?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{1,2}}-?", text):
        raise Unread("give the day too.")
    raise Unread(wanted("date"))


def _month(name: str) -> int:
    return next(number for number, names in enumerate(MONTHS, 1) if re.fullmatch(names, name))


def _stamp(year: Any, month: Any, day: Any) -> pd.Timestamp:
    try:
        return pd.Timestamp(int(year), int(month), int(day))
    except ValueError:
        raise Unread(f"there is no day {int(day)} in month {int(month)} of {year}.") from None
