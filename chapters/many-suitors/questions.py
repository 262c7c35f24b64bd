"""Self-checks of the chapter many-suitors and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

VALUES = {"yes": 1.0, "abstain": 0.5, "no": 0.0}


def _matrix() -> pd.DataFrame:
    """Votes with one row a text and one column a country; NaN where the vote is not known."""
    votes = load("votes").astype({"vote": "str", "country": "str"})
    return votes.pivot(index=["date", "resolution"], columns="country", values="vote")


def _pair(first: str, second: str, absence: str = "dropped") -> pd.DataFrame:
    pair = _matrix()[[first, second]].dropna()
    if absence == "as abstention":
        return pair.replace("absent", "abstain")
    return pair if absence == "own kind" else pair[(pair != "absent").all(axis=1)]


def _equal(pair: pd.DataFrame) -> float:
    return 100 * float((pair.iloc[:, 0] == pair.iloc[:, 1]).mean())


def _half(pair: pd.DataFrame) -> float:
    number = pair.replace(VALUES).astype(float)
    return 100 * (1 - float((number.iloc[:, 0] - number.iloc[:, 1]).abs().mean()))


def _fall(way: str) -> float:
    """Percentage points from dropped to another treatment, for Uzbekistan and Turkmenistan."""
    return _equal(_pair("UZB", "TKM")) - _equal(_pair("UZB", "TKM", way))


def _votes(country: str, *left_out: str) -> int:
    known = _matrix()[country].dropna()
    return int((~known.isin(left_out)).sum())


def _by_hand(yes: list[int], abstain: list[int], no: list[int], half: float = 0.5) -> float:
    """Agreement in per cent of two states on ten texts; `half` is the point for one abstention."""
    one_abstains = yes[1] + abstain[0] + abstain[2] + no[1]
    return 10 * (yes[0] + abstain[1] + no[2] + half * one_abstains)


def _width(first: str = "UZB", second: str = "JPN") -> float:
    """Percentage points between absence earning nothing and a full point."""
    pair = _matrix()[[first, second]].dropna()
    return 100 * float((pair == "absent").any(axis=1).mean())


def _summits(year: int, *levels: str) -> int:
    table = load("summits")
    wanted = table["level"].isin(levels) if levels else True
    return int(((table["date"].dt.year == year) & wanted).sum())


def _margin(size: int, both: bool = True) -> float:
    """Margin of error, in points, of the change from 2015 to 2016 (or of 2016 alone)."""
    polls = load("indicators").query("indicator == 'poll_relations_friendly'").set_index("year")["value"]
    spread = [polls[year] * (100 - polls[year]) / size for year in (2015, 2016)]
    return 1.96 * (sum(spread) if both else spread[1]) ** 0.5


QUESTIONS = [
    Question(
        name="leaders-2025",
        objective="list-formats",
        answer=lambda: _summits(2025, "leaders"),
        praise="With Tokyo, from the other table, it makes six meetings in one year.",
        unit="rows",
        nudge="Two conditions must hold for the same row.",
        hint="Combine two conditions with &: the level, and the year of the date.",
        mistakes=[
            (lambda: _summits(2025), "this counts every row of 2025; keep the level leaders only."),
            (
                lambda: _summits(2025, "leaders", "leaders_members_only"),
                "the Turkic states do not bring all five; their level has another name.",
            ),
            (lambda: int((load("summits")["level"] == "leaders").sum()), "this counts all years; keep 2025 only."),
        ],
    ),
    Question(
        name="complete-texts",
        objective="build-matrix",
        answer=lambda: int(_matrix().notna().all(axis=1).sum()),
        praise="The other texts can still be used for the pairs of countries that are known.",
        unit="texts",
        nudge="Absent is known; what is not known?",
        hint="Use matrix.notna().all(axis=1), and count the rows that are True.",
        mistakes=[
            (lambda: len(_matrix()), "this is the number of all texts; keep the rows without an unknown vote."),
            (
                lambda: int(_matrix().isna().any(axis=1).sum()),
                "these are the rows with a hole; the others are asked for.",
            ),
            (
                lambda: int((_matrix().notna() & (_matrix() != "absent")).all(axis=1).sum()),
                "you left out absent votes too; absent counts as known.",
            ),
        ],
    ),
    Question(
        name="half-credit-tjk",
        objective="measure-likeness",
        answer=lambda: _half(_pair("TJK", "KAZ")),
        praise="The two differ only by an abstention, never by yes against no.",
        unit="per cent",
        nudge="What is an abstention worth beside a yes or a no?",
        hint='Use shared("TJK", "KAZ"), then half_credit, and multiply by 100.',
        within=0.3,
        mistakes=[
            (
                lambda: _equal(_pair("TJK", "KAZ")),
                "this is the share of equal votes; give half a point for an abstention.",
            ),
            (lambda: _half(_pair("TJK", "KAZ")) / 100, "this is the share; multiply by 100 to get per cent."),
            (
                lambda: _half(_pair("TJK", "KAZ", "as abstention")),
                "absences were counted as abstentions; shared drops them.",
            ),
            (lambda: _half(_pair("TJK", "JPN")), "this is Tajikistan with Japan; take Kazakhstan."),
        ],
    ),
    Question(
        name="fall",
        objective="treat-absence",
        answer=lambda: _fall("own kind"),
        praise="More than half of the agreement depends on one decision about silence.",
        unit="percentage points",
        nudge="The difference of two shares is counted in points.",
        hint="Compute the share of equal votes for both treatments, times 100, and subtract.",
        within=0.3,
        mistakes=[
            (lambda: _fall("own kind") / 100, "this is the difference of two shares; multiply by 100."),
            (lambda: -_fall("own kind"), "a fall is asked for, so subtract the lower value from the higher one."),
            (lambda: _fall("as abstention"), "this is the fall to the treatment as abstention; take own kind."),
            (
                lambda: _equal(_pair("UZB", "TKM", "own kind")),
                "this is the level under own kind; subtract it from the level under dropped.",
            ),
        ],
    ),
    Question(
        name="base-rate",
        objective="question-selection",
        answer="a",
        praise="A share of equal votes means something only beside the shares of other pairs.",
        nudge="How much agreement would one expect of any two states?",
        hint="Compare the two values, and ask what China and Japan have in common with this pair.",
        mistakes=[
            ("b", "China and Japan reach almost the same value, so it cannot prove a close tie."),
            ("c", "the two argue in public on much; the value only shows how often most states agree."),
        ],
    ),
    Question(
        name="poll-sentence",
        objective="read-polls",
        answer="b",
        praise="A sentence on a poll names the year, the place and the question.",
        nudge="Who was asked, when, and about what?",
        hint="Look for the year, the question and the countries of each number.",
        mistakes=[
            ("a", "the number of 2024 is about relations with Japan alone; no rival was compared."),
            ("c", "the tables have no answers on trust in Russia from after February 2022."),
        ],
    ),
    Question(
        name="members-only",
        level="recall",
        objective="list-formats",
        points=1,
        minutes=4,
        answer="TUR",
        praise="A club can hold yearly summits and still never bring all five to the table.",
        nudge="What does the column for the level say of the meetings of this partner?",
        hint="Filter the column level, and read the column partner.",
        mistakes=[
            ("EUU", "the meetings of 2022 and 2023 had a Council president, and the level has another name."),
            ("GCC", "the Gulf states invited all five; one of their two meetings was put off."),
            ("Türkiye", "give the code of the column partner, three capital letters."),
        ],
    ),
    Question(
        name="uzbek-votes",
        level="compute",
        objective="build-matrix",
        points=2,
        minutes=6,
        vary={"country": ["UZB", "KAZ", "KGZ", "TJK", "TKM", "JPN"]},
        answer=lambda country="UZB": _votes(country, "absent"),
        praise="Three counts describe one country: known, known and cast, and not known.",
        unit="texts",
        nudge="Who is absent casts no vote, and what is unknown cannot be counted.",
        hint="Drop the unknown cells of the column {country}, then drop the absent ones.",
        mistakes=[
            (lambda country="UZB": _votes(country), "this counts every known cell; an absent state did not vote."),
            (lambda **_: len(_matrix()), "this is the number of all texts; some votes are not known."),
            (
                lambda country="UZB": _votes(country, "absent", "abstain"),
                "an abstention is a vote; leave out absent only.",
            ),
        ],
    ),
    Question(
        name="likeness-by-hand",
        level="compute",
        objective="measure-likeness",
        points=2,
        minutes=8,
        vary={
            "yes, abstain, no": [
                [[4, 2, 1], [1, 1, 0], [1, 0, 0]],
                [[3, 2, 1], [2, 1, 0], [1, 0, 0]],
                [[5, 1, 0], [2, 1, 0], [1, 0, 0]],
                [[2, 3, 1], [2, 1, 0], [1, 0, 0]],
                [[6, 1, 1], [1, 0, 0], [1, 0, 0]],
                [[5, 2, 0], [1, 1, 1], [0, 0, 0]],
                [[2, 2, 2], [2, 0, 1], [1, 0, 0]],
                [[2, 2, 2], [2, 1, 0], [1, 0, 0]],
                [[3, 3, 2], [1, 0, 0], [1, 0, 0]],
            ]
        },
        words={
            "[0, 0, 0]": ["0 | 0 | 0"],
            "[1, 0, 0]": ["1 | 0 | 0"],
            "[1, 1, 0]": ["1 | 1 | 0"],
            "[1, 1, 1]": ["1 | 1 | 1"],
            "[2, 0, 1]": ["2 | 0 | 1"],
            "[2, 1, 0]": ["2 | 1 | 0"],
            "[2, 2, 2]": ["2 | 2 | 2"],
            "[2, 3, 1]": ["2 | 3 | 1"],
            "[3, 2, 1]": ["3 | 2 | 1"],
            "[3, 3, 2]": ["3 | 3 | 2"],
            "[4, 2, 1]": ["4 | 2 | 1"],
            "[5, 1, 0]": ["5 | 1 | 0"],
            "[5, 2, 0]": ["5 | 2 | 0"],
            "[6, 1, 1]": ["6 | 1 | 1"],
        },
        answer=lambda yes=[4, 2, 1], abstain=[1, 1, 0], no=[1, 0, 0]: _by_hand(yes, abstain, no),
        praise="Half credit lies between the strict and the generous count.",
        unit="per cent",
        nudge="Full agreement and half agreement: which cells of the table are which?",
        hint="Count equal pairs, add half of the pairs with one abstention, divide by ten.",
        within=0.5,
        mistakes=[
            (
                lambda yes=[4, 2, 1], abstain=[1, 1, 0], no=[1, 0, 0]: _by_hand(yes, abstain, no, 0),
                "this counts equal votes only; add half a point for each pair with one abstention.",
            ),
            (
                lambda yes=[4, 2, 1], abstain=[1, 1, 0], no=[1, 0, 0]: _by_hand(yes, abstain, no, 1),
                "a pair with one abstention earns half a point, and you gave it a full one.",
            ),
            (
                lambda yes=[4, 2, 1], abstain=[1, 1, 0], no=[1, 0, 0]: _by_hand(yes, abstain, no) / 100,
                "this is the share; multiply by 100 to get per cent.",
            ),
        ],
    ),
    Question(
        name="width-uzb",
        level="compute",
        objective="treat-absence",
        points=3,
        minutes=10,
        vary={
            "first, second": [
                ["UZB", "JPN"],
                ["KAZ", "JPN"],
                ["KGZ", "JPN"],
                ["TJK", "JPN"],
                ["KAZ", "KGZ"],
                ["KAZ", "TJK"],
                ["UZB", "KAZ"],
                ["UZB", "KGZ"],
                ["TKM", "JPN"],
                ["TKM", "UZB"],
                ["TKM", "KAZ"],
            ]
        },
        answer=lambda first="UZB", second="JPN": _width(first, second),
        praise="The width is the share of texts with an absence, so report it beside every result.",
        unit="percentage points",
        nudge="The doubt is the distance of two extremes.",
        hint="Compute the agreement with an absence worth 0 and worth 100, and subtract.",
        within=0.3,
        mistakes=[
            (
                lambda first="UZB", second="JPN": _width(first, second) / 2,
                "this goes from nothing to half a point; go up to a full point.",
            ),
            (lambda: _width("TKM"), "this is Turkmenistan; take Uzbekistan."),
        ],
    ),
    Question(
        name="close-race",
        level="interpret",
        objective="question-selection",
        points=2,
        minutes=6,
        answer="d",
        praise="A gap of three points is about six texts, so a few votes can turn the order.",
        nudge="How many texts would have to go the other way?",
        hint="Turn the gap of 3.2 points into a number of texts.",
        mistakes=[
            ("a", "the share counts votes, and no vote is about trust in a partner."),
            ("b", "equal votes do not show who followed whom; most texts pass with a wide majority."),
            ("c", "the arithmetic is right; the question is how much a small gap can carry."),
        ],
    ),
    Question(
        name="poll-change",
        level="compute",
        objective="read-polls",
        points=3,
        minutes=10,
        answer=lambda: _margin(1200),
        praise="The change of 4 points is a little larger than this margin, if the sample was random.",
        unit="percentage points",
        nudge="A change has the doubt of both waves.",
        hint="Add the two values of share times rest over size, take the root, times 1.96.",
        within=0.1,
        mistakes=[
            (
                lambda: _margin(1200, both=False),
                "this is the margin of one year; a change has the uncertainty of both years.",
            ),
            (lambda: _margin(300), "this is the margin for one state with 300 people; the pooled sample has 1,200."),
            (4, "this is the change itself; its margin of error is asked for."),
        ],
    ),
    Question(name="careful-caption", level="interpret", objective="treat-absence", points=6, minutes=20),
    Question(name="which-word", level="argue", objective="question-selection", points=12, minutes=40),
]
