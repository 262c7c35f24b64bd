"""Self-checks of the chapter the-first-summit and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]


def _sources_of(event: str) -> pd.DataFrame:
    """Rows of the sources table behind one event."""
    cell = load("events").set_index("id").loc[event, "source_ids"]
    return load("sources").loc[lambda table: table["id"].isin(cell.split(";"))]


def _recent(since: int) -> pd.Series:
    """Cities of the meetings from this year on."""
    meetings = load("meetings")
    return meetings.loc[meetings["date"].dt.year >= since, "city"]


def _count(table: str, column: str, value: str) -> int:
    return int((load(table)[column] == value).sum())


def _official_numbers() -> set[int]:
    meetings = load("meetings")
    return set(meetings.loc[meetings["format"] == "senior_officials", "ordinal"].astype("int64"))


def _full_houses(formats: list[str]) -> int:
    """Meetings of these formats at which all five states sent a foreign minister."""
    rows = load("attendance").loc[lambda table: table["country"].isin(FIVE) & table["format"].isin(formats)]
    ministers = rows["delegate_level"] == "foreign_minister"
    return int(ministers.groupby(rows["meeting_id"]).all().sum())


def _plant_opening() -> pd.Timestamp:
    return load("events").set_index("id").loc["ev-2012-03", "date"]


def _next(first_day: str) -> pd.Timestamp:
    """The first such day of the week after the opening."""
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return _plant_opening() + pd.offsets.Week(weekday=days.index(first_day))


def _journeys(role: str, direction: str, since: int, exact: bool = True) -> int:
    """Journeys of a role in one direction from a year on; without `exact`, of every role that has these words in it."""
    visits = load("visits").loc[lambda table: (table["direction"] == direction) & (table["date"].dt.year >= since)]
    return int((visits["role"].eq(role) if exact else visits["role"].str.contains(role)).sum())


QUESTIONS = [
    Question(
        name="press-sources",
        objective="read-table",
        answer=lambda: _count("sources", "kind", "press"),
        praise="More than half of the evidence is journalism, so we must ask how journalists know.",
        unit="rows",
        nudge="Yes counts as one, and no as nought.",
        hint='Compare the column with "press" and add up the answers with .sum().',
        mistakes=[
            (lambda: len(load("sources")), "you counted all rows; first ask which rows are of the kind press."),
            (lambda: _count("sources", "kind", "official"), 'you counted the official sources; compare with "press".'),
        ],
    ),
    Question(
        name="missing-meetings",
        objective="read-table",
        answer=lambda: set(range(1, 17)) - _official_numbers(),
        praise="A missing row leaves no trace in the table, and only the numbering gives it away.",
        nudge="Which numbers does a full row have that the table lacks?",
        hint="Subtract the set of numbers in the table from the set of all numbers 1 to 16.",
        mistakes=[
            (_official_numbers, "these are the numbers in the table; subtract them from all numbers 1 to 16."),
            (
                lambda: set(range(1, len(_official_numbers()) + 1)) - _official_numbers(),
                "you went only as far as the number of rows; the numbers run to 16.",
            ),
        ],
    ),
    Question(
        name="order-on-8-august",
        objective="date-precision",
        answer="c",
        praise="A date that is known to the day cannot order two things of the same day.",
        nudge="How exact are the two dates?",
        hint="Ask whether any column of our tables holds the hour.",
        mistakes=[
            ("a", "the silence of an article about the earthquake is a hint, not a date; our tables hold no hour."),
            ("b", "nothing in our tables places the earthquake before the article; they hold no hour."),
        ],
    ),
    Question(
        name="from-kyodo",
        objective="corroborate",
        answer=lambda: int(load("sources")["publisher"].str.contains("Kyodo").sum()),
        praise="Reports of one agency on one event count as one witness.",
        unit="rows",
        nudge="Containing a text is less than being equal to it.",
        hint='Use sources["publisher"].str.contains("Kyodo") and add up the answers.',
        mistakes=[
            (
                lambda: _count("sources", "publisher", "Kyodo"),
                "you asked for cells that are exactly Kyodo; ask for cells that contain it.",
            ),
            (
                lambda: int(load("sources")["id"].str.contains("kyodo").sum()),
                "you searched the column id; the agency is noted in the column publisher.",
            ),
        ],
    ),
    Question(
        name="full-house",
        objective="define-first",
        answer=lambda: _full_houses(["foreign_ministers"]),
        praise="Full attendance was the exception: July 2014, May 2017 and December 2022.",
        unit="meetings",
        nudge="All five, and nobody of another rank.",
        hint="In the figure, look for columns in which the rows of all five states say FM.",
        mistakes=[
            (
                lambda: _full_houses(["foreign_ministers", "foreign_ministers_special"]),
                "you included the video meeting of August 2020, which has no number.",
            ),
            (
                lambda: _count("meetings", "format", "foreign_ministers"),
                "you counted all numbered meetings; at some of them a state sent a lower rank.",
            ),
        ],
    ),
    Question(
        name="row-of-attendance",
        level="recall",
        objective="read-table",
        points=1,
        minutes=3,
        answer="c",
        praise="One row, one fact: who led one delegation at one meeting.",
        nudge="Which columns together occur only once?",
        hint="Look at the first rows and ask which columns must be known to point at exactly one row.",
        mistakes=[
            ("a", "one meeting fills several rows, one for each country."),
            ("b", "a country occurs in many rows, one for each meeting."),
            ("d", "the same person can occur in several rows, and some names are empty."),
        ],
    ),
    Question(
        name="meetings-in-tokyo",
        level="compute",
        objective="read-table",
        points=2,
        minutes=5,
        vary={"since": [2004, 2007, 2008, 2011, 2012, 2013, 2015, 2016, 2017, 2018]},
        answer=lambda since=2004: int((_recent(since) == "Tokyo").sum()),
        praise="Most rows are meetings in Tokyo, partly because Japanese sources are easier for us to find.",
        unit="meetings",
        nudge="The cell has kept the years already; what is left to ask?",
        hint='Compare the column city with "Tokyo" and add up the answers.',
        mistakes=[
            (lambda since=2004: len(_recent(since)), "you counted all rows; keep those whose city is Tokyo."),
            (
                lambda since=2004: int((_recent(since) != "Tokyo").sum()),
                "you counted the rows outside Tokyo, including the rows without a city.",
            ),
        ],
    ),
    Question(
        name="wpr-earliest",
        level="interpret",
        objective="date-precision",
        also=["source-text"],
        points=2,
        minutes=6,
        vary={"first_day": ["Monday", "Sunday", "Saturday", "Friday", "Thursday", "Wednesday", "Tuesday"]},
        answer=lambda first_day="Monday": _next(first_day),
        praise="The text dates itself to the week after the opening, closer than the month in our table.",
        nudge='"Last week" was true on which days?',
        hint="Find the {first_day} after the opening.",
        mistakes=[
            (lambda **_: _plant_opening(), "this is the day of the opening; the article calls that day last week."),
            (
                lambda **_: load("sources").set_index("id").loc["article-wpr-2012", "date"],
                "the table stores the first day of the month because only the month is known.",
            ),
            (
                lambda **_: _plant_opening() + pd.Timedelta(days=7),
                "seven days later is possible, but the new week began on an earlier day, its {first_day}.",
            ),
        ],
    ),
    Question(
        name="after-the-fact",
        level="compute",
        objective="corroborate",
        points=3,
        minutes=8,
        vary={
            "event, day": [
                ["ev-2025-65", "2025-12-20"],
                ["ev-2022-18", "2022-12-24"],
                ["ev-2006-05", "2006-06-05"],
                ["ev-2006-06", "2006-08-28"],
                ["ev-2015-16", "2015-10-27"],
                ["ev-2023-07", "2023-05-18"],
                ["ev-2019-04", "2019-05-18"],
                ["ev-2025-47", "2025-11-06"],
                ["ev-2024-24", "2024-08-09"],
            ]
        },
        words={
            "ev-2006-05": ["ev-2006-05", "the second foreign ministers' meeting in Tokyo"],
            "ev-2006-06": ["ev-2006-06", "Prime Minister Koizumi's arrival in Kazakhstan"],
            "ev-2015-16": ["ev-2015-16", "Prime Minister Abe's speech in Astana"],
            "ev-2019-04": ["ev-2019-04", "the seventh foreign ministers' meeting in Dushanbe"],
            "ev-2022-18": ["ev-2022-18", "the ninth foreign ministers' meeting in Tokyo"],
            "ev-2023-07": ["ev-2023-07", "the first China-Central Asia summit in Xi'an"],
            "ev-2024-24": ["ev-2024-24", "the end of the plan for a summit in Astana"],
            "ev-2025-47": ["ev-2025-47", "the second C5+1 summit of presidents in Washington"],
            "ev-2025-65": ["ev-2025-65", "the first leaders' meeting in Tokyo"],
        },
        answer=lambda event="ev-2025-65", day="2025-12-20": int((_sources_of(event)["date"] >= day).sum()),
        praise="Only these sources could know how the meeting ended.",
        unit="sources",
        nudge="Who can report the end of a meeting?",
        hint="Keep the rows whose date is {day} or later.",
        mistakes=[
            (
                lambda event="ev-2025-65": len(_sources_of(event)),
                "you counted every source; at least one was written before.",
            ),
            (
                lambda event="ev-2025-65", day="2025-12-20": int((_sources_of(event)["date"] > day).sum()),
                "you left out the day itself; a report can describe what happened on the same day.",
            ),
        ],
    ),
    Question(
        name="verdict-choice",
        level="interpret",
        objective="judge-claim",
        points=2,
        minutes=4,
        answer="c",
        praise="It was false on the day it was written, so time did not overtake it.",
        nudge="On the day of writing, what had happened?",
        hint="Ask whether the sentence was right on the day when it was written.",
        mistakes=[
            ("a", "no source reports a meeting of the leaders in Astana."),
            ("b", "superseded means right when written; on 10 August 2024 the meeting was already called off."),
            ("d", "the evidence does decide: both governments say that Kishida did not travel."),
        ],
    ),
    Question(
        name="prime-ministers",
        level="compute",
        objective="define-first",
        points=2,
        minutes=6,
        vary={
            "role, direction, since": [
                ["prime minister", "JPN_to_CA", 1992],
                ["foreign minister", "JPN_to_CA", 1992],
                ["foreign minister", "JPN_to_CA", 2005],
                ["foreign minister", "JPN_to_CA", 2012],
                ["foreign minister", "JPN_to_CA", 2018],
                ["president", "CA_to_JPN", 1992],
                ["president", "CA_to_JPN", 2005],
                ["president", "CA_to_JPN", 2012],
                ["president", "CA_to_JPN", 2018],
            ]
        },
        words={"CA_to_JPN": ["Central Asian", "to Japan"], "JPN_to_CA": ["Japanese", "to Central Asia"]},
        answer=lambda role="prime minister", direction="JPN_to_CA", since=1992: _journeys(role, direction, since),
        praise="Leaders had met before 2025, but one host at a time.",
        unit="journeys",
        nudge="Which columns say who travelled, and which way?",
        hint='Keep rows from {since} on whose role is exactly "{role}" and whose direction is "{direction}".',
        mistakes=[
            (
                lambda role="prime minister", direction="JPN_to_CA", since=1992: _journeys(
                    role, direction, since, exact=False
                ),
                "the search also found others, such as deputies; ask for the exact role.",
            ),
            (
                lambda role="prime minister", direction="JPN_to_CA", since=1992: _journeys(
                    "", direction, since, exact=False
                ),
                "you counted all visitors; keep only those with the role {role}.",
            ),
        ],
    ),
    Question(
        name="note-for-preview",
        level="interpret",
        objective="source-text",
        points=2,
        minutes=5,
        answer="b",
        praise="Who, when and what the text can know: three short parts make a sourcing note.",
        nudge="A text before an event cannot report it.",
        hint="Compare the date of the text with the planned day, and read the columns publisher, authors and kind.",
        mistakes=[
            ("a", "the text is one day older than the planned meeting, so it cannot tell how it went."),
            ("c", "the publisher is a news site and the kind is press, not official."),
            (
                "d",
                "an empty author means that none is recorded, not that somebody hides; and nobody could see the meeting before it.",
            ),
        ],
    ),
    Question(name="source-note", level="interpret", objective="source-text", points=6, minutes=15),
    Question(name="write-first", level="argue", objective="define-first", points=8, minutes=20),
]
