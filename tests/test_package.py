"""The data package follows the Frictionless specification, and what is said beside it agrees with it."""

import re
from pathlib import Path

import frictionless
import pandas as pd

from bookkit.evidence import integrity
from caj import data


def test_the_package_is_valid() -> None:
    report = frictionless.validate(str(data.folder() / "datapackage.json"))
    faults = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    assert report.valid, [error.message for error in report.errors] + faults


def test_frictionless_itself_notices_a_wrong_hash(tmp_path: Path) -> None:
    for path in data.folder().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    nodes = tmp_path / "nodes.csv"
    nodes.write_text(nodes.read_text("utf-8").replace("35.45", "35.46"), "utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_links_between_tables_hold() -> None:
    faults = integrity.problems()
    assert not faults, "\n".join(["what to do:", *faults])


def test_every_table_says_what_a_user_needs() -> None:
    for entry in data.package()["resources"]:
        assert {"title", "description", "licenses", "provenance", "disputes", "hash"} <= set(entry)
        assert all(field["description"] for field in entry["schema"]["fields"])


def test_numbers_have_a_unit() -> None:
    for name in data.tables()["table"]:
        fields = data.describe(name)
        if "unit" in fields["field"].tolist():
            continue
        for field in fields.query("type == 'number'").itertuples():
            assert field.unit, f"{name}.{field.field} has no unit"


def test_every_licence_is_explained(root: Path) -> None:
    page = (root / "LICENSE-DATA.md").read_text("utf-8")
    for row in data.tables().itertuples():
        assert re.search(rf"\| `{row.table}` \| {re.escape(row.licence)} \|", page), (
            f"LICENSE-DATA.md: add `{row.table}` with its licence, {row.licence}"
        )


def test_partial_dates_stand_on_the_first_day_of_their_period() -> None:
    for name in data.tables()["table"]:
        frame = data.load(name)
        if "precision" not in frame:
            continue
        column = next(c for c in ("date", "opened", "as_of", "announced") if c in frame)
        dates, precision = pd.to_datetime(frame[column]), frame["precision"]
        assert (dates[precision.isin(["month", "year"])].dt.day == 1).all(), name
        assert (dates[precision == "year"].dt.month == 1).all(), name
        assert precision[dates.notna()].notna().all(), name


def test_rival_figures_stay_together() -> None:
    """A figure flagged rival is never alone, and rows that disagree are flagged."""
    frame = data.load("indicators").fillna({"partner": "", "period": ""})
    frame = frame[frame["flag"] != "superseded"]
    sizes = frame.groupby(["indicator", "country", "partner", "year", "period"])["flag"].agg(["size", "count"])
    assert (sizes["count"] == sizes["size"].where(sizes["size"] > 1, 0)).all()


def test_the_bibliography_mirrors_the_sources(root: Path) -> None:
    keys = set(re.findall(r"^@\w+\{([^,]+),", (root / "seeds/references.bib").read_text("utf-8"), re.M))
    assert keys <= set(data.load("sources")["id"])


def test_documents_and_meetings_name_events_that_exist() -> None:
    """Each id stands in the events table, and a meeting has the day of its event."""
    days = data.load("events").set_index("id")["date"]
    named = data.load("documents")["event_ids"].dropna().str.split(";").explode()
    assert set(named) <= set(days.index), sorted(set(named) - set(days.index))
    meetings = data.load("consultations").set_index("event_id")["date"]
    assert (meetings == days[meetings.index]).all()


def test_the_first_source_of_a_document_is_the_text_itself() -> None:
    """It has an address, and no two documents rest on one text."""
    texts = data.load("documents")["source_ids"].str.split(";").str[0]
    assert texts.is_unique
    assert data.load("sources").set_index("id").loc[texts, "url"].notna().all()


def test_half_of_the_documents_are_not_japanese_and_half_of_the_witnesses_are_women() -> None:
    assert (data.load("documents")["voice"] == "japanese_official").mean() < 0.5
    assert (data.load("testimonies")["gender"] == "female").mean() >= 0.5


def test_uzbek_names_use_the_right_letter(root: Path) -> None:
    for path in sorted((root / "seeds").glob("*.csv")):
        assert not re.search(r"\w‘\w", path.read_text("utf-8")), path.name
