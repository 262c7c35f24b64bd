"""Similarity across variants: answers that are wrong for their own variant and right for somebody else's."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_, or_
from pathlib import Path
from typing import Any

from caj.checks import same
from caj.errors import UserError
from coursekit.inside import codec
from coursekit.marking.bounds import guarded
from coursekit.marking.grader import Result
from coursekit.marking.notebook import Unreadable

Agree = Callable[[Any, Any], bool]
Expected = Mapping[tuple[str, str, str], Any]  # (student, exercise, question): the answer of this student's variant
Variant = tuple[str, str, str]  # exercise, question, and the text of its answer
COMPARING = 5.0  # seconds for one submission
NAMED = 5  # of those whose variant an answer fits; the rest is a number


@dataclass(frozen=True)
class Borrowed:
    """Wrong answers of one student to one exercise that are all right for each of `others`, and for so many `more`."""

    student: str
    slug: str
    questions: tuple[str, ...]
    others: tuple[str, ...]
    more: int = 0


class Comparison:
    """Answers against the variants of a class; `agree(given, expected)` decides, unless given as the self-checks do.

    Students with the same variant are one group, held as the bits of a number, and what was compared once is known:
    the cost grows with the class, not with its square.

    >>> key = {("ann", "x", "q"): 2, ("bob", "x", "q"): 3}
    >>> Comparison(key).borrowed("bob", "x", {"q": 2}).others
    ('ann',)
    """

    def __init__(self, expected: Expected, agree: Agree = same) -> None:
        self._expected, self._agree = expected, agree
        self._values: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        self._students = sorted({student for student, _, _ in expected})
        members: dict[Variant, bytearray] = defaultdict(lambda: bytearray(len(self._students) // 8 + 1))
        places = {student: place for place, student in enumerate(self._students)}
        for (student, slug, question), value in expected.items():
            self._values[slug, question][_text(value)] = value
            members[slug, question, _text(value)][places[student] // 8] |= 1 << places[student] % 8
        self._groups = {variant: int.from_bytes(bits, "little") for variant, bits in members.items()}
        self._known: dict[Variant, int] = {}

    def borrowed(self, student: str, slug: str, answers: Mapping[str, Any]) -> Borrowed | None:
        """The answers that fit another variant but not their own, as many at once as any other student's variants fit.

        Say "may have": two students can make the same mistake on their own.
        """
        fitting = {
            question: self._foreign(student, slug, question, given) for question, given in sorted(answers.items())
        }
        foreign = [(question, group) for question, group in fitting.items() if group]
        for size in range(len(foreign), 0, -1):
            for chosen in combinations(foreign, size):
                if others := reduce(and_, (group for _, group in chosen)):
                    return Borrowed(student, slug, tuple(question for question, _ in chosen), *self._named(others))
        return None

    def _foreign(self, student: str, slug: str, question: str, given: Any) -> int:
        """Those whose variants an answer is right for; nobody when it is right for its own."""
        own = self._expected.get((student, slug, question))
        group = 0 if own is None else self._right(slug, question, given)
        return 0 if group & self._groups.get((slug, question, _text(own)), 0) else group

    def _right(self, slug: str, question: str, given: Any) -> int:
        place = slug, question, _text(given)
        if place not in self._known:
            right = (text for text, value in self._values[slug, question].items() if _fits(given, value, self._agree))
            self._known[place] = reduce(or_, (self._groups[slug, question, text] for text in right), 0)
        return self._known[place]

    def _named(self, group: int) -> tuple[tuple[str, ...], int]:
        """The first few students of a group, and how many more it has."""
        names = []
        while group and len(names) < NAMED:
            lowest = group & -group
            names.append(self._students[lowest.bit_length() - 1])
            group ^= lowest
        return tuple(names), group.bit_count()


def borrowed(
    results: Iterable[Result], expected: Expected, agree: Agree = same, faults: list[str] | None = None
) -> list[Borrowed]:
    """What of the results may be borrowed, most answers first; `faults` gets a sentence for each result that cannot be compared."""
    comparison = Comparison(expected, agree)
    found = []
    for result in results:
        try:
            with guarded("Comparing the answers with other variants", COMPARING):
                found.append(comparison.borrowed(result.student, result.slug, dict(single_answers(result))))
        except Unreadable as error:
            (faults if faults is not None else []).append(f"{result.student}, {result.slug}: {error}")
    return sorted(filter(None, found), key=lambda one: (-len(one.questions), one.slug, one.student))


def single_answers(result: Result) -> Iterator[tuple[str, Any]]:
    """Question and answer, of the questions that ask for one value."""
    for mark in result.marks:
        if isinstance(mark.answer, dict) and len(mark.answer) == 1:
            with suppress(codec.Unsupported):
                yield mark.question, codec.decode(next(iter(mark.answer.values())))


def read_expected(path: Path) -> dict[tuple[str, str, str], Any]:
    """The key of all variants: a JSON list of student, exercise, question, answer (encoded). UserError when it is not one."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {(row["student"], row["exercise"], row["question"]): codec.decode(row["answer"]) for row in rows}
    except (ValueError, KeyError, TypeError, codec.Unsupported) as error:
        raise UserError(f"{path} is no key of variants ({type(error).__name__}: {error}).") from None


def _text(value: Any) -> str:
    return repr(codec.encode(value))


def _fits(given: Any, expected: Any, agree: Agree) -> bool:
    try:
        return bool(agree(given, expected))
    except (TypeError, ValueError):
        return False
