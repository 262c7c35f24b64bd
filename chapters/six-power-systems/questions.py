"""Self-checks of the chapter and exercises six-power-systems."""

from functools import cache

import pandas as pd

from caj.checks import Question
from caj.data import load

SOURCES = ["coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "other"]
FACTOR = 28  # tonnes of CO2 for one tonne of methane, as assumed in the chapter


@cache
def _wide() -> pd.DataFrame:
    """Generation in TWh: one row a country and year, one column a source, newest edition only."""
    frame = load("indicators")
    power = frame["indicator"].str.startswith("electricity_generation_") & frame["flag"].ne("superseded")
    wide = frame[power].pivot(index=["country", "year"], columns="indicator", values="value")
    return wide.rename(columns=lambda name: name.removeprefix("electricity_generation_"))[SOURCES].sort_index()


def _share(country: str, year: int, *sources: str) -> float:
    row = _wide().loc[(country, year)]
    return 100 * row[list(sources)].sum() / row.sum()


def _below(limit: float, *sources: str) -> set[str]:
    """Countries where these sources made less than `limit` per cent in 2024."""
    countries = _wide().index.get_level_values("country").unique()
    return {country for country in countries if _share(country, 2024, *sources) < limit}


def _repeats(least: float = 1) -> pd.DataFrame:
    """Values that equal the value of the year before."""
    long = _wide().reset_index().melt(["country", "year"], var_name="source", value_name="TWh")
    big = long[long["TWh"] >= 1].sort_values(["country", "source", "year"])
    before = big.groupby(["country", "source"])[["TWh", "year"]].shift()
    return big[big["TWh"].eq(before["TWh"]) & big["year"].eq(before["year"] + 1) & big["TWh"].ge(least)]


def _uzbek_repeats(first: int, *sources: str) -> int:
    rows = _repeats().query("country == 'UZB' and year >= @first")
    return int(rows["source"].isin(sources or SOURCES).sum())


def _grew(fuels: list[str], start: int, end: int) -> set[str]:
    countries = _wide().loc[(slice(None), end), :].index.get_level_values("country").unique()
    return {c for c in countries if _share(c, end, *fuels) > _share(c, start, *fuels)}


def _by_year(country: str, source: str, share: bool = True) -> pd.Series:
    rows = _wide().loc[country]
    return 100 * rows[source] / rows.sum(axis=1) if share else rows[source]


def _total_2025() -> float:
    return _wide().loc[("KAZ", 2025)].sum()


def _sun_wind(nation: str, year: int) -> float:
    return _share(nation, year, "wind", "solar")


def _rise(nation: str, first: int, last: int) -> float:
    return _sun_wind(nation, last) - _sun_wind(nation, first)


def _field_methane() -> float:
    return load("indicators").set_index("indicator")["value"]["methane_two_fields_satellite"]


QUESTIONS = [
    Question(
        name="kyrgyz-water",
        objective="shares",
        answer=lambda: _share("KGZ", 2025, "hydro"),
        praise="The rest is mostly coal, with a little gas and oil.",
        unit="per cent",
        nudge="One country, one year, one source.",
        hint="Keep country KGZ, year 2025 and source hydro, and read the column share.",
        mistakes=[
            (
                lambda: _wide().loc[("KGZ", 2025), "hydro"],
                "this is the amount in TWh; the question asks for the share.",
            ),
            (lambda: _share("KGZ", 2024, "hydro"), "this is the share of 2024; take 2025."),
            (lambda: _share("KGZ", 2025, "hydro") / 100, "this is a fraction; multiply by 100 to get per cent."),
        ],
        within=0.05,
    ),
    Question(
        name="mostly-clean",
        objective="claim",
        answer=lambda: _below(50, "coal", "gas", "oil"),
        praise="Both run on water, and nobody else in the table comes near.",
        nudge="Three fuels are left out: what is the rest?",
        hint="Add the shares of coal, gas and oil, and ask where the sum is below 50.",
        mistakes=[
            (lambda: _below(50, "gas", "oil"), "you left out coal; add it to gas and oil."),
            (
                lambda: _below(50, "coal", "gas", "oil") | {"JPN"},
                "Japan makes about two thirds from coal, gas and oil.",
            ),
        ],
    ),
    Question(
        name="large-repeats",
        objective="repeats",
        answer=lambda: len(_repeats(10)),
        praise="The larger the number, the less likely that two years agree by chance.",
        unit="rows",
        nudge="At least ten: is ten itself in?",
        hint='Compare repeats["TWh"] with 10 and add up the answers.',
        mistakes=[
            (lambda: len(_repeats()), "you counted every repeat; keep those of at least 10 TWh."),
            (
                lambda: int(_repeats(10)["country"].eq("TKM").sum()),
                "you counted Turkmenistan only; another country has one too.",
            ),
        ],
    ),
    Question(
        name="one-site",
        objective="units",
        answer=10 * 24 * 365 / 1e6 * FACTOR,
        praise="A single site would then count for about a tenth of the national inventory figure.",
        unit="Mt CO2e",
        nudge="How many hours has a year, and which unit is asked for?",
        hint="Multiply 10 tonnes by the hours of a year, turn tonnes into millions, and multiply by the factor.",
        mistakes=[
            (10 * 24 * 365 / 1e6, "this is in Mt of methane; multiply by the factor to get Mt CO2e."),
            (10 * 24 * 365 * FACTOR, "you kept the word million; 10 tonnes an hour are 87,600 tonnes a year."),
            (
                10 * 24 * 365 / 1e6 / FACTOR,
                "you divided by the factor; one tonne of methane counts as many tonnes of CO2.",
            ),
        ],
        within=0.01,
    ),
    Question(
        name="row-of-wide",
        level="recall",
        objective="reshape",
        points=1,
        minutes=3,
        answer="d",
        praise="Each source has a column of its own, so it is no longer in the row.",
        nudge="What must be known to point at one row?",
        hint="Look at the index of wide: which names does it hold?",
        mistakes=[
            ("a", "this is a row of the long form; in the wide form the sources are columns."),
            ("c", "a country fills many rows, one for each year."),
            ("b", "a source is a column of the wide form, not a row."),
        ],
    ),
    Question(
        name="japan-nuclear",
        level="compute",
        objective="reshape",
        points=3,
        minutes=8,
        vary={
            "country, source": [
                ["JPN", "nuclear"],
                ["KAZ", "coal"],
                ["KAZ", "gas"],
                ["KAZ", "hydro"],
                ["UZB", "gas"],
                ["UZB", "hydro"],
                ["KGZ", "hydro"],
                ["TJK", "hydro"],
                ["JPN", "gas"],
                ["JPN", "hydro"],
                ["JPN", "coal"],
            ]
        },
        words={"coal": ["coal power"], "gas": ["gas power"], "hydro": ["hydropower"], "nuclear": ["nuclear power"]},
        ranked="-share_by_year",
        answer=lambda country="JPN", source="nuclear": _by_year(country, source),
        praise="The series falls to nothing in 2014 and then slowly returns.",
        hint="Take the rows of {country} from wide, and divide the column {source} by the total, times 100.",
        mistakes=[
            (
                lambda country="JPN", source="nuclear": _by_year(country, source, share=False),
                "these are amounts in TWh; divide by the total of each year, times 100.",
            ),
            (
                lambda country="JPN", source="nuclear": _by_year(country, source) / 100,
                "these are fractions; multiply by 100 to get per cent.",
            ),
        ],
        within=0.05,
    ),
    Question(
        name="uzbek-sun-wind",
        level="compute",
        objective="shares",
        points=2,
        minutes=6,
        vary={
            "nation, first, last": [
                ["UZB", 2023, 2025],
                ["UZB", 2022, 2024],
                ["UZB", 2022, 2025],
                ["KAZ", 2018, 2024],
                ["KAZ", 2019, 2025],
                ["KAZ", 2020, 2023],
                ["KAZ", 2020, 2025],
                ["JPN", 2010, 2020],
                ["JPN", 2012, 2016],
                ["JPN", 2014, 2019],
                ["JPN", 2015, 2025],
                ["JPN", 2012, 2022],
            ]
        },
        answer=lambda nation="UZB", first=2023, last=2025: _rise(nation, first, last),
        praise="No other of the five moved so far towards wind and sun in these years.",
        unit="percentage points",
        nudge="A rise from one share to another is counted in points.",
        hint="Compute the share of wind and solar together in both years, and subtract.",
        mistakes=[
            (
                lambda nation="UZB", last=2025: _sun_wind(nation, last),
                "this is the share of {last}; subtract the share of {first}.",
            ),
            (
                lambda nation="UZB", first=2023, last=2025: 100 * _rise(nation, first, last) / _sun_wind(nation, first),
                "this is growth in per cent; the question asks for percentage points.",
            ),
            (
                lambda nation="UZB", first=2023, last=2025: (
                    _share(nation, last, "solar") - _share(nation, first, "solar")
                ),
                "you left out wind; add it to solar.",
            ),
        ],
        within=0.05,
    ),
    Question(
        name="coal-2030",
        level="compute",
        objective="shares",
        points=3,
        minutes=8,
        vary={"growth": [2.5, 1.0, 1.5, 2.0, 3.0, 3.5, 4.0]},
        answer=lambda growth=2.5: 0.4 * _total_2025() * (1 + growth / 100) ** 5,
        praise="The share falls by more than a quarter, the amount by a sixth: the total grows.",
        unit="TWh",
        nudge="Growth comes first, and the share afterwards.",
        hint="Let the total of 2025 grow for five years, each by {growth} per cent of the year before, then take 40 per cent.",
        mistakes=[
            (lambda **_: 0.4 * _total_2025(), "you left out growth; the total must grow for five years first."),
            (
                lambda growth=2.5: 0.4 * _total_2025() * (1 + growth / 20),
                "you added {growth} per cent five times; growth builds on the year before, so use a power.",
            ),
            (
                lambda growth=2.5: 0.4 * _total_2025() * (1 + growth / 100),
                "you let the total grow for one year; from 2025 to 2030 are five.",
            ),
        ],
        within=0.05,
    ),
    Question(
        name="which-chart",
        level="interpret",
        objective="stacks",
        points=2,
        minutes=4,
        answer="d",
        praise="One series, one floor: the eye compares heights.",
        nudge="In which chart does hydropower begin at the same line in both years?",
        hint="Ask which chart gives hydropower a flat floor and keeps its unit.",
        mistakes=[
            ("a", "in a stack the band of water stands on coal, gas and nuclear, and moves with them."),
            ("b", "a share also changes when the total changes; the question is about the amount."),
            ("c", "two pies show shares of two years, not amounts, and nothing between."),
        ],
    ),
    Question(
        name="newspaper-factor",
        level="compute",
        objective="units",
        points=2,
        minutes=5,
        answer=lambda: 366 / _field_methane(),
        praise="It is near 80, which the same text names as the factor for 20 years.",
        nudge="One tonne of methane for how many tonnes of CO2?",
        hint="Divide the tonnes of CO2 by the tonnes of methane.",
        mistakes=[
            (
                lambda: _field_methane() / 366,
                "you divided the wrong way round; the factor is CO2 for each tonne of methane.",
            ),
            (FACTOR, "this is the chapter's factor for 100 years; compute the one of the newspaper."),
        ],
        within=0.5,
    ),
    Question(
        name="uzbek-repeats",
        level="interpret",
        objective="repeats",
        points=2,
        minutes=6,
        answer=lambda: _uzbek_repeats(2020),
        praise="Two fuels that stand still in the same years are a stronger hint than one.",
        unit="rows",
        nudge="One country, and years from one on.",
        hint="Keep UZB and years from 2020, then count the rows.",
        mistakes=[
            (lambda: _uzbek_repeats(2000), "you counted all years; keep those from 2020."),
            (lambda: _uzbek_repeats(2020, "coal"), "you counted one fuel only; there is a second one."),
            (lambda: len(_repeats()), "you counted all countries; keep Uzbekistan."),
        ],
    ),
    Question(
        name="toward-gas",
        level="interpret",
        objective="claim",
        points=3,
        minutes=8,
        vary={
            "fuels, start, end": [
                [["gas", "oil"], 2000, 2024],
                [["gas", "oil"], 2005, 2020],
                [["gas", "oil"], 2010, 2024],
                [["gas", "oil"], 2000, 2015],
                [["coal", "oil"], 2000, 2024],
                [["coal", "oil"], 2010, 2024],
                [["coal", "oil"], 2000, 2010],
                [["coal", "gas"], 2000, 2024],
                [["coal", "gas"], 2010, 2024],
                [["coal", "gas"], 2000, 2010],
                [["gas", "oil"], 2015, 2024],
            ]
        },
        answer=lambda fuels=["gas", "oil"], start=2000, end=2024: _grew(fuels, start, end),
        praise="The country that the sentence fits only half is the only one that moves towards it.",
        nudge="Two fuels together, in two years: in which country is the later share larger?",
        hint="Compute the share of the two fuels together in {start} and in {end}, and compare.",
        mistakes=[
            (
                lambda: _grew(["gas"], 2000, 2024),
                "you looked at gas alone; add oil, which gas replaced in some countries.",
            ),
            (lambda: _grew(["coal"], 2000, 2024), "you looked at coal; take gas and oil."),
        ],
    ),
    Question(name="four-part-sentence", level="argue", objective="claim", points=8, minutes=25),
]
