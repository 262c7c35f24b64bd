"""Tables agree with themselves and with each other: ids and precision with dates, persons with the names table, places with legs."""

from collections.abc import Iterator

import pandas as pd

from caj import data
from caj.errors import Finding
from coursekit.book import Book


def problems(name: str, frame: pd.DataFrame) -> Iterator[Finding]:
    """One sentence for each value of a table that another value contradicts.

    >>> list(problems("visits", data.load("visits")))
    []
    """
    settings = Book.current().settings
    if name in settings.dated_ids:
        yield from _misdated(name, frame, settings.dated_ids[name])
    if name in settings.person_columns:
        yield from _strangers(name, frame[settings.person_columns[name]])
    if "precision" in frame:
        yield from _too_exact(name, frame)
    if name == "targets":
        yield from _misplaced(frame)
    if name == "summits":
        yield from _two_partners(frame)
    if name == "nodes":
        yield from _unserved(frame, data.load("legs"))


def _misdated(name: str, frame: pd.DataFrame, column: str) -> Iterator[Finding]:
    """Ids such as `vi-2004-02` begin alike in a table, and name the year of their row."""
    start = frame["id"].str.split("-").str[0].mode()[0]
    for row, (id, when) in enumerate(zip(frame["id"], frame[column], strict=True)):
        year = "undated" if pd.isna(when) else getattr(when, "year", when)
        if not id.startswith(f"{start}-{year}-"):
            yield Finding(
                f"seeds/{name}.csv, line {row + 2}",
                f'the id "{id}" does not begin with "{start}-{year}-".',
                f"Mend the id or the {column}.",
            )


def _misplaced(targets: pd.DataFrame) -> Iterator[Finding]:
    """Ids such as `tg-kaz-02` name the country of their row."""
    for row, (id, country) in enumerate(zip(targets["id"], targets["country"].astype("str"), strict=True)):
        if not id.startswith(start := f"tg-{country.lower()}-"):
            yield Finding(
                f"seeds/targets.csv, line {row + 2}",
                f'the id "{id}" does not begin with "{start}".',
                "Mend the id or the country.",
            )


def _strangers(name: str, cells: pd.Series) -> Iterator[Finding]:
    """Persons are written as the names table writes them."""
    names = data.load("names")
    known = {*names["preferred"], *names["family_first"], *names["variants"].dropna().str.split(";").explode()}
    persons = cells.dropna().str.replace(r" \(.*\)", "", regex=True).str.split("; ").explode()
    for row, person in persons[~persons.isin(known)].items():
        yield Finding(
            f"seeds/{name}.csv, line {row + 2}",
            f'"{person}" is not in seeds/names.csv.',
            "Mend the name, or add its row there.",
        )


def _too_exact(name: str, frame: pd.DataFrame) -> Iterator[Finding]:
    """A date that is known to the month stands at its first day, one known to the year at the first of January."""
    for column in frame.select_dtypes("datetime"):
        day, precision = frame[column], frame["precision"]
        wrong = (precision == "month") & (day.dt.day > 1) | (precision == "year") & (day.dt.dayofyear > 1)
        for row, date in day[wrong].items():
            yield Finding(
                f"seeds/{name}.csv, line {row + 2}",
                f"{date:%Y-%m-%d} is more exact than its precision, {precision[row]}.",
                "Mend one of the two.",
            )


def _two_partners(summits: pd.DataFrame) -> Iterator[Finding]:
    """A format of summits, such as C5+1, has one partner."""
    usual = summits.groupby("format")["partner"].agg(lambda partners: partners.mode()[0])
    for row, (format, partner) in enumerate(zip(summits["format"], summits["partner"], strict=True)):
        if partner != usual[format]:
            yield Finding(
                f"seeds/summits.csv, line {row + 2}",
                f'the partner of "{format}" is {usual[format]} elsewhere, not {partner}.',
                "Mend the format or the partner.",
            )


def _unserved(nodes: pd.DataFrame, legs: pd.DataFrame) -> Iterator[Finding]:
    """A port has a leg at sea, a railway town one by rail, a border station one into another country."""
    ends = pd.concat([legs, legs.rename(columns={"from_node": "to_node", "to_node": "from_node"})])
    country = nodes.set_index("id")["country"].astype("str")
    abroad = ends["from_node"].map(country) != ends["to_node"].map(country)
    fits = {"port": ends["mode"] == "sea", "rail": ends["mode"] == "rail", "border": abroad}
    served = {kind: set(ends.loc[fit, "from_node"]) for kind, fit in fits.items()}
    for row, (id, kind) in enumerate(zip(nodes["id"], nodes["kind"], strict=True)):
        if kind in served and id not in served[kind]:
            yield Finding(
                f"seeds/nodes.csv, line {row + 2}",
                f'"{id}" is of the kind {kind}, and no leg of seeds/legs.csv fits.',
                "Mend the kind or the legs.",
            )
