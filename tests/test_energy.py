"""The energy series add up, and no table of a publisher that forbids it is restated whole."""

import pandas as pd
import pytest

from caj import data

SOURCES = ["coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "other"]
RESTRICTED = [
    "World Nuclear Association",
    "British Geological Survey",
    "Energy Institute, processed",
    "International Energy Agency",
]


def current(prefix: str) -> pd.DataFrame:
    frame = data.load("indicators")
    frame = frame[frame["indicator"].str.startswith(prefix) & (frame["flag"] != "superseded")]
    return frame.assign(part=frame["indicator"].str.removeprefix(prefix))


def test_generation_by_source_sums_to_the_total() -> None:
    wide = current("electricity_generation_").pivot_table(index=["country", "year"], columns="part", values="value")
    complete = wide.dropna(subset=["total", *SOURCES])
    assert len(complete) > 140
    shares = complete[SOURCES].div(complete["total"], axis=0).sum(axis=1) * 100
    assert shares.sub(100).abs().max() < 0.5


def test_the_parts_of_the_referendum_sum_to_one_hundred() -> None:
    frame = data.load("indicators").set_index("indicator")["value"]
    assert frame["nuclear_referendum_yes_share"] + frame["nuclear_referendum_no_share"] == pytest.approx(100, abs=3)


@pytest.mark.parametrize("publisher", RESTRICTED)
def test_restricted_tables_are_not_restated_whole(publisher: str) -> None:
    """At most five years of several countries, or the series of at most three: single figures, not the table."""
    frame = data.load("indicators")
    names = data.load("sources").set_index("id")["publisher"]
    frame = frame[frame["source_ids"].str.split(";").str[0].map(names).str.startswith(publisher, na=False)]
    assert not frame.empty
    for indicator, rows in frame.groupby("indicator"):
        years = rows.groupby("country")["year"].nunique()
        assert (years > 5).sum() <= 3, f"{indicator}: more than five years of {', '.join(years[years > 5].index)}"


def test_every_target_names_its_document_and_date() -> None:
    targets = data.load("targets")
    assert targets["document"].notna().all() and targets["announced"].notna().mean() > 0.9


def test_projections_are_labelled() -> None:
    frame = data.load("indicators")
    ahead = frame[(frame["year"] > 2026)]
    assert ahead["basis"].isin(["target", "projected"]).all(), ahead.loc[
        ~ahead["basis"].isin(["target", "projected"]), "indicator"
    ].tolist()
