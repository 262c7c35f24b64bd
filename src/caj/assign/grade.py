"""The side of `caj grade`: each student's key, from the key of the class."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from caj.assign.keyfile import ClassKey, read_key, tables
from caj.assign.variants import Variants
from caj.checks import same
from caj.errors import UserError
from caj.grading.key import Key
from caj.grading.submissions import Submission
from caj.notebooks import SOLUTIONS

STRANGER = "No student of the key has this id; correct the folder's name, or add the student to the roster."


def opened(path: Path) -> ClassKey:
    """The key of a class; UserError when it was made from other tables, because its answers would be others."""
    key = read_key(path)
    if key.tables != tables():
        raise UserError(f"{path} was made from other tables than those here. Grade with the version of the book with which you assigned.")
    return key


def alike(given: Any, expected: Any) -> bool:
    """Whether an answer is that of a variant, or the same number rounded to three digits.

    >>> alike(42.7, 42.654), alike(42, 42.654), alike({"KAZ"}, {"KAZ"})
    (True, False, True)
    """
    within = 0.005 * abs(expected) if isinstance(expected, float) else 0.0
    return same(given, expected, within)


class ClassKeys:
    """`keys(slug, student)` is the key of the student's own values; of the book's for nobody ("").

    A copy made by pickle holds the sources asked for so far, as `grading.keys.Keys` does.
    """

    def __init__(self, root: Path, key: ClassKey) -> None:
        self._folder, self._assigned = root / SOLUTIONS, key.assigned
        self._variants: dict[str, Variants] = {}

    def __call__(self, slug: str, student: str) -> Key:
        """Put a student's key together. UserError when the source cannot be graded."""
        if slug not in self._variants:
            self._variants[slug] = Variants(self._folder / f"{slug}.ipynb")
        return self._variants[slug].key(self._assigned.get(student, {}).get(slug, {}))


def known(submissions: list[Submission], key: ClassKey) -> list[Submission]:
    """The submissions, with a problem noted for each whose student is not in the key: its variant is not known."""
    return [submission if submission.problem or submission.student in key.assigned else replace(submission, problem=STRANGER) for submission in submissions]
