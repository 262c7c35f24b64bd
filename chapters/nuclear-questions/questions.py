"""Self-checks of the chapter nuclear-questions and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load


def _tonnes(indicator: str = "uranium_mine_production") -> pd.DataFrame:
    """Output of mines: one row a country, one column a year."""
    rows = load("indicators").loc[lambda table: table["indicator"] == indicator]
    return rows.pivot(index="country", columns="year", values="value")


def _shares(year: int, indicator: str = "uranium_mine_production") -> pd.Series:
    """Shares of the world's output in per cent, without the world itself."""
    column = _tonnes(indicator)[year].dropna()
    return column.drop("WLD") / column["WLD"] * 100


def _bgs(year: int) -> pd.Series:
    return _shares(year, "uranium_mine_production_bgs")


def _vote(name: str) -> float:
    """An official share of the referendum in per cent."""
    return float(load("indicators").set_index("indicator").loc[f"nuclear_referendum_{name}", "value"])


DEALS = ["pr-2006-01", "pr-2007-01", "pr-2007-02", "pr-2009-01", "pr-2010-02", "pr-2013-01", "pr-2025-14"]


def _deals(step: str) -> int:
    return int(load("projects").set_index("id").loc[DEALS, "status"].str.startswith(step).sum())


def _fell_and_gained() -> set[int]:
    """Years from 2017 in which Kazakh output fell and its share of the world rose."""
    output = _tonnes().loc[["KAZ", "WLD"]].T.loc[2016:2024]
    share = output["KAZ"] / output["WLD"]
    return set(output.index[(output["KAZ"].diff() < 0) & (share.diff() > 0)])


def _fell() -> set[int]:
    output = _tonnes().loc["KAZ", 2016:2024]
    return set(output.index[output.diff() < 0])


def _gained() -> set[int]:
    output = _tonnes().loc[["KAZ", "WLD"]].T.loc[2016:2024]
    return set(output.index[(output["KAZ"] / output["WLD"]).diff() > 0])


QUESTIONS = [
    Question(
        name="central-asia-2024",
        objective="shares",
        answer=lambda: float(_shares(2024)[["KAZ", "UZB"]].sum()),
        within=0.1,
        praise="Two neighbours mine almost half of the world's uranium, and one of the two values is an estimate.",
        unit="per cent",
        nudge="Two parts, one whole.",
        hint="Add the two countries and divide by the world total of 2024, times 100.",
        mistakes=[
            (lambda: float(_shares(2024)["KAZ"]), "this is Kazakhstan alone; add Uzbekistan."),
            (
                lambda: float(_shares(2024)[["KAZ", "UZB"]].sum()) / 100,
                "this is the share as a fraction; multiply by 100 for per cent.",
            ),
            (lambda: float(_shares(2020)[["KAZ", "UZB"]].sum()), "you used the year 2020; take the column 2024."),
        ],
    ),
    Question(
        name="hhi-of-four",
        objective="concentration",
        answer=3000,
        praise="The largest producer alone gives 1,600 of the 3,000 points, because squares favour large shares.",
        nudge="The HHI makes large shares count more than small ones.",
        hint="Square each of the four shares in per cent, then add the squares.",
        mistakes=[
            (100, "you added the shares; square each of them before you add."),
            (10_000, "you squared the sum; square each share first, then add."),
            (0.3, "you squared fractions; the index of this chapter uses per cent, from 0 to 10,000."),
        ],
    ),
    Question(
        name="cancelled-deals",
        objective="status",
        answer=lambda: _deals("cancelled"),
        praise="All of them concern reactors or their builder, and none concerns a mine.",
        unit="deals",
        nudge="Look at the last step of each deal.",
        hint='Count the rows whose column Step is "cancelled": (nuclear["Step"] == "cancelled").sum().',
        mistakes=[
            (lambda: _deals("completed"), "this is the number of completed steps; read the other word."),
            (lambda: len(DEALS), "you counted all deals; keep those with the step cancelled."),
            (
                lambda: _deals("cancelled") + _deals("completed"),
                "a completed study is not a cancelled deal; count one step only.",
            ),
        ],
    ),
    Question(
        name="no-of-registered",
        objective="votes",
        answer=lambda: _vote("turnout") * _vote("no_share") / 100,
        within=0.4,  # the figure above it rounds to 17
        praise="About one registered voter in six said no, and more than one in three stayed away.",
        unit="per cent",
        nudge="Not all who are registered came to vote.",
        hint="Multiply the turnout by the share of no, both as fractions, then times 100.",
        mistakes=[
            (lambda: _vote("no_share"), "this is the share of those who voted; multiply it by the turnout."),
            (
                lambda: 100 - _vote("turnout") * _vote("yes_share") / 100,
                "this counts everybody who did not say yes, also those who stayed away.",
            ),
            (
                lambda: _vote("no_share") / _vote("turnout") * 100,
                "you divided by the turnout; multiply, because the whole becomes larger and the share smaller.",
            ),
        ],
    ),
    Question(
        name="equal-halves",
        level="recall",
        objective="concentration",
        points=1,
        minutes=3,
        answer="d",
        praise="Four equal producers have 4 times 25 squared, which is 2,500, so the effective number rises from 2 to 4.",
        nudge="What does squaring do to a half and to a quarter?",
        hint="Compute 50² + 50², then 25² four times.",
        mistakes=[
            ("a", "the index reacts to every division of shares; compute both sums."),
            ("c", "more and smaller producers mean less concentration; compute both sums."),
            ("b", "the index reaches 0 only with endlessly many tiny producers."),
        ],
    ),
    Question(
        name="top-three-2000",
        level="compute",
        objective="shares",
        points=2,
        minutes=6,
        vary={
            "count, year": [
                [3, 2000],
                [3, 2005],
                [3, 2010],
                [3, 2015],
                [2, 2000],
                [2, 2005],
                [2, 2010],
                [4, 2000],
                [4, 2005],
                [4, 2010],
                [4, 2015],
                [5, 2000],
                [5, 2005],
                [5, 2010],
                [5, 2015],
            ]
        },
        words={"2": ["two"], "3": ["three"], "4": ["four"], "5": ["five"]},
        ranked="older[year].drop('WLD')",
        answer=lambda count=3, year=2000: float(_bgs(year).nlargest(count).sum()),
        within=0.1,
        praise="Kazakhstan was not among the three: in 2000 it had about 5 per cent.",
        unit="per cent",
        nudge="Which rows are countries, and which row is their sum?",
        hint="Take the largest shares of the column {year} with nlargest({count}) and add them.",
        mistakes=[
            (lambda: float(_bgs(2015).nlargest(3).sum()), "you used the year 2015; take the column 2000."),
            (
                lambda year=2000: float(_bgs(year).nlargest(1).sum()),
                "this is the largest producer alone; take {count}.",
            ),
            (
                lambda count=3, year=2000: float((_bgs(year).nlargest(count) ** 2).sum()),
                "you squared the shares; a share of the largest adds them as they are.",
            ),
        ],
    ),
    Question(
        name="effective-2005",
        level="compute",
        objective="concentration",
        points=2,
        minutes=8,
        vary={"when": [2005, 2000, 2010, 2015]},
        answer=lambda when=2005: float(10_000 / (_bgs(when) ** 2).sum()),
        within=0.05,
        praise="More than six equal countries: the world of 2005 was less concentrated than that of 2024.",
        unit="producers",
        nudge="How many equal producers would give the same HHI?",
        hint="Compute the HHI of {when} from shares in per cent, then divide 10,000 by it.",
        mistakes=[
            (lambda when=2005: float((_bgs(when) ** 2).sum()), "this is the HHI; divide 10,000 by it."),
            (
                lambda when=2005: float(len(_bgs(when))),
                "this is the number of countries in the list; the effective number weighs them.",
            ),
            (lambda: float(10_000 / (_bgs(2015) ** 2).sum()), "you used the year 2015; take the column 2005."),
        ],
    ),
    Question(
        name="fell-and-gained",
        level="compute",
        objective="change",
        points=2,
        minutes=8,
        answer=_fell_and_gained,
        praise="In 2018 the whole shrank faster than the part.",
        nudge="How can one's share rise when one's output falls? Look for both at once.",
        hint="Use diff() on the output and on the share; keep the years with a minus in the first and a plus in the second.",
        mistakes=[
            (_fell, "these are all years of falling output; the share must also have risen."),
            (_gained, "these are all years of a rising share; the output must also have fallen."),
        ],
    ),
    Question(
        name="needed-turnout",
        level="compute",
        objective="votes",
        points=2,
        minutes=7,
        vary={"goal": [50, 46, 47, 48, 49, 52, 54, 55, 57, 60]},
        answer=lambda goal=50: goal / _vote("yes_share") * 100,
        within=0.05,
        praise="The real turnout was lower, so no majority of all registered voters stood behind either answer.",
        unit="per cent",
        nudge="A share of a share: which of the two is unknown?",
        hint="Find the turnout t with t times 0.7112 equal to {goal} per cent.",
        mistakes=[
            (
                lambda goal=50: goal * _vote("yes_share") / 100,
                "you multiplied; turn the equation round and divide {goal} by the share of yes.",
            ),
            (
                lambda **_: _vote("turnout"),
                "this is the real turnout; with it, yes reached less than half of the registered.",
            ),
            (lambda goal=50: goal, "so many of the registered would have to vote yes, and not only vote."),
        ],
    ),
    Question(
        name="careful-sentence",
        level="interpret",
        objective="status",
        also=["rival-counts"],
        points=2,
        minutes=5,
        answer="d",
        praise="It dates the share, names the buyer and says what is not confirmed.",
        nudge="What is in the row, and what would one like to add?",
        hint="Look for the sentence that claims no more than the row of the table.",
        mistakes=[
            ("a", "the table gives the shares of the signing only, so the present tense says too much."),
            ("b", "no source says that the shares were sold; not confirmed is not the same as ended."),
            ("c", "design output is a plan; the table does not say what the mine produced."),
        ],
    ),
    Question(
        name="which-count",
        level="interpret",
        objective="rival-counts",
        points=2,
        minutes=5,
        answer="a",
        praise="A lower limit that all makers share, with the range beside it, hides nothing.",
        nudge="What can be said without choosing one of the makers?",
        hint="Look for the sentence that all three makers could sign, and that names the doubt.",
        mistakes=[
            ("c", "the middle of three lists is no better counted than the others; say who counts what."),
            ("b", "a mean of lists with different rules counts nothing; give the range."),
            ("d", "the country of a source does not show how its list was made; ask what it counts."),
        ],
    ),
    Question(name="two-headlines", level="interpret", objective="votes", points=6, minutes=15),
    Question(name="what-japan-can-offer", level="argue", objective="rival-counts", points=8, minutes=20),
]
