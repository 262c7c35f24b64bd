"""The series that can be fetched again: who gives them, under which code, and which published rows they renew."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from caj import data
from caj.nearest import nearest
from coursekit.book import Book
from coursekit.settings import read_yaml

KEY = ["country", "partner", "year"]


@dataclass(frozen=True)
class Provider:
    """A public interface; `key` names the environment variable that it needs, `shown_only` why nothing is stored."""

    title: str
    base: str
    key: str = ""
    shown_only: str = ""
    codes: dict[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Series:
    """One indicator of one source, and where its newest figures are."""

    indicator: str
    source: str
    title: str
    publisher: str
    provider: str
    code: str
    digits: int
    scale: float = 1.0
    column: str = ""


@data.cache
def _mapping() -> dict:
    path = Book.current().extra("series.yml")
    if not path.exists():
        raise data.DataError(f"{path} is missing: it says which series can be fetched.")
    return read_yaml(path)


def providers() -> dict[str, Provider]:
    """The public interfaces by name.

    >>> providers()["owid"].title
    'Our World in Data'
    """
    return {name: Provider(**entry) for name, entry in _mapping()["providers"].items()}


def by_hand() -> dict[str, str]:
    """Series of data sets that are not fetched, and why."""
    return _mapping()["by_hand"]


def every() -> list[Series]:
    """All series, source by source.

    >>> [series.source for series in every() if series.indicator == "population"]
    ['wdi-pop', 'owid-elec']
    """
    return [
        Series(
            source=entry["id"],
            title=entry["title"],
            publisher=entry.get("publisher", ""),
            provider=entry["from"],
            **line,
        )
        for entry in _mapping()["sources"]
        for line in entry["series"]
    ]


def chosen(indicators: Iterable[str]) -> list[Series]:
    """The series of these indicators, or all; DataError with the nearest names for an unknown one."""
    names = list(indicators)
    known = {series.indicator for series in every()}
    for name in names:
        if name not in known:
            reason = by_hand().get(name)
            hint = f"It is renewed by hand: {reason}." if reason else nearest(name, known, "See `caj refresh --list`.")
            raise data.DataError(f'There is no series "{name}" to fetch. {hint}')
    return [series for series in every() if not names or series.indicator in names]


def own(series: Series, frame: pd.DataFrame) -> pd.Series:
    """Which rows of `indicators` a series renews: whole years of its source."""
    first = frame["source_ids"].str.split(";").str[0]
    return (frame["indicator"] == series.indicator) & (first == series.source) & frame["period"].isna()


def published(series: Series) -> pd.DataFrame:
    """The published rows that a series renews; partner is empty where there is none.

    >>> published(every()[0])["country"].nunique()
    6
    """
    rows = data.load("indicators").loc[lambda frame: own(series, frame)]
    return rows.assign(partner=rows["partner"].fillna(""))
