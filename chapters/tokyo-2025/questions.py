"""Self-checks of the chapter tokyo-2025 and its exercises."""

from collections.abc import Sequence

from caj.checks import Question
from caj.data import load

NAMED_2006 = {"talks", "democracy", "terrorism", "health", "disasters", "energy", "transport", "training", "exchange"}
NAMED_2025 = (NAMED_2006 - {"democracy", "terrorism"}) | {"rule of law", "climate", "minerals", "AI"}


def _days() -> int:
    dates = load("meetings").set_index("id")["date"]
    return int((dates["mt-2025-04"] - dates["mt-2024-02"]).days)


def _shared_with_past_work(added: Sequence[str] = ("terrorism",)) -> int:
    return len(NAMED_2006 & (NAMED_2025 | set(added)))


def _either(added: Sequence[str]) -> int:
    return len(NAMED_2006 | NAMED_2025 | set(added))


def _package_dollars() -> float:
    """The Turkmen package of 2015 in billion dollars."""
    return float(load("projects").set_index("id").loc["pr-2015-06", "value"]) / 1000


def _target(year: int = 2030) -> float:
    """Japan's target in million yen."""
    rows = load("indicators").loc[lambda table: table["indicator"] == "japan_ca_business_target"]
    return float(rows.loc[rows["year"] == year, "value"].iloc[0])


def _abe_dollars(billion_yen: int = 3000) -> float:
    return billion_yen / (2200 / _package_dollars())


def _after(day: str = "2025-12-20", country: str = "JPN", theme: str | None = None) -> int:
    events = load("events")
    later = events[events["date"] > day]
    later = later[later["countries"].str.contains(country)]
    return len(later if theme is None else later[later["theme"] == theme])


QUESTIONS = [
    Question(
        name="days-of-waiting",
        objective="audit-promise",
        answer=_days,
        praise="More than a year passed, with two changes of prime minister in Japan, and the plan survived.",
        unit="days",
        nudge="Two days on the calendar, one difference.",
        hint="Subtract the day of Astana from the day of Tokyo and take .days.",
        mistakes=[
            (lambda: -_days(), "you subtracted the later day from the earlier one; turn them round."),
            (
                lambda: _days() + 1,
                "you counted both the first and the last day; a difference counts the steps between.",
            ),
        ],
    ),
    Question(
        name="shared-topics",
        objective="code-lists",
        answer=_shared_with_past_work,
        praise="The wider rule adds terrorism and drugs, so part of the result is the rule.",
        unit="topics",
        nudge="The rule becomes wider for 2025 only.",
        hint="Count the rows that are named in 2006 and are named or past work in 2025.",
        mistakes=[
            (
                lambda: len(NAMED_2006 & NAMED_2025),
                "this is the count under the old rule; now a topic with the code past work also counts.",
            ),
            (lambda: len(NAMED_2025), "you counted all topics of 2025; keep those that are also named in 2006."),
            (lambda: len(NAMED_2006), "you counted all topics of 2006; one of them has no partner in 2025."),
        ],
    ),
    Question(
        name="safest-reading",
        objective="tell-rungs",
        answer="d",
        praise="It keeps what is known: who says it, and which step of the ladder it reached.",
        nudge="What has been signed, what promised, and what paid?",
        hint="Ask which step of the ladder the report proves: a target, a pledge, a document or a payment.",
        mistakes=[
            ("a", "a signed paper is not a payment; look at the fourth step of the ladder."),
            ("b", "no named giver promised this sum; look at the second step of the ladder."),
            ("c", "we cannot say this either: the sum is unproved, and unproved is not the same as false."),
        ],
    ),
    Question(
        name="target-step",
        level="recall",
        objective="tell-rungs",
        points=1,
        minutes=3,
        answer="a",
        praise="A number for the future that nobody has promised to pay is a target.",
        nudge="Who would pay, and has anybody said so?",
        hint="Ask whether anybody promised to pay the 3 trillion yen.",
        mistakes=[
            ("b", "a pledge has a named giver who promises a sum; here companies are expected to act."),
            ("c", "158 documents were signed, but the 3 trillion yen are not their sum."),
            ("d", "spent money is in the past, and the five years have only begun."),
        ],
    ),
    Question(
        name="wider-overlap",
        level="compute",
        objective="code-lists",
        also=["judge-change"],
        points=2,
        minutes=6,
        vary={
            "added": [
                ["terrorism"],
                ["democracy", "terrorism"],
                ["terrorism", "water"],
                ["water"],
                ["water", "trade"],
                ["democracy", "water", "trade"],
                ["democracy", "terrorism", "water"],
            ]
        },
        answer=lambda added=["terrorism"]: _shared_with_past_work(added) / _either(added),
        within=0.005,
        praise="The overlap rises from 0.54 to 0.62 through one decision of the coder.",
        nudge="One topic more can belong to both lists, or to their union only.",
        hint="Divide the topics in both sets by the topics in at least one of them.",
        mistakes=[
            (
                lambda **_: len(NAMED_2006 & NAMED_2025) / len(NAMED_2006 | NAMED_2025),
                "this is the overlap of the old lists; add what the second coder adds to the set of 2025.",
            ),
            (
                lambda added=("terrorism",): _shared_with_past_work(added) / len(NAMED_2006),
                "you divided by the topics of 2006; divide by the topics in at least one list.",
            ),
            (
                lambda added=("terrorism",): (
                    _shared_with_past_work(added) / (len(NAMED_2006) + len(NAMED_2025 | set(added)))
                ),
                "you added the two lengths, so shared topics count twice; use the union of the sets.",
            ),
        ],
    ),
    Question(
        name="abe-in-dollars",
        level="compute",
        objective="compare-money",
        points=3,
        minutes=8,
        vary={"billion_yen": [3000, 500, 800, 1200, 1800, 2500, 3500, 4000]},
        words={
            "1200": ["an imagined promise of 1,200 billion yen"],
            "1800": ["an imagined promise of 1,800 billion yen"],
            "2500": ["an imagined promise of 2,500 billion yen"],
            "3000": ["the 3,000 billion yen of Prime Minister Abe's speech of the same month"],
            "3500": ["an imagined promise of 3,500 billion yen"],
            "4000": ["an imagined promise of 4,000 billion yen"],
            "500": ["an imagined promise of 500 billion yen"],
            "800": ["an imagined promise of 800 billion yen"],
        },
        answer=lambda billion_yen=3000: _abe_dollars(billion_yen),
        within=0.1,
        praise="In dollars the target of 2025 is smaller than the words of 2015, although the yen are the same.",
        unit="billion dollars",
        nudge="The package holds an exchange rate.",
        hint="Find yen per dollar from the package, then divide {billion_yen} billion yen by it.",
        mistakes=[
            (lambda billion_yen=3000: billion_yen / 158, "you used a rate of 2025; the package is of October 2015."),
            (
                lambda billion_yen=3000: billion_yen / 2200 * 1000 / _package_dollars(),
                "you divided by the dollars of the package; multiply by them.",
            ),
            (
                lambda **_: 2200 / _package_dollars(),
                "this is the rate in yen per dollar; now convert the {billion_yen} billion yen.",
            ),
        ],
    ),
    Question(
        name="forty-or-sixty",
        level="interpret",
        objective="trace-number",
        points=2,
        minutes=5,
        answer="a",
        praise="Always ask whether a count was made before or after the event.",
        nudge="One report looks forward, the other back.",
        hint="Compare the dates of the two reports with the date of the summit.",
        mistakes=[
            ("b", "a later count does not make an earlier forecast a lie; look at the dates."),
            ("c", "the mean of a forecast and a count is neither; look at the dates."),
            ("d", "the reports give the same value in dollars, so the value cannot explain the gap."),
        ],
    ),
    Question(
        name="aktau-share",
        level="compute",
        objective="compare-money",
        points=2,
        minutes=5,
        vary={"grant": [719, 1535, 2153, 2190, 468, 6361, 11915, 12000]},
        words={
            "11915": ["11,915", "loan of 2015 for Kyrgyz roads"],
            "12000": ["12,000", "loan of 2015 for a power plant in Tashkent"],
            "1535": ["1,535", "grant of 2025 for a training centre of the Kyrgyz power grid"],
            "2153": ["2,153", "grant of 2024 for air traffic control in Kyrgyzstan"],
            "2190": ["2,190", "grant of 2017 for substations of Dushanbe"],
            "468": ["468", "help of 2015 for border crossings of Tajikistan"],
            "6361": ["6,361", "loan of 2010 for a Kazakh road"],
            "719": ["719", "grant of 2026 for X-ray equipment at Aktau"],
        },
        answer=lambda grant=719: grant / _target() * 100,
        within=0.001,
        praise="Small and real, against large and hoped for: both kinds of promise need their own yardstick.",
        unit="per cent",
        nudge="A million and a trillion: how many noughts lie between them?",
        hint="Bring both amounts to million yen, divide the part by the whole and multiply by 100.",
        mistakes=[
            (lambda grant=719: grant / _target(), "this is the share as a fraction; multiply by 100 for per cent."),
            (
                lambda grant=719: grant / _target() * 1000,
                "3 trillion yen are 3,000,000 million; you lost a nought, which is the error of the chapter.",
            ),
            (lambda grant=719: _target() / grant, "you divided the target by the sum; the part goes above the whole."),
        ],
    ),
    Question(
        name="events-after",
        level="compute",
        objective="audit-promise",
        points=2,
        minutes=6,
        vary={
            "country": ["JPN", "KAZ", "UZB", "KGZ"],
            "day": ["2025-12-20", "2025-08-25", "2024-12-31", "2024-08-09", "2025-06-30"],
        },
        answer=lambda day="2025-12-20", country="JPN": _after(day, country),
        praise="About three months are a short time for an audit, and the table says so.",
        unit="rows",
        nudge="After a day is not on that day.",
        hint="Filter for dates after {day} and for {country} in the column countries.",
        mistakes=[
            (
                lambda day="2025-12-20": _after(day, country=""),
                "you counted other events too; the column countries must contain {country}.",
            ),
            (
                lambda day="2025-12-20", country="JPN": _after(day, country, "minerals"),
                "you kept one theme only; count all themes.",
            ),
        ],
    ),
    Question(
        name="change-or-line",
        level="interpret",
        objective="judge-change",
        points=2,
        minutes=5,
        answer="d",
        praise="A fair judgement keeps two columns, and each entry has its source.",
        nudge="What is new on the way to Tokyo, and what was there before?",
        hint="Keep the sentence that names something new and something old.",
        mistakes=[
            ("a", "the level was new, but the format and the headings are older; name both."),
            ("b", "the dialogue is old, but leaders had never met in it; name both."),
            ("c", "the word of a host is a claim and not evidence; look for facts on both sides."),
        ],
    ),
    Question(name="audit-note", level="interpret", objective="audit-promise", points=6, minutes=15),
    Question(name="turning-point", level="argue", objective="judge-change", points=8, minutes=20),
]
