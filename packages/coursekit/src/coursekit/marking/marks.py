"""Marks: tests on a student's values, on the trusted side, and how the points of a question are shared."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from coursekit.exercises.gaps import WRONG, filled, gaps, hollow
from coursekit.exercises.key import KeyedCheck, KeyedQuestion
from coursekit.inside.protocol import Slow

deadly = False  # set in workers, which may be lost


@dataclass
class Mark:
    """The mark of one question: points earned of `points`, None while a person has to decide.

    `tests` are pairs of the author's sentence and whether the test holds; `said` tells the student what
    happened to the answer as a whole; `answer` is the encoded answer, for the instructor only, `pictures` what an
    open one holds besides text. What a person gave: `levels` of the rubric, a `comment` on a mark of tests, the
    `automatic` mark where a person changed it, and in words the mark of an `earlier` text that has changed since.
    """

    question: str
    points: float
    earned: float | None
    tests: list[tuple[str, bool]] = field(default_factory=list)
    said: str = ""
    answer: Any = None
    checks: dict[str, float] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    levels: list[tuple[str, str]] = field(default_factory=list)
    comment: str = ""
    automatic: float | None = None
    earlier: str = ""


def judge(keyed: KeyedQuestion, values: dict[str, Any], seconds: float) -> Mark:
    """Run all tests of a question on decoded values (functions: proxies); Gone and Slow pass through."""
    mark = Mark(keyed.question.name, keyed.question.points, 0.0)
    for keyed_check in keyed.checks:
        try:
            with time_limit(seconds):
                holds = _holds(keyed, keyed_check, values)
        except OutOfTime:
            mark.said = "A test of this answer took too long."
            holds = [False] * len(keyed_check.counted)
        earned = share(keyed_check, holds)
        mark.checks[keyed_check.check.cell.grade_id] = earned
        mark.earned += earned
        mark.tests += [
            (test.message, held)
            for test, held, counts in zip(keyed_check.check.tests, holds, keyed_check.counted)
            if counts
        ]
    return mark


def _holds(keyed: KeyedQuestion, check: KeyedCheck, values: dict[str, Any]) -> list[bool]:
    """Which tests hold; beside values that are missing and not in the book's answer, only those that hold for any number there."""
    holds = check.program.run({**check.names, **values})
    if any(hollow(value) and not hollow(keyed.answers.get(name)) for name, value in values.items()):
        return [False] * len(holds)
    if any(gaps(value) > gaps(keyed.answers.get(name)) for name, value in values.items()):
        for wrong in WRONG:
            filled_in = {name: filled(value, wrong) for name, value in values.items()}
            holds = [before and now for before, now in zip(holds, check.program.run({**check.names, **filled_in}))]
    return holds


def share(keyed: KeyedCheck, holds: list[bool]) -> float:
    """Points for the tests that hold.

    All tests share the points equally. But a test that a blind guess passes counts only beside one that no guess
    passes; where every test can be passed by a guess, all must hold. Tests that no answer can fail do not count.
    """
    counted = [(held, guessable) for held, guessable, counts in zip(holds, keyed.guessable, keyed.counted) if counts]
    if all(held for held, _ in counted):
        return keyed.check.points
    if not any(held and not guessable for held, guessable in counted):
        return 0.0
    return round(keyed.check.points * sum(held for held, _ in counted) / len(counted), 2)


class OutOfTime(Slow):
    """A test on the trusted side took too long."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """OutOfTime inside the block after so many seconds of our own computing; in threads other than the first nothing is watched.

    What does not come back to Python, one huge comparison, cannot be told so: after three times as long it ends the
    process, where that is a worker of ours (`deadly`), which costs one submission its mark and no other.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: Any) -> None:
        raise OutOfTime

    before, outer = signal.signal(signal.SIGPROF, ring), signal.setitimer(signal.ITIMER_PROF, seconds)
    if deadly:
        signal.setitimer(signal.ITIMER_VIRTUAL, 3 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)
        if outer[0]:
            signal.setitimer(signal.ITIMER_PROF, *outer)
