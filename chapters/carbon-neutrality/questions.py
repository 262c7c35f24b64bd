"""Self-checks of the chapter and exercises carbon-neutrality."""

import math
from functools import cache

import pandas as pd

from caj.checks import Question
from caj.data import load

KAYA = ["population", "gdp_maddison", "primary_energy_per_capita", "co2_emissions_fossil"]


@cache
def _series(indicator: str, country: str = "KAZ", edition: str = "newer") -> pd.Series:
    """One series by year, of the newer or the superseded edition."""
    frame = load("indicators")
    old = frame["flag"].eq("superseded")
    wanted = (old if edition == "older" else ~old) & frame["source_ids"].ne("wdi-pop")
    rows = frame[wanted & frame["indicator"].eq(indicator) & frame["country"].eq(country)]
    return rows.set_index("year")["value"].sort_index()


def _power(source: str, country: str = "KAZ") -> pd.Series:
    return _series(f"electricity_generation_{source}", country)


def _share(sources: list[str], year: int, country: str = "KAZ") -> float:
    return 100 * sum(_power(source, country)[year] for source in sources) / _power("total", country)[year]


def _revision(indicator: str, sign: int = 1) -> pd.Series:
    return (sign * (_series(indicator) - _series(indicator, edition="older"))).dropna()


def _growth(series: pd.Series, first: int, last: int) -> float:
    return 100 * (series[last] / series[first] - 1)


def _target(id: str, field: str) -> float:
    return load("targets").set_index("id").at[id, field]


def _statutory() -> float:
    """The renewable share of 2025 as officials count it: a lower bound."""
    return _series("statutory_res_share_of_generation")[2025]


def _missing() -> float:
    return _target("tg-kaz-07", "value") - _statutory()


def _logs(country: str, first: int, last: int) -> dict[str, float]:
    """Natural logarithms of the ratios of the four Kaya factors, and of CO2."""
    people, gdp, energy, co2 = (_series(name, country) for name in KAYA)
    factors = {
        "population": people,
        "wealth": gdp / people,
        "energy": energy * people / gdp,
        "carbon": co2 / (energy * people),
        "co2": co2,
    }
    return {name: math.log(values[last] / values[first]) for name, values in factors.items()}


def _effect(factor: str, country: str, first: int = 2000, last: int = 2022) -> float:
    logs, co2 = _logs(country, first, last), _series("co2_emissions_fossil", country)
    return logs[factor] / logs["co2"] * (co2[last] - co2[first])


def _uzbek_intensity(year: int = 2022) -> float:
    return _growth(_series("co2_emissions_fossil", "UZB") / _series("gdp_maddison", "UZB"), 2010, year)


def _gas_part(country: str, first: int, last: int, coal: bool = False) -> float:
    """Part of the growth of all sources, as a rule without coal, that was gas, in per cent."""
    gas, whole = _power("gas", country), _power("total", country)
    whole = whole if coal else whole - _power("coal", country)
    return 100 * (gas[last] - gas[first]) / (whole[last] - whole[first])


def _neutral() -> set[str]:
    targets = load("targets")
    return set(targets.loc[targets["unit"].eq("MtCO2e net"), "country"])


COAL, CO2 = "electricity_generation_coal", "co2_emissions_fossil"
RENEWABLE = ["hydro", "wind", "solar", "other"]

QUESTIONS = [
    Question(
        name="last-coal-year",
        objective="trace",
        answer=lambda: _target("tg-kaz-11", "target_year"),
        praise="The same draft thus held both 2025 and 2050: a clause alone can mislead.",
        nudge="A plan can reduce coal first and end it later: which is asked?",
        hint="Find the row about the retirement of all coal power stations.",
        mistakes=[
            (
                lambda: _target("tg-kaz-10", "target_year"),
                "that year closes the first window of the draft, and concerns ten cities in the speech; look for the row about all coal power stations.",
            ),
            (
                lambda: _target("tg-kaz-21", "target_year"),
                "that year belongs to the Strategy of 2023, and to plants that still run after it; look for a row of October 2021.",
            ),
            (
                lambda: _target("tg-kaz-01", "target_year"),
                "that is the year of neutrality for the whole economy; look for the row about coal power stations.",
            ),
        ],
    ),
    Question(
        name="share-with-fixed-coal",
        objective="outturn",
        answer=lambda: 100 * _power("coal")[2020] / _power("total")[2025],
        praise="A larger total alone lowers a share, even when nothing is closed.",
        unit="per cent",
        nudge="Which of the two numbers is of 2020, and which of 2025?",
        hint="Divide the coal power of 2020 by the total of 2025, times 100.",
        mistakes=[
            (lambda: _share(["coal"], 2025), "this is the real share of 2025; put the coal power of 2020 on top."),
            (lambda: _share(["coal"], 2020), "this is the real share of 2020; divide by the total of 2025."),
        ],
        within=0.1,
    ),
    Question(
        name="revision-2023",
        objective="vintage",
        answer=lambda: 100 * _revision(COAL)[2023] / _series(COAL, edition="older")[2023],
        praise="A revision of this size is larger than most yearly changes.",
        unit="per cent",
        nudge="Did the newer edition raise the value, or lower it?",
        hint="Take newer minus older, divide by older, times 100.",
        mistakes=[
            (
                lambda: 100 * _revision(COAL)[2023] / _series(COAL)[2023],
                "you divided by the newer value; the older one is the base.",
            ),
            (
                lambda: -100 * _revision(COAL)[2023] / _series(COAL, edition="older")[2023],
                "the sign is wrong; take the newer value minus the older one.",
            ),
            (lambda: _revision(COAL)[2023], "this is the revision in TWh; divide by the older value to get per cent."),
        ],
        within=0.1,
    ),
    Question(
        name="points-needed",
        objective="definition",
        answer=lambda: _missing() / 5,
        praise="It is twice the pace of 2020-2025.",
        unit="points a year",
        nudge="The goal is the difference of two shares, spread over years.",
        hint="Divide the missing points by the number of years.",
        mistakes=[
            (
                lambda: (_statutory() - _target("tg-kaz-04", "value")) / 5,
                "this is the pace from 2020 to 2025; the question asks for the years after it.",
            ),
            (_missing, "these are the points of all five years together; divide by the number of years."),
            (
                lambda: 100 * ((1 + _missing() / _statutory()) ** 0.2 - 1),
                "this is growth in per cent a year; the question asks for percentage points.",
            ),
        ],
        within=0.01,
    ),
    Question(
        name="energy-per-gdp-effect",
        objective="kaya",
        answer=lambda: _effect("energy", "KAZ", 2010, 2022),
        praise="After 2010 cleaner energy did more than energy saved per dollar: the balance turned.",
        unit="Mt",
        nudge="Did the economy need more or less energy for its output? The sign follows.",
        hint="Call contributions with the years 2010 and 2022, and take the third factor.",
        mistakes=[
            (lambda: _effect("energy", "KAZ"), "this starts in 2000; pass 2010 as the first year."),
            (lambda: _effect("carbon", "KAZ", 2010, 2022), "this is the factor CO₂ per energy; take energy per GDP."),
        ],
        within=0.1,
    ),
    Question(
        name="with-neutrality-year",
        objective="pledges",
        answer=_neutral,
        praise="A dash in the table means that we found none, not that none exists.",
        nudge="A dash in the table is an answer, too.",
        hint="Look at the column of neutrality years, and leave out the dashes.",
        mistakes=[
            (
                lambda: _neutral() | {"TJK"},
                "the Tajik goal of 2037 is called green, not neutral, and has no published definition.",
            ),
            (
                lambda: _neutral() - {"KGZ"},
                "one is missing: a president also gave such a year at the United Nations in 2021.",
            ),
        ],
    ),
    Question(
        name="which-document",
        level="recall",
        objective="trace",
        points=2,
        minutes=3,
        answer="b",
        praise="It has been in force since February 2023, eighteen months before the article appeared.",
        nudge="A draft is not in force, and neither is a plan that is not yet adopted.",
        hint="Ask of each document who approved it, and when.",
        mistakes=[
            ("a", "the Doctrine was shown as a draft in October 2021, and we found no record that it came into force."),
            ("c", "a summary by a United Nations programme reports on a draft; it binds nobody."),
            ("d", "the coal plan of February 2026 is a draft and does not concern neutrality."),
        ],
    ),
    Question(
        name="gas-part",
        level="compute",
        objective="outturn",
        points=4,
        minutes=8,
        vary={
            "country, first, last": [
                ["KAZ", 2020, 2025],
                ["KAZ", 2018, 2023],
                ["KAZ", 2012, 2023],
                ["KAZ", 2012, 2024],
                ["KAZ", 2010, 2015],
                ["KAZ", 2015, 2024],
                ["UZB", 2020, 2025],
                ["UZB", 2018, 2024],
                ["UZB", 2018, 2025],
                ["UZB", 2015, 2025],
                ["UZB", 2018, 2023],
            ]
        },
        answer=lambda country="KAZ", first=2020, last=2025: _gas_part(country, first, last),
        praise="Most of what grew beside coal was another fossil fuel.",
        unit="per cent",
        nudge="What is the whole here: all power, or only what grew?",
        hint="Divide the growth of gas by the growth of all sources except coal.",
        mistakes=[
            (
                lambda country="KAZ", first=2020, last=2025: _gas_part(country, first, last, coal=True),
                "you divided by the growth of the total; take coal out of the total first.",
            ),
            (
                lambda country="KAZ", first=2020, last=2025: _growth(_power("gas", country), first, last),
                "this is the growth of gas against itself; divide by the growth of all sources except coal.",
            ),
        ],
        within=0.2,
    ),
    Question(
        name="revision",
        level="compute",
        objective="vintage",
        points=5,
        minutes=12,
        answer=lambda: _revision(CO2),
        praise="Eight revisions of nine are upward, so the compilers changed more than one late year.",
        hint="Subtract the older series from the newer one, both with the year as index, and drop the empty years.",
        mistakes=[
            (lambda: _revision(CO2, -1), "the sign is wrong; take the newer edition minus the older one."),
            (
                lambda: _series(CO2) - _series(CO2, edition="older"),
                "years that only one edition has are still in it; add .dropna().",
            ),
        ],
        within=0.001,
    ),
    Question(
        name="uzbek-share",
        level="compute",
        objective="definition",
        points=4,
        minutes=8,
        vary={"year": [2025, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024]},
        answer=lambda year=2025: _share(RENEWABLE, year, "UZB"),
        praise="The ministry counted 23 per cent for January to November: definition, period and maker all differ.",
        unit="per cent",
        nudge="The goal includes one source that people often forget.",
        hint="Add hydro, wind, solar and other, divide by the total of Uzbekistan in {year}, times 100.",
        mistakes=[
            (
                lambda year=2025: _share(["wind", "solar"], year, "UZB"),
                "you left out hydropower; this goal includes it.",
            ),
            (23, "this is the ministry's own figure; compute the share from the generation series."),
        ],
        within=0.1,
    ),
    Question(
        name="tajik-carbon",
        level="compute",
        objective="kaya",
        points=5,
        minutes=12,
        vary={
            "state, start, end": [
                ["TJK", 2000, 2022],
                ["TJK", 2000, 2015],
                ["TJK", 2005, 2022],
                ["TJK", 2010, 2022],
                ["TJK", 2005, 2020],
                ["TJK", 2000, 2019],
                ["TJK", 2010, 2021],
                ["KGZ", 2000, 2022],
                ["KGZ", 2000, 2010],
                ["KGZ", 2010, 2022],
                ["KGZ", 2000, 2019],
                ["KGZ", 2010, 2021],
            ]
        },
        answer=lambda state="TJK", start=2000, end=2022: _effect("carbon", state, start, end),
        praise="Tajik energy became dirtier although water makes most of its electricity: look beyond power stations.",
        unit="Mt",
        nudge="The four factors are multiplied, so their shares are added in another scale.",
        hint="Share out the rise of CO₂ in proportion to the logarithms of the four ratios.",
        mistakes=[
            (
                lambda state="TJK", start=2000, end=2022: _logs(state, start, end)["carbon"],
                "this is the logarithm; multiply it by the rise of CO₂ and divide by the sum of the logarithms.",
            ),
            (
                lambda state="TJK", start=2000, end=2022: _effect("energy", state, start, end),
                "this is the factor energy per GDP; take CO₂ per energy.",
            ),
        ],
        within=0.05,
    ),
    Question(
        name="odd-year",
        level="interpret",
        objective="kaya",
        points=3,
        minutes=6,
        answer="b",
        praise="When one year and one edition decide a result, show both results.",
        nudge="What if one year of the series is out of line?",
        hint="Compare CO₂ of 2020, 2021 and 2022 in both editions.",
        mistakes=[
            (
                "a",
                "the newer edition returns in 2022 to nearly the level of 2020; power plants do not change so fast and back.",
            ),
            ("c", "an identity is exact in every year; the question is about the data that go into it."),
            ("d", "population changes slowly, and the fourth factor does not contain it after cancelling."),
        ],
    ),
    Question(
        name="uzbek-intensity",
        level="interpret",
        objective="pledges",
        points=4,
        minutes=8,
        vary={"year": [2022, 2013, 2014, 2015, 2017, 2018, 2020, 2021]},
        answer=lambda year=2022: _uzbek_intensity(year),
        praise="CO₂ itself rose in these years, so intensity and amount went in opposite directions.",
        unit="per cent",
        nudge="An intensity is a quotient: both its parts change.",
        hint="Divide CO₂ by GDP in both years, then compute the change in per cent.",
        mistakes=[
            (
                lambda year=2022: _growth(_series(CO2, "UZB"), 2010, year),
                "this is the change of CO₂ itself; divide by GDP first.",
            ),
            (lambda year=2022: -_uzbek_intensity(year), "the sign is wrong; a fall is negative."),
        ],
        within=0.2,
    ),
    Question(name="letter-to-the-editor", level="argue", objective="trace", points=10, minutes=25),
]
