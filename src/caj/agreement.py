"""Tables agree with themselves and with each other: ids with dates, persons with the names table."""

from collections.abc import Iterator

import pandas as pd

from caj import data

DATED = {"events": "date", "meetings": "date", "projects": "year_signed", "summits": "date", "visits": "date"}  # ids name a year
PERSONS = {"attendance": "name", "terms": "name", "visits": "visitor"}  # columns that hold persons only


def disagreements(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """One sentence for each value of a table that another value contradicts.

    >>> list(disagreements("visits", data.load("visits")))
    []
    """
    if name in DATED:
        yield from _misdated(name, frame)
    if name in PERSONS:
        yield from _strangers(name, frame[PERSONS[name]])


def _misdated(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """Ids such as `vi-2004-02` begin alike in a table, and name the year of their row."""
    start = frame["id"].str.split("-").str[0].mode()[0]
    for row, (id, when) in enumerate(zip(frame["id"], frame[DATED[name]], strict=True)):
        year = "undated" if pd.isna(when) else getattr(when, "year", when)
        if not id.startswith(f"{start}-{year}-"):
            yield f'seeds/{name}.csv, line {row + 2}: the id "{id}" does not begin with "{start}-{year}-". Mend the id or the {DATED[name]}.'


def _strangers(name: str, cells: pd.Series) -> Iterator[str]:
    """Persons are written as the names table writes them."""
    names = data.load("names")
    known = {*names["preferred"], *names["family_first"], *names["variants"].dropna().str.split(";").explode()}
    persons = cells.dropna().str.replace(r" \(.*\)", "", regex=True).str.split("; ").explode()
    for row, person in persons[~persons.isin(known)].items():
        yield f'seeds/{name}.csv, line {row + 2}: "{person}" is not in seeds/names.csv. Mend the name, or add its row there.'
