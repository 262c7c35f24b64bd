"""Class days: which dates a course meets, and which public holidays it leaves out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.core import get_global

from bookkit.curriculum.plans import unknown
from caj.errors import UserError
from coursekit.book import Book

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Days:
    """The moments at which a course meets, and the holidays that were skipped on the way."""

    moments: tuple[datetime, ...]
    skipped: dict[date, str]
    country: str | None


def class_days(
    start: date, count: int, a_week: int, timezone: str, at: time, weekdays: list[int] | None = None
) -> Days:
    """`count` meetings from `start` on, on the given weekdays (0 is Monday), never on a public holiday.

    Raises UserError with one sentence when the first day cannot be one.
    """
    zone = _zone(timezone)
    country = country_of(timezone)
    if weekdays is None and start.weekday() > 4:
        raise UserError(f"{start} is a {start:%A}. Choose another first day, or name the days of class with --days.")
    on = sorted(weekdays or spread(start.weekday(), a_week))
    if start.weekday() not in on:
        raise UserError(
            f"{start} is a {start:%A}, but the course meets on {', '.join(WEEKDAYS[day] for day in on)}. Choose another first day."
        )
    if feast := holiday(start, country):
        free = next(day for day in _after(start) if day.weekday() in on and not holiday(day, country))
        raise UserError(
            f"{start} is a public holiday in {country} ({feast}). Choose another first day, for example {free}."
        )
    moments, skipped, day = [], {}, start
    while len(moments) < count:
        if day.weekday() in on:
            if feast := holiday(day, country):
                skipped[day] = feast
            else:
                moments.append(datetime.combine(day, at, zone))
        day += timedelta(days=1)
    return Days(tuple(moments), skipped, country)


def spread(first: int, a_week: int) -> list[int]:
    """Weekdays for so many sessions a week, beginning with weekday `first` (0 is Monday), weekends free.

    >>> spread(0, 2)
    [0, 3]
    """
    gap = {1: 0, 2: 3, 3: 2}.get(a_week, 1)
    return [(first + gap * number) % 5 for number in range(a_week)]


def country_of(timezone: str) -> str | None:
    """ISO code of the country of a time zone whose public holidays are known, else None.

    >>> country_of("Asia/Almaty"), country_of("UTC")
    ('KZ', None)
    """
    code = get_global("zone_territories").get(timezone)
    return code if code in holidays.list_supported_countries() else None


def holiday(day: date, country: str | None) -> str | None:
    """English name of the public holiday on a day; None when there is none.

    >>> holiday(date(2027, 3, 22), "KZ")
    'Nowruz Holiday'
    """
    return holidays.country_holidays(country, years=day.year, language="en_US").get(day) if country else None


def _after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise UserError(
            unknown(
                f'There is no time zone "{name}".',
                name,
                [*Book.current().settings.time_zones, *sorted(available_timezones())],
            )
        )
    return ZoneInfo(name)
