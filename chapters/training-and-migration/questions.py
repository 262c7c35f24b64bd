"""Self-checks of the chapter training-and-migration and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

# Indicator, country and year of each number that the questions use.
ROWS = {
    "fellows 2020": ("jds_fellows_cumulative", "KGZ", 2020),
    "returned 2020": ("jds_fellows_returned", "KGZ", 2020),
    "fellows 2024": ("jds_fellows_cumulative", "KGZ", 2024),
    "fellows 2025": ("jds_fellows_cumulative", "KGZ", 2025),
    "grant 2025": ("jds_grant", "KGZ", 2025),
    "places": ("jds_annual_intake", "KGZ", 2024),
    "target": ("labour_agreement_target", "UZB", 2030),
    "Uzbek workers": ("trainees_and_specified_skilled_workers_in_japan", "UZB", 2025),
    "Uzbek residents": ("residents_in_japan_by_nationality", "UZB", 2025),
    "foreign workers": ("foreign_workers_in_japan", "JPN", 2025),
}


def _rows(indicator: str, country: str, year: int) -> pd.DataFrame:
    keys = ["indicator", "country", "year"]
    return load("indicators").loc[lambda table: (table[keys] == [indicator, country, year]).all(axis=1)]


def _get(name: str) -> float:
    return float(_rows(*ROWS[name])["value"].iloc[0])


def _stay(returned: float | None = None) -> float:
    """Fellows away in 2020 over those who leave a year; two groups left between the last readings."""
    back = _get("returned 2020") if returned is None else returned
    return 2 * (_get("fellows 2020") - back) / (_get("fellows 2025") - _get("fellows 2024"))


def _percent(name: str) -> float:
    return 100 * _get(name) / _get("foreign workers")


def _projected(what: str, edition: int, year: int = 2040) -> float:
    rows = _rows(f"foreign_worker{what}_projection", "JPN", year)
    return float(rows.loc[rows["source_ids"] == f"jica-{edition}-study", "value"].iloc[0])


def _need_part() -> float:
    """Per cent of the change of the gap between the two editions that the higher need explains."""
    need = _projected("s_required", 2024) - _projected("s_required", 2022)
    return 100 * need / (_projected("_shortfall", 2024) - _projected("_shortfall", 2022))


def _ratio_to(what: str, start: int, end: int) -> float:
    """A projected number of one year over the count of another."""
    counted = _rows("foreign_workers_in_japan", "JPN", start)["value"].iloc[0]
    return float(_projected(what, 2024, end) / counted)


def _growth_to(what: str, start: int, end: int) -> float:
    """Per cent a year from the count of one year to the projection of another."""
    return 100 * (_ratio_to(what, start, end) ** (1 / (end - start)) - 1)


def _per_place(country: str, year: int) -> float:
    """Million yen of a JDS grant for one place of the same year."""
    grant, places = (_rows(name, country, year)["value"].iloc[0] for name in ("jds_grant", "jds_annual_intake"))
    return float(grant / places)


def _implied(country: str, year: int, rank: int = -1, power: int = -1) -> float:
    """Inflow in billion dollars over its share of GDP; of rival shares, rank -1 is the largest."""
    shares = _rows("remittances_share_gdp", country, year)["value"].sort_values()
    inflow = _rows("remittances_inflow", country, year)["value"].iloc[0]
    return float(inflow / 1000 * (shares.iloc[rank] / 100) ** power)


QUESTIONS = [
    Question(
        name="bishkek-2003",
        objective="centre-dates",
        answer="d",
        praise="The centre is older than the project; a good text names the event with its date.",
        nudge="A house can have several birthdays: opening, move, new name.",
        hint="Look at the last row of the table of openings.",
        mistakes=[
            ("a", "the centre itself is dated May 1995; look at what happened in April 2003."),
            ("c", "lessons need no project, and no row of the table speaks of them; look at the row of April 2003."),
            ("b", "2003 is a real beginning, only not that of the centre; look at the row of April 2003."),
        ],
    ),
    Question(
        name="length-of-stay",
        objective="stock-flow",
        answer=_stay,
        praise="A stock divided by a flow is a length of stay.",
        unit="years",
        nudge="How many are away at one time, and how many come and go each year?",
        hint="First find the stock: fellows sent minus fellows returned. Then divide it by the yearly flow.",
        within=0.05,
        mistakes=[
            (lambda: _stay(0), "you divided the whole counter; use only those still away."),
            (lambda: 1 / _stay(), "you divided the flow by the stock; turn the fraction round."),
        ],
    ),
    Question(
        name="uzbek-share",
        objective="promise-count",
        answer=lambda: _percent("Uzbek workers"),
        praise="One or two in ten thousand: too few to ease a national shortage.",
        unit="per cent",
        nudge="Expect a small number.",
        hint="Divide the part by the base and multiply by 100.",
        within=0.001,
        mistakes=[
            (lambda: _percent("Uzbek workers") / 100, "this is a share; multiply it by 100 for per cent."),
            (lambda: _percent("Uzbek residents"), "you used all residents; take trainees and skilled workers."),
        ],
    ),
    Question(
        name="supply-part",
        objective="vintages",
        answer=lambda: 100 - _need_part(),
        praise="Most of the larger gap is a change of view on the countries that send workers.",
        unit="per cent",
        nudge="A gap grows from two sides: which side is asked for?",
        hint="Divide the fall of the supply by the rise of the gap, and multiply by 100.",
        within=1,
        mistakes=[
            (_need_part, "this is the part of the higher need; the question asks for the supply."),
            (lambda: 1 - _need_part() / 100, "this is a share between 0 and 1; multiply it by 100 for per cent."),
        ],
    ),
    Question(
        name="implied-gdp",
        objective="share-base",
        answer=lambda: _implied("TJK", 2024),
        praise="With the rival share of 40 per cent the same money implies a larger GDP.",
        unit="billion dollars",
        nudge="The amount is less than half of what you look for.",
        hint="Divide the amount by the share, with the share written as 0.45.",
        within=0.1,
        mistakes=[
            (lambda: _implied("TJK", 2024, power=1), "you multiplied; divide the part by the share."),
            (lambda: _implied("TJK", 2024, 0), "you used the rival share of 40 per cent; use 45."),
        ],
    ),
    Question(
        name="jds-missing",
        objective="benefit-test",
        answer={"compared", "independent"},
        praise="Somebody outside would have to follow fellows and similar officials who stayed.",
        nudge="Read along the row, and note the columns.",
        hint="Read the row of the table and collect the names of the columns that say no.",
        mistakes=[
            ({"counted", "costs known"}, "these two are answered with yes; give the two others."),
            ({"compared"}, "one more question fails; ask who gave the count."),
        ],
    ),
    Question(
        name="which-are-flows",
        level="recall",
        objective="stock-flow",
        points=2,
        minutes=4,
        answer={"b", "d"},
        praise="Both count over a period; the two others count at a moment.",
        nudge="A stock is counted at a moment.",
        hint="Ask of each number: does it have a date, or a beginning and an end?",
        mistakes=[
            ({"a", "c"}, "these two are stocks, counted at one moment; give the two others."),
            ({"d"}, "one more number counts over a period, although it was only a plan."),
        ],
    ),
    Question(
        name="almaty-2000",
        level="interpret",
        objective="centre-dates",
        points=1,
        minutes=4,
        answer="b",
        praise="Two true dates can stand side by side if each names its event.",
        nudge="Work can begin before a house opens.",
        hint="Ask which event each year marks.",
        mistakes=[
            ("a", "an error is possible, but first ask whether the two years mark two events."),
            ("c", "no page names 2001; a mean of two years is the date of nothing."),
            ("d", "a newer page is not a better witness of an old event; ask what each year marks."),
        ],
    ),
    Question(
        name="cost-per-place",
        level="compute",
        objective="stock-flow",
        points=2,
        minutes=6,
        vary={"country, year": [["KGZ", 2024], ["TJK", 2010], ["TJK", 2017], ["UZB", 2016], ["UZB", 2024]]},
        answer=lambda country="KGZ", year=2024: _per_place(country, year),
        praise="The quotient is a rough size only, because a grant pays for a group during its whole stay.",
        unit="million yen",
        nudge="What is shared out, and among how many?",
        hint="Divide the grant of {year} by the places of {year}.",
        within=0.1,
        mistakes=[
            (lambda: _get("grant 2025") / _get("places"), "you used the grant of 2025; take the one of 2024."),
            (
                lambda country="KGZ", year=2024: 1 / _per_place(country, year),
                "you divided places by yen; turn the fraction round.",
            ),
        ],
    ),
    Question(
        name="arrivals-needed",
        level="compute",
        objective="promise-count",
        points=2,
        minutes=5,
        vary={"stay": [3, 2, 4, 5], "stock": [10000, 6000, 8000, 12000, 15000]},
        words={"2": ["two"], "3": ["three"], "4": ["four"], "5": ["five"]},
        answer=lambda stock=10_000, stay=3: stock / stay,
        praise="A stock of 10,000 needs more arrivals than the promise of 2,000 a year.",
        unit="workers a year",
        nudge="If they stay longer, do more or fewer have to come?",
        hint="Stock is arrivals a year times years of stay; solve it for the arrivals.",
        within=1,
        mistakes=[
            (lambda: _get("target") / 5, "this spreads the promise over five years; find a lasting stock."),
            (lambda stock=10_000, stay=3: stock * stay, "you multiplied; divide the stock by the stay."),
        ],
    ),
    Question(
        name="pace-to-2040",
        level="compute",
        objective="vintages",
        points=3,
        minutes=8,
        vary={
            "start, end": [
                [2025, 2040],
                [2025, 2030],
                [2024, 2030],
                [2024, 2040],
                [2022, 2030],
                [2022, 2040],
                [2021, 2030],
                [2021, 2040],
            ]
        },
        answer=lambda start=2025, end=2040: _growth_to("s_required", start, end),
        praise="The count of 2021 to 2025 grew faster, but no pace is promised to last for fifteen years.",
        unit="per cent a year",
        nudge="Growth on growth: a division by the years is too simple.",
        hint="Take the ratio of the two numbers, the root for the years from {start} to {end}, subtract 1, and multiply by 100.",
        within=0.1,
        mistakes=[
            (
                lambda start=2025, end=2040: _growth_to("s_supply", start, end),
                "this leads to the expected supply; the question asks for the need.",
            ),
            (
                lambda start=2025, end=2040: 100 * (_ratio_to("s_required", start, end) - 1) / (end - start),
                "growth compounds, so take the root for all these years.",
            ),
        ],
    ),
    Question(
        name="implied-gdp-uzb",
        level="compute",
        objective="share-base",
        points=2,
        minutes=5,
        vary={
            "country, year, billions, share": [
                ["UZB", 2022, 16.9, 21],
                ["UZB", 2024, 14.8, 14],
                ["TJK", 2010, 2.3, 31],
                ["TJK", 2024, 5.8, 40],
            ]
        },
        answer=lambda country="UZB", year=2022, billions=16.9, share=21: 100 * billions / share,
        praise="Compare it with the 106 billion implied for 2024: both the money and the base changed.",
        unit="billion dollars",
        nudge="The remittances are about a fifth of it.",
        hint="Divide the inflow by the share, with {share} per cent written as a number below 1.",
        within=0.5,
        mistakes=[
            (lambda billions=16.9, share=21: billions * share / 100, "you multiplied; divide the part by the share."),
            (lambda: _implied("UZB", 2024), "you used the numbers of 2024; take both of 2022."),
        ],
    ),
    Question(name="rewrite-headline", level="interpret", objective="promise-count", points=6, minutes=15),
    Question(name="mutual-benefit", level="argue", objective="benefit-test", points=8, minutes=20),
]
