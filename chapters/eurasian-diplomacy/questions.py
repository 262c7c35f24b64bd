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
        answer=lambda: _days("ev-1992-01", "ev-1993-02"),
        praise="With the earliest day it is 341, so an honest answer gives both limits.",
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
        answer=_after_plan,
        praise="The year-only rows may be earlier or later, so they do not count as surely after.",
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
        answer=lambda: _cabinets("ev-1998-02"),
        praise="A year that two cabinets share cannot be given to one of them.",
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
        answer="d",
        praise="The stored day is only a place to keep the date.",
        hint="Ask what the precision says about the part of the date that is unknown.",
        mistakes=[
            ("a", "the stored day is not evidence; the precision says that only the month is known."),
            ("c", "the precision is month, so the year is not the only thing known."),
            ("b", "a later day of the same month is possible, but a later month is not."),
        ],
    ),
    Question(
        name="wait-for-bishkek",
        answer=lambda start="ev-1992-01", end="ev-2003-01": _days(start, end),
        praise="That is eleven years, and both days are known, so there is one answer and no span.",
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
        answer=lambda day=SPEECH: _visits_before("latest", day),
        praise="Here every span ends before the speech, so precision does no harm.",
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
        answer=lambda first=1991, last=2000: _lost(first, last),
        praise="A rule about precision is also a rule about which countries and years disappear.",
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
        answer=lambda event="ev-2002-02": _foreign_minister(_event(event)["date"]),
        praise="Two weeks later she had left office, so a month alone would not have been enough.",
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
        answer="a",
        praise="The order allows an influence of the speech, and the loans of 1995 and 1996 limit it.",
        hint="Ask which sentence stays true if the loans of 1995 and 1996 explain part of the rise.",
        mistakes=[
            ("c", "the rise begins before the speech and follows loans that were agreed earlier."),
            ("b", "the tables do not show that the speech had no effect; they cannot separate the parts."),
            ("d", "1998 belongs to two cabinets, so its sum cannot be given to one prime minister."),
        ],
    ),
    Question(
        name="contact-or-initiative",
        answer="a",
        praise="A good weighing says what each side shows and names the evidence that would decide.",
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
]
