"""Questions of the exercise on Two summits."""

from caj.checks import Question
from caj.data import load

STEPS = {"ev-2025-75": "a", "ev-2025-79": "b", "ev-2024-24": "c", "ev-2025-42": "d", "ev-2025-03": "e"}
PORT = "Baku (Alat) port"


def _city(partner: str) -> str:
    """Where the leaders of a partner met the five presidents in 2025."""
    rows = load("summits").loc[lambda table: (table["level"] == "leaders") & (table["date"].dt.year == 2025)]
    return str(rows.loc[rows["partner"] == partner, "city"].iloc[0])


def _in_order() -> str:
    """The letters of the five events, by the dates of the table."""
    dates = load("events").set_index("id").loc[list(STEPS), "date"]
    return "".join(STEPS[id] for id in dates.sort_values().index)


def _parts(start: str, end: str) -> tuple[float, float]:
    """Kilometres to the north or south, and to the east or west, as the exercise counts them."""
    nodes = load("nodes").set_index("name")[["lat", "lon"]]
    way = (nodes.loc[end] - nodes.loc[start]).abs()
    return float(way["lat"] * 111), float(way["lon"] * 84)


def _straight(start: str = "Aktau", end: str = PORT) -> float:
    north, east = _parts(start, end)
    return float((north**2 + east**2) ** 0.5)


def _leaders(day: str = "2025-12-20", exact: bool = True) -> int:
    """Meetings before a day whose level is leaders, or has this word in it."""
    rows = load("summits").loc[lambda table: table["date"] < day]
    return int((rows["level"].eq("leaders") if exact else rows["level"].str.contains("leaders")).sum())


QUESTIONS = [
    Question(
        name="where-they-met",
        level="recall",
        objective="places",
        points=1,
        minutes=3,
        vary={"partner": ["EUU", "ITA", "CHN", "RUS", "USA"]},
        words={
            "CHN": ["the president of China"],
            "EUU": ["the leaders of the European Union"],
            "ITA": ["the prime minister of Italy"],
            "RUS": ["the president of Russia"],
            "USA": ["the president of the United States"],
        },
        answer=lambda partner="EUU": _city(partner),
        praise="Like Italy, China and Russia, the Union came to the region; to Washington and Tokyo the presidents travelled.",
        nudge="The table lists five meetings, and two of them were held in the same city.",
        hint="Find the partner in the column format (C5+1 is that of the United States), and take the city of its row.",
        mistakes=[
            (lambda: _city("CHN"), "there the presidents met Italy in May and China in June."),
            (lambda: _city("RUS"), "there the presidents met Russia in October."),
            (lambda: _city("USA"), "there the presidents met the United States in November."),
        ],
    ),
    Question(
        name="in-order",
        level="recall",
        objective="order",
        points=2,
        minutes=4,
        answer=_in_order,
        praise="The border was settled between the two summits, without Japan and before the presidents travelled.",
        nudge="One event is of 2024; begin with it, and end in the palace.",
        hint="August 2024, then January, March, October and December 2025.",
        mistakes=[
            ("ceabd", "Takaichi came into office in October, two months before the Emperor received the presidents."),
            ("caedb", "the envoy set out in January 2025, the treaty was signed in March."),
            ("ecadb", "the flight that was not made is of August 2024, the envoy's journey of January 2025."),
            ("cedab", "the treaty is of March 2025, and Takaichi came into office in October."),
            ("bdaec", "this is the way back in time; begin with the earliest."),
        ],
    ),
    Question(
        name="who-did-what",
        level="interpret",
        objective="people",
        points=2,
        minutes=5,
        answer="cdab",
        praise="Only one of the four is known for what was done, year after year, before anybody gave thanks for it.",
        nudge="Two of the four are politicians of Japan; the other two have their work in Bishkek and in Tashkent.",
        hint="The envoy and the head of the league are Japanese; the line concerns Kyrgyzstan, the graves Tashkent.",
        mistakes=[
            ("bdac", "Nagashima was the envoy of early 2025; Aso heads the league of members of parliament."),
            ("cadb", "Tashiev led the talks on the border, and Fozilov looked after the graves in Tashkent."),
            (
                "cbad",
                "the talks on the line were led by Kyrgyzstan's security chief, and not by a politician of Japan.",
            ),
            ("dcab", "Tashiev is of Kyrgyzstan; through the five capitals went an envoy of Japan."),
        ],
    ),
    Question(
        name="across-the-sea",
        level="compute",
        objective="places",
        points=2,
        minutes=5,
        unit="km",
        within=2,
        vary={
            "start, end": [
                ["Aktau", PORT],
                ["Turkmenbashi", PORT],
                ["Aktau", "Turkmenbashi"],
                ["Kuryk", "Turkmenbashi"],
                ["Beyneu", "Aktau"],
                ["Samarkand", "Dushanbe"],
                ["Bishkek", "Almaty"],
                ["Tashkent", "Dushanbe"],
            ]
        },
        words={PORT: ["Baku"]},
        answer=_straight,
        praise="The line is short, and the X-ray machines of 2026 are promised for one of its ends.",
        nudge="The straight line is shorter than going first along one side and then along the other.",
        hint="Square both numbers, add the squares, and take the root.",
        mistakes=[
            (
                lambda start="Aktau", end=PORT: sum(_parts(start, end)),
                "this is the way round the corner; the straight line is shorter.",
            ),
            (
                lambda start="Aktau", end=PORT: _parts(start, end)[0],
                "this is the way to the north or south only; the way to the east or west is missing.",
            ),
            (
                lambda start="Aktau", end=PORT: _straight(start, end) ** 2,
                "this is the sum of the squares; take its root.",
            ),
        ],
    ),
    Question(
        name="three-notices",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="a",
        praise="Three true notices, three subjects: what is put off tells what a writer wants to keep.",
        nudge="Look for the subject of each notice: who or what is put off?",
        hint="The three do not contradict each other; ask what each of them does not say.",
        mistakes=[
            ("b", "three texts of one day can all be true if each of them names another thing."),
            ("c", "no summit followed in 2024; the first one was held in Tokyo in December 2025."),
            ("d", "on that day the five were in Astana, for a meeting of their own."),
        ],
    ),
    Question(
        name="three-trillion",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="d",
        praise="An aim, a contract and a payment are three things; the sentence says which one this is, and who changed it.",
        nudge="Who named the sum first, and for whom was it meant?",
        hint="Ask of each sentence whether somebody has to pay by it, and who says so.",
        mistakes=[
            ("a", "the sum was named for business; no text that we have makes the government pay it."),
            ("b", "the government counted papers, and some are wishes; no text gives them this worth."),
            ("c", "that two texts differ can be explained: one names an aim, the other changes the word."),
        ],
    ),
    Question(
        name="tables-before",
        level="compute",
        objective="compute",
        also=["claim"],
        points=2,
        minutes=5,
        unit="meetings",
        vary={
            "day": [
                "2025-12-20",
                "2024-08-09",
                "2023-09-25",
                "2025-03-31",
                "2025-05-15",
                "2025-06-02",
                "2025-08-25",
                "2025-10-21",
            ]
        },
        answer=lambda day="2025-12-20": _leaders(day),
        praise="Eleven meetings with seven partners came before Japan's first one, which Tokyo had begun to prepare in 2023.",
        nudge="A planned, a postponed and a virtual meeting have other words in the column level.",
        hint="Go down the list to the day, and count the rows with the word leaders alone.",
        mistakes=[
            (
                lambda day="2025-12-20": _leaders(day, exact=False),
                "you also counted rows such as leaders_virtual; keep the word leaders alone.",
            ),
            (
                lambda: _leaders("2026-12-31", exact=False),
                "these are all rows; keep those before the day, with the word leaders alone.",
            ),
            (
                lambda day="2025-12-20": _leaders(day, exact=False) - _leaders(day),
                "these are the rows with other levels; the question asks for leaders alone.",
            ),
        ],
    ),
    Question(name="five-turns", level="argue", objective="claim", points=8, minutes=20),
]
