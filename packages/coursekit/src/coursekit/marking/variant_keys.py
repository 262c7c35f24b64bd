"""The side of `caj grade`: each student's key, from the keys of a class."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from caj.checks import same
from caj.errors import UserError
from coursekit.classes.keyfile import ClassKey, read_key
from coursekit.classes.origin import Origin
from coursekit.exercises.key import Key
from coursekit.exercises.notebooks import source_path
from coursekit.variants.variants import Variants


def opened(path: Path) -> ClassKey:
    """The key of a class; UserError when it was made from other tables, because its answers would be others."""
    key, here = read_key(path), Origin.here()
    if key.origin.tables != here.tables:
        raise UserError(
            f"{key.path} was made with {key.origin}, and this is {here}: other tables give other answers. "
            f"Grade with the book with which you assigned. {key.origin.where(here)} Or assign again here, and let students hand in the new copies."
        )
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
        self._root, self._assigned = root, key.assigned
        self._variants: dict[str, Variants] = {}

    def __call__(self, slug: str, student: str) -> Key:
        """Put a student's key together. UserError when the source cannot be graded."""
        return self.variants(slug).key(self._assigned.get(student, {}).get(slug, {}))

    def variants(self, slug: str) -> Variants:
        """All variants of an exercise."""
        if slug not in self._variants:
            self._variants[slug] = Variants(source_path(self._root, slug))
        return self._variants[slug]


def merged(keys: Iterable[ClassKey]) -> ClassKey:
    """One key in place of several; where two know a student's values for an exercise, the first one's count."""
    slugs: dict[str, None] = {}
    one = ClassKey([], {}, Origin.here())
    for key in keys:
        slugs.update(dict.fromkeys(key.slugs))
        for student, chosen in key.assigned.items():
            one.assigned[student] = {**chosen, **one.assigned.get(student, {})}
        one.answers.update(key.answers)
        one.names.update({student: name for student, name in key.names.items() if student not in one.names})
    one.slugs.extend(slugs)
    return one
