"""Self-checks of the chapter and exercises critical-minerals."""

import math

from caj.checks import Question
from caj.data import load

O, C, ND, U = 15.9994, 12.0107, 144.24, 238.0289  # atomic weights, IUPAC 1995
ND_OXIDE = 2 * ND + 3 * O
ND_CARBONATE = 2 * ND + 3 * (C + 3 * O)


def _value(indicator: str, country: str, year: int) -> float:
    frame = load("indicators")
    rows = frame[frame["indicator"].eq(indicator) & frame["country"].eq(country) & frame["year"].eq(year)]
    return float(rows["value"].iloc[0])


def _mined(country: str, year: int = 2024) -> float:
    return _value("rare_earth_mine_production", country, year)


def _listed_outside_china() -> float:
    frame = load("indicators")
    rows = frame[frame["indicator"].eq("rare_earth_mine_production") & frame["year"].eq(2024)]
    return float(rows.loc[~rows["country"].isin(["WLD", "CHN"]), "value"].sum())


def _from_china(year: int) -> float:
    share = _value("rare_earth_import_share_from_china", "JPN", year)
    return _value("rare_earth_import_volume", "JPN", year) * share / 100


def _announced() -> float:
    return _value("rare_earth_announced_prospective_resource", "KAZ", 2025)


def _price(element: str, year: int) -> float:
    return _value(f"rare_earth_oxide_price_{element}", "WLD", year)


def _gallium() -> tuple[float, float]:
    """Japan's gallium imports of 2021 in tonnes, and the part from China."""
    total = _value("gallium_import_volume", "JPN", 2021)
    return total, total * _value("gallium_import_share_from_china", "JPN", 2021) / 100


def _years(country: str) -> float:
    return _value("rare_earth_reserves", country, 2024) / _mined(country)


QUESTIONS = [
    Question(
        name="dysprosium-share",
        objective="outturn",
        answer=10 * 20 / 60,
        praise="Behind the share stands a demand of about 600 tonnes a year.",
        unit="per cent",
        nudge="How does 20 stand to 60?",
        hint="20 tonnes are a third of 60 tonnes, so the share is a third too.",
        mistakes=[
            (
                100 * 20 / 60,
                "this is 20 tonnes as a part of 60 tonnes; multiply it by the 10 per cent that 60 tonnes meet.",
            ),
            (10.0, "this is the share that 60 tonnes would meet; the question asks for 20 tonnes."),
            (0.1 * 20 / 60, "this is a fraction; multiply it by 100 to get per cent."),
        ],
        within=0.1,
    ),
    Question(
        name="oxide-tonnes",
        objective="units",
        answer=1500 * ND_OXIDE / ND_CARBONATE,
        praise="More than a quarter of the carbonate's weight leaves as carbon dioxide.",
        unit="tonnes",
        nudge="What stays the same when one compound becomes the other?",
        hint="Multiply 1,500 by the neodymium content of the carbonate and divide by that of the oxide.",
        mistakes=[
            (
                1500 * 2 * ND / ND_CARBONATE,
                "these are tonnes of neodymium, the element; the oxide also holds oxygen, so divide by its content.",
            ),
            (1500 * ND_CARBONATE / ND_OXIDE, "the ratio is upside down; the oxide must weigh less than the carbonate."),
            (1500 * 2 * ND / ND_OXIDE, "you treated the 1,500 tonnes as oxide; they are carbonate."),
        ],
        within=2,
    ),
    Question(
        name="outside-china",
        objective="chain",
        answer=lambda: _mined("WLD") - _mined("CHN"),
        praise="It is a little less than half of what China mines.",
        unit="tonnes",
        nudge="The world holds China, too.",
        hint="Subtract the row CHN from the row WLD.",
        mistakes=[
            (
                _listed_outside_china,
                "you added the listed countries; the question asks for the rounded world total minus China.",
            ),
            (
                lambda: 100 * (1 - _mined("CHN") / _mined("WLD")),
                "this is a share in per cent; the question asks for tonnes.",
            ),
            (lambda: _mined("CHN"), "this is the amount mined in China; subtract it from the world total."),
        ],
        within=1,
    ),
    Question(
        name="tonnes-2014",
        objective="shares",
        answer=lambda: _from_china(2014),
        praise="A share alone would not have told you how much less it was.",
        unit="tonnes",
        nudge="A share alone is no amount: of what is it the share?",
        hint="Multiply the volume of 2014 by 59.64 and divide by 100.",
        mistakes=[
            (
                lambda: _value("rare_earth_import_volume", "JPN", 2014) - _from_china(2014),
                "this is what came from elsewhere; multiply by the Chinese share itself.",
            ),
            (lambda: _from_china(2008), "this is 2008; take the volume and the share of 2014."),
            (lambda: _value("rare_earth_import_volume", "JPN", 2014) * 59.64, "59.64 is in per cent; divide by 100."),
        ],
        within=20,
    ),
    Question(
        name="rock-billion",
        objective="resources",
        answer=lambda: _announced() / 700e-6 / 1e9,
        praise="A poor content means much rock for each tonne of metal.",
        unit="billion tonnes",
        nudge="Bring grams and tonnes to one unit first.",
        hint="700 grams a tonne is 0.0007; divide 20 million tonnes by it.",
        mistakes=[
            (lambda: _announced() / 700e-6, "this is in tonnes; divide by one billion."),
            (
                lambda: _announced() * 700e-6,
                "you multiplied; there must be more rock than metal, so divide by the content.",
            ),
            (
                lambda: _announced() / 700e-3 / 1e9,
                "a tonne has a million grams, not a thousand; the content is 0.0007.",
            ),
        ],
        within=0.2,
    ),
    Question(
        name="not-rare-earths",
        level="recall",
        objective="units",
        points=2,
        minutes=4,
        answer={"gallium", "molybdenum", "rhenium"},
        praise="All three are rare metals in the wider sense, and two of them stood in a report on SARECO.",
        nudge="Which of them belong to other groups of the periodic table?",
        hint="The seventeen are scandium, yttrium and the fifteen lanthanides, from lanthanum to lutetium.",
        mistakes=[
            ({"gallium"}, "gallium is right, but two metals from the report of 2011 belong to the answer too."),
            ({"molybdenum", "rhenium"}, "one is missing: the metal of the contract of 2025."),
            (
                {"gallium", "molybdenum", "rhenium", "scandium"},
                "scandium is one of the seventeen, beside yttrium and the lanthanides.",
            ),
            (
                {"gallium", "molybdenum", "rhenium", "yttrium"},
                "yttrium is one of the seventeen, beside scandium and the lanthanides.",
            ),
        ],
    ),
    Question(
        name="uranium-tonnes",
        level="compute",
        objective="units",
        points=3,
        minutes=6,
        vary={"tonnes": [2000, 1200, 1400, 1500, 1700, 1800, 2200, 2500, 2600, 2800, 3000]},
        answer=lambda tonnes=2000: tonnes * 3 * U / (3 * U + 8 * O),
        praise="Traders name the oxide and statistics name the element, so always ask which.",
        unit="tonnes",
        nudge="Oxygen has weight, too.",
        hint="Multiply {tonnes} by the weight of three uranium atoms and divide by the weight of U3O8.",
        mistakes=[
            (
                lambda tonnes=2000: tonnes * (3 * U + 8 * O) / (3 * U),
                "the ratio is upside down; the element weighs less than the oxide.",
            ),
            (lambda tonnes=2000: tonnes * U / (U + 8 * O), "the formula has three uranium atoms for eight of oxygen."),
        ],
        within=2,
    ),
    Question(
        name="log-distance",
        level="compute",
        objective="logscale",
        points=4,
        minutes=8,
        vary={
            "dear, cheap, year": [
                ["terbium", "neodymium", 2020],
                ["terbium", "neodymium", 2022],
                ["terbium", "neodymium", 2023],
                ["terbium", "neodymium", 2024],
                ["terbium", "dysprosium", 2020],
                ["terbium", "dysprosium", 2021],
                ["terbium", "dysprosium", 2022],
                ["terbium", "dysprosium", 2023],
                ["terbium", "dysprosium", 2024],
                ["dysprosium", "neodymium", 2020],
                ["dysprosium", "neodymium", 2021],
                ["dysprosium", "neodymium", 2022],
                ["dysprosium", "neodymium", 2023],
                ["dysprosium", "neodymium", 2024],
            ]
        },
        answer=lambda dear="terbium", cheap="neodymium", year=2020: (
            5 * math.log10(_price(dear, year) / _price(cheap, year))
        ),
        praise="A ratio of almost fourteen takes little more than one step of ten.",
        unit="centimetres",
        nudge="On a log scale equal ratios are equal distances.",
        hint="Take the logarithm to base 10 of the ratio, and multiply by 5.",
        mistakes=[
            (
                lambda dear="terbium", cheap="neodymium", year=2020: math.log10(
                    _price(dear, year) / _price(cheap, year)
                ),
                "this is the distance in steps of ten; each step is 5 centimetres long.",
            ),
            (
                lambda dear="terbium", cheap="neodymium", year=2020: (
                    5 * math.log(_price(dear, year) / _price(cheap, year))
                ),
                "this is the natural logarithm; use math.log10, because a step is a factor of ten.",
            ),
            (
                lambda dear="terbium", cheap="neodymium", year=2020: 0.5 * _price(dear, year) / _price(cheap, year),
                "this is a linear scale; on a log scale the distance follows the logarithm of the ratio.",
            ),
        ],
        within=0.05,
    ),
    Question(
        name="reserve-years",
        level="compute",
        objective="resources",
        points=3,
        minutes=6,
        vary={"country": ["USA", "AUS", "CHN", "RUS", "IND", "WLD"]},
        words={"WLD": ["WLD", "the world", "the world's"]},
        answer=lambda country="USA": _years(country),
        praise="It is a ratio of two numbers of one year, and no forecast: both change.",
        unit="years",
        nudge="What does one get if an amount is divided by an amount a year?",
        hint="Divide the reserves of 2024 by the production of 2024.",
        mistakes=[
            (
                lambda country="USA": 1 / _years(country),
                "the ratio is upside down; divide reserves by yearly production.",
            ),
            (
                lambda country="USA": _value("rare_earth_reserves", country, 2024) / _mined("WLD"),
                "you divided by the production of the world; take that of the country.",
            ),
            (lambda: _years("CHN"), "this is China; take the rows of the United States."),
        ],
        within=0.2,
    ),
    Question(
        name="china-after-contract",
        level="compute",
        objective="outturn",
        points=4,
        minutes=8,
        vary={"replaced": [15, 6, 8, 10, 12, 18, 20, 24, 30]},
        answer=lambda replaced=15: 100 * (_gallium()[1] - replaced) / _gallium()[0],
        praise="The result needs two assumptions: the need stays that of 2021, and only Chinese gallium is replaced.",
        unit="per cent",
        nudge="The whole stays; only one part becomes smaller.",
        hint="Subtract {replaced} tonnes from the Chinese part, then divide by all imports.",
        mistakes=[
            (
                lambda replaced=15: 100 * (_gallium()[1] - replaced) / (_gallium()[0] - replaced),
                "the total stays the same, because the {replaced} tonnes are imported too.",
            ),
            (
                lambda replaced=15: 100 * replaced / _gallium()[0],
                "this is the part that Kazakhstan would cover; the question asks what is left for China.",
            ),
            (
                lambda replaced=15: 100 * _gallium()[1] / _gallium()[0] - replaced,
                "{replaced} is in tonnes and 57 in per cent; subtract tonnes from tonnes.",
            ),
        ],
        within=0.2,
    ),
    Question(
        name="same-counter",
        level="interpret",
        objective="shares",
        points=3,
        minutes=6,
        answer="a",
        praise="One source, one method, the same months: only the year differs.",
        nudge="Two shares can be compared only if they measure the same thing.",
        hint="Ask of each pair: same goods, same unit, same months, same counter?",
        mistakes=[
            ("b", "one figure is for a whole year and the other for six months, and they come from different sources."),
            ("c", "one comes from a state agency and the other names no statistics, and the years differ."),
            ("d", "one counts dollars of metals and the other weight of all goods."),
        ],
    ),
    Question(
        name="new-mine",
        level="interpret",
        objective="chain",
        points=3,
        minutes=6,
        answer="d",
        praise="The narrowest step limits the whole chain.",
        nudge="Where in the chain does the new mine help, and where not?",
        hint="Follow the ore: who refines it, and who makes the magnets?",
        mistakes=[
            ("a", "the mine is the first step only; look at the shares of the two steps after it."),
            ("b", "mining outside China grows, but the question is about magnets."),
            ("c", "mined ore is worth something, but it needs a refinery; look for the step that limits."),
        ],
    ),
    Question(name="judge-the-headline", level="argue", objective="resources", points=10, minutes=25),
]
