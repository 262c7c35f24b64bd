"""The answer key of an exercise: reference answers and tests, made on the trusted side and never sent anywhere."""

import contextlib
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from caj.errors import UserError
from coursekit.exercises import Check, Exercise, QuestionCells
from coursekit.exercises.blind_guesses import decoys
from coursekit.exercises.tests import Program, bound_names, compiled, read_names


@dataclass(frozen=True)
class KeyedCheck:
    """One check with what it needs: names that it reads, and the reference answers. Its tests are weighed when one asks."""

    check: Check
    program: Program
    names: dict[str, Any]
    answers: dict[str, Any]

    @property
    def counted(self) -> tuple[bool, ...]:
        """Of each test whether it counts: one that no answer can fail does not."""
        return tuple(not all(results) for results in self._guesses_pass)

    @property
    def guessable(self) -> tuple[bool, ...]:
        """Of each test whether a blind guess passes it: then it is one of form."""
        return tuple(any(results) for results in self._guesses_pass)

    @cached_property
    def _guesses_pass(self) -> list[tuple[bool, ...]]:
        """For each test, which of the blind guesses pass it."""
        guesses = {name: decoys(answer) for name, answer in self.answers.items()}
        rounds = max((len(values) for values in guesses.values()), default=1)
        outcomes = []
        for number in range(rounds):
            tried = {name: values[min(number, len(values) - 1)] for name, values in guesses.items()}
            outcomes.append(self.program.run({**self.names, **tried}))
        return list(zip(*outcomes))


@dataclass(frozen=True)
class KeyedQuestion:
    """One question with its checks, the names that a student's code must bind, and the reference answers to them."""

    question: QuestionCells
    wanted: tuple[str, ...]
    answers: dict[str, Any]
    checks: tuple[KeyedCheck, ...]


@dataclass(frozen=True)
class Key:
    """The key of one exercise; `fingerprint` changes with anything that may change a mark."""

    exercise: Exercise
    questions: dict[str, KeyedQuestion]
    fingerprint: str


def prepare(exercise: Exercise) -> Key:
    """Run the source once and keep what its tests need.

    Raises UserError with cell and error when the source does not run or its solution fails its own tests.
    """
    questions = {keyed.question.name: keyed for keyed in _questions(exercise)}
    return Key(exercise, questions, fingerprint(exercise, questions))


def fingerprint(exercise: Exercise, questions: dict[str, KeyedQuestion]) -> str:
    """A hash of everything in a key that may change a mark."""
    sources = "\0".join(f"{cell.id}\0{cell.grade_id}\0{cell.source}" for cell in exercise.cells)
    points = [check.check.points for keyed in questions.values() for check in keyed.checks]
    return hashlib.sha256(f"{sources}\0{points}".encode()).hexdigest()


def _questions(exercise: Exercise) -> Iterator[KeyedQuestion]:
    """Run the cells in order; what is bound before a check is what its tests see."""
    space: dict[str, Any] = {"__name__": "__main__"}
    ends = {
        (question.checks[-1].cell if question.checks else question.answer).id: question
        for question in exercise.questions
    }
    for cell in exercise.cells:
        if cell.kind == "code" and cell.role != "check":
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(cell.source, f"{exercise.slug}, cell {cell.id}", "exec"), space)
            except Exception as error:
                raise UserError(f"{exercise.slug}, cell {cell.id}: {type(error).__name__}: {error}") from None
        if cell.id in ends:
            yield _question(ends[cell.id], dict(space), exercise.slug)


def _question(question: QuestionCells, space: dict[str, Any], slug: str) -> KeyedQuestion:
    """Names that the solution binds and the tests read come from the student; everything else stays ours."""
    solution = question.answer.solution or question.answer.source
    own = bound_names(solution) if question.checks else set()
    read = {name for check in question.checks for name in read_names(check.code)}
    answers = {name: space[name] for name in sorted(own & read & set(space))}
    for name in own:
        space.pop(name, None)
    checks = []
    for check in question.checks:
        program = compiled(check)
        if not all(program.run({**space, **answers})):
            failed = [test.code for test, holds in zip(check.tests, program.run({**space, **answers})) if not holds]
            raise UserError(f"{slug}, cell {check.cell.id}: the solution fails its own test: {failed[0]}")
        checks.append(KeyedCheck(check, program, space, answers))
    return KeyedQuestion(question, tuple(answers), answers, tuple(checks))
