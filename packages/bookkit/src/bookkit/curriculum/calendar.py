"""The sessions of a course as an iCalendar file; written again into the same folder, it updates what calendars hold."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from bookkit.curriculum.days import Days
from bookkit.curriculum.plans import Plan
from bookkit.curriculum.syllabus import listed
from coursekit.book import Book

UID = re.compile(r"-([0-9a-f]{12})@")


def write_calendar(path: Path, plan: Plan, days: Days, now: datetime | None = None) -> None:
    """Write or renew the calendar of one group.

    A group is a file: another folder has other ids, so that a calendar keeps both. The same dates leave the file as it is;
    other dates keep the ids and count one up, so that a calendar moves its sessions. A session that is gone is cancelled.
    """
    old = _read(path)
    group, sequence, stamp = _last(old)
    again = calendar(plan, days, group, sequence, stamp) if old else None
    if again is None or again.to_ical() != path.read_bytes():
        renewed = calendar(plan, days, group, sequence + bool(old), now or datetime.now(UTC).replace(microsecond=0))
        for event in _gone(old, renewed):
            renewed.add_component(event)
        path.write_bytes(renewed.to_ical())


def calendar(plan: Plan, days: Days, group: str, sequence: int, stamp: datetime) -> Calendar:
    """The sessions with their ids; times are in UTC, which no reader's table of summer time can bend."""
    book, settings = Calendar(), Book.current().settings
    book.add("prodid", f"-//{settings.title}//course plan//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", plan.title)
    for number, (session, moment) in enumerate(zip(plan.sessions, days.moments), 1):
        event = Event()
        event.add("uid", f"{plan.name}-{number}-{group}@{settings.short_name}")
        event.add("dtstamp", stamp)
        event.add("sequence", sequence)
        event.add("dtstart", moment.astimezone(UTC))
        event.add("dtend", (moment + timedelta(minutes=plan.minutes)).astimezone(UTC))
        event.add("summary", f"{number}. {session.title}")
        event.add("description", f"In class:\n{listed(session.in_class)}\n\nAt home:\n{listed(session.at_home)}")
        book.add_component(event)
    return book


def _read(path: Path) -> list[Any]:
    """The events of an earlier file; none when there is no such file, or it is no calendar of ours."""
    try:
        events: list[Any] = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    except (OSError, ValueError):
        return []
    return events if events and all(UID.search(event["uid"]) for event in events) else []


def _last(old: list[Any]) -> tuple[str, int, datetime]:
    if not old:
        return uuid.uuid4().hex[:12], 0, datetime.now(UTC)
    return UID.search(old[0]["uid"])[1], int(old[0]["sequence"]), old[0].decoded("dtstamp")


def _gone(old: list[Any], new: Calendar) -> list[Any]:
    """Sessions of the earlier file that the new one has no longer, as cancelled."""
    kept = {event["uid"] for event in new.walk("VEVENT")}
    first = new.walk("VEVENT")[0]
    gone = [event for event in old if event["uid"] not in kept]
    for event in gone:
        for name in ("status", "sequence", "dtstamp"):
            event.pop(name, None)
        event.add("status", "CANCELLED")
        event.add("sequence", int(first["sequence"]))
        event.add("dtstamp", first.decoded("dtstamp"))
    return gone
