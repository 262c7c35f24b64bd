"""Questions of the exercise on A table for six."""

from caj.checks import Question
from caj.data import load

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
STEPS = {"ev-2005-10": "a", "ev-2004-04": "b", "ev-2010-06": "c", "ev-2005-09": "d", "ev-2006-04": "e"}
PLACES = ["Astana", "Tashkent", "Ashgabat", "Osh"]


def _seated(meeting: str, minister: bool) -> set[str]:
    """States among the five whose first delegate was a foreign minister, or was none."""
    rows = load("attendance").loc[lambda table: (table["meeting_id"] == meeting) & table["country"].isin(FIVE)]
    return set(rows.loc[rows["delegate_level"].eq("foreign_minister") == minister, "country"])


def _not_there(meeting: str) -> set[str]:
    """States whose row of this meeting says that nobody came."""
    rows = load("attendance").loc[lambda table: table["meeting_id"] == meeting]
    return set(rows.loc[rows["delegate_level"] == "absent", "country"])


def _in_order() -> str:
    """The letters of the five events, by the dates of the table."""
    dates = load("events").set_index("id").loc[list(STEPS), "date"]
    return "".join(STEPS[id] for id in dates.sort_values().index)


def _farthest(places: list[str], column: str, last: bool) -> str:
    """The place with the smallest or largest latitude or longitude."""
    values = load("nodes").set_index("name").loc[list(places), column]
    return str(values.idxmax() if last else values.idxmin())


def _days(first: str = "mt-2004-01", second: str = "mt-2006-02") -> int:
    """Days from one meeting to another."""
    days = load("meetings").set_index("id")["date"]
    return int((days[second] - days[first]).days)


QUESTIONS = [
    Question(
        name="without-minister",
        level="recall",
        objective="compute",
        points=1,
        minutes=3,
        vary={"meeting": ["mt-2006-02", "mt-2004-01", "mt-2012-01", "mt-2022-01", "mt-2019-01"]},
        words={
            "mt-2004-01": ["28 August 2004"],
            "mt-2006-02": ["5 June 2006"],
            "mt-2012-01": ["10 November 2012"],
            "mt-2019-01": ["18 May 2019"],
            "mt-2022-01": ["15 April 2022"],
        },
        answer=lambda meeting="mt-2006-02": _seated(meeting, minister=False),
        praise="One chair was lower, one was empty: a deputy came for Kazakhstan, and nobody for Turkmenistan.",
        nudge="A deputy minister and an ambassador are not foreign ministers.",
        hint="In the table below the prompt, find the rows of the five states with another word than foreign_minister.",
        mistakes=[
            (
                lambda meeting="mt-2006-02": _seated(meeting, minister=True),
                "these are the states whose foreign minister came; the question asks for the others.",
            ),
            (
                lambda: _not_there("mt-2006-02"),
                "this chair was empty, but one more state sent a person of lower rank.",
            ),
            (
                {"KAZ", "TKM", "AFG"},
                "Afghanistan is none of the five, and its foreign minister did come, as a guest.",
            ),
        ],
    ),
    Question(
        name="in-order",
        level="recall",
        objective="order",
        points=2,
        minutes=4,
        answer=_in_order,
        praise="The club of the neighbours gave itself up eight months before Aso gave the lead to the region.",
        nudge="First find the year of each event, then look at the two of the same year.",
        hint="One event belongs to 2004, two to 2005, one to 2006 and one to 2010; July comes before October.",
        mistakes=[
            ("badec", "the foreign bases were the question in July 2005, and the merger was decided in October."),
            ("bdeac", "Aso spoke in June 2006, when the merger had been decided for eight months."),
            ("dbaec", "Kawaguchi spoke in August 2004, almost a year before the call on the bases."),
            ("bdace", "the ministers met in Tashkent in 2010, four years after Aso's speech."),
            ("ceadb", "this is the way back in time; begin with the earliest."),
        ],
    ),
    Question(
        name="who-did-what",
        level="interpret",
        objective="people",
        points=2,
        minutes=5,
        answer="bdca",
        praise="Two of them led a state, and two spoke for Japan in a city or after a city had burned.",
        nudge="Which of the four speak for Japan, and which lead a state of the region?",
        hint="One is an ambassador in 2005, one a foreign minister in 2010, one a president in 2006, one led Kyrgyzstan.",
        mistakes=[
            ("dbca", "Kusumoto was shown Andijan in 2005, and Okada spoke about Osh in 2010."),
            ("bdac", "the pipe was Turkmenistan's theme; it was Kyrgyzstan that asked Russia for troops."),
            ("bcda", "Okada mourned the dead of Osh; the words about the pipe are reported from Ashgabat."),
            ("bacd", "Russia was asked by the head of Kyrgyzstan's government, and not by a minister of Japan."),
        ],
    ),
    Question(
        name="southernmost",
        level="compute",
        objective="places",
        points=2,
        minutes=4,
        vary={
            "places": [
                PLACES,
                ["Bishkek", "Almaty", "Tashkent", "Samarkand"],
                ["Andijan", "Dushanbe", "Osh", "Bishkek"],
                ["Astana", "Aktau", "Almaty", "Bishkek"],
                ["Termez", "Samarkand", "Dushanbe", "Andijan"],
                ["Tashkent", "Andijan", "Almaty", "Aktau"],
                ["Astana", "Samarkand", "Osh", "Tashkent"],
                ["Bishkek", "Osh", "Tashkent", "Almaty"],
            ]
        },
        ranked="-on_the_map['lat']",
        answer=lambda places=PLACES: _farthest(places, "lat", last=False),
        praise="Of the four it lies nearest to Aso's way to the sea, and its state had gas and sent nobody.",
        nudge="Which of the two numbers says how far north a place lies?",
        hint="The column lat is the latitude: the smallest value lies farthest south.",
        mistakes=[
            (
                lambda places=PLACES: _farthest(places, "lat", last=True),
                "this one lies farthest north of the four.",
            ),
            (
                "Osh",
                "this city lies farthest east; the longitude (lon) tells east from west.",
            ),
        ],
    ),
    Question(
        name="what-a-cable-shows",
        level="interpret",
        objective="sources",
        points=2,
        minutes=4,
        answer="d",
        praise="A cable shows what a diplomat was told, and not what a government had decided.",
        nudge="Who wrote the cable, when, and how did the writer know?",
        hint="Take away each sentence that needs a decision, or a day after April 2006.",
        mistakes=[
            ("a", "an embassy gave advice; a decision of the government is not in this source."),
            ("b", "the same cable says that Karimov's government wished for the visit."),
            ("c", "a text of April cannot know the year, and Koizumi came in August 2006."),
        ],
    ),
    Question(
        name="counting-the-dead",
        level="interpret",
        objective="sources",
        points=2,
        minutes=5,
        answer={"a", "c"},
        praise="A number of the dead without its maker is no evidence, and a doubt about it is no denial.",
        nudge="For each sentence ask who counted, and who was allowed to look.",
        hint="Two of the four can be defended: one compares two counts of one maker, one says what is open.",
        mistakes=[
            ({"a"}, "this is right and not all: one more sentence can be defended."),
            ({"c"}, "this is right and not all: one more sentence can be defended."),
            (
                {"a", "b", "c"},
                "time does not make a count free; the state was accused, and it refused an inquiry from abroad.",
            ),
            (
                {"a", "c", "d"},
                "counts that differ still agree that people were killed; only how many is open.",
            ),
            ({"b", "d"}, "these are the two that go further than the counts; read the other two again."),
        ],
    ),
    Question(
        name="days-between",
        level="compute",
        objective="compute",
        also=["claim"],
        points=2,
        minutes=5,
        unit="days",
        vary={
            "first, second": [
                ["mt-2004-01", "mt-2006-02"],
                ["mt-2006-02", "mt-2010-02"],
                ["mt-2010-02", "mt-2012-01"],
                ["mt-2012-01", "mt-2014-04"],
                ["mt-2004-01", "mt-2010-02"],
                ["mt-2006-02", "mt-2012-01"],
                ["mt-2010-02", "mt-2014-04"],
                ["mt-2004-01", "mt-2012-01"],
            ]
        },
        words={
            "mt-2004-01": ["mt-2004-01", "28 August 2004"],
            "mt-2006-02": ["mt-2006-02", "5 June 2006"],
            "mt-2010-02": ["mt-2010-02", "7 August 2010"],
            "mt-2012-01": ["mt-2012-01", "10 November 2012"],
            "mt-2014-04": ["mt-2014-04", "16 July 2014"],
        },
        answer=_days,
        praise="The next pause, to August 2010, is more than twice as long.",
        nudge="Go from the earlier day to the later one, year by year.",
        hint="Subtract the earlier day from the later one, and take the days of the difference (.days).",
        mistakes=[
            (
                lambda first="mt-2004-01", second="mt-2006-02": _days(first, second) + 1,
                "this counts both ends; the time between two days counts one of them.",
            ),
            (
                lambda first="mt-2004-01", second="mt-2006-02": -_days(first, second),
                "the sign is turned: subtract the earlier day from the later one.",
            ),
            (
                lambda: _days("mt-2006-02", "mt-2010-02"),
                "this is the pause from 2006 to 2010; the question asks for the one before.",
            ),
        ],
    ),
    Question(name="why-silence", level="argue", objective="claim", points=8, minutes=20),
]
