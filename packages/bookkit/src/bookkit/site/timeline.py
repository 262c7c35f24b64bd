"""The page of all events: a table that a small script lets readers filter; without it, all rows stand."""

import html
from typing import Any

import pandas as pd

from caj import data, sources
from caj.charts import COUNTRIES
from coursekit.book import Book

WIDTH = {"year": 4, "month": 7, "day": 10}
NAMES = {code: name for code, (name, _) in COUNTRIES.items()}


def timeline() -> str:
    """Form and table of all events, newest last, one group of rows a year; markup for a Markdown page."""
    events = data.load("events").sort_values(["date", "id"])
    years = "".join(_year(year, rows) for year, rows in events.groupby(events["date"].dt.year))
    return (
        f"```{{raw}} html\n{_form(events)}{_jump(sorted(events['date'].dt.year.unique()))}"
        '<table class="caj-timeline"><caption class="visually-hidden">All events by date</caption>'
        '<thead><tr><th scope="col">Date</th><th scope="col">Event</th><th scope="col">Countries</th>'
        '<th scope="col">Theme</th><th scope="col">Confidence</th></tr></thead>'
        f"{years}</table>\n```"
    )


def _jump(years: list[int]) -> str:
    """A link to the first year of each decade that has events."""
    decades = {f"{year // 10 * 10}s": year for year in reversed(years)}
    links = "".join(f'<a href="#year-{year}">{decade}</a>' for decade, year in reversed(decades.items()))
    return f'<nav class="caj-jump" aria-label="Jump to a decade">{links}</nav>'


def _form(events: pd.DataFrame) -> str:
    fields = [
        _select("theme", "Theme", [(theme, theme) for theme in sorted(events["theme"].unique())]),
        _select("country", "Country", list(NAMES.items())),
        _select("confidence", "Confidence", [(level, level) for level in ("high", "medium", "low")]),
    ]
    return (
        '<form class="caj-filter" aria-label="Filter the events">'
        + "".join(fields)
        + '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        '<label><input type="checkbox" name="plain"> Plain table</label>'
        '<button type="reset">Show all</button>'
        f'<output role="status">{len(events)} of {len(events)} events</output></form>'
    )


def _select(name: str, label: str, options: list[tuple[str, str]]) -> str:
    choices = "".join(f'<option value="{value}">{text}</option>' for value, text in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{choices}</select></label>'


def _year(year: int, rows: pd.DataFrame) -> str:
    body = "".join(_event(row) for row in rows.itertuples())
    return (
        f'<tbody><tr class="caj-year"><th colspan="5" scope="rowgroup" id="year-{year}">{year}</th></tr>{body}</tbody>'
    )


def _event(row: Any) -> str:
    known = f"{row.date:%Y-%m-%d}"[: WIDTH[row.precision]]
    links = "; ".join(
        f'<a href="references.html#source-{id}">{html.escape(sources.source(id).short)}</a>'
        for id in row.source_ids.split(";")
    )
    rival = f"<p>Disputed: {html.escape(row.rival_note)}</p>" if pd.notna(row.rival_note) else ""
    countries = row.countries.replace(";", " ") if pd.notna(row.countries) else ""
    named = Book.current().settings.country_words
    return (
        f'<tr id="{row.id}" data-theme="{row.theme}" data-country="{countries}" data-confidence="{row.confidence}">'
        f'<td><time datetime="{known}">{known}</time></td>'
        f"<td><strong>{html.escape(row.title)}</strong><p>{html.escape(row.summary)}</p>{rival}"
        f'<p class="caj-source">{links}</p></td>'
        f"<td>{', '.join(named.get(code, (code,))[0] for code in countries.split())}</td><td>{row.theme}</td><td>{row.confidence}</td></tr>"
    )
