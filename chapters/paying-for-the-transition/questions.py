"""Self-checks of the chapter paying-for-the-transition and its exercises."""

import numpy as np
import pandas as pd

from caj.checks import Question
from caj.data import load

SECTORS = ["power", "renewables", "hydro", "hydrogen", "nuclear", "uranium", "oil_gas", "gas", "chemicals"]
COUNTRIES = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
REPORT = 112.8  # million dollars that the report of July 2020 gives for the Tashkent loan
PUBLIC = "2010-02 2010-04 2013-02 2014-01 2014-02 2015-07 2016-01 2017-01 2019-01 2019-02 2023-02 2025-10 2025-15"


def _energy() -> pd.DataFrame:
    rows = load("projects").set_index("id")
    return rows[rows["sector"].isin(SECTORS)]


def _value(number: str) -> float:
    return _energy().at[f"pr-{number}", "value"]


def _rate(years: object) -> np.ndarray:
    """Yen per dollar implied by the pairs of the chapter, on straight lines between them."""
    known = [16360 / 154, 18000 / 220, 2200000 / _value("2015-06"), 59000 / 522, _value("2015-07") / REPORT, 3000 / 19]
    return np.interp(years, [2004, 2012, 2015, 2017, 2020, 2025], known)


def _dollars(rows: pd.DataFrame) -> pd.Series:
    rates = _rate(rows["year_signed"].astype("float64"))
    return rows["value"].where(rows["currency"] != "JPY", rows["value"] / rates)


def _documented() -> float:
    """Public Japanese finance with an amount, without the money of others, in million dollars."""
    part = _dollars(_energy().loc[[f"pr-{number}" for number in PUBLIC.split()]])
    part["pr-2014-01"] *= 0.85
    part["pr-2014-02"], part["pr-2016-01"] = 700, 704
    return part.sum()


def _days(first: str, last: str) -> int:
    dates = load("events").set_index("id")["date"]
    return (dates[last] - dates[first]).days


def _partners(*ids: str) -> set[str]:
    cells = load("events").set_index("id").loc[list(ids), "countries"]
    return {code for cell in cells for code in cell.split(";")} - {"JPN"}


def _both() -> tuple[set[str], set[str]]:
    return _partners("ev-2024-02", "ev-2024-04"), _partners("ev-2022-14", "ev-2023-01", "ev-2023-20")


def _navoi(year: int = 2013) -> float:
    """Loan of 2013 in million dollars at the rate of a year, from its dollars at the rate of the report."""
    return _value("2013-02") * _value("2015-07") / REPORT / _rate(year)


def _sums() -> pd.Series:
    return _energy().groupby("currency", observed=True)["value"].sum()


def _by_country(groups: list[str], currency: str | None = "JPY") -> pd.Series:
    rows = load("projects")
    rows = rows[rows["sector"].isin(groups)]
    rows = rows[rows["currency"] == currency] if currency else rows
    return rows.groupby("country")["value"].sum()


def _empty(since: int = 1990, with_amount: bool = False) -> int:
    rows = _energy()
    rows = rows[rows["japanese_party"].notna() & (rows["year_signed"] >= since)]
    rows = rows[rows["value"].notna()] if with_amount else rows
    return len(COUNTRIES) * len(SECTORS) - len(rows[["country", "sector"]].drop_duplicates())


QUESTIONS = [
    Question(
        name="days-between",
        objective="date-texts",
        answer=lambda: _days("ev-2023-20", "ev-2024-02"),
        praise="About ten weeks, two ministries and two different texts.",
        unit="days",
        nudge="Which two rows of events are meant?",
        hint="Take the rows ev-2023-20 and ev-2024-02.",
        mistakes=[
            (
                lambda: _days("ev-2023-20", "ev-2024-04"),
                "that is the memorandum with Turkmenistan, on 22 January; take the row of 9 January.",
            ),
            (
                lambda: _days("ev-2022-14", "ev-2024-02"),
                "you began with the JCM memorandum of Uzbekistan; take that of Kazakhstan.",
            ),
        ],
    ),
    Question(
        name="tashkent-dollars",
        objective="convert",
        answer=lambda: _value("2015-07") / _rate(2015),
        praise="The report of 2020 has 112.8 million for the same yen, because it used another rate.",
        unit="million dollars",
        nudge="How many yen does one dollar cost?",
        hint="The rate is yen per dollar, so divide the yen by it.",
        within=0.5,
        mistakes=[
            (REPORT, "that is the dollar amount of the report of 2020; use the rate of 2015."),
            (lambda: _value("2015-07") * _rate(2015), "you multiplied; a rate in yen per dollar divides yen."),
        ],
    ),
    Question(
        name="tashkent-share",
        objective="correct-total",
        answer=lambda: 100 * _value("2015-07") / _value("2014-03"),
        praise="Both amounts are in yen, so no rate was needed.",
        unit="per cent",
        nudge="Which of the two is the whole?",
        hint="Divide the part by the whole and multiply by 100.",
        within=0.1,
        mistakes=[
            (
                lambda: 100 * _value("2014-03") / _value("2015-07"),
                "you divided the whole by the part; turn the fraction round.",
            ),
            (lambda: _value("2015-07") / _value("2014-03"), "that is a fraction of one; multiply by 100 for per cent."),
        ],
    ),
    Question(
        name="break-even",
        objective="judge-rivals",
        answer=lambda: 100 * _documented() / _value("2015-06"),
        praise="Nobody has published the real share, so the largest part of the answer is unknown.",
        unit="per cent",
        nudge="The same sum, seen as a part of a larger one.",
        hint="Both numbers are in million dollars: `total` and `package`.",
        within=0.5,
        mistakes=[
            (
                lambda: 100 * _value("2015-06") / _documented(),
                "you divided the package by the loans; turn the fraction round.",
            ),
            (
                lambda: 100 * _dollars(_energy()).sum() / _value("2015-06"),
                "you used the sum of all rows, which holds the package itself; use `total`.",
            ),
        ],
    ),
    Question(
        name="insurance",
        level="recall",
        objective="tell-apart",
        points=2,
        minutes=3,
        answer="b",
        praise="Insurance covers a loan that somebody else gives, so it is already inside the total of loans.",
        nudge="Who pays at once, and who only if something goes wrong?",
        hint="Ask who hands over money on the first day.",
        mistakes=[
            ("a", "a second loan would raise the total of 1,446 million; the insured loans are inside it."),
            ("c", "a grant is not paid back; the commercial banks want their loans back."),
            ("d", "equity is a share of the project; three Japanese firms hold it, not the insurer."),
        ],
    ),
    Question(
        name="memo-without-jcm",
        level="compute",
        objective="date-texts",
        points=3,
        minutes=7,
        answer=lambda: _both()[0] - _both()[1],
        praise="Its foreign ministry named the JCM among the topics of talks, and we found no text.",
        nudge="Which countries are in one list and not in the other?",
        hint="Take one set of countries from the other with a minus sign.",
        mistakes=[
            (
                lambda: _both()[1] - _both()[0],
                "you turned the question round: this country has the JCM and no memorandum found.",
            ),
            (lambda: set.intersection(*_both()), "these have both texts; take one set from the other."),
        ],
    ),
    Question(
        name="navoi-dollars",
        level="compute",
        objective="convert",
        points=4,
        minutes=10,
        vary={"year": [2013, 2012, 2014, 2015]},
        answer=lambda year=2013: _navoi(year),
        praise="The same loan looks larger in the dollars of its own year, because the yen was stronger.",
        unit="million dollars",
        nudge="The loan itself was never in dollars.",
        hint="First go back to yen with the rate of the report, then forward with the rate of {year}.",
        within=1,
        mistakes=[
            (lambda **_: _value("2013-02"), "that is the printed amount, at a rate of 2020; go back to yen first."),
            (
                lambda year=2013: _value("2013-02") * _rate(year) * REPORT / _value("2015-07"),
                "you changed the two rates; multiply by that of the report, divide by that of {year}.",
            ),
            (
                lambda **_: _value("2013-02") * _value("2015-07") / REPORT,
                "these are million yen; divide them by the rate of {year}.",
            ),
        ],
    ),
    Question(
        name="in-dollars",
        level="compute",
        objective="convert",
        points=5,
        minutes=12,
        answer=lambda: _sums()["USD"] + _sums()["JPY"] / 158,
        praise="One rate for all years is simple, and wrong for most of them; state it.",
        unit="million dollars",
        nudge="Not every row needs the rate.",
        hint="Divide only the rows in yen, then add everything.",
        within=1,
        mistakes=[
            (lambda: _sums().sum() / 158, "you divided the dollars as well; divide only rows with JPY."),
            (lambda: _sums()["USD"] + _sums()["JPY"] * 158, "you multiplied the yen; divide by yen per dollar."),
        ],
    ),
    Question(
        name="transport-yen",
        level="compute",
        objective="show-missing",
        points=4,
        minutes=9,
        vary={
            "groups": [
                ["rail", "road", "airport"],
                ["power", "road", "airport"],
                ["power", "rail", "customs"],
                ["rail", "airport", "customs"],
                ["road", "rail", "customs"],
                ["power", "airport", "customs"],
                ["power", "road", "customs"],
                ["power", "rail", "road"],
            ]
        },
        answer=lambda groups=["rail", "road", "airport"]: _by_country(groups),
        praise="The yen loans for transport begin in the 1990s, long before those for power.",
        hint="Filter sector and currency first, then group by country.",
        within=0.5,
        mistakes=[
            (
                lambda groups=("rail", "road", "airport"): _by_country(groups, None),
                "you added dollars and yen; keep rows with the currency JPY.",
            ),
            (
                lambda groups=("rail", "road", "airport"): _by_country(groups, "USD"),
                "these are the rows in dollars; keep JPY.",
            ),
        ],
    ),
    Question(
        name="empty-pairs",
        level="compute",
        objective="show-missing",
        points=4,
        minutes=10,
        vary={"since": [1990, 2005, 2008, 2010, 2012, 2014, 2016, 2019]},
        answer=lambda since=1990: _empty(since),
        praise="Most pairs are empty, and a list made by `groupby` would not show one of them.",
        unit="pairs",
        nudge="What does not occur has no row: how does one make it visible?",
        hint="Make a cross table, `reindex` both sides, and count the noughts.",
        mistakes=[
            (
                lambda since=1990: len(COUNTRIES) * len(SECTORS) - _empty(since),
                "you counted the pairs that occur; count the empty ones.",
            ),
            (
                lambda since=1990: _empty(since, with_amount=True),
                "you left out rows without an amount; a memorandum is a row too.",
            ),
        ],
    ),
    Question(
        name="count-once",
        level="interpret",
        objective="correct-total",
        points=3,
        minutes=7,
        answer="d",
        praise="A frame is a limit for its loans, so it must never be added to them.",
        nudge="Can a loan be a part of the frame?",
        hint="Compare the sum of the loans with the frame.",
        mistakes=[
            ("a", "this counts every yen of the loans twice: once in the frame, once as a loan."),
            ("b", "Turakurgan belongs to the frame too, as the sum of the three loans shows."),
            ("c", "the sources agree well: three loans of 2015 add up to the frame."),
        ],
    ),
    Question(
        name="which-amount",
        level="interpret",
        objective="judge-rivals",
        points=2,
        minutes=5,
        answer="c",
        praise="For the amount take the lender, and keep its words: a limit is not yet a payment.",
        nudge="Who knows best, and what exactly do they say?",
        hint="Ask who signed the loan, and what the words in front of the number mean.",
        mistakes=[
            ("a", "five days make no better witness; the magazine repeats what others announced."),
            ("b", "a mean of a number and a copy of it with a slip is a third number that nobody gave."),
            ("d", "independence helps for a judgement; for an amount in a contract, the party to it knows more."),
        ],
    ),
    Question(name="new-headline", level="argue", objective="judge-rivals", points=10, minutes=27),
]
