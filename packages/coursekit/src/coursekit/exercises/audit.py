"""What can be asked of all questions at once: what a blind guesser earns, where right letters stand, who has no help, which mistakes nobody can make."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from caj.arranged import Holding, Match, Order
from caj.checks import judge
from caj.errors import Finding
from caj.question import FILE, Question, fill, value, varying
from coursekit.book import CHAPTERS
from coursekit.exercises.notebooks import declarations

FIRST = range(11)  # the whole numbers that somebody tries who only guesses
SHARE = 0.25  # what guessing may earn of the points that tests give
SPREAD = 1  # by how many a letter may be right more often than another


def audited(root: Path) -> dict[str, list[Question]]:
    """The questions of each chapter of a book, by its slug; UserError for a file that does not run.

    >>> audited(Path("no-such-folder"))
    {}
    """
    files = sorted((root / CHAPTERS).glob(f"*/{FILE}"))
    return {file.parent.name: declarations(file) for file in files}


def chance(question: Question) -> float:
    """How often a guesser is right who sees only the form of a question; 0 where nothing is given to choose among.

    A letter is one of those that have a sentence of their own; of letters in order, of things to order and of pairs every order is as
    likely; a small whole number is one of the first eleven.

    >>> chance(Question("who", answer="b", mistakes=[("a", "…"), ("c", "…"), ("d", "…")]))
    0.25
    >>> chance(Question("when", answer="cab")), chance(Question("how-many", answer=4)) == 1 / 11
    (0.16666666666666666, True)
    """
    answer = value(question.answer, **varying(question.answer))
    if isinstance(answer, Order):
        return 1 / math.factorial(len(answer.options))
    if isinstance(answer, Match):
        return 1 / math.perm(len(answer.options), len(answer.left)) if len(answer.options) >= len(answer.left) else 0.0
    if isinstance(answer, bool):
        return 1 / 2
    if isinstance(answer, str) and len(answer) == 1:
        return 1 / len(_letters(question, answer))
    if isinstance(answer, str) and sorted(answer) == [chr(ord("a") + place) for place in range(len(answer))]:
        return 1 / math.factorial(len(answer))
    whole = isinstance(answer, (int, float)) and not question.within and answer in FIRST
    return 1 / len(FIRST) if whole else 0.0


def guessed(questions: Iterable[Question]) -> tuple[float, float]:
    """The points that a blind guesser expects, and the points that tests give.

    >>> guessed([Question("who", answer=True, level="recall", points=2), Question("why", level="argue", points=8)])
    (1.0, 2.0)
    """
    tested = [question for question in questions if question.in_exercise and not question.open]
    return sum(chance(one) * one.points for one in tested), float(sum(one.points for one in tested))


def places(questions: Iterable[Question]) -> Counter[str]:
    """How often each letter is right.

    >>> places([Question("who", answer="b", mistakes=[("a", "…")]), Question("when", answer=1997)])
    Counter({'b': 1, 'a': 0})
    """
    found: Counter[str] = Counter()
    for question in questions:
        if isinstance(question.answer, str) and len(question.answer) == 1:
            found.update({letter: int(letter == question.answer) for letter in _letters(question, question.answer)})
    return found


def _letters(question: Question, answer: str) -> set[str]:
    return {answer, *(wrong for wrong, _ in question.mistakes if isinstance(wrong, str) and len(wrong) == 1)}


def unreached(question: Question) -> Iterator[str]:
    """The sentences of mistakes that nobody is told: another comes first, or the value is read as right.

    >>> list(unreached(Question("coal", answer=68.0, within=1, mistakes=[(68.4, "that is gas."), (30, "in gigawatts.")])))
    ['that is gas.']
    """
    own = varying(question.answer)
    for wrong, sentence in question.mistakes:
        mistake = value(wrong, **own)
        given: Any = [mistake.item] if isinstance(mistake, Holding) else mistake
        if f"Not yet, because {fill(sentence, own)}" not in judge(question, given, {}).sentence:
            yield sentence


def findings(chapters: dict[str, list[Question]]) -> Iterator[Finding]:
    """What an author should mend, chapter by chapter."""
    for slug, questions in chapters.items():
        earned, points = guessed(questions)
        if earned > SHARE * points:
            share = f"{100 * earned / points:.0f} per cent"
            yield Finding(slug, f"blind guesses earn {share} of the tested points.", "Ask for more than letters.")
        for question in questions:
            place = f"{slug}/{question.name}"
            if not question.open and not (question.nudge or question.hint):
                yield Finding(place, "nothing helps who is stuck.", "Give it a hint= or a nudge=.")
            for sentence in unreached(question):
                yield Finding(place, f'no answer is told "{sentence}"', "Its value is right, or an earlier mistake's.")
    yield from _uneven(chapters)


def _uneven(chapters: dict[str, list[Question]]) -> Iterator[Finding]:
    """Letters that are right too often, over the exercises and over the whole book."""
    everything = [question for questions in chapters.values() for question in questions]
    for where, asked in (
        ("the exercises", [question for question in everything if question.in_exercise]),
        ("the whole book", everything),
    ):
        counts = {letter: count for letter, count in sorted(places(asked).items()) if letter in "abcd"}
        if counts and max(counts.values()) - min(counts.values()) > SPREAD:
            said = ", ".join(f"{letter} {count}" for letter, count in counts.items())
            yield Finding(where, f"right letters stand unevenly: {said}.", "Exchange two choices.")
