"""Self-checks of the chapter eurasian-diplomacy and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

SPEECH = "1997-07-24"


def _spans(table: str) -> pd.DataFrame:
    """Rows of a table, indexed by id, with the earliest and latest day that each date allows."""
    rows = load(table).set_index("id").assign(earliest=lambda t: t["date"], latest=lambda t: t["date"])
    for precision, end in {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0)}.items():
        known = rows["precision"] == precision
        rows.loc[known, "latest"] = rows.loc[known, "date"] + end
    return rows


def _event(id: str) -> pd.Series:
    return _spans("events").loc[id]


def _days(first: str, second: str, limit: str = "latest") -> int:
    return int((_event(second)[limit] - _event(first)["date"]).days)


def _after_plan(stored: bool = False) -> set[str]:
    """Events of 1998 that surely came after the Action Plan, or that only stand after it when sorted."""
    rows = _spans("events").loc[lambda t: t["date"].dt.year == 1998]
    plan = rows.loc["ev-1998-03"]
    late = rows["latest"] > plan["latest"] if stored else rows["earliest"] > plan["latest"]
    return set(rows.index[late])


def _in_office(role: str, first: pd.Timestamp, last: pd.Timestamp) -> set[str]:
    """Names whose term overlaps the span from `first` to `last`."""
    terms = load("terms").loc[lambda t: t["role"] == role]
    return set(terms.loc[(terms["start"] <= last) & (terms["end"] >= first), "name"])


def _cabinets(id: str) -> set[str]:
    return _in_office("prime_minister_japan", _event(id)["earliest"], _event(id)["latest"])


def _foreign_minister(day: pd.Timestamp) -> str:
    return _in_office("foreign_minister_japan", day, day).pop()


def _visits_before(column: str, day: str) -> int:
    return int((_spans("visits")[column] < day).sum())


def _lost(first: int = 1991, last: int = 2000, of_all: bool = True) -> float:
    """Share in per cent of the visits of a period that are known to the year only."""
    visits = load("visits").loc[lambda t: t["date"].dt.year.between(first, last)]
    year_only = (visits["precision"] == "year").sum()
    return float(100 * year_only / (len(visits) if of_all else (visits["precision"] != "year").sum()))


QUESTIONS = [
    Question(
        name="longest-wait",
        objective="span",
        answer=lambda: _days("ev-1992-01", "ev-1993-02"),
        praise="With the earliest day it is 341, so an honest answer gives both limits.",
        unit="days",
        nudge="A month has a first and a last day: which of them makes the wait long?",
        hint='Subtract `began` from the latest possible day, opened["latest"].',
        mistakes=[
            (
                lambda: _days("ev-1992-01", "ev-1993-02", "earliest"),
                "you used the stored first day of January; at most means the latest possible day.",
            ),
            (
                lambda: _days("ev-1991-02", "ev-1993-02"),
                "you counted from recognition in December 1991; count from the start of relations.",
            ),
        ],
    ),
    Question(
        name="after-plan",
        objective="order",
        answer=_after_plan,
        praise="The year-only rows may be earlier or later, so they do not count as surely after.",
        nudge="When is it certain that one span lies after another?",
        hint="Compare the earliest day of each event with the latest day of the plan.",
        mistakes=[
            (
                lambda: _after_plan(stored=True),
                "you included rows that are only possibly after the plan; their earliest day is 1 January.",
            ),
            (
                lambda: _after_plan(stored=True) | {"ev-1998-03"},
                "these are all events of 1998; the plan is not after itself, and year-only rows are unsure.",
            ),
        ],
    ),
    Question(
        name="akayev-1998",
        objective="cabinet",
        answer=lambda: _cabinets("ev-1998-02"),
        praise="A year that two cabinets share cannot be given to one of them.",
        nudge="Only the year is known. Who governed in that year?",
        hint="Keep the terms of prime ministers that overlap the span from 1 January to 31 December 1998.",
        mistakes=[
            (
                {"Hashimoto Ryutaro"},
                "you placed the visit on 1 January, where the table stores an unknown day; the year goes on.",
            ),
            ({"Obuchi Keizo"}, "Obuchi's term covers only the second part of 1998; ask who governed before July."),
            (
                lambda: _cabinets("ev-1998-02") | {"Komura Masahiko"},
                "you included foreign ministers; keep the role of prime minister only.",
            ),
        ],
    ),
    Question(
        name="what-month-means",
        level="recall",
        objective="span",
        points=1,
        minutes=3,
        answer="d",
        praise="The stored day is only a place to keep the date.",
        nudge="Which part of the date is knowledge, and which is only filled in?",
        hint="Ask what the precision says about the part of the date that is unknown.",
        mistakes=[
            ("a", "the stored day is not evidence; the precision says that only the month is known."),
            ("c", "the precision is month, so the year is not the only thing known."),
            ("b", "a later day of the same month is possible, but a later month is not."),
        ],
    ),
    Question(
        name="wait-for-bishkek",
        level="compute",
        objective="span",
        points=2,
        minutes=5,
        vary={
            "start, end": [
                ["ev-1992-01", "ev-2003-01"],
                ["ev-1992-02", "ev-2002-02"],
                ["ev-1992-01", "ev-1994-01"],
                ["ev-1992-02", "ev-2001-01"],
                ["ev-1992-01", "ev-2002-04"],
                ["ev-1992-01", "ev-2000-01"],
                ["ev-1992-01", "ev-1996-04"],
            ]
        },
        words={
            "ev-1994-01": ["ev-1994-01", "President Nazarbayev's first official visit to Japan", "Kazakhstan"],
            "ev-1996-04": ["ev-1996-04", "Japan's decision on an airport loan", "Uzbekistan"],
            "ev-2000-01": ["ev-2000-01", "the loan for roads in western Kazakhstan", "Kazakhstan"],
            "ev-2001-01": ["ev-2001-01", "President Rahmonov's meeting with Emperor Akihito", "Tajikistan"],
            "ev-2002-02": ["ev-2002-02", "Japan's embassy in Dushanbe", "Tajikistan"],
            "ev-2002-04": ["ev-2002-04", "the declaration on a strategic partnership", "Uzbekistan"],
            "ev-2003-01": ["ev-2003-01", "Japan's embassy in Bishkek", "Kyrgyzstan"],
        },
        answer=lambda start="ev-1992-01", end="ev-2003-01": _days(start, end),
        praise="That is eleven years, and both days are known, so there is one answer and no span.",
        unit="days",
        nudge="Both days are exact, so one difference is enough.",
        hint="Subtract the date of {start} from the date of {end} and take .days.",
        mistakes=[
            (
                lambda end="ev-2003-01": _days("ev-1991-02", end),
                "you counted from recognition; relations began with the event {start}.",
            ),
            (
                lambda: _days("ev-1992-01", "ev-2002-02"),
                "this is the wait for the mission in Dushanbe; Bishkek is ev-2003-01.",
            ),
            (
                lambda start="ev-1992-01", end="ev-2003-01": _days(start, end) + 1,
                "you counted both the first and the last day; a waiting time is the plain difference.",
            ),
        ],
    ),
    Question(
        name="surely-before-speech",
        level="compute",
        objective="order",
        points=2,
        minutes=6,
        vary={
            "day": [
                "1997-07-24",
                "2004-08-28",
                "2006-08-28",
                "2008-06-20",
                "2010-08-07",
                "2012-11-10",
                "2014-07-16",
                "2015-10-27",
                "2000-12-21",
                "2002-07-29",
            ]
        },
        words={
            "1997-07-24": ["Hashimoto's speech of 24 July 1997"],
            "2000-12-21": ["the road loan for Kazakhstan of 21 December 2000"],
            "2002-07-29": ["the Uzbek declaration of 29 July 2002"],
            "2004-08-28": ["the launch of the dialogue on 28 August 2004"],
            "2006-08-28": ["Koizumi's journey to Kazakhstan on 28 August 2006"],
            "2008-06-20": ["the joint statement with Kazakhstan of 20 June 2008"],
            "2010-08-07": ["the third meeting of ministers on 7 August 2010"],
            "2012-11-10": ["the fourth meeting of ministers on 10 November 2012"],
            "2014-07-16": ["the fifth meeting of ministers on 16 July 2014"],
            "2015-10-27": ["Abe's speech in Astana on 27 October 2015"],
        },
        answer=lambda day=SPEECH: _visits_before("latest", day),
        praise="Here every span ends before the speech, so precision does no harm.",
        unit="visits",
        nudge="A span is surely before a day if all of it is.",
        hint="Compare the column latest of the visits with the day {day}.",
        mistakes=[
            (
                lambda day=SPEECH: int((_spans("visits")["earliest"] > day).sum()),
                "you counted the visits after this day; turn the comparison round.",
            ),
            (
                lambda day=SPEECH: int((_spans("visits").query("precision == 'day'")["latest"] < day).sum()),
                "you left out the rows known to the month or the year; their whole span can still lie before.",
            ),
        ],
    ),
    Question(
        name="share-lost",
        level="compute",
        objective="count",
        points=3,
        minutes=7,
        vary={
            "first, last": [
                [1991, 2000],
                [1992, 2002],
                [1993, 2005],
                [1995, 2004],
                [1994, 2003],
                [2000, 2010],
                [1991, 2010],
                [1992, 2012],
                [1993, 1999],
                [1998, 2010],
            ]
        },
        answer=lambda first=1991, last=2000: _lost(first, last),
        praise="A rule about precision is also a rule about which countries and years disappear.",
        unit="per cent",
        nudge="Which rows does the rule throw away, and out of which?",
        hint="Divide the number of year-only rows by the number of all rows of {first} to {last}, times 100.",
        mistakes=[
            (
                lambda first=1991, last=2000: _lost(first, last) / 100,
                "this is a share between 0 and 1; multiply by 100 for per cent.",
            ),
            (
                lambda first=1991, last=2000: _lost(first, last, of_all=False),
                "you divided by the rows that stay; divide by all rows.",
            ),
            (
                lambda first=1991, last=2000: 100 - _lost(first, last),
                "this is the share that stays; the question asks for the share that is lost.",
            ),
        ],
        within=0.5,
    ),
    Question(
        name="minister-of-january-2002",
        level="compute",
        objective="cabinet",
        points=3,
        minutes=7,
        vary={
            "event": [
                "ev-2002-02",
                "ev-2003-01",
                "ev-1997-02",
                "ev-1999-06",
                "ev-2000-01",
                "ev-2008-02",
                "ev-2006-06",
                "ev-2015-16",
                "ev-2019-04",
                "ev-2025-30",
            ]
        },
        words={
            "ev-1997-02": [
                "Prime Minister Hashimoto gave his speech on Eurasian diplomacy on 24 July 1997",
                "ev-1997-02",
            ],
            "ev-1999-06": ["A conference in Tokyo discussed help for Semipalatinsk on 6 September 1999", "ev-1999-06"],
            "ev-2000-01": ["A loan for roads in western Kazakhstan was signed on 21 December 2000", "ev-2000-01"],
            "ev-2002-02": [
                "Japan opened its mission in Dushanbe, the capital of Tajikistan, on 16 January 2002",
                "ev-2002-02",
            ],
            "ev-2003-01": [
                "Japan opened its embassy in Bishkek, the capital of Kyrgyzstan, on 27 January 2003",
                "ev-2003-01",
            ],
            "ev-2006-06": ["Prime Minister Koizumi arrived in Kazakhstan on 28 August 2006", "ev-2006-06"],
            "ev-2008-02": [
                "President Nazarbayev and Prime Minister Fukuda signed a joint statement on 20 June 2008",
                "ev-2008-02",
            ],
            "ev-2015-16": ["Prime Minister Abe spoke in Astana on 27 October 2015", "ev-2015-16"],
            "ev-2019-04": ["The foreign ministers met in Dushanbe on 18 May 2019", "ev-2019-04"],
            "ev-2025-30": ["Japan's foreign minister came to Astana on 25 August 2025", "ev-2025-30"],
        },
        answer=lambda event="ev-2002-02": _foreign_minister(_event(event)["date"]),
        praise="Two weeks later she had left office, so a month alone would not have been enough.",
        nudge="Did a term begin or end in that month?",
        hint="Keep foreign ministers whose start is not after the day and whose end is not before it.",
        mistakes=[
            ("Koizumi Junichiro", "he was prime minister on that day; the question asks for the foreign minister."),
            (
                lambda: _foreign_minister(_event("ev-2003-01")["date"]),
                "she took office in February 2002, after the day of the question.",
            ),
            (
                "Koizumi Junichiro (concurrent)",
                "he also led the foreign ministry from 30 January 2002, after the day of the question.",
            ),
        ],
    ),
    Question(
        name="aid-conclusion",
        level="interpret",
        objective="window",
        also=["weigh"],
        points=2,
        minutes=6,
        answer="a",
        praise="The order allows an influence of the speech, and the loans of 1995 and 1996 limit it.",
        nudge="An agreement and its payments need not fall in the same year.",
        hint="Ask which sentence stays true if the loans of 1995 and 1996 explain part of the rise.",
        mistakes=[
            ("c", "the rise begins before the speech and follows loans that were agreed earlier."),
            ("b", "the tables do not show that the speech had no effect; they cannot separate the parts."),
            ("d", "1998 belongs to two cabinets, so its sum cannot be given to one prime minister."),
        ],
    ),
    Question(
        name="contact-or-initiative",
        level="interpret",
        objective="weigh",
        points=2,
        minutes=6,
        answer="a",
        praise="A good weighing says what each side shows and names the evidence that would decide.",
        nudge="Who had the idea for a visit, and does a count tell it?",
        hint="Ask what a visit proves, and which evidence is missing.",
        mistakes=[
            (
                "c",
                "a count shows contacts, and one of these visits asked for help in a crisis; it does not measure initiative.",
            ),
            ("b", "a scholar can be right and the table too; ask what each of them measures."),
            ("d", "they speak of one cabinet, so weigh them: say what each shows and what evidence is missing."),
        ],
    ),
    Question(name="embassy-note", level="interpret", objective="weigh", points=6, minutes=15),
    Question(name="did-obuchi-continue", level="argue", objective="weigh", points=8, minutes=20),
]
