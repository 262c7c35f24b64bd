"""The strip of figures of a profile: the same figures and years for every country that has a profile."""

from dataclasses import dataclass

import pandas as pd
import yaml

from caj import data
from caj.errors import UserError
from coursekit.book import Book

FILE = "profile_figures.yml"


@dataclass(frozen=True)
class Figure:
    """One row of the strip: an indicator, perhaps divided by another, in a year; 0 is the last year that all have."""

    label: str
    unit: str
    of: str
    per: str = ""
    times: float = 1
    digits: int = 0
    year: int = 0


def figures(book: Book) -> list[Figure]:
    """The rows of the strip, as the book wants them."""
    path = book.extra(FILE)
    return [Figure(**each) for each in yaml.safe_load(path.read_text("utf-8"))] if path.is_file() else []


def strip(wanted: list[Figure], countries: list[str]) -> pd.DataFrame:
    """A row a figure, a column a country, and the year; a cell that the table lacks is empty.

    >>> strip([Figure("People", "million", "population", times=1e-6, digits=1, year=2024)], ["KAZ", "JPN"]).iloc[0, [0, 2, 3]].tolist()
    ['People, million', '20.6', '123.8']
    """
    return pd.DataFrame([_row(figure, countries) for figure in wanted], columns=["Figure", "Year", *countries])


def used(wanted: list[Figure], countries: list[str]) -> list[str]:
    """The ids of the sources behind a strip."""
    cells = [
        _rows(name, figure, countries)["source_ids"] for figure in wanted for name in (figure.of, figure.per) if name
    ]
    return sorted({id for column in cells for cell in column for id in cell.split(";")})


def _row(figure: Figure, countries: list[str]) -> list:
    top = _rows(figure.of, figure, countries).set_index("country")["value"]
    under = _rows(figure.per, figure, countries).set_index("country")["value"] if figure.per else 1
    values = (top / under * figure.times).reindex(countries)
    return [
        f"{figure.label}, {figure.unit}",
        _year(figure, countries),
        *("" if pd.isna(value) else _number(value, figure.digits) for value in values),
    ]


def _number(value: float, digits: int) -> str:
    """A number as one reads it; what rounds to nothing has no sign."""
    return f"{round(value, digits) + 0:,.{digits}f}"


def _rows(indicator: str, figure: Figure, countries: list[str]) -> pd.DataFrame:
    """One value a country in the year of the figure."""
    table = data.load("indicators")
    there = table[
        (table["indicator"] == indicator)
        & table["country"].isin(countries)
        & (table["year"] == _year(figure, countries))
    ]
    return there.astype({"country": str}).drop_duplicates("country")


def _year(figure: Figure, countries: list[str]) -> int:
    if figure.year:
        return figure.year
    table = data.load("indicators")
    there = table[(table["indicator"] == figure.of) & table["country"].isin(countries)]
    if there.empty:
        raise UserError(
            f'no row of the table of indicators is called "{figure.of}".', "Correct the name.", place=f"book/{FILE}"
        )
    counted = there.astype({"country": str}).groupby("year")["country"].nunique()
    return int(counted[counted == counted.max()].index.max())
