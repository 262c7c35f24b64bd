"""Questions of the exercise on A speech and its heirs."""

import pandas as pd

from caj.checks import Question
from caj.data import load

STEPS = {"ev-2003-01": "a", "ev-1998-04": "b", "ev-1997-02": "c", "ev-1999-07": "d", "ev-2001-03": "e"}
CAPITALS = ["Astana", "Bishkek", "Dushanbe", "Tashkent", "Ashgabat"]


def _prime_minister(event: str) -> str:
    """The prime minister of Japan on the day of an event."""
    day = load("events").set_index("id").loc[event, "date"]
    terms = load("terms").loc[lambda table: table["role"] == "prime_minister_japan"]
    return str(terms.loc[(terms["start"] <= day) & (terms["end"] > day), "name"].iloc[0])


def _in_order() -> str:
    """The letters of the five events, by the dates of the table."""
    dates = load("events").set_index("id").loc[list(STEPS), "date"]
    return "".join(STEPS[id] for id in dates.sort_values().index)


def _kilometres(place: str) -> pd.Series:
    """From a place to the capitals, as the exercise measures it."""
    nodes = load("nodes").set_index("name")[["lat", "lon"]]
    north, east = ((nodes.loc[CAPITALS, column] - nodes.loc[place, column]) for column in ("lat", "lon"))
    return ((north * 111) ** 2 + (east * 85) ** 2) ** 0.5


def _nights(first: str = "ev-1999-04", second: str = "ev-1999-07") -> int:
    """Nights from one day to another."""
    dates = load("events").set_index("id")["date"]
    return int((dates[second] - dates[first]).days)


QUESTIONS = [
    Question(
        name="who-governed",
        level="recall",
        objective="people",
        points=1,
        minutes=3,
        vary={
            "event": [
                "ev-1999-04",
                "ev-1998-04",
                "ev-1997-02",
                "ev-2000-01",
                "ev-2001-03",
                "ev-2002-04",
            ]
        },
        words={
            "ev-1997-02": ["a speech named Russia, China and the Silk Road, on 24 July 1997"],
            "ev-1998-04": ["Akino Yutaka and three others were shot in Tajikistan, on 20 July 1998"],
            "ev-1999-04": ["armed men took Japanese experts in southern Kyrgyzstan, on 23 August 1999"],
            "ev-2000-01": ["a loan for roads in western Kazakhstan was signed, on 21 December 2000"],
            "ev-2001-03": ["Washington and Tashkent signed for an air base, on 7 October 2001"],
            "ev-2002-04": ["a strategic partnership with Uzbekistan was declared, on 29 July 2002"],
        },
        answer=lambda event="ev-1999-04": _prime_minister(event),
        praise="He had led the journey of 1997 as a member of parliament; now he had to telephone one of its hosts for help.",
        nudge="A term has a first and a last day. Between which of them does this day lie?",
        hint="Find the row whose start is not after the day, and whose end is after it.",
        mistakes=[
            ("Hashimoto Ryutaro", "his term ended on 30 July 1998, more than a year before."),
            ("Mori Yoshiro", "he came into office in April 2000, after the captives were free."),
            ("Koizumi Junichiro", "he came into office in April 2001; the captives were free by then."),
        ],
    ),
    Question(
        name="in-order",
        level="recall",
        objective="order",
        also=["claim"],
        points=2,
        minutes=4,
        answer=_in_order,
        praise="The house in Bishkek came last, more than three years after it had been missing.",
        nudge="One event belongs to each year, and no two to the same year.",
        hint="1997, 1998, 1999, 2001 and 2003: find the year of each.",
        mistakes=[
            ("bcdea", "the speech is of July 1997, and the four were shot a year later."),
            ("cdbea", "the four were shot in July 1998, more than a year before the captives came free."),
            ("cbeda", "the captives came free in October 1999, two years before the air base."),
            ("cbade", "the embassy in Bishkek opened in January 2003, after all the others."),
            ("aedbc", "this is the way back in time; begin with the earliest."),
        ],
    ),
    Question(
        name="who-did-what",
        level="interpret",
        objective="people",
        points=2,
        minutes=5,
        answer="cdba",
        praise="Two of them were sent by a government, one led a party of travellers, one was there to translate.",
        nudge="Two of the acts belong to the autumn of 1999, one comes before and one after.",
        hint="The journey is of 1997, the conference of 2002; in 1999 one person is a captive and one is in an embassy.",
        mistakes=[
            ("cabd", "Ogata spoke to the donors in January 2002; Nakayama was the ambassador in Tashkent."),
            ("cbda", "the interpreter who was taken was Zhanakeev; Nakayama sat in an embassy."),
            ("dcba", "Obuchi led the journey of 1997; in 1999 he was prime minister and not in an embassy."),
            ("adbc", "Obuchi travelled in 1997, and the words on real people are Ogata's."),
        ],
    ),
    Question(
        name="nearest-capital",
        level="compute",
        objective="places",
        points=2,
        minutes=4,
        vary={"place": ["Batken", "Karshi", "Osh", "Almaty", "Mary", "Termez", "Zhezkazgan", "Turkmenbashi"]},
        ranked="-km",
        answer=lambda place="Batken": str(_kilometres(place).idxmin()),
        praise="The mountains of Batken belong to Kyrgyzstan, but the capital of another state is much nearer.",
        nudge="A border does not make a way shorter: look at the numbers only.",
        hint="Look for the smallest number of kilometres in the list.",
        mistakes=[
            (
                lambda place="Batken": str(_kilometres(place).idxmax()),
                "this is the capital that lies farthest away.",
            ),
            (
                "Bishkek",
                "this is the capital of the state to which Batken belongs, and two others are nearer.",
            ),
            ("Dushanbe", "this is the second nearest; one number in the list is smaller."),
        ],
    ),
    Question(
        name="organisers-report",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="a",
        praise="Who organises a journey knows its days and its guests well, and its success not so well.",
        nudge="What does an organiser know at first hand, and what does an organiser wish?",
        hint="Ask for each question whether the writer could simply look it up in the programme of the journey.",
        mistakes=[
            ("b", "the organiser planned the route, and a wrong country would soon be noticed."),
            ("c", "the organiser had the list of the party."),
            ("d", "the organiser had the programme with its days."),
        ],
    ),
    Question(
        name="was-money-paid",
        level="interpret",
        objective="sources",
        points=2,
        minutes=5,
        answer={"b", "d"},
        praise="Each of the two says who spoke and when; whether money was paid they leave open.",
        nudge="A report that somebody said a thing is not yet the thing.",
        hint="Keep the sentences that name the speaker; leave those that settle the question.",
        mistakes=[
            ({"b"}, "this is right and not all: one more sentence says who told what."),
            ({"d"}, "this is right and not all: one more sentence says who told what."),
            (
                {"a", "b", "d"},
                "by the report of 2005 the money never reached the captors, and the ministry denied it again.",
            ),
            ({"b", "c", "d"}, "a denial is a source too, and no proof: its maker had reasons to deny."),
            ({"a", "c"}, "these two contradict each other, and each claims more than any source shows."),
        ],
    ),
    Question(
        name="nights-between",
        level="compute",
        objective="compute",
        points=2,
        minutes=5,
        unit="nights",
        vary={
            "first, second": [
                ["ev-1999-04", "ev-1999-07"],
                ["ev-1997-02", "ev-1997-07"],
                ["ev-1998-04", "ev-1999-11"],
                ["ev-2001-03", "ev-2002-06"],
                ["ev-2002-06", "ev-2002-04"],
                ["ev-2002-02", "ev-2003-01"],
                ["ev-1997-01", "ev-1997-02"],
                ["ev-2001-03", "ev-2002-04"],
            ]
        },
        words={
            "ev-1997-01": ["ev-1997-01", "the start of Obuchi's journey on 28 June 1997"],
            "ev-1997-02": ["ev-1997-02", "the speech of 24 July 1997"],
            "ev-1997-07": ["ev-1997-07", "the meeting near Krasnoyarsk of 1 November 1997"],
            "ev-1998-04": ["ev-1998-04", "the deaths near Labijar of 20 July 1998"],
            "ev-1999-04": ["ev-1999-04", "the capture of 23 August 1999"],
            "ev-1999-07": ["ev-1999-07", "the release of 25 October 1999"],
            "ev-1999-11": ["ev-1999-11", "the sentences of 26 March 1999"],
            "ev-2001-03": ["ev-2001-03", "the agreement on the air base of 7 October 2001"],
            "ev-2002-02": ["ev-2002-02", "the mission in Dushanbe of 16 January 2002"],
            "ev-2002-04": ["ev-2002-04", "the partnership of 29 July 2002"],
            "ev-2002-06": ["ev-2002-06", "the conference on Afghanistan of 21 January 2002"],
            "ev-2003-01": ["ev-2003-01", "the embassy in Bishkek of 27 January 2003"],
        },
        answer=_nights,
        praise="Sixty-three nights; who says sixty-four days counts the first and the last day as well.",
        nudge="Between two days that follow each other lies one night.",
        hint="Subtract the first day from the second; the difference in days is the number of nights.",
        mistakes=[
            (
                lambda first="ev-1999-04", second="ev-1999-07": _nights(first, second) + 1,
                "this counts the days with both ends; there is one night less.",
            ),
            (
                lambda first="ev-1999-04", second="ev-1999-07": _nights(first, second) - 1,
                "this counts only the days that lie between; there is one night more.",
            ),
            (
                lambda first="ev-1999-04", second="ev-1999-07": -_nights(first, second),
                "the sign is turned: subtract the first day from the second.",
            ),
        ],
    ),
    Question(name="what-outlived", level="argue", objective="claim", points=8, minutes=20),
]
