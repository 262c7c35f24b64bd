"""What the tests of exports share: keys, quizzes, and the student notebooks that the tests of grading make."""

import sys
from functools import cache

from conftest import ROOT

from coursekit import exercises
from coursekit.exercises.key import Key, prepare
from coursekit.lms.quiz import QuizItem, quiz

sys.path.append(str(ROOT / "tests/grading"))
SLUGS = exercises.slugs(ROOT)


@cache
def key(slug: str) -> Key:
    return prepare(exercises.load(ROOT / "chapters" / slug / "exercise.ipynb"))


@cache
def quiz_of(slug: str) -> tuple[list[QuizItem], list[str]]:
    return quiz(key(slug))


def full_marks(slug: str, question: QuizItem, given: object) -> bool:
    """Whether the hidden tests of `caj grade` all hold for an answer."""
    keyed = key(slug).questions[question.name]
    name = next(iter(keyed.answers))
    return all(all(check.program.run({**check.names, name: given})) for check in keyed.checks)
