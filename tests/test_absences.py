"""What the book says it did not find is registered, and a row that answers one turns the check red."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT

from bookkit.evidence import absences
from caj import data

REAL = data.load


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch):
    """Other rows in the place of a table."""

    def put(table: str, frame: pd.DataFrame) -> None:
        monkeypatch.setattr(data, "load", lambda name, **more: frame if name == table else REAL(name, **more))

    return put


def test_no_row_of_the_book_answers_what_it_did_not_find() -> None:
    assert absences.problems(ROOT) == []


@pytest.mark.parametrize(
    ("absence", "table", "id", "change"),
    [
        ("navoi-3", "projects", "pr-2019-02", {"status": "completed: opened in 2027"}),
        ("ai-budget", "projects", "pr-2025-07", {"value": 5.0}),
        ("turkmen-voice", "testimonies", "zamira", {"country": "TKM"}),
        ("ministers-10", "meetings", "mt-2024-01", {"format": "foreign_ministers"}),
        ("gallium-shipped", "projects", "pr-2025-05", {"status": "completed: first tonnes left in 2027"}),
    ],
)
def test_a_row_that_answers_an_absence_is_told(instead, absence: str, table: str, id: str, change: dict) -> None:
    frame = REAL(table).astype(dict.fromkeys(change, object))
    for column, value in change.items():
        frame.loc[frame["id"] == id, column] = value
    instead(table, frame)
    told = [finding for finding in absences.problems(ROOT) if absence in str(finding)]
    assert len(told) == 1 and f"{id} of {table} answers it" in str(told[0])


def test_a_sentence_that_has_gone_is_told(instead) -> None:
    frame = REAL("absences")
    frame.loc[frame["id"] == "escort", "sentence"] = "Nobody wrote this."
    instead("absences", frame)
    assert ['does not hold "Nobody wrote this."' in str(each) for each in absences.problems(ROOT)] == [True]


def test_a_query_that_asks_nothing_is_told(instead) -> None:
    frame = REAL("absences")
    frame.loc[frame["id"] == "sukhanaki", "control"] = 'project == "a project that nobody has"'
    instead("absences", frame)
    assert ["its control finds no row" in str(each) for each in absences.problems(ROOT)] == [True]


def test_every_absence_was_asked_on_a_day_that_has_been() -> None:
    asked = REAL("absences")["asked"]
    assert asked.notna().all() and (asked <= pd.Timestamp("2026-12-31")).all()


def test_a_book_without_the_table_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "holds", lambda name: False)
    assert absences.problems(Path("nowhere")) == []
