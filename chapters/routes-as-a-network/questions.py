"""Self-checks of the chapter on routes as a network and of its exercises; answers come from the tables."""

from functools import cache

import numpy as np
import pandas as pd

from caj import corridor
from caj.checks import Question
from caj.data import load

ENDS = ("nagoya", "istanbul")
AKTAU = ("aktau", "baku_alat")
# Places as the tables name them, and as a prompt does.
PLACES = {
    "almaty": ["almaty", "Almaty"],
    "baku_alat": ["baku_alat", "Alat"],
    "constanta": ["constanta", "Constanta"],
    "dostyk": ["dostyk", "Dostyk"],
    "hamburg": ["hamburg", "Hamburg"],
    "istanbul": ["istanbul", "Istanbul"],
    "moscow": ["moscow", "Moscow"],
    "moyinty": ["moyinty", "Moyinty"],
    "nagoya": ["nagoya", "Nagoya"],
    "poti": ["poti", "Poti"],
    "rotterdam": ["rotterdam", "Rotterdam"],
    "samarkand": ["samarkand", "Samarkand"],
    "tashkent": ["tashkent", "Tashkent"],
    "turkmenbashi": ["turkmenbashi", "Turkmenbashi"],
    "urumqi": ["urumqi", "Urumqi"],
    "warsaw": ["warsaw", "Warsaw"],
    "xian": ["xian", "Xi'an"],
}


@cache
def _sum(by: str, start: str, end: str, *via: str, pace: str = "usual", lost: str = "") -> float:
    """Total of the shortest way, in km or days, over some places and without one."""
    network = corridor.graph(pace=pace)
    network = corridor.without(network, lost) if lost else network
    return float(corridor.route(network, start, end, by, via)[by].sum())


def _aktau(pace: str = "usual") -> float:
    return _sum("days", *ENDS, *AKTAU, pace=pace)


def _waits(whole: bool = True) -> pd.Series:
    """Unplanned days of the four trials, all of them read as whole journeys or half of them as waits."""
    rows = load("indicators")
    kinds = ["transit_days_measured", "transshipment_days_measured"]
    once = rows["source_ids"] != "datazoo-aktau"  # the shipment to Italy again
    rows = rows[rows["indicator"].isin(kinds) & once].sort_values(["source_ids", "value"])
    waits = rows["value"] - _aktau()
    return waits if whole else waits.where(rows["indicator"] == kinds[0], rows["value"])


def _totals(waits: pd.Series) -> np.ndarray:
    """The chapter's simulation: 10,000 journeys, seed 2026."""
    rng = np.random.default_rng(2026)
    travel = rng.triangular(_aktau("fast"), _aktau(), _aktau("slow"), 10_000)
    logs = np.log(waits)
    return travel + rng.lognormal(logs.mean(), logs.std(), 10_000)


def _detour(lost: str, start: str, end: str) -> float:
    return _sum("km", start, end, lost=lost) - _sum("km", start, end)


def _range(start: str, end: str, *via: str) -> float:
    """Days between the slow and the fast pace."""
    return _sum("days", start, end, *via, pace="slow") - _sum("days", start, end, *via, pace="fast")


def _margin(end: str, ocean: str) -> float:
    """Days from Nagoya by an ocean more than by Aktau."""
    return _sum("days", "nagoya", end, ocean) - _sum("days", "nagoya", end, *AKTAU)


def _longer(days: float, waits: pd.Series) -> float:
    return float(np.mean(_totals(waits) > days) * 100)


def _alat() -> set[str]:
    return set(corridor.graph().neighbors("baku_alat"))


QUESTIONS = [
    Question(
        name="neighbours-of-alat",
        objective="build-graph",
        answer=_alat,
        praise="Three ports in the east, two railways in the west, and one of these ends at Horadiz: Alat is a bottleneck.",
        hint='Use set(network.neighbors("baku_alat")).',
        mistakes=[
            (lambda: _alat() - {"tbilisi", "horadiz"}, "you counted ships only; railways leave Alat too."),
            (lambda: _alat() | {"baku_alat"}, "a place is not its own neighbour; leave out baku_alat."),
        ],
    ),
    Question(
        name="iran-detour",
        objective="shortest-path",
        answer=lambda: _sum("km", *ENDS, "tehran") - _sum("km", *ENDS),
        praise="About a tenth more, which no error of five per cent can turn around.",
        hint='Subtract the smallest km in by_km from the km of "Iran".',
        mistakes=[
            (lambda: _sum("km", *ENDS, "tehran"), "this is the whole way through Iran; subtract the shortest way."),
            (
                lambda: _sum("km", *ENDS, "tehran") - _sum("km", *ENDS, *AKTAU),
                "you compared with Aktau; the shortest way goes over Kuryk.",
            ),
        ],
        within=1,
    ),
    Question(
        name="xian-baku",
        objective="weigh-days",
        answer=lambda: _sum("days", "xian", "baku_alat", "aktau"),
        praise="The advertised 11 days lie between our fast and our usual pace.",
        hint="Sum the column days of the route, with the gate aktau.",
        mistakes=[
            (
                lambda: _sum("days", "xian", "baku_alat", "aktau", pace="fast"),
                "this is the fast pace; the question asks for the usual one.",
            ),
            (lambda: _sum("km", "xian", "baku_alat", "aktau"), "these are kilometres; sum the column days."),
        ],
        within=0.1,
    ),
    Question(
        name="aktau-zero",
        objective="change-network",
        answer="a",
        praise="A small difference in a derived length decides everything, so test it before you believe it.",
        hint="Look again at the two ways from Beyneu to Alat.",
        mistakes=[
            ("c", "the table has a railway from Beyneu to Aktau."),
            ("b", "the graph knows nothing about ships a week."),
            ("d", "the leg from Aktau to Alat is in the table; we even cut it."),
        ],
    ),
    Question(
        name="share-over-100",
        objective="simulate",
        answer=lambda: _longer(100, _waits()),
        praise="In the other reading it is about three quarters, so the reading matters.",
        hint='Take (readings["whole journeys"] > 100).mean() and multiply by 100.',
        mistakes=[
            (
                lambda: 100 - _longer(100, _waits()),
                "this is the share of 100 days or less; turn the comparison around.",
            ),
            (lambda: _longer(100, _waits()) / 100, "this is a share of one; multiply by 100 to get per cent."),
            (lambda: _longer(100, _waits(False)), "you used the reading in which half of the values are waits."),
        ],
        within=1.5,
    ),
    Question(
        name="suez-margin",
        objective="break-even",
        answer=lambda: _sum("days", *ENDS, "singapore", "suez") - _aktau(),
        praise="One storm can last longer than that.",
        hint='Subtract the usual days of "Caspian by Aktau" from those of "Ocean by Suez".',
        mistakes=[
            (
                lambda: _aktau() - _sum("days", *ENDS, "singapore", "suez"),
                "you lost the sign: the ocean takes longer, so the margin is positive.",
            ),
            (
                lambda: _sum("days", *ENDS, "cape_good_hope") - _aktau(),
                "this is the way round Africa; the question asks for Suez.",
            ),
        ],
        within=0.2,
    ),
    Question(
        name="weight-choice",
        level="recall",
        objective="build-graph",
        points=1,
        minutes=2,
        answer="b",
        praise="Without a weight networkx counts legs, and a long leg counts as much as a short one.",
        hint="Ask what is added up along the way.",
        mistakes=[
            ("a", "the number of legs is counted only when no weight is given."),
            ("c", "a mode is text; text cannot be added up."),
            ("d", "capacity says how much can pass, not how long a way is."),
        ],
    ),
    Question(
        name="hamburg-detour",
        level="compute",
        objective="shortest-path",
        points=2,
        minutes=8,
        vary={
            "lost, start, end": [
                ["moscow", "almaty", "hamburg"],
                ["poti", "almaty", "istanbul"],
                ["baku_alat", "tashkent", "istanbul"],
                ["turkmenbashi", "tashkent", "hamburg"],
                ["constanta", "tashkent", "hamburg"],
                ["dostyk", "xian", "hamburg"],
                ["moyinty", "xian", "hamburg"],
                ["baku_alat", "xian", "istanbul"],
                ["warsaw", "nagoya", "hamburg"],
                ["samarkand", "tashkent", "istanbul"],
            ]
        },
        words=PLACES,
        answer=lambda lost="moscow", start="almaty", end="hamburg": _detour(lost, start, end),
        praise="In kilometres the detour is a sixth of the way; in days it doubles it.",
        hint="Cut the node {lost}, find the new shortest way, and subtract the old one.",
        mistakes=[
            (
                lambda lost="moscow", start="almaty", end="hamburg": _sum("km", start, end, lost=lost),
                "this is the new way; subtract the old one.",
            ),
            (
                lambda lost="moscow", start="almaty", end="hamburg": -_detour(lost, start, end),
                "you lost the sign: the new way is longer.",
            ),
        ],
        within=1,
    ),
    Question(
        name="slow-hamburg",
        level="compute",
        objective="weigh-days",
        points=2,
        minutes=8,
        vary={
            "start, end": [
                ["almaty", "hamburg"],
                ["almaty", "istanbul"],
                ["almaty", "constanta"],
                ["tashkent", "istanbul"],
                ["tashkent", "hamburg"],
                ["urumqi", "warsaw"],
                ["xian", "istanbul"],
                ["xian", "hamburg"],
                ["xian", "constanta"],
                ["nagoya", "hamburg"],
            ]
        },
        words=PLACES,
        answer=lambda start="almaty", end="hamburg": _range(start, end, *AKTAU),
        praise="The range is larger than the fast journey itself.",
        hint='Build one graph with pace="slow" and one with pace="fast", then subtract.',
        mistakes=[
            (
                lambda start="almaty", end="hamburg": _sum("days", start, end, *AKTAU, pace="slow"),
                "this is the slow journey; subtract the fast one.",
            ),
            (
                lambda start="almaty", end="hamburg": _range(start, end),
                "you forgot the gates: without them a shorter way is taken.",
            ),
        ],
        within=0.3,
    ),
    Question(
        name="worst-cut",
        level="compute",
        objective="change-network",
        points=2,
        minutes=8,
        answer="lanzhou",
        praise="Without it only the ocean is left, but China has more railways than our table.",
        hint="Cut each place in turn and look at the new length.",
        mistakes=[
            ("baku_alat", "without Alat the way through Iran remains; another cut leaves only the ocean."),
            ("beyneu", "without Beyneu the way over Turkmenbashi remains."),
            ("tbilisi", "without Tbilisi the way through Iran remains."),
            ("moyinty", "without Moyinty the way over Almaty and Tashkent remains."),
        ],
    ),
    Question(
        name="calm-season",
        level="compute",
        objective="simulate",
        points=2,
        minutes=10,
        vary={
            "part, limit": [
                [4, 60],
                [2, 70],
                [2, 80],
                [3, 50],
                [3, 60],
                [3, 80],
                [4, 50],
                [4, 70],
                [5, 50],
                [5, 60],
                [5, 70],
            ]
        },
        words={"2": ["half"], "3": ["a third"], "4": ["a quarter"], "5": ["a fifth"]},
        answer=lambda part=4, limit=60: 100 - _longer(limit, _waits() / part),
        praise="So the plan to sail in spring makes sense, if the wait really falls that much.",
        hint="Divide the waits by {part}, simulate, and take the share of {limit} days or less.",
        mistakes=[
            (
                lambda part=4, limit=60: _longer(limit, _waits() / part),
                "this is the share above {limit} days; turn the comparison around.",
            ),
            (lambda limit=60: 100 - _longer(limit, _waits()), "you forgot to divide the waits by {part}."),
        ],
        within=1.5,
    ),
    Question(
        name="hamburg-margin",
        level="compute",
        objective="break-even",
        points=2,
        minutes=8,
        vary={
            "end, ocean": [
                ["hamburg", "cape_good_hope"],
                ["hamburg", "suez"],
                ["constanta", "cape_good_hope"],
                ["constanta", "suez"],
                ["poti", "cape_good_hope"],
                ["poti", "suez"],
                ["rotterdam", "cape_good_hope"],
            ]
        },
        words=PLACES | {"cape_good_hope": ["round Africa"], "suez": ["through the Suez Canal"]},
        answer=lambda end="hamburg", ocean="cape_good_hope": _margin(end, ocean),
        praise="The margin to Hamburg is smaller than the one to Istanbul, because the land part is longer.",
        hint='Find both ways from "nagoya" to "{end}" in days, and subtract.',
        mistakes=[
            (
                lambda: _sum("days", *ENDS, "cape_good_hope") - _aktau(),
                "these are the days to Istanbul; the question asks for Hamburg.",
            ),
            (
                lambda end="hamburg", ocean="cape_good_hope": -_margin(end, ocean),
                "you lost the sign: the ocean takes longer.",
            ),
        ],
        within=0.3,
    ),
    Question(name="no-importance", level="interpret", objective="change-network", points=6, minutes=15),
    Question(name="advice", level="argue", objective="break-even", points=8, minutes=25),
]
