"""A strip of events in time, each as wide as its date is known: a dot for a day, a short bar for a month, a pale bar for a year."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from caj.charts import GREY, PALETTE

LENGTH: dict[Any, Any] = {
    "day": pd.DateOffset(days=1),
    "month": pd.DateOffset(months=1),
    "year": pd.DateOffset(years=1),
}
WRITTEN: dict[Any, str] = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
SPOKEN: dict[Any, str] = {"month": "%B %Y", "year": "%Y"}
OTHERS = "all other events"
TURN = PALETTE[5]


def between(first: str, last: str, countries: str, events: pd.DataFrame, also: Iterable[str] = ()) -> pd.DataFrame:
    """The events from one day to another that name one of some countries, as in "KAZ|UZB", or are in `also`; by date.

    >>> from caj import load
    >>> len(between("2004-08-28", "2004-08-28", "KAZ", load("events")))
    1
    """
    named = events["countries"].str.contains(countries, na=False) | events["id"].isin(list(also))
    return events[events["date"].between(first, last) & named].sort_values(["date", "id"])


def rows(events: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """The labelled events by date: how their date is known, and the words of the label.

    Raises ValueError when an event is not among the rows.

    >>> from caj import load
    >>> rows(load("events"), {"ev-2004-05": "First table"})
             date known to         what
    0  2004-08-28      day  First table
    """
    if missing := [id for id in labels if id not in set(events["id"])]:
        raise ValueError(f"The events {', '.join(missing)} are not among the rows; widen the years, or correct the id.")
    chosen = events[events["id"].isin(labels)].sort_values(["date", "id"])
    dates = [f"{row.date:{WRITTEN[row.precision]}}" for row in chosen.itertuples()]
    words = chosen["id"].map(labels)
    return pd.DataFrame(
        {"date": dates, "known to": chosen["precision"].astype("str").to_list(), "what": words.to_list()}
    )


def dated(table: pd.DataFrame) -> list[str]:
    """The dates of a table in words, each as exactly as it is known; one without a column `precision` knows the day.

    >>> dated(pd.DataFrame({"date": pd.to_datetime(["2004-08-28", "1992-05-01"]), "precision": ["day", "month"]}))
    ['28 August 2004', 'May 1992']
    """
    known = table["precision"] if "precision" in table else ["day"] * len(table)
    return [f"{day.day} {day:%B %Y}" if to == "day" else f"{day:{SPOKEN[to]}}" for day, to in zip(table["date"], known)]


def strip(events: pd.DataFrame, labels: dict[str, str], turn: str) -> Any:
    """Each labelled event on a line of its own, the others together on the last; `turn` is the red one.

    >>> from caj import load
    >>> events = between("2004-01-01", "2006-12-31", "KAZ", load("events"))
    >>> strip(events, {"ev-2004-05": "First table"}, turn="ev-2004-05").to_dict()["height"]
    52
    """
    import altair as alt

    frame = _frame(events, labels, turn)
    lines = [*(labels[id] for id in events["id"] if id in labels), OTHERS]
    ends = [frame["start"].min(), frame["end"].max()]
    years = alt.Axis(format="%Y", tickCount=6, grid=False, title=None)
    base = alt.Chart(frame).encode(
        x=alt.X("start:T", axis=years, scale=alt.Scale(domain=[f"{end:%Y-%m-%d}" for end in ends])),
        y=alt.Y("line:N", sort=lines, axis=None),
        color=alt.condition("datum.turn", alt.value(TURN), alt.value(GREY)),
        tooltip=["date", "what"],
    )
    bars = base.transform_filter("datum.precision != 'day'").encode(x2="end:T")
    spans = bars.mark_bar(height=8).encode(
        opacity=alt.condition("datum.precision == 'year'", alt.value(0.4), alt.value(0.9))
    )
    dots = base.transform_filter("datum.precision == 'day'").mark_point(filled=True, size=70, opacity=0.9)
    words = [_words(base, side) for side in ("left", "right")]
    return alt.layer(spans, dots, *words).properties(width=330, height=26 * len(lines))


def _frame(events: pd.DataFrame, labels: dict[str, str], turn: str) -> pd.DataFrame:
    """One row an event; words stand on the side of a mark where there is more room, and once on the line of the others."""
    frame = events[["id", "date", "precision", "title"]].rename(columns={"date": "start", "title": "what"})
    frame["end"] = [start + LENGTH[known] for start, known in zip(frame["start"], frame["precision"])]
    frame["line"] = frame["id"].map(labels).fillna(OTHERS)
    frame["turn"] = frame["id"] == turn
    frame["date"] = [f"{row.start:{WRITTEN[row.precision]}}" for row in frame.itertuples()]
    middle = frame["start"].min() + (frame["end"].max() - frame["start"].min()) / 2
    late = frame["start"] > middle
    frame["text"] = frame["line"].where(frame["line"] != OTHERS, "")
    frame["side"] = late.map({True: "left", False: "right"})
    return frame.drop(columns="id").astype({"precision": "str"})


def _words(base: Any, side: str) -> Any:
    align, dx, end = {"right": ("left", 8, "end"), "left": ("right", -8, "start")}[side]
    return (
        base.transform_filter(f"datum.side == '{side}'")
        .mark_text(align=align, dx=dx)
        .encode(x=f"{end}:T", text="text:N")
    )


def told(events: pd.DataFrame, labels: dict[str, str], turn: str) -> str:
    """What one sees in the strip, for those who do not see it.

    >>> from caj import load
    >>> events = between("2004-01-01", "2004-12-31", "KAZ", load("events"))
    >>> told(events, {"ev-2004-05": "First table"}, "ev-2004-05")[-33:]
    '2004-08-28 First table, the turn.'
    """
    known = events["precision"].value_counts()
    counts = ", ".join(f"{known.get(kind, 0)} to the {kind}" for kind in LENGTH)
    words = {id: f"{text}, the turn" if id == turn else text for id, text in labels.items()}
    listed = "; ".join(f"{row.date} {row.what}" for row in rows(events, words).itertuples())
    return f"A strip of {len(events)} events: {counts}. In order: {listed}."
