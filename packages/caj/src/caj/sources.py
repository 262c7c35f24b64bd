"""Look up the references behind source ids."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from caj import data
from caj.nearest import nearest


@dataclass(frozen=True)
class Source:
    """One reference of the sources table; its text form is the full citation."""

    id: str
    title: str
    authors: str
    publisher: str
    date: str
    url: str
    licence: str

    @property
    def short(self) -> str:
        """Publisher or authors, and year: the form used in running text; of three authors or more, the first.

        >>> source("haegehug2016").short, source("lumbroso-preprint").short
        ('Häge and Hug 2016', 'Lumbroso and others n.d.')
        """
        people = [person.split(",")[0].strip() for person in self.authors.split(";") if "," in person]
        if not people:
            people = [re.split(r",| \(", self.publisher)[0]]
        name = " and ".join(people) if len(people) < 3 else f"{people[0]} and others"
        return f"{name} {self.date[:4] or 'n.d.'}"

    @property
    def markdown(self) -> str:
        """The full citation as Markdown, with the address as a link."""
        return self._cite(f"*{self.title}*", f"<{self.url}>" if self.url else "")

    def __str__(self) -> str:
        return self._cite(self.title, self.url)

    def _cite(self, title: str, address: str) -> str:
        who = self.authors or self.publisher
        where = "" if who == self.publisher else f" {self.publisher}."
        return f"{who} ({self.date or 'n.d.'}). {title}.{where} {address}".rstrip()


def source(id: str) -> Source:
    """Look up the reference behind a source id.

    Raises DataError, with the nearest ids, when no such source is listed.

    >>> source("article-wpr-2012").publisher
    'World Politics Review'
    """
    listed = known()
    if id not in listed:
        raise data.DataError(f'There is no source "{id}". {nearest(id, listed)}')
    return listed[id]


@data.cache
def known() -> dict[str, Source]:
    """All references by id."""
    table = data.load("sources")
    frame = table.astype(object).where(table.notna(), "")
    frame["date"] = [_dated(day, precision) for day, precision in zip(table["date"], table["precision"])]
    columns = list(Source.__dataclass_fields__)
    return {values[0]: Source(*values) for values in frame[columns].to_numpy().tolist()}


def _dated(day: Any, precision: Any) -> str:
    """A date as exact as it is known: a year, a month or a day."""
    width = {"year": 4, "month": 7, "day": 10}
    return "" if pd.isna(day) or not precision else f"{day:%Y-%m-%d}"[: width[precision]]
