"""Self-checks of the chapter on the Middle Corridor: growth, intervals, consistency, forecast error."""

import math
from functools import cache

from caj.checks import Question
from caj.data import load


@cache
def _official() -> dict[int, float]:
    """Annual cargo of the official series, thousand tonnes."""
    return {year: value for year, value, source in _rows("titr_cargo") if "report-20260310" in source}


def _rows(indicator: str, period: str = "") -> list[tuple[int, float, str]]:
    table = load("indicators")
    table = table[(table["indicator"] == indicator) & (table["country"] == "TITR") & (table["period"].fillna("") == period)]
    return list(table[["year", "value", "source_ids"]].itertuples(index=False, name=None))


def _level(indicator: str, year: int, period: str, source: str) -> float:
    return next(value for y, value, s in _rows(indicator, period) if y == year and source in s)


def _growth(base: float, level: float) -> float:
    return (level / base - 1) * 100


def _steady(base: float, level: float, steps: int) -> float:
    return ((level / base) ** (1 / steps) - 1) * 100


def _half_2024() -> float:
    return _level("titr_cargo", 2024, "H1", "newsaz-20240729")


def _half_2025() -> float:
    return _level("titr_cargo", 2025, "H1", "ati-20250908")


def _narrow_2024() -> float:
    return _level("titr_cargo", 2024, "H1", "vibewire-h12025")


def _half_2023() -> float:
    return _level("titr_cargo", 2023, "H1", "tels-2023")


def _four_months() -> float:
    return _level("titr_cargo", 2022, "Jan-Apr", "timekz-2022")


def _nine_months(source: str) -> float:
    return _level("titr_cargo", 2022, "Jan-Sep", source)


def _plan_2025() -> float:
    return _level("titr_plan_cargo", 2025, "", "report-20251020")


def _goal() -> float:
    return next(value for year, value, _ in _rows("titr_capacity_target") if year == 2030)


def _container_errors() -> list[tuple[float, float]]:
    """Pairs (error, outturn) of the container plans, thousand TEU."""
    outturns = {year: value for year, value, _ in _rows("titr_containers")}
    return [(outturns[year] - plan, outturns[year]) for year, plan, _ in _rows("titr_plan_containers")]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


QUESTIONS = [
    Question(
        name="growth-2023",
        answer=lambda: _growth(_official()[2022], _official()[2023]),
        praise="That is the rate the route's association gave in January 2024.",
        hint="Subtract the level of 2022 from the level of 2023, divide by the level of 2022, multiply by 100.",
        mistakes=[
            (lambda: _growth(_official()[2022], _official()[2023]) / 100, "this is a share of one; multiply by 100 to get per cent."),
            (
                lambda: (1 - _official()[2022] / _official()[2023]) * 100,
                "you divided by the later year; growth divides by the earlier one.",
            ),
            (
                lambda: _official()[2023] / _official()[2022] * 100,
                "this is the new level in per cent of the old one; subtract 100 to get the growth.",
            ),
            (65, "this is the rate in the article; compute the rate from the two official levels."),
        ],
        within=0.15,
    ),
    Question(
        name="levels-claimed",
        answer=2,
        praise="The 2.7 and the 2.2 million tonnes are levels; the 65 per cent is a rate.",
        hint="A level has a unit of amount, such as tonnes; a rate compares two levels.",
        mistakes=[
            (3, "one of the three is a rate: look for the unit per cent."),
            (1, "two claims have tonnes as their unit, although one covers a full year and one a half-year."),
        ],
    ),
    Question(
        name="narrow-share",
        answer=lambda: _narrow_2024() / _half_2024() * 100,
        praise="Less than half, so no growth rate may mix the two counts.",
        hint="Divide the narrow level by the government's level and multiply by 100.",
        mistakes=[
            (lambda: _half_2024() / _narrow_2024() * 100, "you divided the large level by the small one; the question asks for the small one as a share."),
            (lambda: _narrow_2024() / 2200 * 100, "you divided by the 2,200 of the article; the government's level is 2,100."),
            (lambda: (1 - _narrow_2024() / _half_2024()) * 100, "this is the share that the narrow count leaves out; the question asks for the share that it holds."),
        ],
        within=0.5,
    ),
    Question(
        name="base-for-65",
        answer=lambda: _official()[2023] / 1.65,
        praise="A level near 1.7 million tonnes is what to look for in old reports.",
        hint="After growth of 65 per cent the new level is 1.65 times the base; solve for the base.",
        mistakes=[
            (lambda: _official()[2023] * 0.35, "you took 65 per cent off the new level; growth is counted from the base, so divide by 1.65."),
            (lambda: _official()[2023] * 1.65, "you multiplied; the base is smaller than the new level, so divide."),
            (lambda: _official()[2023] / 0.65, "you divided by 0.65; the new level is the base plus 65 per cent of it, so divide by 1.65."),
            (lambda: _official()[2022], "this is the official level of 2022, and it gives 86 per cent; look for the level that gives 65."),
        ],
        within=2,
    ),
    Question(
        name="last-quarter-2022",
        answer=lambda: _official()[2022] - _nine_months("trend-20221022"),
        praise="Cargo cannot be negative, so the two figures cannot both be right with one coverage.",
        hint="Subtract the nine months from the full year, and keep the sign.",
        mistakes=[
            (lambda: _nine_months("trend-20221022") - _official()[2022], "you lost the sign: full year minus nine months is negative here."),
            (lambda: _official()[2022] - _nine_months("kazinform-20221021"), "you used the 1,084; the question supposes that the 1,840 is true."),
        ],
        within=1,
    ),
    Question(
        name="plan-error-2025",
        answer=lambda: (_official()[2025] - _plan_2025()) / _official()[2025] * 100,
        praise="The negative sign says that the plan was too high.",
        hint="Outturn minus plan, divided by the outturn, times 100.",
        mistakes=[
            (lambda: (_official()[2025] - _plan_2025()) / _plan_2025() * 100, "you divided by the plan; this chapter divides by the outturn."),
            (lambda: (_plan_2025() - _official()[2025]) / _official()[2025] * 100, "you lost the sign: the error is outturn minus plan."),
            (lambda: _growth(_official()[2024], _official()[2025]), "this is the growth from 2024; compare the outturn with the plan."),
        ],
        within=0.3,
    ),
    Question(
        name="growth-needed",
        answer=lambda: _steady(_official()[2025], _goal(), 5),
        praise="Only three of the six official rates since 2020 were higher.",
        hint="Divide the two levels, take the fifth root, subtract 1 and multiply by 100.",
        mistakes=[
            (lambda: _growth(_official()[2025], _goal()) / 5, "you divided the total growth by five; rates compound, so take the fifth root of the factor."),
            (lambda: _steady(_official()[2025], _goal(), 6), "you counted six steps; from 2025 to 2030 there are five."),
            (lambda: _growth(_official()[2025], _goal()), "this is the growth of all five years together; the question asks for one year."),
        ],
        within=0.3,
    ),
    Question(
        name="base-choice",
        answer="b",
        praise="The base is the level before the change.",
        hint="Ask where the change started.",
        mistakes=[
            ("a", "the later level tells which share of it is new, not how much the route grew."),
            ("c", "the mean of both years has uses, but a growth rate starts at the level before the change."),
            ("d", "the first year of the series is the base of an index, not of a yearly growth rate."),
        ],
    ),
    Question(
        name="cagr-2019-2024",
        answer=lambda: _steady(_official()[2019], _official()[2024], 5),
        praise="Adding the year 2025 lowers it by about ten points: the end year matters.",
        hint="Five steps lead from 2019 to 2024; take the fifth root of the factor.",
        mistakes=[
            (lambda: _growth(_official()[2019], _official()[2024]) / 5, "you divided the total growth by five; rates compound, so take the fifth root of the factor."),
            (lambda: _steady(_official()[2019], _official()[2024], 6), "you counted six years; between 2019 and 2024 there are five steps."),
            (lambda: _growth(_official()[2019], _official()[2024]), "this is the growth of all five steps together; the question asks for one year."),
        ],
        within=0.3,
    ),
    Question(
        name="lowest-growth-h1",
        answer=lambda: _growth(_half_2024() + 50, _half_2025() - 50),
        praise="So the printed 7 per cent cannot come from these two levels.",
        hint="The lowest rate pairs the lowest new level with the highest base.",
        mistakes=[
            (lambda: _growth(_half_2024(), _half_2025()), "you used the printed levels; the lowest rate uses the ends of their intervals."),
            (lambda: _growth(_half_2024() - 50, _half_2025() + 50), "this is the highest rate; take the lowest new level and the highest base."),
            (lambda: _growth(_half_2024() - 50, _half_2025() - 50), "you took the lower end twice; a high base makes the rate low."),
        ],
        within=0.3,
    ),
    Question(
        name="may-june-2022",
        answer=lambda: _half_2023() / 1.772 - _four_months(),
        praise="Almost nothing in two months: one of the three reports must count something else.",
        hint="Divide the half-year of 2023 by 1.772, then subtract the four months.",
        mistakes=[
            (lambda: _half_2023() * (1 - 0.772) - _four_months(), "you took 77.2 per cent off the new level; divide by 1.772 instead."),
            (lambda: _half_2023() / 1.772, "this is the implied half-year; subtract the four months from it."),
            (lambda: _half_2023() - _four_months(), "you subtracted months of 2022 from a half-year of 2023; find the half-year of 2022 first."),
        ],
        within=2,
    ),
    Question(
        name="mape-containers",
        answer=lambda: _mean([abs(error) / outturn * 100 for error, outturn in _container_errors()]),
        praise="Both plans were too high, so here the mean error says the same with a negative sign.",
        hint="For each year take the absolute error in per cent of the outturn, then the mean.",
        mistakes=[
            (lambda: _mean([abs(e) / (o - e) * 100 for e, o in _container_errors()]), "you divided by the plans; the MAPE divides by the outturns."),
            (lambda: _mean([e / o * 100 for e, o in _container_errors()]), "you kept the signs; MAPE takes the absolute errors."),
        ],
        within=0.3,
    ),
    Question(
        name="year-of-10",
        answer=lambda: 2025 + math.ceil(math.log(_goal() / _official()[2025]) / math.log(1.1)),
        praise="This is five years after the latest date named for the target.",
        hint="Multiply by 1.1 for each year until the level is at least 10,000.",
        mistakes=[
            (lambda: 2025 + math.floor(math.log(_goal() / _official()[2025]) / math.log(1.1)), "in that year the level is still below 10,000; go one year further."),
            (lambda: 2025 + math.ceil((_goal() / _official()[2025] - 1) / 0.1), "you added the same tonnes each year; a constant rate compounds."),
        ],
    ),
]
