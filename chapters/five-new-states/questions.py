"""Questions of the exercise on Five new states and Japan."""

import pandas as pd

from caj.checks import Question
from caj.data import load

STEPS = {"ev-1993-02": "a", "ev-1991-02": "b", "ev-1996-04": "c", "ev-1991-01": "d", "ev-1992-07": "e"}


def _day(event: str) -> pd.Timestamp:
    return load("events").set_index("id").loc[event, "date"]


def _in_order() -> str:
    """The letters of the five events, by the dates of the table."""
    dates = load("events").set_index("id").loc[list(STEPS), "date"]
    return "".join(STEPS[id] for id in dates.sort_values().index)


def _degrees(west: str = "Ashgabat", east: str = "Tokyo/Yokohama", column: str = "lon") -> float:
    """Degrees from one place to another."""
    values = load("nodes").set_index("name")[column]
    return float(values[east] - values[west])


def _added(west: str, east: str) -> float:
    """The sum of two longitudes, which is no distance."""
    values = load("nodes").set_index("name")["lon"]
    return float(values[east] + values[west])


def _precise(first: int = 1945, last: int = 1996, of_all: bool = True) -> float:
    """Events of a period that are known to the day, in per cent of all, or of those that are not."""
    precision = load("events").loc[lambda table: table["date"].dt.year.between(first, last), "precision"]
    exact = int((precision == "day").sum())
    return 100 * exact / (len(precision) if of_all else len(precision) - exact)


QUESTIONS = [
    Question(
        name="day-of",
        level="recall",
        objective="order",
        points=1,
        minutes=3,
        vary={
            "event": [
                "ev-1991-02",
                "ev-1966-01",
                "ev-1989-01",
                "ev-1991-01",
                "ev-1992-03",
                "ev-1992-07",
                "ev-1995-06",
                "ev-1996-04",
            ]
        },
        words={
            "ev-1966-01": ["an earthquake destroyed much of Tashkent"],
            "ev-1989-01": ["people gathered at Karaul against nuclear tests"],
            "ev-1991-01": ["the test site at Semipalatinsk was closed"],
            "ev-1991-02": ["Japan recognised the five new states"],
            "ev-1992-03": ["relations of Japan and Turkmenistan began"],
            "ev-1992-07": ["donors for the former Soviet states met in Tokyo"],
            "ev-1995-06": ["the United Nations recognised the neutrality of Turkmenistan"],
            "ev-1996-04": ["Tokyo decided a loan for the airports of Uzbekistan"],
        },
        answer=lambda event="ev-1991-02": _day(event),
        praise="It was one decision for all five, four months after the test site had been closed.",
        nudge="The event has a place in the strip of events at the head of the chapter.",
        hint="Look for the event in its scene, or in the row {event} of the table of events.",
        mistakes=[
            (lambda: _day("ev-1992-01"), "on this day relations began with three of them; recognition came before."),
            (lambda: _day("ev-1991-01"), "on this day the test site was closed, by a republic that was still Soviet."),
            (lambda: _day("ev-1992-07"), "on this day donors met in Tokyo, ten months after the recognition."),
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
        praise="Without recognition there was no state to list, and without the list there was no loan.",
        nudge="Two steps belong to the year in which the Soviet Union ended; begin with these.",
        hint="August and December 1991, October 1992, January 1993, October 1996.",
        mistakes=[
            ("bdeac", "the test site was closed in August 1991, by a republic that was not yet a state."),
            ("dbaec", "the embassies opened in January 1993, three months after the donors had met in Tokyo."),
            ("debac", "recognition came in December 1991, ten months before the meeting of donors."),
            ("dbeca", "the loan for the airports is of 1996, when the two embassies were three years old."),
            ("caebd", "this is the way back in time; begin with the earliest."),
        ],
    ),
    Question(
        name="who-did-what",
        level="interpret",
        objective="people",
        points=2,
        minutes=5,
        answer="cbda",
        praise="A captive, a poet, a minister and a banker: only one of the four acted for a government of Japan.",
        nudge="One of the four is a prisoner, one a poet, one a minister, one a banker.",
        hint="The prisoner has to do with a camp, the poet with television, the minister with a journey.",
        mistakes=[
            ("bcda", "the poet was Suleimenov, and Nagata led the prisoners of a camp in Tashkent."),
            ("cbad", "Watanabe was the minister; Tanaka came from the Bank of Japan."),
            ("cdba", "Suleimenov led the movement against the tests, and Watanabe was the minister of Japan."),
            ("abdc", "Nagata was a captain and a captive; the adviser in Bishkek was Tanaka."),
        ],
    ),
    Question(
        name="degrees-east",
        level="compute",
        objective="places",
        points=2,
        minutes=4,
        unit="degrees",
        within=0.5,
        vary={
            "west, east": [
                ["Ashgabat", "Tokyo/Yokohama"],
                ["Tashkent", "Tokyo/Yokohama"],
                ["Almaty", "Tokyo/Yokohama"],
                ["Moscow", "Tashkent"],
                ["Moscow", "Almaty"],
                ["Ashgabat", "Almaty"],
                ["Turkmenbashi", "Tokyo/Yokohama"],
                ["Bishkek", "Tokyo/Yokohama"],
            ]
        },
        words={"Tokyo/Yokohama": ["Tokyo"]},
        answer=lambda west="Ashgabat", east="Tokyo/Yokohama": _degrees(west, east),
        praise="This is more than a fifth of the way round the globe, so each plan had its own length of pipe.",
        nudge="Which of the two numbers grows from west to east?",
        hint="Subtract the longitude (lon) of the western place from that of the eastern place.",
        mistakes=[
            (
                lambda west="Ashgabat", east="Tokyo/Yokohama": abs(_degrees(west, east, "lat")),
                "this is the difference of the latitudes (lat), which go from south to north.",
            ),
            (
                lambda west="Ashgabat", east="Tokyo/Yokohama": -_degrees(west, east),
                "the sign is turned: subtract the western place from the eastern one.",
            ),
            (
                lambda west="Ashgabat", east="Tokyo/Yokohama": _added(west, east),
                "you added the two longitudes; the way between them is their difference.",
            ),
        ],
    ),
    Question(
        name="what-a-plaque-proves",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="b",
        praise="A plaque is a good source for the wish of those who put it up, and a weak one for a number.",
        nudge="Ask what the maker of a plaque wants, and what you have really seen.",
        hint="Only one of the four asks for the words of the Japanese text themselves.",
        mistakes=[
            ("a", "several hundred is no count, and the text avoids the word prisoners."),
            ("c", "the text says that they had been moved by force, and other sources call them prisoners."),
            ("d", "the copies that we have show the Japanese text only."),
        ],
    ),
    Question(
        name="april-or-may",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="c",
        praise="A source of the days of the visit is nearer than both, and a third maker can decide.",
        nudge="When two late sources disagree, ask who wrote at the time.",
        hint="Look for the step that brings new evidence, and not only a new opinion.",
        mistakes=[
            ("a", "a ministry can err about its own past, and no evidence has been added."),
            ("b", "a date between two reports is in neither of them; such a mean has no witness."),
            ("d", "both agree that he came in the spring of 1994; say this, and note both months."),
        ],
    ),
    Question(
        name="known-to-the-day",
        level="compute",
        objective="compute",
        points=2,
        minutes=5,
        unit="per cent",
        within=0.5,
        vary={
            "first, last": [
                [1945, 1996],
                [1989, 1995],
                [1992, 1994],
                [1993, 1996],
                [1945, 1991],
                [1991, 1995],
                [1997, 2003],
                [1992, 1996],
            ]
        },
        answer=lambda first=1945, last=1996: _precise(first, last),
        praise="About half: for the others an honest sentence names a month or only a year.",
        nudge="Which number of the little table do you need, and out of how many?",
        hint="Divide the events with the word day by all events of the period, and multiply by 100.",
        mistakes=[
            (
                lambda first=1945, last=1996: 100 - _precise(first, last),
                "this is the share that is known to the month or the year only.",
            ),
            (
                lambda first=1945, last=1996: _precise(first, last, of_all=False),
                "you divided by the other events; divide by all events of the period.",
            ),
            (
                lambda first=1945, last=1996: _precise(first, last) / 100,
                "this is a share of one; multiply by 100 to get per cent.",
            ),
        ],
    ),
    Question(name="why-developing", level="argue", objective="claim", points=8, minutes=20),
]
