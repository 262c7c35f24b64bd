"""Self-checks of the chapter customs-chips-and-ai and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
HEAVY = ["road", "rail", "airport", "port"]
TRAINING = [3, 2, 4, 3]
# Rows that the search for missing projects added.
FOUND = (
    "pr-1997-01;pr-2006-02;pr-2006-03;pr-2008-01;pr-2009-02;pr-2010-05;pr-2010-06;pr-2011-02;pr-2013-03;"
    "pr-2014-04;pr-2014-05;pr-2016-02;pr-2017-02;pr-2019-03;pr-2019-04;pr-2021-01;pr-2023-03"
).split(";")
FIRST = (
    "done intended intended done welcomed intended promised welcomed "
    "promised intended promised done promised promised intended welcomed"
).split()
SECOND = (
    "done intended promised done welcomed intended intended welcomed "
    "done welcomed promised intended promised promised intended welcomed"
).split()


def _rail(year: int) -> float:
    """Hours at a rail border, CAREC average."""
    table = load("indicators")
    rows = table[(table["indicator"] == "cpmm_rail_border_time") & (table["year"] == year)]
    return float(rows["value"].iloc[0])


def _japanese(sectors: list[str]) -> pd.DataFrame:
    table = load("projects")
    return table[table["japanese_party"].notna() & table["sector"].isin(sectors)]


def _without(sectors: list[str]) -> set[str]:
    """States without such a project before the search."""
    rows = _japanese(sectors)
    found = ";".join(rows.loc[~rows["id"].isin(FOUND), "country"]).split(";")
    return set(FIVE) - set(found)


def _with_status(word: str, sectors: list[str]) -> int:
    return int(_japanese(sectors)["status"].str.startswith(word).sum())


def _in_state(state: str, kind: str = "customs") -> int:
    return int(_japanese([kind])["country"].str.contains(state).sum())


def _score(promised: float, intended: float) -> float:
    weight = {4: 100, 3: promised, 2: intended}
    return sum(weight[code] for code in TRAINING) / len(TRAINING)


def _eight(start: int) -> tuple[list[str], list[str]]:
    """The codes of both students for eight clauses in a row, counted from 1."""
    chosen = slice(start - 1, start + 7)
    return FIRST[chosen], SECOND[chosen]


def _raw(start: int = 1) -> float:
    return sum(a == b for a, b in zip(*_eight(start), strict=True)) / 8


def _chance(start: int = 1) -> float:
    first, second = _eight(start)
    return sum(first.count(name) * second.count(name) for name in set(first)) / 64


def _kappa(start: int = 1) -> float:
    return (_raw(start) - _chance(start)) / (1 - _chance(start))


QUESTIONS = [
    Question(
        name="border-fall",
        objective="parts",
        answer=lambda: 100 * (1 - _rail(2022) / _rail(2021)),
        within=0.2,
        praise="A fall of a fifth in one year, and no project of this chapter can claim it.",
        unit="per cent",
        nudge="Which of the two years is the base of a change?",
        hint="Divide the hours of 2022 by those of 2021, subtract from 1 and multiply by 100.",
        mistakes=[
            (
                lambda: 100 * (_rail(2021) / _rail(2022) - 1),
                "you divided by the later year; a change divides by the earlier one.",
            ),
            (lambda: _rail(2021) - _rail(2022), "this is the fall in hours; divide it by the hours of 2021."),
            (
                lambda: 100 * (_rail(2022) / _rail(2021) - 1),
                "the sign is turned; the question asks for a positive number.",
            ),
            (
                lambda: 100 * _rail(2022) / _rail(2021),
                "this is what remains of the time; the question asks what went away.",
            ),
        ],
    ),
    Question(
        name="road-promise",
        objective="code",
        answer=3,
        praise="The actor speaks and names the thing, and no paper is signed yet.",
        nudge="Is it done, promised, intended, or only encouraged?",
        hint="Go through the tests from 4 down and stop at the first that fits.",
        mistakes=[
            (4, "nothing is signed in this clause; test 4 asks for a paper or notes."),
            (2, "both the one who acts and the thing are named; test 3 comes first and fits."),
            (1, "the prime minister says what Japan itself does, which is more than support in words."),
            (0, "the clause looks forward and speaks of Japan's own act; praise would look back."),
        ],
    ),
    Question(
        name="agreement",
        objective="agree",
        answer=100 * 20 / 24,
        within=0.1,
        praise="All the rest are verbs that sound stronger than what stands behind them.",
        unit="per cent",
        nudge="A column of yes and no has a mean.",
        hint='Take the mean of clauses["same"] and multiply by 100.',
        mistakes=[
            (20, "this is the number of equal codes; divide by the number of clauses and multiply by 100."),
            (100 * 4 / 24, "this is the share on which they differ; the question asks for the rest."),
            (20 / 24, "this is the share as a fraction; multiply by 100 for per cent."),
        ],
    ),
    Question(
        name="training-score",
        objective="agree",
        answer=lambda: _score(60, 40),
        within=0.05,
        praise="It lost ten points against the equal steps, and it still stands above AI.",
        nudge="Each code has a weight: what is the score of several clauses?",
        hint="Training has the codes 4, 3, 3 and 2; replace each by its weight and take the mean.",
        mistakes=[
            (lambda: _score(75, 50), "this is the score at the equal steps; use 60 and 40."),
            (lambda: _score(75, 40), "you changed one weight only; promised falls to 60 as well."),
            (lambda: _score(40, 60), "you exchanged the two weights; promised is 60 and intended is 40."),
        ],
    ),
    Question(
        name="best-indicator",
        objective="indicator",
        answer="c",
        praise="A stranger could measure it, and could find that the scanner did not help.",
        nudge="Could a stranger measure it in the same way a year later?",
        hint="Check each sentence against unit, baseline, source, period and owner.",
        mistakes=[
            ("a", "this cannot be measured: it has no unit and no baseline."),
            ("b", "delivered machines are an output; ask what changes for the goods."),
            ("d", "trade has many causes, so its growth would not show the work of one scanner."),
        ],
    ),
    Question(
        name="no-transport",
        objective="absence",
        answer=lambda: _without(HEAVY),
        praise="The set was true of our first table and false of the world, and a second table showed where to search.",
        nudge="None in four kinds means none in each of them.",
        hint="Add the four columns of at_first row by row and keep the codes with the sum 0.",
        mistakes=[
            (
                lambda: _without([*HEAVY, "customs", "digital"]),
                "you counted customs and digital too; keep the four heavy kinds.",
            ),
            ({"TKM"}, "Turkmenistan is right, but look again at another row of four zeros."),
            ({"TJK"}, "Tajikistan is right, but look again at another row of four zeros."),
            (lambda: set(FIVE) - _without(HEAVY), "these are the states that do have such projects; take the others."),
        ],
    ),
    Question(
        name="which-part",
        level="recall",
        objective="parts",
        points=1,
        minutes=3,
        answer="c",
        praise="It produces a baseline, without which no later claim of success can be tested.",
        nudge="Which of them changes nothing, and only watches?",
        hint="Ask which part produces a number of hours and changes nothing at the border itself.",
        mistakes=[
            ("a", "a scanner looks into a closed load; it does not measure the waiting of all loads."),
            ("b", "a single window collects the papers of a trader in one place."),
            ("d", "a digital corridor passes data on ahead of the train."),
        ],
    ),
    Question(
        name="signed-customs",
        level="compute",
        objective="parts",
        points=2,
        minutes=6,
        vary={
            "sector, word": [
                ["customs", "signed"],
                ["power", "signed"],
                ["road", "signed"],
                ["uranium", "signed"],
                ["renewables", "signed"],
                ["power", "completed"],
                ["chemicals", "completed"],
                ["airport", "completed"],
                ["rail", "completed"],
                ["road", "completed"],
            ]
        },
        words={
            "airport": ["airport"],
            "chemicals": ["chemical"],
            "customs": ["customs"],
            "power": ["power"],
            "rail": ["rail"],
            "renewables": ["renewable energy"],
            "road": ["road"],
            "uranium": ["uranium"],
        },
        answer=lambda sector="customs", word="signed": _with_status(word, [sector]),
        praise="Every one of them is signed, which says nothing yet about machines at work.",
        unit="projects",
        nudge="Three conditions must hold at once.",
        hint="Filter for a Japanese party and the sector {sector}, then test the start of the column status.",
        mistakes=[
            (
                lambda: _with_status("signed", ["customs", "digital"]),
                "you counted digital projects too; keep the sector customs.",
            ),
            (
                lambda: _with_status("signed", ["digital"]),
                "this is the number for the sector digital; the question asks for customs.",
            ),
            (
                lambda word="signed": _with_status(word, list(load("projects")["sector"].unique())),
                "this is the number for all sectors; keep the sector {sector}.",
            ),
        ],
    ),
    Question(
        name="done-clauses",
        level="interpret",
        objective="code",
        points=2,
        minutes=6,
        answer={"a", "d"},
        praise="Both are loans with a signature, a sum and a road or a line on the ground.",
        nudge="Which clauses report something that has happened already?",
        hint="Look for a signature or an exchange of notes that the clause itself reports.",
        mistakes=[
            ({"a", "b", "d"}, "adopting a road map signs for no named work; it is intended."),
            ({"a", "d", "f"}, "a decision of a government that another president welcomes is praise for others here."),
            ({"a"}, "one more clause reports a signature; read all six again."),
            ({"d"}, "one more clause reports a signature; read all six again."),
            ({"a", "c", "d"}, "an aim of days is a plan; no paper for a named work is reported."),
        ],
    ),
    Question(
        name="two-students",
        level="compute",
        objective="agree",
        points=3,
        minutes=10,
        vary={"start": [1, 2, 3, 4, 5, 6, 7, 8, 9]},
        answer=lambda start=1: _kappa(start),
        within=0.01,
        praise="A quarter of the clauses divides the two, and chance explains part of what they share.",
        nudge="How much of their agreement would chance alone give?",
        hint="Take the raw agreement minus the chance agreement, and divide by 1 minus the chance agreement.",
        mistakes=[
            (lambda start=1: _raw(start), "this is the raw agreement; now take the chance agreement away."),
            (
                lambda start=1: _chance(start),
                "this is the chance agreement; it is one of the two numbers that you need.",
            ),
            (
                lambda start=1: _raw(start) - _chance(start),
                "this is the gain over chance; divide it by the greatest possible gain.",
            ),
        ],
    ),
    Question(
        name="fused-part",
        level="interpret",
        objective="trace",
        points=2,
        minutes=5,
        answer="b",
        praise="Each half has a source, and only the link between them has none.",
        nudge="Two things that are true apart may be false together.",
        hint="Look in the column for the report: which element is there, but in another role?",
        mistakes=[
            ("a", "the dialogue took place, and the report gives its day."),
            ("c", "copper was discussed, as a matter of smelters' fees."),
            ("d", "the report names these industries as something both countries have."),
        ],
    ),
    Question(
        name="turkmen-customs",
        level="compute",
        objective="absence",
        points=2,
        minutes=6,
        vary={
            "state, kind": [
                ["TKM", "customs"],
                ["KAZ", "customs"],
                ["TJK", "customs"],
                ["UZB", "customs"],
                ["KAZ", "digital"],
                ["KAZ", "uranium"],
                ["UZB", "power"],
                ["UZB", "renewables"],
                ["TJK", "road"],
                ["KGZ", "road"],
            ]
        },
        words={
            "customs": ["customs"],
            "digital": ["digital"],
            "power": ["power"],
            "renewables": ["renewable energy"],
            "road": ["road"],
            "uranium": ["uranium"],
        },
        answer=lambda state="TKM", kind="customs": _in_state(state, kind),
        praise="So the zero for roads and rails was no zero for Japan's work in the country.",
        unit="projects",
        nudge="A project can include several states.",
        hint="Filter for a Japanese party and the sector {kind}, then ask which rows contain {state}.",
        mistakes=[
            (0, "an empty cell for roads and rails says nothing on customs; count the rows for all five states."),
            (
                lambda kind="customs": len(_japanese([kind])),
                "these are the projects of all states; keep those whose countries contain {state}.",
            ),
            (lambda: _in_state("TJK"), "this is the number for Tajikistan; its code is TJK."),
        ],
    ),
    Question(name="weights-note", level="interpret", objective="agree", points=4, minutes=10),
    Question(name="two-indicators", level="argue", objective="indicator", points=8, minutes=20),
]
