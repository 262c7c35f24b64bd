"""Store newer figures as a vintage: new rows and their source, every published row as it was."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from bookkit.evidence import integrity
from bookkit.refresh import RefreshError
from bookkit.refresh.fetch import Answer
from bookkit.refresh.series import KEY, Series, published
from caj import data
from coursekit.files import write, write_bytes


@dataclass(frozen=True)
class Found:
    """The newest figures of a series, beside the published ones, and the answer that held them."""

    series: Series
    both: pd.DataFrame
    answer: Answer


def source_id(source: str, day: date) -> str:
    """Id of the vintage of a source.

    >>> source_id("wdi-pop", date(2026, 11, 22))
    'wdi-pop-20261122'
    """
    return f"{source}-{day:%Y%m%d}"


def store(found: list[Found], day: date) -> int:
    """Append the figures to `vintages`, their sources to `sources`, and seal both; returns the number of rows.

    Raises RefreshError when a source already has a vintage of this day.
    """
    known = set(data.load("sources")["id"])
    firsts = {each.series.source: each for each in reversed(found)}
    for source in firsts:
        if source_id(source, day) in known:
            raise RefreshError(f"{source_id(source, day)} is stored already: a source has one vintage a day")
    rows = [row for each in found for row in _rows(each, day)]
    _append("sources", [_source(each.series, day) for each in reversed(firsts.values())])
    _append("vintages", sorted(rows, key=lambda row: row[1:6]))
    _record(found, day)
    integrity.seal()
    return len(rows)


def _rows(found: Found, day: date) -> Iterable[list[str]]:
    """A row for each figure of the answer; basis and flag are those of the row replaced, or of the latest before."""
    series = found.series
    old = published(series).set_index(KEY).sort_index()
    for row in found.both.itertuples():
        model = old.loc[old.index[old.index <= (row.country, row.partner, row.year)][-1]]
        flag = model["flag"] if row.state != "new" and pd.notna(model["flag"]) else ""
        value = f"{row.new:.{series.digits}f}"
        value = value.rstrip("0").rstrip(".") if series.digits else value
        figure = [
            series.indicator,
            row.country,
            row.partner,
            str(row.year),
            "",
            value,
            model["unit"],
            "",
            model["basis"],
            flag,
        ]
        yield [day.isoformat(), model["source_ids"], *figure, source_id(series.source, day), ""]


def _source(series: Series, day: date) -> list[Any]:
    old = data.load("sources").set_index("id").loc[series.source].fillna("")
    new = {
        "id": source_id(series.source, day),
        "title": f"{series.title}, retrieved {day.day} {day:%B %Y}",
        "publisher": series.publisher or old["publisher"],
        "date": day.isoformat(),
        "precision": "day",
    }
    return [new.get(name, old.get(name)) for name in data.describe("sources")["field"]]


def _append(name: str, rows: list[list[str]]) -> None:
    path = data.folder() / data.resource(name)["path"]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    write_bytes(path, path.read_bytes() + text.getvalue().encode())


def _record(found: list[Found], day: date) -> None:
    """Address and hash of each answer, in the entry of `vintages` of the data package."""
    path = data.folder() / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    entry = next(entry for entry in package["resources"] if entry["name"] == "vintages")
    answers = {
        each.answer.url: {
            "title": source_id(each.series.source, day),
            "path": each.answer.url,
            "hash": each.answer.hash,
        }
        for each in found
    }
    entry["sources"] += answers.values()
    entry["disputes"] = [dispute for dispute in entry["disputes"] if dispute != "No vintage is stored yet."]
    write(path, json.dumps(package, indent=2, ensure_ascii=False) + "\n")
