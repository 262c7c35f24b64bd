"""Self-checks of the chapter auditing-the-news and its exercises."""

import pandas as pd

from caj.checks import Question
from caj.data import load

# The judge that the chapter invents for practice, in the order of its ten claims.
INVENTED = [
    "contradicted",
    *["supported"] * 3,
    "imprecise",
    "supported",
    "superseded",
    "imprecise",
    "supported",
    "imprecise",
]


def _claims(kind: str = "") -> pd.DataFrame:
    claims = load("claims")
    return claims[claims["kind"] == kind] if kind else claims


def _sample() -> list[str]:
    """Verdicts of the book on the ten claims of the blind sample."""
    undisputed = load("claims").loc[lambda table: table["rival_verdict"].isna()]
    return undisputed.sample(10, random_state=20040828)["verdict"].astype("str").tolist()


def _chance(first: list, second: list) -> float:
    shares = [pd.Series(given).value_counts(normalize=True) for given in (first, second)]
    return float((shares[0] * shares[1]).sum())


def _raw(first: list, second: list) -> float:
    return sum(a == b for a, b in zip(first, second)) / len(first)


def _kappa(first: list, second: list) -> float:
    chance = _chance(first, second)
    return (_raw(first, second) - chance) / (1 - chance)


def _by_hand(yes: int, first_only: int, second_only: int, no: int) -> tuple[float, float, float]:
    """Raw agreement, chance agreement and kappa of two judges with two verdicts."""
    first = [True] * (yes + first_only) + [False] * (second_only + no)
    second = [True] * yes + [False] * first_only + [True] * second_only + [False] * no
    return _raw(first, second), _chance(first, second), _kappa(first, second)


def _two_readers(first: str = "history", second: str = "people", verdict: str = "") -> tuple[list, list]:
    """Verdicts of two readers on the claims both judged, or whether each was this verdict: exercise 3."""
    wide = load("ratings").pivot(index="claim_id", columns="reader", values="verdict")
    both = wide[[first, second]].dropna().astype("str")
    both = both == verdict if verdict else both
    return both[first].tolist(), both[second].tolist()


def _unanimous(least: int, out_of: int = 0) -> float:
    """Per cent of unanimous claims among those with at least `least` readers, or of `out_of` claims."""
    judged = load("ratings").groupby("claim_id")["verdict"].agg(["size", "nunique"])
    judged = judged[judged["size"] >= least]
    return 100 * int((judged["nunique"] == 1).sum()) / (out_of or len(judged))


def _no_rival() -> float:
    return 100 * float(load("claims")["rival_verdict"].isna().mean())


def _wilson(count: int, total: int) -> tuple[float, float]:
    share, extra = count / total, 1.96**2 / total
    middle = (share + extra / 2) / (1 + extra)
    half = 1.96 * (share * (1 - share) / total + extra / (4 * total)) ** 0.5 / (1 + extra)
    return 100 * (middle - half), 100 * (middle + half)


def _loose(kind: str, wanted: str) -> tuple[int, int]:
    rows = _claims(kind)
    return int((rows["verdict"] == wanted).sum()), len(rows)


def _ages(share: bool) -> str:
    claims = load("claims")
    overtaken = (claims["verdict"] == "superseded").groupby(claims["kind"], observed=True)
    return str((overtaken.mean() if share else overtaken.size()).idxmax())


QUESTIONS = [
    Question(
        name="thirty-trillion",
        objective="give-verdict",
        answer="contradicted",
        praise="The number is the core of the claim, and it is ten times too large.",
        nudge="Is something of the claim true, or does the source say the opposite?",
        hint="Ask what remains of the claim when the number is taken away.",
        mistakes=[
            ("imprecise", "without its number this claim says nothing; the number is the core, and it is wrong."),
            ("superseded", "the goal was 3 trillion on the day of the report, so time did not overtake 30."),
            ("unverifiable", "the prime minister named the goal in public, so evidence does decide."),
        ],
    ),
    Question(
        name="chance-agreement",
        objective="measure-agreement",
        answer=lambda: _chance(_sample(), INVENTED),
        praise="Almost a third of the claims would match even if the verdicts were dealt out at random.",
        nudge="How often would two judges agree who know nothing of the claim, only their own habits?",
        hint="Multiply the two shares in each row of habits, and add the products.",
        within=0.004,
        mistakes=[
            (
                lambda: _raw(_sample(), INVENTED),
                "this is the raw agreement, which counts real matches; use the shares in habits.",
            ),
            (
                lambda: _kappa(_sample(), INVENTED),
                "this is kappa already; first we need the sum of the products of the shares.",
            ),
            (0.2, "this is the row supported alone, or one divided by five; add the products of all rows."),
        ],
    ),
    Question(
        name="unanimous-share",
        objective="measure-agreement",
        answer=lambda: _unanimous(least=2),
        praise="This counts all readers of a claim at once; kappa looks at two readers at a time.",
        unit="per cent",
        nudge="What must be true of a claim on which all readers agree?",
        hint="Keep the rows of judged with two or more readers, then ask how often verdicts is 1.",
        within=0.3,
        mistakes=[
            (lambda: _unanimous(least=2) / 100, "this is the share; multiply by 100 to get per cent."),
            (
                lambda: 100 - _unanimous(least=2),
                "this is the share on which readers differed; the others are asked for.",
            ),
            (
                lambda: _unanimous(least=1),
                "a reader alone is always unanimous; keep the claims with two or more readers.",
            ),
            (
                lambda: _unanimous(least=2, out_of=len(_claims())),
                "you divided by all claims; divide by those with two or more readers.",
            ),
            (_no_rival, "an empty rival verdict often means one reader only; use judged instead."),
        ],
    ),
    Question(
        name="ages-worst",
        objective="report-rates",
        answer=lambda: _ages(share=True),
        praise="A forecast speaks of the future, so the future can overtake it.",
        nudge="Which kind of statement does time itself overtake?",
        hint="Divide the superseded claims of each kind by all claims of that kind.",
        mistakes=[
            ("opinion", "two opinions were superseded, but among many; divide by all claims of the kind."),
            (lambda: _ages(share=False), "this kind has the most claims, but hardly any of them was superseded."),
            ("attribution", "one of twelve is a smaller share than the one of the forecasts."),
        ],
    ),
    Question(
        name="five-ministers",
        level="recall",
        objective="give-verdict",
        also=["audit-article", "trace-error"],
        points=1,
        minutes=4,
        answer="imprecise",
        praise="The core, a first meeting at the level of ministers, holds; the word all is too wide.",
        nudge="Is the heart of the sentence true, and is every word of it?",
        hint="Look for the rank of the delegate from Turkmenistan, and ask what the core is.",
        mistakes=[
            ("supported", "one of the five states sent an ambassador, so the word all goes too far."),
            ("contradicted", "the meeting of foreign ministers did take place; only the word all is wrong."),
            ("superseded", "nothing changed after the meeting; the word all was wrong on the day itself."),
        ],
    ),
    Question(
        name="kappa-by-hand",
        level="compute",
        objective="measure-agreement",
        also=["audit-article"],
        points=3,
        minutes=10,
        vary={
            "yes, first_only, second_only, no": [
                [20, 6, 4, 10],
                [18, 5, 3, 14],
                [22, 7, 2, 9],
                [16, 4, 8, 12],
                [21, 3, 5, 11],
                [15, 6, 2, 17],
                [24, 5, 3, 8],
                [14, 7, 6, 13],
                [19, 8, 2, 11],
                [17, 9, 2, 12],
            ]
        },
        answer=lambda yes=20, first_only=6, second_only=4, no=10: _by_hand(yes, first_only, second_only, no)[2],
        praise="A raw agreement of 75 per cent shrinks to less than half of the possible gain over chance.",
        nudge="Kappa leaves out what two judges would share by chance.",
        hint="Compute raw and chance agreement first; then divide raw minus chance by 1 minus chance.",
        within=0.008,
        mistakes=[
            (
                lambda yes=20, first_only=6, second_only=4, no=10: _by_hand(yes, first_only, second_only, no)[0],
                "this is the raw agreement; now take out what chance alone would give.",
            ),
            (
                lambda yes=20, first_only=6, second_only=4, no=10: _by_hand(yes, first_only, second_only, no)[1],
                "this is the chance agreement; put it into the formula for kappa.",
            ),
            (0.22, "this is the gain over chance; divide it by the possible gain, 1 minus chance."),
            (0.5, "chance is not one half here, because neither judge uses the two words equally often."),
        ],
    ),
    Question(
        name="two-classes",
        level="compute",
        objective="measure-agreement",
        points=3,
        minutes=10,
        vary={
            "first_reader, second_reader": [
                ["history", "people"],
                ["connectivity", "history"],
                ["connectivity", "people"],
                ["energy", "people"],
                ["energy", "history"],
            ],
            "verdict": ["supported", "imprecise"],
        },
        answer=lambda first_reader="history", second_reader="people", verdict="supported": _kappa(
            *_two_readers(first_reader, second_reader, verdict)
        ),
        praise="Fewer classes raise raw agreement, but chance agreement rises too, so kappa hardly moves.",
        nudge="Five verdicts become two: which of them fall together?",
        hint="Turn each list of verdicts into the answers to one question: is it {verdict}?",
        within=0.008,
        mistakes=[
            (
                lambda first_reader="history", second_reader="people", verdict="supported": _raw(
                    *_two_readers(first_reader, second_reader, verdict)
                ),
                "this is the raw agreement of the two classes; ask for kappa.",
            ),
            (
                lambda first_reader="history", second_reader="people": _raw(*_two_readers(first_reader, second_reader)),
                "this is the raw agreement with five verdicts; first make two classes.",
            ),
            (
                lambda first_reader="history", second_reader="people": _kappa(
                    *_two_readers(first_reader, second_reader)
                ),
                "this is kappa with five verdicts; first replace each verdict by {verdict} or not.",
            ),
        ],
    ),
    Question(
        name="same-agreement",
        level="interpret",
        objective="question-kappa",
        points=2,
        minutes=6,
        answer="b",
        praise="Kappa measures what is left to agree on beyond habit, and in pair B that is little.",
        nudge="Where is it easier to agree without looking?",
        hint="Compute the chance agreement of both pairs from their shares.",
        mistakes=[
            ("a", "both pairs agree on 90 per cent; nothing here shows that one pair worked with less care."),
            ("c", "the arithmetic is right: chance agreement is 0.50 in pair A and 0.82 in pair B."),
            ("d", "kappa answers one question and raw agreement another; report both, with the matrix."),
        ],
    ),
    Question(
        name="loose-opinions",
        level="compute",
        objective="report-rates",
        also=["audit-article"],
        points=3,
        minutes=8,
        vary={
            "kind, wanted": [
                ["opinion", "imprecise"],
                ["opinion", "supported"],
                ["fact", "imprecise"],
                ["fact", "supported"],
                ["attribution", "imprecise"],
                ["forecast", "supported"],
                ["forecast", "unverifiable"],
                ["figure", "imprecise"],
                ["forecast", "superseded"],
            ]
        },
        answer=lambda kind="opinion", wanted="imprecise": _wilson(*_loose(kind, wanted))[0],
        praise="So even the lowest share that fits is about a quarter of all opinions.",
        unit="per cent",
        nudge="A share of a few claims is unsure: how far down could it be?",
        hint="Count the claims of the kind {kind} and the {wanted} ones among them, then take the first value of wilson.",
        within=0.3,
        mistakes=[
            (
                lambda kind="opinion", wanted="imprecise": _wilson(*_loose(kind, wanted))[1],
                "this is the upper limit; wilson gives the lower limit first.",
            ),
            (
                lambda kind="opinion", wanted="imprecise": 100 * _loose(kind, wanted)[0] / _loose(kind, wanted)[1],
                "this is the share itself; the lower limit of its interval is asked for.",
            ),
            (
                lambda kind="opinion", wanted="imprecise": _wilson(_loose(kind, wanted)[0], len(_claims()))[0],
                "you divided by all claims; use those of the kind {kind}.",
            ),
        ],
    ),
    Question(
        name="where-it-slipped",
        level="interpret",
        objective="trace-error",
        points=2,
        minutes=6,
        answer="c",
        praise="Each step repeats the one before it, so compare neighbours until the change appears.",
        nudge="Read the texts in the order in which they were written.",
        hint="Compare each text with the one before it, and find the first that says something new.",
        mistakes=[
            ("a", "the president said 2050, so the year 2025 for all coal did not come from him."),
            ("b", "the page gives 2050 as the end of coal power; the years in brackets are a window for a step."),
            ("d", "a short form must keep the meaning; 2025 and 2050 are twenty-five years apart."),
        ],
    ),
    Question(name="regrading", level="interpret", objective="give-verdict", points=6, minutes=20),
    Question(name="three-headlines", level="interpret", objective="trace-error", points=6, minutes=20),
    Question(name="audit-brief", level="argue", objective="audit-article", points=20, minutes=120),
]
