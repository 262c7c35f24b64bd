"""Self-checks of the chapter and exercises who-trades-with-whom."""

import pandas as pd

from caj.checks import Question
from caj.data import load

SEVEN = ["CHN", "RUS", "EUU", "JPN", "TUR", "KOR", "USA"]


def _flow(indicator: str, reporter: str, partner: str) -> pd.Series:
    frame = load("indicators")
    rows = frame[frame["indicator"].eq(indicator) & frame["country"].eq(reporter) & frame["partner"].eq(partner)]
    return rows[rows["period"].isna()].set_index("year")["value"]


def _ratio(state: str, year: int) -> float:
    """Goods that China sent to `state`, divided by those that arrived in the state's record."""
    sent = _flow("goods_exports_mirror", "CHN", state)[year]
    return float(sent / _flow("goods_imports_own", state, "CHN")[year])


def _mirror_lead() -> pd.Series:
    """Whether China is ahead of Russia in Kazakhstan's turnover, by year, in the partners' records."""
    china, russia = (
        _flow("goods_exports_mirror", code, "KAZ") + _flow("goods_imports_mirror", code, "KAZ")
        for code in ("CHN", "RUS")
    )
    return (china - russia).dropna().loc[1994:] > 0


def _lasting() -> int:
    lead = _mirror_lead()
    return int(lead.index[~lead].max()) + 1


def _first_import_year(record: str) -> int:
    china, russia = (
        _flow("goods_imports_own", "KGZ", code) if record == "own" else _flow("goods_exports_mirror", code, "KGZ")
        for code in ("CHN", "RUS")
    )
    ahead = (china - russia).dropna().loc[1994:] > 0
    return int(ahead.index[ahead].min())


def _shares(state: str, year: int) -> pd.Series:
    ways = ["goods_exports_own", "goods_imports_own"]
    turnover = {code: sum(_flow(way, state, code)[year] for way in ways) for code in [*SEVEN, "WLD"]}
    return pd.Series({code: 100 * turnover[code] / turnover["WLD"] for code in SEVEN})


def _limits(state: str, year: int = 2019) -> tuple[float, float]:
    """Lower and upper limit of the Herfindahl-Hirschman index of turnover."""
    shares = _shares(state, year)
    low = float((shares**2).sum())
    return low, low + float(100 - shares.sum()) ** 2


def _chinese_count_2015() -> float:
    ways = ["goods_exports_mirror", "goods_imports_mirror"]
    return float(sum(_flow(way, "CHN", "KGZ")[2015] for way in ways))


def _inflate() -> float:
    frame = load("indicators")
    index = frame[frame["indicator"].eq("us_consumer_price_index")].set_index("year")["value"]
    return float(index[2024] / index[2015])


def _growth(factor: float) -> float:
    return float(_flow("trade_turnover_cn_customs", "KGZ", "CHN")[2024]) / (_chinese_count_2015() * factor)


def _aid(year: int) -> tuple[float, float, float]:
    """Gross and net aid to Uzbekistan in million dollars, and yen per dollar."""
    gross = _flow("oda_gross_disbursement", "UZB", "JPN")[year]
    net = _flow("oda_net_disbursement", "UZB", "JPN")[year]
    return float(gross), float(net), float(_flow("yen_per_us_dollar", "JPN", "USA")[year])


def _rest(state: str, year: int) -> float:
    """Per cent of turnover that is not with the seven named partners."""
    return float(100 - _shares(state, year).sum())


def _repaid(year: int) -> float:
    gross, net, rate = _aid(year)
    return (gross - net) * rate


def _in_yen(year: int, which: int) -> float:
    return _aid(year)[which] * _aid(year)[2]


QUESTIONS = [
    Question(
        name="mirror-ratio",
        objective="two-records",
        answer=lambda: _ratio("KGZ", 2019),
        praise="For the same year the ratio of Kazakhstan was 1.95.",
        nudge="Two countries write down the same goods.",
        hint="Divide what China sent in 2019 by what Kyrgyzstan recorded as arrived.",
        mistakes=[
            (lambda: 1 / _ratio("KGZ", 2019), "the ratio is upside down; divide sent by arrived."),
            (lambda: _ratio("KAZ", 2019), "this is the ratio of Kazakhstan; use the code KGZ."),
        ],
        within=0.03,
    ),
    Question(
        name="lasting-year",
        objective="who-counts",
        answer=_lasting,
        praise="In 2016 the two partners were almost equal, so the last step was small.",
        nudge="Ahead once is not ahead for good.",
        hint="Find the last year in which Russia was ahead or level, and add one.",
        mistakes=[
            (
                lambda: int(_mirror_lead().idxmax()),
                "this is the first year of a lead that was interrupted; look at 2015 and 2016.",
            ),
            (lambda: _lasting() - 1, "in this year Russia was still a little ahead; the lead starts one year later."),
            (2010, "this is the first year in the Kazakh record; use the partners' records, column mirror."),
        ],
    ),
    Question(
        name="uzbek-factor",
        objective="filled-values",
        answer=lambda: round(1 / _ratio("UZB", 1998), 1),
        praise="Imports look like the partner's exports plus 10 per cent, which is again a fill.",
        nudge="Whose record stands above the line, and whose below?",
        hint="Divide Uzbekistan's own imports from China in 1998 by China's exports to Uzbekistan.",
        mistakes=[
            (lambda: round(_ratio("UZB", 1998), 1), "the ratio is upside down; here arrived is divided by sent."),
            (1.06, "this is the factor of Turkmenistan; compute the one of Uzbekistan before 2000."),
        ],
        within=0.02,
    ),
    Question(
        name="kazakh-limit",
        objective="concentration",
        answer=lambda: _limits("KAZ")[1],
        praise="The upper limit treats all unnamed partners as one.",
        nudge="The HHI is largest if the rest is one single partner.",
        hint="Add the square of the rest to the sum of the seven squares, for KAZ and 2019.",
        mistakes=[
            (lambda: _limits("KAZ")[0], "this is the lower limit; add the square of the rest."),
            (
                lambda: _limits("KAZ")[0] + 100 - _shares("KAZ", 2019).sum(),
                "you added the rest itself; square it first.",
            ),
        ],
        within=3,
    ),
    Question(
        name="real-growth",
        objective="gaps",
        answer=lambda: _growth(_inflate()),
        praise="Current dollars would make it a third larger, only because prices rose.",
        unit="times",
        nudge="A dollar of 2015 is worth more than a dollar of 2024.",
        hint="Bring the amount of 2015 to prices of 2024 with the factor inflate, then divide.",
        mistakes=[
            (
                lambda: _growth(1),
                "this is growth in current dollars; multiply the amount of 2015 by the factor inflate.",
            ),
            (
                lambda: _growth(1 / _inflate()),
                "you moved prices the wrong way; 2015 dollars become more, not fewer, in prices of 2024.",
            ),
            (lambda: _growth(_inflate()) - 1, "this is the growth rate; the question asks how many times larger."),
        ],
        within=0.05,
    ),
    Question(
        name="repaid-yen",
        objective="net-aid",
        answer=lambda: _repaid(2015),
        praise="It is more than in 2012 and 2013, so the plan of repayments had grown.",
        unit="million yen",
        nudge="What flows back is the difference of two payments.",
        hint="Subtract net from gross, and multiply by the yen per dollar of 2015.",
        mistakes=[
            (
                lambda: _repaid(2015) / _aid(2015)[2],
                "this is in million dollars; multiply by the yen per dollar of 2015.",
            ),
            (lambda: _in_yen(2015, 1), "this is the net amount in yen; subtract it from the gross amount."),
            (lambda: _in_yen(2015, 0), "this is the gross amount in yen; subtract the net amount."),
        ],
        within=8,
    ),
    Question(
        name="mirror-row",
        level="recall",
        objective="two-records",
        points=2,
        minutes=4,
        answer="a",
        praise="One party's export is the other's import.",
        nudge="What one side sells, the other side buys.",
        hint="Ask who stands on the other side, and what that side calls these goods.",
        mistakes=[
            ("c", "these are goods in the other direction, and from the same record."),
            ("b", "these are goods that China sold; look for the goods that it bought."),
            ("d", "this is the same record again, for all partners together."),
        ],
    ),
    Question(
        name="tajik-ratio",
        level="compute",
        objective="two-records",
        points=3,
        minutes=6,
        vary={
            "state, year": [
                ["TJK", 2014],
                ["TJK", 2008],
                ["TJK", 2009],
                ["TJK", 2011],
                ["TJK", 2016],
                ["TJK", 2019],
                ["KGZ", 2010],
                ["KGZ", 2012],
                ["KAZ", 2013],
                ["KAZ", 2014],
                ["KAZ", 2016],
            ]
        },
        answer=lambda state="TJK", year=2014: _ratio(state, year),
        praise="In 2014 more than half of what China recorded is missing in the Tajik record.",
        nudge="Which record is the numerator?",
        hint="Divide what China sent by what {state} recorded, both in {year}.",
        mistakes=[
            (
                lambda state="TJK", year=2014: 1 / _ratio(state, year),
                "the ratio is upside down; divide sent by arrived.",
            ),
            (lambda: _ratio("KGZ", 2014), "this is Kyrgyzstan; use the code TJK."),
        ],
        within=0.03,
    ),
    Question(
        name="imports-year",
        level="compute",
        objective="who-counts",
        points=4,
        minutes=9,
        answer=lambda: _first_import_year("own"),
        praise="Here the flow makes no difference to the own record: turnover gives the same year.",
        nudge="One record, one direction, and the first year that fits.",
        hint="Compare the two import series year by year, and take the first year with China ahead.",
        mistakes=[
            (
                lambda: _first_import_year("mirror"),
                "this is the year in the partners' records; use Kyrgyzstan's own record.",
            ),
            (2020, "in this year Russia was ahead again; look for the first year with China ahead."),
        ],
    ),
    Question(
        name="filled-series",
        level="interpret",
        objective="filled-values",
        points=4,
        minutes=10,
        answer="TKM",
        praise="The ratio is 1.06 in every year, which two customs services could not manage.",
        nudge="A copied series moves with its model.",
        hint="The smallest standard deviation points to a record that was computed.",
        mistakes=[
            ("UZB", "its record was filled by fixed shares until 2015, so the ratio to Russia's record moves."),
            ("KAZ", "its ratio is near 1, but it moves from year to year, as real records do."),
        ],
    ),
    Question(
        name="kyrgyz-range",
        level="compute",
        objective="concentration",
        points=4,
        minutes=9,
        vary={
            "state, year": [
                ["KGZ", 2019],
                ["KGZ", 2008],
                ["KGZ", 2011],
                ["KGZ", 2015],
                ["TJK", 2008],
                ["TJK", 2010],
                ["TJK", 2012],
                ["UZB", 2018],
                ["UZB", 2019],
                ["KAZ", 2005],
                ["KAZ", 2006],
            ]
        },
        answer=lambda state="KGZ", year=2019: _rest(state, year) ** 2,
        praise="The range is wider than the lower limit itself, so the index says little here.",
        nudge="What differs between the upper and the lower limit?",
        hint="Both limits share the seven squares; only the rest makes the difference.",
        mistakes=[
            (
                lambda state="KGZ", year=2019: _limits(state, year)[0],
                "this is the lower limit; the range is the square of the rest.",
            ),
            (
                lambda state="KGZ", year=2019: _limits(state, year)[1],
                "this is the upper limit; subtract the lower limit.",
            ),
            (lambda state="KGZ", year=2019: _rest(state, year), "this is the rest in per cent; square it."),
        ],
        within=5,
    ),
    Question(
        name="repaid-2016",
        level="compute",
        objective="net-aid",
        points=4,
        minutes=8,
        vary={"year": [2016, 2012, 2013, 2014, 2015]},
        answer=lambda year=2016: _repaid(year),
        praise="In yen the repayments of 2014 to 2016 lie between 2.8 and 3.4 billion a year.",
        unit="million yen",
        nudge="Net is gross less something.",
        hint="Subtract net from gross, and multiply by the yen per dollar of {year}.",
        mistakes=[
            (
                lambda year=2016: _repaid(year) / _aid(year)[2],
                "this is in million dollars; multiply by the yen per dollar of {year}.",
            ),
            (lambda year=2016: _in_yen(year, 1), "this is the net amount in yen; subtract it from the gross amount."),
        ],
        within=8,
    ),
    Question(
        name="stronger-sign",
        level="interpret",
        objective="gaps",
        points=3,
        minutes=6,
        answer="a",
        praise="It joins product, time and destination, as the economists did for Western goods.",
        nudge="Which finding would be a surprise if the goods stayed?",
        hint="Look for the finding that another explanation could hardly produce.",
        mistakes=[
            ("c", "prices and trade grew too, so a larger gap in current dollars shows little."),
            ("b", "a ratio that was high before 2022 cannot be caused by what happened in 2022."),
            ("d", "a newspaper's belief is no record; ask who counted which goods, and when."),
        ],
    ),
    Question(name="letter-to-the-editor", level="argue", objective="gaps", points=10, minutes=25),
]
