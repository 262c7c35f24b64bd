"""Questions of the exercise on Rivals and neighbours."""

import pandas as pd

from caj.checks import Question
from caj.data import load

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
STEPS = {"ev-2021-05": "a", "ev-2011-06": "b", "ev-2018-10": "c", "ev-2022-08": "d", "ev-2014-05": "e"}
WAY = ["Ashgabat", "Dushanbe", "Tashkent", "Bishkek", "Astana"]


def _voted(resolution: str = "A/RES/ES-11/3", vote: str = "no", so: bool = True) -> set[str]:
    """States among the five that voted so, or otherwise."""
    rows = load("votes").loc[lambda table: (table["resolution"] == resolution) & table["country"].isin(FIVE)]
    return set(rows.loc[rows["vote"].eq(vote) == so, "country"])


def _in_order() -> str:
    """The letters of the five events, by the dates of the table."""
    dates = load("events").set_index("id").loc[list(STEPS), "date"]
    return "".join(STEPS[id] for id in dates.sort_values().index)


def _legs(way: list[str]) -> pd.Series:
    """Kilometres from the stop before, as the exercise measures them."""
    step = load("nodes").set_index("name").loc[list(way), ["lat", "lon"]].diff()
    return (((step["lat"] * 111) ** 2 + (step["lon"] * 82) ** 2) ** 0.5).dropna()


def _stop_before(way: list[str]) -> str:
    """Where the longest leg begins."""
    return way[way.index(str(_legs(way).idxmax())) - 1]


def _journeys(first: int = 2011, last: int = 2023) -> tuple[int, int]:
    """Journeys to Japan, and journeys from Japan."""
    visits = load("visits").loc[lambda table: table["date"].dt.year.between(first, last)]
    return int((visits["direction"] == "CA_to_JPN").sum()), int((visits["direction"] == "JPN_to_CA").sum())


def _ratio(first: int = 2011, last: int = 2023) -> float:
    to_japan, from_japan = _journeys(first, last)
    return to_japan / from_japan


QUESTIONS = [
    Question(
        name="how-they-voted",
        level="recall",
        objective="sources",
        points=1,
        minutes=3,
        vary={
            "resolution, vote": [
                ["A/RES/ES-11/3", "no"],
                ["A/RES/ES-11/1", "abstain"],
                ["A/RES/ES-11/1", "absent"],
                ["A/RES/68/262", "abstain"],
                ["A/RES/68/262", "absent"],
            ]
        },
        words={
            "A/RES/68/262": ["27 March 2014"],
            "A/RES/ES-11/1": ["2 March 2022"],
            "A/RES/ES-11/3": ["7 April 2022"],
            "absent": ["did not vote"],
            "abstain": ["abstained"],
            "no": ["voted no"],
        },
        answer=lambda resolution="A/RES/ES-11/3", vote="no": _voted(resolution, vote),
        praise="Five weeks before, three of these four had abstained in the first vote on the war.",
        nudge="To abstain, to be absent and to vote no are three different things.",
        hint='Take the states in whose row the word "{vote}" stands.',
        mistakes=[
            (
                lambda resolution="A/RES/ES-11/3", vote="no": _voted(resolution, vote, so=False),
                "these are the states whose row has another word; take the others.",
            ),
            (set(FIVE), "one of the five did not vote."),
            (
                {"KAZ", "KGZ", "TJK"},
                "these three abstained on 2 March 2022; in April one more state voted with them.",
            ),
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
        praise="Japan's table was full four years before the neighbours began again to meet without a guest.",
        nudge="Two events are meetings of the five alone, and one meeting was fuller than the other.",
        hint="2011, 2014, 2018, 2021 and 2022: find the year of each.",
        mistakes=[
            ("ebcad", "the wave came in March 2011, three years before the full table in Bishkek."),
            ("bcead", "the full table of ministers is of July 2014, the meeting in Astana of March 2018."),
            ("beacd", "in Astana in 2018 one president was missing; at Avaza in 2021 all five came."),
            ("becda", "the vote was in April 2022, eight months after Avaza."),
            ("daceb", "this is the way back in time; begin with the earliest."),
        ],
    ),
    Question(
        name="who-did-what",
        level="interpret",
        objective="people",
        points=2,
        minutes=5,
        answer="bdac",
        praise="A call, a journey, a proposal and a visit: none of the four acts is a sum of money.",
        nudge="Put the acts in order of time first: one is of 2011, one of 2012, one of 2017, one of 2022.",
        hint="The disaster is of 2011, the meeting in Tokyo of 2012, the speech of 2017, the screen of 2022.",
        mistakes=[
            ("badc", "the speech of 2017 was Mirziyoyev's, and Meredov came to Tokyo in 2012."),
            ("bdca", "Hayashi is Japan's minister, and he spoke on the screen in April 2022."),
            ("dbac", "Otunbayeva telephoned on the day of the wave; Meredov came to the meeting of 2012."),
            ("cdab", "Otunbayeva led Kyrgyzstan in 2011; the screen and the two capitals are of 2022."),
        ],
    ),
    Question(
        name="longest-leg",
        level="compute",
        objective="places",
        points=2,
        minutes=4,
        vary={
            "way": [
                WAY,
                ["Astana", "Ashgabat", "Dushanbe", "Tashkent", "Bishkek"],
                ["Astana", "Bishkek", "Tashkent", "Dushanbe", "Ashgabat"],
                ["Dushanbe", "Tashkent", "Bishkek", "Ashgabat", "Samarkand"],
                ["Bishkek", "Tashkent", "Samarkand", "Ashgabat", "Dushanbe"],
                ["Ashgabat", "Tashkent", "Bishkek", "Osh", "Dushanbe"],
                ["Astana", "Tashkent", "Dushanbe", "Samarkand", "Bishkek"],
                ["Ashgabat", "Bishkek", "Tashkent", "Samarkand", "Dushanbe"],
            ]
        },
        ranked="legs",
        answer=lambda way=WAY: str(_legs(way).idxmax()),
        praise="This was Abe's way: the last leg is the longest, and before it lie three capitals that are near each other.",
        nudge="A number stands beside the city in which a leg ends.",
        hint="Find the largest number of kilometres, and take the city of its row.",
        mistakes=[
            (lambda way=WAY: _stop_before(way), "here the longest leg begins; the question asks where it leads."),
            (lambda way=WAY: str(_legs(way).idxmin()), "this is the end of the shortest leg."),
        ],
    ),
    Question(
        name="two-sums",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="c",
        praise="Two announced sums can be compared as announcements, and no further.",
        nudge="What do the words worth, deals and reported leave open?",
        hint="Take away each sentence that speaks of payment, of a reason, or forbids every comparison.",
        mistakes=[
            ("a", "no source shows that either sum was paid."),
            ("b", "the reports give sums and no reason, and Japan came with a prime minister three years later."),
            ("d", "they may, if one says of each who reported it and what it is."),
        ],
    ),
    Question(
        name="a-vote-not-given",
        level="interpret",
        objective="sources",
        points=2,
        minutes=5,
        answer={"a", "d"},
        praise="A table of votes holds acts; for the reasons one needs words, and a state may give none.",
        nudge="Which sentences say what was counted, and which say what somebody wanted or did unseen?",
        hint="Two of the four stay with the count: one names a day, one names a limit of the table.",
        mistakes=[
            ({"a"}, "this is right and not all: one more sentence stays with the count."),
            ({"d"}, "this is right and not all: one more sentence stays with the count."),
            ({"a", "b", "d"}, "a side is a reading of the silence; other states read it as neutrality."),
            ({"a", "c", "d"}, "absent means that no vote was given; where the delegates sat is not in the table."),
            ({"b", "c"}, "these two tell a wish and a scene, and the table has neither."),
        ],
    ),
    Question(
        name="journeys",
        level="compute",
        objective="compute",
        points=2,
        minutes=5,
        within=0.02,
        unit="journeys",
        vary={
            "first, last": [
                [2011, 2023],
                [1998, 2003],
                [2004, 2014],
                [2000, 2010],
                [2009, 2025],
                [2001, 2016],
                [2015, 2023],
            ]
        },
        answer=_ratio,
        praise="Nearly two guests for each host who travels: Abe's week in 2015 was an exception.",
        nudge="Journeys to Japan go above the line, journeys from Japan below.",
        hint="Divide the count of CA_to_JPN by the count of JPN_to_CA.",
        mistakes=[
            (
                lambda first=2011, last=2023: 1 / _ratio(first, last),
                "this is the other way round: journeys from Japan for each journey to Japan.",
            ),
            (
                lambda first=2011, last=2023: _journeys(first, last)[0] / sum(_journeys(first, last)),
                "this is the share of the journeys to Japan in all; divide by the journeys from Japan.",
            ),
            (
                lambda first=2011, last=2023: float(_journeys(first, last)[0] - _journeys(first, last)[1]),
                "this is the difference of the two counts; the question asks how many for each one.",
            ),
        ],
    ),
    Question(name="a-distant-friend", level="argue", objective="claim", points=8, minutes=20),
]
