"""The unit of work: one process that holds a sandbox and the keys, and turns a submission into a result."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from coursekit.exercises.key import Key
from coursekit.isolation.limits import Limits
from coursekit.isolation.sandbox import Sandbox, SandboxError
from coursekit.marking import beside
from coursekit.marking.bounds import guarded, writable
from coursekit.marking.cell_matching import kinship
from coursekit.marking.marks import Mark
from coursekit.marking.notebook import SubmittedCell, Unreadable, read
from coursekit.marking.run import Outcome, grade
from coursekit.marking.submissions import MISSING, Submission
from coursekit.marking.touched import Touched, touched

UNANSWERED = {
    Touched.NOTHING: ["Nothing is answered: this copy is as it was handed out."],
    Touched.BESIDE: [
        "No answer stands where answers belong, but other cells are not as this book gives them: it may be a copy of another edition."
    ],
    Touched.ANSWERED: [],
}
KeyFor = Callable[[str, str], Key]


@dataclass
class Result:
    """What became of one submission: marks of its questions, or the reason why there are none.

    `graded` is False when there is no mark; `doubts` are sentences for a person to look at although there is one;
    `seconds` is the only value that differs from run to run.
    """

    student: str
    slug: str
    attempt: str
    graded: bool
    marks: list[Mark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    doubts: list[str] = field(default_factory=list)
    status: str = ""

    @property
    def earned(self) -> float:
        """Points so far; open questions that wait for a person count nothing yet."""
        return round(sum(mark.earned or 0.0 for mark in self.marks), 2)

    @property
    def standing(self) -> str:
        """What stands in the account of the class: graded, or why not; late is said with it."""
        return (
            self.status
            if self.status and self.status != "late"
            else f"{'graded' if self.graded else 'not graded'}{', late' if self.status else ''}"
        )

    @property
    def for_a_person(self) -> list[str]:
        """Why a person has to look at this submission, a sentence each; empty when nobody has to."""
        if self.status == MISSING:
            return []
        return self.doubts if self.graded else [" ".join(dict.fromkeys([*self.notes, *self.doubts]))]

    @property
    def points(self) -> float:
        """Points that could be earned."""
        return sum(mark.points for mark in self.marks)

    @property
    def waiting(self) -> float:
        """Points of open questions that a person has not marked yet."""
        return sum(mark.points for mark in self.marks if mark.earned is None)

    def plain(self) -> dict[str, Any]:
        """The result as JSON values."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Self:
        """The result that `plain` stored."""
        marks = [Mark(**{**mark, "tests": [tuple(test) for test in mark["tests"]]}) for mark in values["marks"]]
        return cls(**{**values, "marks": marks})


def busy() -> bool:
    """Whether this machine has more to do than it has cores."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


class Grader:
    """Grades submissions one after another in one sandbox; use as a context manager.

    `key_for(slug, student)` gives the key: the same for all, or one for each student's variant.
    """

    def __init__(self, key_for: KeyFor, limits: Limits = Limits(), trust: bool = False) -> None:
        self.key_for, self.limits, self.trust = key_for, limits, trust
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._sandbox = self._stack.enter_context(Sandbox(self.limits, self.trust))
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def grade(self, submission: Submission) -> Result:
        """Mark one submission, or say why it has no mark."""
        start = time.perf_counter()
        found = list(submission.notes)
        result = Result(
            submission.student,
            submission.slug,
            submission.attempt,
            graded=False,
            notes=list(found),
            doubts=list(found),
            status=submission.status,
        )
        try:
            with guarded("Grading this submission"):
                self._grade(submission, result)
                writable(result)
        except Unreadable as error:
            result.graded, result.written, result.doubts = False, {}, []
            result.notes = [*found, str(error)]
            self._nothing(result)
        result.seconds = round(time.perf_counter() - start, 3)
        return result

    def _grade(self, submission: Submission, result: Result) -> None:
        content = submission.content(self.limits)
        key = self.key_for(submission.slug, submission.student)
        with guarded("Reading this notebook", self.limits.reading):
            cells = read(content)
            if not kinship(key.exercise, cells):
                raise Unreadable(f"This notebook is not the exercise {submission.slug}.")
            blank = UNANSWERED[touched(key.exercise, cells)]  # often the wrong file was handed in
            cells = [*beside.cells(submission.texts, self.limits), *cells]
        outcome = self.run(key, cells)
        if outcome.slow and busy():
            outcome = max(outcome, self.run(key, cells), key=lambda one: (one.earned, not one.slow))
        result.graded, result.marks, result.written = True, outcome.marks, outcome.written
        result.notes += blank + outcome.notes
        result.doubts += blank + outcome.doubts

    def run(self, key: Key, cells: list[SubmittedCell]) -> Outcome:
        """Run one notebook; a sandbox that ends is started again once, then Unreadable."""
        try:
            return grade(self._sandbox, key, cells)
        except SandboxError:
            self._stack.close()
            self.__enter__()
        try:
            return grade(self._sandbox, key, cells)
        except SandboxError:
            raise Unreadable("This submission ended the sandbox twice; a person has to look.") from None

    def _nothing(self, result: Result) -> None:
        """No points for what cannot be read, but every question listed."""
        if result.slug:
            questions = self.key_for(result.slug, result.student).exercise.questions
            result.marks = [
                Mark(question.name, question.points, 0.0, [], "Nothing could be read.") for question in questions
            ]
