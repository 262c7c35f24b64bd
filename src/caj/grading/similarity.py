"""Similarity across variants: answers that are wrong for their own variant and right for somebody else's."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caj.checks import same
from caj.grading import codec
from caj.grading.grader import Result

Expected = Mapping[tuple[str, str, str], Any]  # (student, exercise, question): the answer of this student's variant


@dataclass(frozen=True)
class Borrowed:
    """One wrong answer that is right for the variants of other students."""

    student: str
    slug: str
    question: str
    answer: Any
    others: tuple[str, ...]


def borrowed(
    answers: Mapping[tuple[str, str, str], Any],
    expected: Expected,
    agree: Callable[[Any, Any], bool] = same,
) -> list[Borrowed]:
    """Answers, each keyed by (student, exercise, question), that fit another variant but not their own.

    `agree(given, expected)` decides; the default is the self-checks' comparison. An answer that agrees with its own
    variant is never listed. Say "may have": two students can make the same mistake on their own.

    >>> key = {("ann", "x", "q"): 2, ("bob", "x", "q"): 3}
    >>> borrowed({("ann", "x", "q"): 2, ("bob", "x", "q"): 2}, key)[0].others
    ('ann',)
    """
    variants: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for (student, slug, question), value in expected.items():
        variants[slug, question].append((student, value))
    found = []
    for (student, slug, question), given in sorted(answers.items()):
        own = expected.get((student, slug, question))
        if own is None or _fits(given, own, agree):
            continue
        others = tuple(sorted(other for other, value in variants[slug, question] if other != student and _fits(given, value, agree)))
        if others:
            found.append(Borrowed(student, slug, question, given, others))
    return found


def pairs(found: list[Borrowed]) -> list[tuple[str, str, int]]:
    """How many answers of one student fit each other student's variant: (student, other, answers), most first."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for answer in found:
        for other in answer.others:
            counts[answer.student, other] += 1
    return sorted(((student, other, count) for (student, other), count in counts.items()), key=lambda pair: (-pair[2], pair))


def single_answers(results: list[Result]) -> dict[tuple[str, str, str], Any]:
    """Answers of questions that ask for one value, keyed by (student, exercise, question)."""
    found = {}
    for result in results:
        for mark in result.marks:
            if isinstance(mark.answer, dict) and len(mark.answer) == 1:
                with suppress(codec.Unsupported):
                    found[result.student, result.slug, mark.question] = codec.decode(next(iter(mark.answer.values())))
    return found


def read_expected(path: Path) -> dict[tuple[str, str, str], Any]:
    """The key of all variants: a JSON list of student, exercise, question, answer (encoded). ValueError when it is not one."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {(row["student"], row["exercise"], row["question"]): codec.decode(row["answer"]) for row in rows}
    except (ValueError, KeyError, TypeError, codec.Unsupported) as error:
        raise ValueError(f"{path} is no key of variants ({type(error).__name__}: {error}).") from None


def _fits(given: Any, expected: Any, agree: Callable[[Any, Any], bool]) -> bool:
    try:
        return bool(agree(given, expected))
    except (TypeError, ValueError):
        return False
