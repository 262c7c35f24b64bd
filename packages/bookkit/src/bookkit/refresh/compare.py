"""Compare an answer with what is published: what changed, what is new, what is missing."""

from typing import Any

import pandas as pd

from bookkit.refresh.series import KEY, Series

SHOWN = 15  # lines of one series, unless all are asked for


def compare(series: Series, rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Published and new value side by side: KEY, published, new, change (relative), state.

    States: same, changed, new (a year after the last published one of the pair), missing.
    Years between published ones that the table leaves out stay out.

    >>> from bookkit.refresh.series import every
    >>> table = lambda name, values: pd.DataFrame([("KAZ", "", year, v) for year, v in values], columns=[*KEY, name])
    >>> old, new = table("value", [(2023, 4.0), (2024, 5.0)]), table("value", [(2023, 4.0), (2024, 6.0), (2025, 7.0)])
    >>> compare(every()[0], old, new)["state"].tolist()
    ['same', 'changed', 'new']
    """
    both = rows[[*KEY, "value"]].rename(columns={"value": "published"})
    both = both.merge(found.rename(columns={"value": "new"}), on=KEY, how="outer")
    last = rows.groupby(KEY[:2])["year"].max().rename("last")
    both = both.merge(last, on=KEY[:2], how="left")
    both = both[both["published"].notna() | (both["year"] > both["last"])].drop(columns="last")
    differs = (both["new"] - both["published"]).abs() > 10.0**-series.digits / 2
    both["change"] = (both["new"] / both["published"] - 1).where(both["published"] != 0)
    both["state"] = differs.map({True: "changed", False: "same"})
    both.loc[both["published"].isna(), "state"] = "new"
    both.loc[both["new"].isna(), "state"] = "missing"
    return both.sort_values(KEY, ignore_index=True)


def summary(both: pd.DataFrame) -> str:
    """How many figures changed, are new and are missing.

    >>> summary(pd.DataFrame({"state": ["same", "new", "new"]}))
    '0 of 1 published figures changed, 2 new, 0 missing'
    """
    counts = both["state"].value_counts()
    old = len(both) - counts.get("new", 0)
    return f"{counts.get('changed', 0)} of {old} published figures changed, {counts.get('new', 0)} new, {counts.get('missing', 0)} missing"


def lines(series: Series, both: pd.DataFrame, everything: bool = False) -> list[str]:
    """The differences as a table of text: the largest changes, or all of them."""
    different = both[both["state"] != "same"]
    if not everything and len(different) > SHOWN:
        largest = different["change"].abs().sort_values(ascending=False, kind="stable").index[:SHOWN]
        different = different.loc[sorted(largest)]
    hidden = (both["state"] != "same").sum() - len(different)
    table = [
        ["country", "partner", "year", "published", "new", "change"],
        *(_cells(series, row) for row in different.itertuples()),
    ]
    if not (different["partner"] != "").any():
        table = [[*cells[:1], *cells[2:]] for cells in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    text = ["  " + "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)) for cells in table]
    return [] if different.empty else text + [f"  and {hidden} more: add --all"] * bool(hidden)


def _cells(series: Series, row: Any) -> list[str]:
    values = ["–" if pd.isna(value) else f"{value:,.{series.digits}f}" for value in (row.published, row.new)]
    change = row.state if pd.isna(row.change) else f"{100 * row.change:+.2f} %"
    return [row.country, row.partner, str(row.year), *values, change]
