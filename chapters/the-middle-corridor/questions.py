"""Self-checks of the chapter on the Middle Corridor: growth, intervals, shares, forecast error, models."""

import math

import numpy as np

from caj.checks import Question
from caj.data import load


def _level(indicator: str, year: int, source: str, period: str = "") -> float:
    """One level of the route: thousand tonnes or thousand TEU."""
    rows = load("indicators").fillna({"period": ""})
    rows = rows[(rows["indicator"] == indicator) & (rows["country"] == "TITR") & (rows["year"] == year)]
    return float(rows.loc[(rows["period"] == period) & rows["source_ids"].str.contains(source), "value"].iloc[0])


def _year(year: int) -> float:
    return _level("titr_cargo", year, "report-20260310")


PRINTED = {
    "narrow": ("titr_cargo", 2024, "vibewire-h12025", "H1"),
    "half 2023": ("titr_cargo", 2023, "tels-2023", "H1"),
    "half 2024": ("titr_cargo", 2024, "newsaz-20240729", "H1"),
    "half 2025": ("titr_cargo", 2025, "ati-20250908", "H1"),
    "four months": ("titr_cargo", 2022, "timekz-2022", "Jan-Apr"),
    "nine months": ("titr_cargo", 2022, "kazinform-20221021", "Jan-Sep"),
    "odd nine months": ("titr_cargo", 2022, "trend-20221022", "Jan-Sep"),
    "plan": ("titr_plan_cargo", 2025, "report-20251020"),
    "goal": ("titr_capacity_target", 2030, "vestnik-20250627"),
}


def _of(name: str) -> float:
    return _level(*PRINTED[name])


def _growth(base: float, level: float) -> float:
    return (level / base - 1) * 100


def _steady(base: float, level: float, steps: int) -> float:
    return _growth(1, (level / base) ** (1 / steps))


def _boxes(measure) -> float:
    """Mean of `measure(plan, outturn)` over the container plans of 2022 and 2025."""
    sources = {2022: ("titr-2022", "tels-2023"), 2025: ("at-20250306", "report-20260310")}
    pairs = [(_level("titr_plan_containers", y, a), _level("titr_containers", y, b)) for y, (a, b) in sources.items()]
    return float(np.mean([measure(plan, outturn) for plan, outturn in pairs]))


def _share(parts: int = 0) -> float:
    """The corridor's containers of 2024 in per cent of the rail total, with the corridor added `parts` times."""
    rail = load("indicators").query("indicator == 'northern_containers_china_eu' and year == 2024")["value"].iloc[0]
    corridor = _level("titr_containers", 2024, "at-20250306")
    return corridor / (rail + parts * corridor) * 100


def _miss(first: int = 2019, last: int = 2024, hidden: int = 2025) -> float:
    """Error for the hidden year, in per cent, of the straight line through `first` to `last`."""
    years = np.arange(first, last + 1)
    line = np.polyfit(years - first, [_year(year) for year in years], 1)
    return (1 - float(np.polyval(line, hidden - first)) / _year(hidden)) * 100


QUESTIONS = [
    Question(
        name="growth-2023",
        objective="growth",
        within=0.15,
        answer=lambda: _growth(_year(2022), _year(2023)),
        praise="That is the rate which the route's association gave in January 2024.",
        unit="per cent",
        nudge="Growth counts from the level before.",
        hint="Subtract the level of 2022 from the level of 2023, divide by the level of 2022, multiply by 100.",
        mistakes=[
            (
                lambda: _growth(_year(2022), _year(2023)) / 100,
                "this is a share of one; multiply by 100 to get per cent.",
            ),
            (
                lambda: -_growth(_year(2023), _year(2022)),
                "you divided by the later year; growth divides by the earlier one.",
            ),
            (65, "this is the rate with 1.7 million tonnes for 2022; use the two official levels."),
        ],
    ),
    Question(
        name="levels-claimed",
        objective="coverage",
        answer=2,
        praise="The 2.7 and the 2.2 million tonnes are levels; the 65 per cent is a rate.",
        unit="claims",
        nudge="Which of the three have a unit of amount?",
        hint="A level has a unit of amount, such as tonnes; a rate compares two levels.",
        mistakes=[
            (3, "one of the three is a rate: look for the unit per cent."),
            (1, "two claims have tonnes as their unit, although one covers a year and the other a half-year."),
        ],
    ),
    Question(
        name="narrow-share",
        objective="coverage",
        within=0.5,
        answer=lambda: _of("narrow") / _of("half 2024") * 100,
        praise="Less than half, so no growth rate may mix the two counts.",
        unit="per cent",
        nudge="Which of the two numbers is the whole?",
        hint="Divide the narrow level by the government's level and multiply by 100.",
        mistakes=[
            (
                lambda: _of("half 2024") / _of("narrow") * 100,
                "you divided the large level by the small one; turn the fraction around.",
            ),
            (
                lambda: (1 - _of("narrow") / _of("half 2024")) * 100,
                "this is the part that the narrow count leaves out; subtract it from 100.",
            ),
        ],
    ),
    Question(
        name="base-for-65",
        objective="intervals",
        within=2,
        answer=lambda: _year(2023) / 1.65,
        praise="Rounded to 0.1 million, that is the 1.7 million of the minister and his ministry.",
        unit="thousand tonnes",
        nudge="Is the base larger or smaller than the new level?",
        hint="After growth of 65 per cent the new level is 1.65 times the base; solve for the base.",
        mistakes=[
            (
                lambda: _year(2023) * 0.35,
                "you took 65 per cent off the new level; growth counts from the base, so divide by 1.65.",
            ),
            (lambda: _year(2023) * 1.65, "you multiplied; the base is smaller than the new level, so divide."),
        ],
    ),
    Question(
        name="last-quarter-2022",
        objective="consistency",
        within=1,
        answer=lambda: _year(2022) - _of("odd nine months"),
        praise="Cargo cannot be negative, so the two figures cannot both be right with one coverage.",
        unit="thousand tonnes",
        nudge="Can a part be larger than the year?",
        hint="Subtract the nine months from the full year, and keep the sign.",
        mistakes=[
            (
                lambda: _of("odd nine months") - _year(2022),
                "you lost the sign: full year minus nine months is negative here.",
            ),
            (
                lambda: _year(2022) - _of("nine months"),
                "you used the 1,084; the question supposes that the 1,840 is true.",
            ),
        ],
    ),
    Question(
        name="plan-error-2025",
        objective="forecast-error",
        within=0.3,
        answer=lambda: -_growth(_year(2025), _of("plan")),
        praise="The negative sign says that the plan was too high.",
        unit="per cent",
        nudge="Was the plan too high or too low? The sign follows.",
        hint="Outturn minus plan, divided by the outturn, times 100.",
        mistakes=[
            (
                lambda: _growth(_of("plan"), _year(2025)),
                "you divided by the plan; this chapter divides by the outturn.",
            ),
            (lambda: _growth(_year(2025), _of("plan")), "you lost the sign: the error is outturn minus plan."),
        ],
    ),
    Question(
        name="share-2024",
        objective="coverage",
        within=0.2,
        answer=_share,
        praise="It is an upper limit, because the corridor's count is not limited to China and Europe.",
        unit="per cent",
        nudge="Does the total hold the corridor already?",
        hint="Divide the corridor's containers by the printed total and multiply by 100.",
        mistakes=[
            (lambda: _share(1), "you added the corridor to a total that already includes it."),
            (lambda: _share(-1), "you divided by the other routes; a share divides by the whole."),
        ],
    ),
    Question(
        name="growth-needed",
        objective="projection",
        within=0.3,
        answer=lambda: _steady(_year(2025), _of("goal"), 5),
        praise="Three of the six official rates since 2020 were higher, three were lower.",
        unit="per cent a year",
        nudge="Rates do not add up from year to year; they multiply.",
        hint="Divide the two levels, take the fifth root, subtract 1 and multiply by 100.",
        mistakes=[
            (
                lambda: _growth(_year(2025), _of("goal")) / 5,
                "you divided the total growth by five; rates compound, so take the fifth root.",
            ),
            (lambda: _steady(_year(2025), _of("goal"), 6), "you counted six steps; from 2025 to 2030 there are five."),
        ],
    ),
    Question(
        name="base-choice",
        level="recall",
        objective="growth",
        points=1,
        minutes=2,
        answer="c",
        praise="The base is the level before the change.",
        nudge="A change has a before and an after.",
        hint="Ask where the change started.",
        mistakes=[
            ("a", "the later level shows which share of it is new, not how much the route grew."),
            ("b", "a mean of both levels is neither the start nor the end; growth is measured from where it began."),
            ("d", "the first year of the series is the base of an index, not of a yearly growth rate."),
        ],
    ),
    Question(
        name="cagr-2019-2024",
        level="compute",
        objective="growth",
        points=2,
        minutes=6,
        vary={
            "first, last": [
                [2019, 2024],
                [2019, 2022],
                [2019, 2023],
                [2019, 2025],
                [2020, 2023],
                [2020, 2024],
                [2020, 2025],
                [2021, 2024],
                [2021, 2025],
            ]
        },
        within=0.3,
        answer=lambda first=2019, last=2024: _steady(_year(first), _year(last), last - first),
        praise="Adding the year 2025 lowers it by about ten points: the end year matters.",
        unit="per cent a year",
        nudge="How many steps lie between six years?",
        hint="One step leads from each year to the next, from {first} to {last}; take the root of that many steps.",
        mistakes=[
            (
                lambda first=2019, last=2024: _growth(_year(first), _year(last)) / (last - first),
                "you divided the total growth by the number of steps; rates compound, so take a root.",
            ),
            (
                lambda first=2019, last=2024: _steady(_year(first), _year(last), last - first + 1),
                "you counted the years; the steps between them are one less.",
            ),
        ],
    ),
    Question(
        name="lowest-growth-h1",
        level="compute",
        objective="intervals",
        points=2,
        minutes=8,
        vary={"off": [50, 20, 30, 40, 60, 70, 80, 90]},
        within=0.3,
        answer=lambda off=50: _growth(_of("half 2024") + off, _of("half 2025") - off),
        praise="So the printed 7 per cent cannot come from these two levels.",
        unit="per cent",
        nudge="Which end of each range makes the growth small?",
        hint="The lowest rate pairs the lowest new level with the highest base.",
        mistakes=[
            (
                lambda **_: _growth(_of("half 2024"), _of("half 2025")),
                "you used the printed levels; the lowest rate uses the ends of their intervals.",
            ),
            (
                lambda off=50: _growth(_of("half 2024") - off, _of("half 2025") + off),
                "this is the highest rate; take the lowest new level and the highest base.",
            ),
        ],
    ),
    Question(
        name="may-june-2022",
        level="compute",
        objective="consistency",
        points=2,
        minutes=8,
        within=0.1,
        answer=lambda: _of("half 2023") / 1.772 - _of("four months"),
        praise="Almost nothing in two months: one of the three reports must count something else.",
        unit="thousand tonnes",
        nudge="Which half-year of 2022 does the growth of 2023 imply?",
        hint="Divide the half-year of 2023 by 1.772, then subtract the four months.",
        mistakes=[
            (
                lambda: _of("half 2023") * 0.228 - _of("four months"),
                "you took 77.2 per cent off the new level; divide by 1.772 instead.",
            ),
            (lambda: _of("half 2023") / 1.772, "this is the implied half-year; subtract the four months from it."),
        ],
    ),
    Question(
        name="mape-containers",
        level="compute",
        objective="forecast-error",
        points=2,
        minutes=8,
        within=0.3,
        answer=lambda: _boxes(lambda plan, outturn: abs(_growth(outturn, plan))),
        praise="Both plans were too high, so the mean error has the same size and a negative sign.",
        unit="per cent",
        nudge="Absolute means without sign, and mean comes last.",
        hint="For each year take the absolute error in per cent of the outturn, then the mean.",
        mistakes=[
            (
                lambda: _boxes(lambda plan, outturn: abs(_growth(plan, outturn))),
                "you divided by the plans; the MAPE divides by the outturns.",
            ),
            (
                lambda: -_boxes(lambda plan, outturn: abs(_growth(outturn, plan))),
                "you kept the signs; the MAPE takes absolute errors.",
            ),
        ],
    ),
    Question(
        name="year-of-10",
        level="compute",
        objective="projection",
        points=2,
        minutes=8,
        vary={"rate": [10, 6, 7, 8, 9, 12, 14, 16]},
        answer=lambda rate=10: 2025 + math.ceil(math.log(_of("goal") / _year(2025), 1 + rate / 100)),
        praise="This is five years after the latest date named for the target.",
        nudge="Ten per cent of an ever larger level.",
        hint="Let the level grow by {rate} per cent for each year until the level is at least 10,000.",
        mistakes=[
            (
                lambda rate=10: 2025 + math.floor(math.log(_of("goal") / _year(2025), 1 + rate / 100)),
                "the level of that year is still below 10,000; go one year further.",
            ),
            (
                lambda rate=10: 2025 + math.ceil((_of("goal") / _year(2025) - 1) * 100 / rate),
                "you added the same tonnes each year; a constant rate compounds.",
            ),
        ],
    ),
    Question(
        name="unseen-2025",
        level="compute",
        objective="projection",
        points=3,
        minutes=10,
        vary={
            "first, last, hidden": [
                [2019, 2024, 2025],
                [2020, 2024, 2025],
                [2021, 2024, 2025],
                [2022, 2024, 2025],
                [2019, 2023, 2024],
                [2020, 2023, 2024],
                [2021, 2023, 2024],
                [2019, 2022, 2023],
                [2020, 2022, 2023],
            ]
        },
        within=0.1,
        answer=lambda first=2019, last=2024, hidden=2025: _miss(first, last, hidden),
        praise="One unseen year is a weak test, but it is more than the fit itself can show.",
        unit="per cent",
        nudge="The hidden year must not help to draw the line.",
        hint="Continue the line to the step of {hidden}; then outturn minus forecast, over the outturn, times 100.",
        mistakes=[
            (
                lambda first=2019, last=2024, hidden=2025: -_miss(first, last, hidden),
                "you lost the sign: the error is outturn minus forecast.",
            ),
            (
                lambda first=2019, last=2024, hidden=2025: _miss(first, hidden, hidden),
                "your line has seen the year {hidden}; fit it to {first} to {last} only.",
            ),
        ],
    ),
    Question(name="coverage-2024", level="interpret", objective="coverage", points=6, minutes=15),
    Question(name="letter", level="argue", objective="intervals", points=8, minutes=25),
]
