"""Self-checks of the chapter ministers-and-presidents and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]


def _ten() -> pd.DataFrame:
    """The ten meetings of foreign ministers, in order."""
    meetings = load("meetings").loc[lambda table: table["format"].astype("str").str.startswith("foreign_ministers")]
    return meetings.sort_values("date")


def _longest(dates: pd.Series) -> int:
    return int(dates.sort_values().diff().dt.days.max())


def _around_pandemic(dates: pd.Series) -> int:
    """Days from the last of `dates` before 2020 to the first after."""
    return int((dates[dates > "2020-01-01"].min() - dates[dates < "2020-01-01"].max()).days)


def _full_dates(online: bool = True) -> pd.Series:
    """Dates of ministers' meetings at which all five foreign ministers took part."""
    rows = load("attendance").loc[lambda table: table["country"].isin(FIVE) & (table["format"] != "summit")]
    full = (rows["delegate_level"] == "foreign_minister").groupby(rows["meeting_id"]).all()
    ten = _ten().set_index("id")
    ten = ten[ten.index.isin(full[full].index)]
    return ten["date"] if online else ten.loc[ten["city"] != "online", "date"]


def _ministers() -> set[str]:
    """Japanese foreign ministers, without acting and concurrent ones, from August 2004 to the eve of the summit."""
    terms = load("terms").loc[lambda table: table["role"] == "foreign_minister_japan"]
    terms = terms[(terms["start"] <= "2025-12-19") & ~(terms["end"] < "2004-08-28")]
    return set(terms.loc[~terms["name"].str.contains("acting|concurrent"), "name"])


def _met() -> set[str]:
    rows = load("attendance").loc[lambda table: (table["country"] == "JPN") & (table["format"] != "summit")]
    return set(rows["name"])


def _presidents(precise: bool = True) -> pd.DataFrame:
    visits = load("visits").loc[lambda table: table["role"] == "president"].sort_values("date")
    return visits[visits["precision"] == "day"] if precise else visits


def _in_terms(visits: pd.DataFrame, name: str) -> int:
    terms = load("terms").loc[lambda table: table["role"] == "prime_minister_japan"].sort_values("start")
    found = pd.merge_asof(visits[["date"]], terms[["name", "start"]], left_on="date", right_on="start")
    return int((found["name"] == name).sum())


def _stops(since: int = 2020) -> pd.Series:
    """Stops of Japanese foreign and prime ministers since a year, by country, without zeros."""
    visits = load("visits").loc[
        lambda t: t["role"].isin(["foreign minister", "prime minister"]) & (t["direction"] == "JPN_to_CA")
    ]
    visits = visits[visits["date"].dt.year >= since]
    return visits["countries"].str.split(";").explode().value_counts()


def _before(levels: list[str], day: str = "2025-12-19") -> pd.DataFrame:
    """Leaders' meetings of these levels before a day, at first that of the Tokyo summit."""
    return load("summits").loc[lambda table: table["level"].isin(levels) & (table["date"] < day)]


def _place(levels: list[str], day: str = "2025-12-19") -> int:
    return int(_before(levels, day)["partner"].nunique()) + 1


QUESTIONS = [
    Question(
        name="in-person-gap",
        objective="measure-gaps",
        answer=lambda: _around_pandemic(_ten().loc[lambda table: table["city"] != "online", "date"]),
        praise="A gap depends on what counts as an event: here, meetings in one room.",
        unit="days",
        nudge="Which two meetings are neighbours once those by video are left out?",
        hint="Drop the rows with the city online, then use diff.",
        mistakes=[
            (
                lambda: _around_pandemic(_ten()["date"]),
                "you stopped at the video meeting of August 2020; it was not in person.",
            ),
            (
                lambda: int((pd.Timestamp("2022-04-15") - pd.Timestamp("2019-05-18")).days),
                "you stopped at April 2022, which was online too; go on to the meeting in Tokyo.",
            ),
            (
                lambda: _longest(_ten()["date"]),
                "this is the longest pause of all, from 2006 to 2010; look around the pandemic.",
            ),
        ],
    ),
    Question(
        name="without-meeting",
        objective="join-terms",
        answer=lambda: len(_ministers() - _met()),
        praise="About half of Japan's foreign ministers never sat at this table, mostly because their terms were short.",
        unit="persons",
        nudge="Names, not terms, and those that are in one list only.",
        hint="Make a set of the names in each frame and subtract one from the other.",
        mistakes=[
            (lambda: len(_met()), "this is the number of ministers who came; subtract them from all."),
            (lambda: len(_ministers()), "this is the number of all ministers; take away those who came."),
        ],
    ),
    Question(
        name="asof-1998",
        objective="join-terms",
        answer="b",
        praise="A function always answers; only the precision tells you whether to believe it.",
        nudge="Did the office change hands in a year of which we know only the year?",
        hint="Look at the column precision, and at the day on which the prime minister changed in 1998.",
        mistakes=[
            ("a", "the function used 1 January, which only fills the place of an unknown day."),
            ("c", "the table has terms for 1998; the visit is what we do not know well enough."),
        ],
    ),
    Question(
        name="row-after-join",
        level="recall",
        objective="join-tables",
        points=1,
        minutes=3,
        answer="b",
        praise="After a join the row has a new meaning, so say aloud what one row is.",
        nudge="What becomes of one row that finds several partners?",
        hint="One meeting has several heads of delegation; which of the two decides the number of rows?",
        mistakes=[
            ("a", "a meeting fills several rows after this join."),
            ("c", "a country occurs at many meetings, so it fills several rows."),
            ("d", "a person can lead a delegation at several meetings, and some names are empty."),
        ],
    ),
    Question(
        name="full-gap",
        level="compute",
        objective="measure-gaps",
        points=3,
        minutes=8,
        answer=lambda: _longest(_full_dates()),
        praise="The longest wait for a full table, from Ashgabat to the video meeting, ended on a screen.",
        unit="days",
        nudge="First find the meetings that count; then look between them.",
        hint="Keep the four meetings with all five foreign ministers, sort by date, and use diff and max.",
        mistakes=[
            (
                lambda: _longest(_full_dates(online=False)),
                "you left out the video meeting of August 2020; the question keeps it.",
            ),
            (
                lambda: _longest(_ten()["date"]),
                "you used all ten meetings; keep those with all five foreign ministers.",
            ),
        ],
    ),
    Question(
        name="abe-received",
        level="compute",
        objective="join-terms",
        points=3,
        minutes=8,
        vary={
            "host": [
                "Abe Shinzo",
                "Fukuda Yasuo",
                "Takaichi Sanae",
                "Koizumi Junichiro",
                "Obuchi Keizo",
                "Kishida Fumio",
                "Ishiba Shigeru",
            ]
        },
        answer=lambda host="Abe Shinzo": _in_terms(_presidents(), host),
        praise="No other prime minister of Japan was in office for so many of these visits.",
        unit="visits",
        nudge="For each visit: whose term had begun last?",
        hint="Keep presidents and the precision day, join with merge_asof, then compare the name.",
        mistakes=[
            (
                lambda: _in_terms(_presidents(precise=False), "Abe Shinzo"),
                "one of these visits is known only by its year; keep the precision day.",
            ),
            (lambda **_: len(_presidents()), "you counted all visits with a day; keep those in the terms of {host}."),
        ],
    ),
    Question(
        name="mean-with-zeros",
        level="compute",
        objective="count-zeros",
        points=3,
        minutes=7,
        vary={"since": [2020, 2016, 2017, 2018, 2019, 2023, 2024, 2025]},
        answer=lambda since=2020: float(_stops(since).reindex(FIVE, fill_value=0).mean()),
        praise="Three countries without a visit belong in the mean as zeros.",
        unit="stops",
        nudge="Is a country that is not in the Series a country without a stop?",
        hint="Use reindex with the list of five states and fill_value=0 before mean.",
        within=0.01,
        mistakes=[
            (
                lambda since=2020: float(_stops(since).mean()),
                "you took the mean of the listed countries only; the zeros are missing.",
            ),
            (
                lambda since=2020: float(_stops(since).sum()),
                "this is the sum of the stops; divide it by five countries.",
            ),
        ],
    ),
    Question(
        name="true-zero",
        level="interpret",
        objective="count-zeros",
        points=2,
        minutes=4,
        answer="a",
        praise="An outside list turns a suspicious zero into a measured hole.",
        nudge="Is our table complete enough for a zero?",
        hint="Compare the zero with the list of the Kyrgyz foreign ministry in the chapter.",
        mistakes=[
            ("b", "the Kyrgyz foreign ministry lists such visits in these years."),
            ("c", "reindex only fills in what is missing; it cannot remove rows."),
        ],
    ),
    Question(
        name="place-with-video",
        level="compute",
        objective="state-rule",
        also=["explain-2024"],
        points=3,
        minutes=7,
        vary={"day": ["2025-12-19", "2023-07-19", "2023-09-29", "2023-09-19", "2025-04-04", "2025-05-30"]},
        words={
            "2023-07-19": ["the meeting with the Gulf states in Jeddah (19 July 2023)"],
            "2023-09-19": ["the meeting with the United States in New York (19 September 2023)"],
            "2023-09-29": ["the meeting with Germany in Berlin (29 September 2023)"],
            "2025-04-04": ["the meeting with the European Union in Samarkand (4 April 2025)"],
            "2025-05-30": ["the meeting with Italy in Astana (30 May 2025)"],
            "2025-12-19": ["the meeting in Tokyo (from 19 December 2025)"],
        },
        answer=lambda day="2025-12-19": _place(["leaders", "leaders_virtual"], day),
        praise="A third rule, a third number: the place belongs to the rule.",
        nudge="Whom had the five met before, if a screen counts too?",
        hint="Keep the levels leaders and leaders_virtual before {day}, count partners once, and add one for the next.",
        mistakes=[
            (
                lambda day="2025-12-19": _place(["leaders"], day),
                "this is the place without video meetings, or the number of partners before; count both kinds and add one.",
            ),
            (
                lambda day="2025-12-19": len(_before(["leaders", "leaders_virtual"], day)) + 1,
                "you counted meetings; each partner counts once, at its first meeting.",
            ),
        ],
    ),
    Question(
        name="allowed-cause",
        level="interpret",
        objective="explain-2024",
        points=2,
        minutes=5,
        answer="c",
        praise="The sentence gives the stated reason, and it does not claim to know the other reasons.",
        nudge="What do the sources say, and what do readers add?",
        hint="Separate the reason that was stated from reasons that somebody may guess.",
        mistakes=[
            ("a", "the earthquake and the warning were in Japan; read the summary of the row."),
            ("b", "this may be somebody's guess; no source of that day says it."),
            ("d", "the Kazakh side took the decision with understanding; no source tells of a withdrawal."),
        ],
    ),
    Question(name="explain-astana", level="interpret", objective="explain-2024", points=6, minutes=15),
    Question(name="regular-meetings", level="argue", objective="measure-gaps", points=8, minutes=20),
]
