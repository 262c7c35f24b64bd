"""The calendar of a course: right hours in every reader, a calendar for each group, and updates in place of doubles."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT
from icalendar import Calendar, Event

from coursekit.cli import main


def planned(folder: Path, **change: str) -> list[Event]:
    """The sessions in a folder's calendar after `caj course plan` was given (again)."""
    words = {"weeks": "6", "start": "2027-03-01", "timezone": "Asia/Tokyo", "time": "10:00"} | change
    given = [word for name, value in words.items() for word in (f"--{name}", value)]
    assert main(["--root", str(ROOT), "course", "plan", *given, "--out", str(folder)]) == 0
    return Calendar.from_ical((folder / "calendar.ics").read_bytes()).walk("VEVENT")


def ids(events: list[Event]) -> list[str]:
    return [str(event["uid"]) for event in events]


def test_two_groups_stand_side_by_side_in_one_calendar(tmp_path: Path) -> None:
    both = ids(planned(tmp_path / "g1")) + ids(planned(tmp_path / "g2", time="14:00"))
    assert len(set(both)) == len(both) == 24


@pytest.mark.parametrize("change", [{"time": "09:00"}, {"start": "2027-03-08"}, {"timezone": "Asia/Almaty"}])
def test_a_changed_plan_moves_the_sessions_that_a_calendar_holds(change: dict[str, str], tmp_path: Path) -> None:
    before, after = planned(tmp_path), planned(tmp_path, **change)
    assert ids(before) == ids(after) and before[0].decoded("dtstart") != after[0].decoded("dtstart")
    assert int(after[0]["sequence"]) == int(before[0]["sequence"]) + 1
    assert before[0].decoded("dtstamp") <= after[0].decoded("dtstamp") <= datetime.now(UTC), (
        "no stamp lies in the future"
    )


def test_the_same_plan_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    planned(tmp_path)
    first = (tmp_path / "calendar.ics").read_bytes()
    planned(tmp_path)
    assert (tmp_path / "calendar.ics").read_bytes() == first


def test_a_session_that_is_gone_is_cancelled(tmp_path: Path) -> None:
    long = planned(tmp_path, weeks="13")
    short = planned(tmp_path, weeks="6")
    gone = [event for event in short if event.get("status") == "CANCELLED"]
    assert set(ids(long)) <= set(ids(short)) and set(ids(gone)) == set(ids(long)) - {
        uid for uid in ids(short) if uid.startswith("six")
    }


def test_hours_hold_on_both_sides_of_summer_time(tmp_path: Path) -> None:
    """10:00 in Berlin is 9:00 UTC in winter and 8:00 in summer; no zone of the file is needed to know it."""
    hours = {event.decoded("dtstart").astimezone(UTC).hour for event in planned(tmp_path, timezone="Europe/Berlin")}
    assert hours == {9, 8}
    assert b"VTIMEZONE" not in (tmp_path / "calendar.ics").read_bytes()


def test_what_lies_there_and_is_no_calendar_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "calendar.ics").write_text("not a calendar")
    assert len(planned(tmp_path)) == 12
