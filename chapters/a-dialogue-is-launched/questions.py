"""Self-checks of the chapter a-dialogue-is-launched and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

REGION = "KAZ|KGZ|TJK|TKM|UZB"
PLAN_SIZE, PLAN_INTRA = 19, 15  # the measures typed in the chapter


def _shared() -> pd.DataFrame:
    """Events since 1991 that name Japan and at least one Central Asian state."""
    events = load("events")
    both = events["countries"].str.contains("JPN") & events["countries"].str.contains(REGION)
    return events[both & (events["date"] >= "1991-01-01")]


def _turkmen(levels: list[str], before: str = "2027-01-01", country: str = "TKM", since: int = 2004) -> int:
    """Numbered ministers' meetings at which Turkmenistan, or another country, was represented at one of these levels."""
    rows = load("attendance")
    rows = rows[(rows["country"] == country) & (rows["format"] == "foreign_ministers")]
    rows = rows[(rows["date"].dt.year >= since) & (rows["date"] < before)]
    return int(rows["delegate_level"].isin(levels).sum())


def _in_term(role: str) -> int:
    """Shared events dated inside Aso's term in this office."""
    terms = load("terms")
    term = terms[(terms["name"] == "Aso Taro") & (terms["role"] == role)].iloc[0]
    dates = _shared()["date"]
    return int(((dates >= term["start"]) & (dates < term["end"])).sum())


def _energy(whole: str) -> float:
    """Share of energy and minerals in 2004-2010, in per cent of the chosen whole."""
    rows = _shared()
    energy = rows["theme"].isin(["energy", "minerals"])
    middle = rows["date"].dt.year.between(2004, 2010)
    total = {"period": middle, "theme": energy, "all": middle | ~middle}[whole]
    return 100 * (energy & middle).sum() / total.sum()


def _names(role: str = "prime_minister_japan", first: str = "2006-09-26", last: str = "2012-12-31") -> pd.Series:
    """Names of those who took this office in a period, one a term."""
    terms = load("terms")
    return terms.loc[(terms["role"] == role) & terms["start"].between(first, last), "name"]


def _journeys(of: str, first: int = 2004, last: int = 2010) -> float:
    """Share of the journeys of a period made by Japanese visitors; or other wholes."""
    visits = load("visits")
    to_region = visits["direction"] == "JPN_to_CA"
    middle = visits["date"].dt.year.between(first, last)
    total = {"period": middle, "direction": to_region, "others": middle & ~to_region}[of]
    return 100 * (to_region & middle).sum() / total.sum()


def _longest_gap(formats: list[str], since: str, until: str = "2022-12-24") -> int:
    """Days of the longest gap between meetings of these formats from the one day to the other."""
    meetings = load("meetings")
    dates = meetings.loc[meetings["format"].isin(formats), "date"].sort_values()
    return int(dates[dates.between(since, until)].diff().dt.days.max())


MINISTERS = ["foreign_ministers"]
BELOW = ["ambassador", "absent", "deputy_minister", "deputy_prime_minister"]
WITH_VIDEO = ["foreign_ministers", "foreign_ministers_special"]

QUESTIONS = [
    Question(
        name="turkmen-ministers",
        objective="launch",
        answer=lambda: _turkmen(["foreign_minister"], before="2011-01-01"),
        praise="A group without rows is easy to overlook, because it does not appear in the counts.",
        unit="meetings",
        nudge="Is a deputy, or another minister, the foreign minister?",
        hint='Keep the rows with country "TKM" and delegate_level "foreign_minister", and count them.',
        mistakes=[
            (
                lambda: _turkmen(["ambassador"], before="2011-01-01"),
                "you counted its ambassadors; ask for foreign ministers.",
            ),
            (
                lambda: _turkmen(["ambassador", "absent"], before="2011-01-01"),
                "you counted all rows of Turkmenistan; ask which of them say foreign minister.",
            ),
        ],
    ),
    Question(
        name="intra-share",
        objective="compare-shares",
        answer=100 * PLAN_INTRA / PLAN_SIZE,
        praise="Most of what we could read is under this pillar, and the two empty pillars are unread, not empty.",
        unit="per cent",
        nudge="What is the part here, and what is the whole?",
        hint="Divide the number of measures of this pillar by the number of all measures, and multiply by 100.",
        mistakes=[
            (PLAN_INTRA, "this is the count; divide it by the number of all measures and multiply by 100."),
            (PLAN_INTRA / PLAN_SIZE, "this is the share as a part of 1; multiply it by 100 for per cent."),
            (100 / 5, "you counted pillars; count measures, each row of plan is one."),
        ],
        within=0.5,
    ),
    Question(
        name="aso-premier",
        objective="aso",
        answer=lambda: _in_term("prime_minister_japan"),
        praise="Our table holds no such event, which is less than saying that there was none.",
        unit="rows",
        nudge="He held two offices, one after the other: which term is meant?",
        hint="Use between on the column date with the start and the end of his term as prime minister.",
        mistakes=[
            (
                lambda: _in_term("foreign_minister_japan"),
                "you used his term as foreign minister; he was prime minister later.",
            ),
            (lambda: len(_shared()), "you counted all rows; keep those between the two dates."),
        ],
    ),
    Question(
        name="energy-share",
        objective="compare-shares",
        answer=lambda: _energy("period"),
        praise="The whole is the period, because the question asks what these years were made of.",
        unit="per cent",
        nudge="The share of which whole: of the topic, or of the years?",
        hint='Use crosstab with normalize="columns" and multiply by 100.',
        mistakes=[
            (lambda: _energy("theme"), "you divided by all events of this theme; divide by the events of the period."),
            (lambda: _energy("all"), "you divided by all events of all years; divide by the events of 2004-2010."),
            (lambda: _energy("period") / 100, "this is a part of 1; multiply it by 100 for per cent."),
        ],
        within=0.5,
    ),
    Question(
        name="which-tool",
        level="recall",
        objective="count-groups",
        points=1,
        minutes=3,
        answer="c",
        praise="Two columns make a cross table: one gives the rows, the other the columns.",
        nudge="Three things come together: country, rank, and how often.",
        hint="Ask how many columns the question combines.",
        mistakes=[
            ("a", "value_counts counts the groups of one column, and the question has two: country and rank."),
            ("b", "sort_values changes the order of rows and counts nothing."),
            ("d", "mean needs numbers, and ranks are words."),
        ],
    ),
    Question(
        name="below-minister",
        level="compute",
        objective="launch",
        points=2,
        minutes=6,
        vary={
            "country, since": [
                ["TKM", 2004],
                ["TKM", 2005],
                ["TKM", 2007],
                ["TKM", 2011],
                ["KAZ", 2004],
                ["UZB", 2004],
                ["KAZ", 2007],
                ["UZB", 2013],
                ["TKM", 2008],
            ]
        },
        answer=lambda country="TKM", since=2004: _turkmen(BELOW, country=country, since=since),
        praise="At more than half of the numbered meetings Turkmenistan was below the rank of minister.",
        unit="meetings",
        nudge="Which rank is not counted here, and which meetings are?",
        hint="Keep the rows of {country} at numbered meetings from {since} on and count those that are not foreign_minister.",
        mistakes=[
            (
                lambda country="TKM", since=2004: _turkmen(["foreign_minister"], country=country, since=since),
                "you counted the meetings with its foreign minister; count the others.",
            ),
            (lambda: _turkmen(["ambassador", "absent"]), "you left out the meetings with a deputy minister."),
        ],
    ),
    Question(
        name="premier-persons",
        level="compute",
        objective="define-groups",
        points=2,
        minutes=6,
        vary={
            "role, first, last": [
                ["prime_minister_japan", "2006-09-26", "2012-12-31"],
                ["prime_minister_japan", "1996-01-01", "2014-12-31"],
                ["prime_minister_japan", "2001-01-01", "2020-12-31"],
                ["foreign_minister_japan", "1998-01-01", "2008-12-31"],
                ["foreign_minister_japan", "2004-01-01", "2007-12-31"],
                ["foreign_minister_japan", "2004-01-01", "2014-12-31"],
                ["foreign_minister_japan", "1996-01-01", "2012-12-31"],
                ["foreign_minister_japan", "2010-01-01", "2025-12-31"],
                ["foreign_minister_japan", "2001-01-01", "2025-12-31"],
                ["foreign_minister_japan", "1998-01-01", "2010-12-31"],
            ]
        },
        words={"foreign_minister_japan": ["foreign ministers"], "prime_minister_japan": ["prime ministers"]},
        answer=lambda role="prime_minister_japan", first="2006-09-26", last="2012-12-31": _names(
            role, first, last
        ).nunique(),
        praise="Seven terms, six persons: the unit decides.",
        unit="persons",
        nudge="Can one person have more than one term?",
        hint="Count different names with nunique.",
        mistakes=[
            (
                lambda role="prime_minister_japan", first="2006-09-26", last="2012-12-31": len(
                    _names(role, first, last)
                ),
                "you counted terms; one person can have two of them.",
            ),
            (lambda: _names().nunique() - 1, "you left out a person; the first term begins on 26 September 2006."),
        ],
    ),
    Question(
        name="journeys-share",
        level="compute",
        objective="compare-shares",
        points=3,
        minutes=8,
        vary={
            "first_year, last_year": [
                [2004, 2010],
                [1991, 2003],
                [2005, 2011],
                [2013, 2019],
                [2004, 2014],
                [2011, 2018],
                [2014, 2020],
                [2016, 2025],
                [1997, 2006],
                [2019, 2025],
                [1992, 2000],
                [2006, 2016],
            ]
        },
        answer=lambda first_year=2004, last_year=2010: _journeys("period", first_year, last_year),
        praise="In these years more leaders and ministers travelled to Japan than from Japan.",
        unit="per cent",
        nudge="Which journeys are the whole: those of one direction, or of both?",
        hint="Divide the Japanese journeys of {first_year} to {last_year} by all journeys of these years, times 100.",
        mistakes=[
            (
                lambda first_year=2004, last_year=2010: _journeys("direction", first_year, last_year),
                "you divided by the Japanese journeys of all years; divide by all journeys of the period.",
            ),
            (
                lambda first_year=2004, last_year=2010: _journeys("others", first_year, last_year),
                "you divided by the journeys in the other direction; the whole holds both directions.",
            ),
        ],
        within=0.5,
    ),
    Question(
        name="gap-with-video",
        level="compute",
        objective="explain-gap",
        points=3,
        minutes=9,
        vary={
            "since, until": [
                ["2010-08-07", "2022-12-24"],
                ["2004-08-28", "2022-12-24"],
                ["2006-06-05", "2020-08-11"],
                ["2010-08-07", "2014-07-16"],
                ["2017-05-01", "2022-12-24"],
                ["2017-05-01", "2022-04-15"],
                ["2019-05-18", "2022-12-24"],
                ["2019-05-18", "2022-04-15"],
            ]
        },
        ranked="later.diff().dt.days",
        answer=lambda since="2010-08-07", until="2022-12-24": _longest_gap(WITH_VIDEO, since, until),
        praise="One more row moves the longest later gap from 2019-2022 to 2014-2017.",
        unit="days",
        nudge="A meeting more cuts one gap in two. Is the longest gap still the same?",
        hint="Keep both formats, sort by date, use diff, and look only at gaps from {since} to {until}.",
        mistakes=[
            (
                lambda since="2010-08-07", until="2022-12-24": _longest_gap(MINISTERS, since, until),
                "you left out the video meeting, whose format is foreign_ministers_special.",
            ),
            (
                lambda: _longest_gap(WITH_VIDEO, "2004-01-01"),
                "this is the gap of 2006-2010; look at the gaps after it.",
            ),
        ],
    ),
    Question(
        name="aso-verdict",
        level="interpret",
        objective="aso",
        points=2,
        minutes=5,
        answer="c",
        praise="He chaired it, but in the other office.",
        nudge="Which office did he hold on that day?",
        hint="Compare the date of the meeting with his two terms.",
        mistakes=[
            ("a", "the meeting of June 2006 was in Tokyo, but he was not yet prime minister."),
            ("b", "superseded means right when written; this was never right."),
            ("d", "the tables do decide: his terms and the meeting have days."),
        ],
    ),
    Question(name="two-codings", level="interpret", objective="define-groups", points=6, minutes=15),
    Question(name="why-silence", level="argue", objective="explain-gap", points=8, minutes=20),
]
