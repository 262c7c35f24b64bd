"""What is known before grading begins: the class, its keys, and what everybody handed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from caj.errors import UserError
from coursekit import exercises
from coursekit.classes.keyfile import ClassKey
from coursekit.classes.people import People, folded
from coursekit.classes.roster import Student, read_roster
from coursekit.exercises.keys import Keys
from coursekit.isolation.limits import Limits
from coursekit.marking.account import complete, progress
from coursekit.marking.bounds import guarded
from coursekit.marking.cell_matching import kinship
from coursekit.marking.key_fit import Fitting, all_without, without_key
from coursekit.marking.notebook import read
from coursekit.marking.submissions import Submission, collect
from coursekit.marking.variant_keys import ClassKeys, merged, opened


@dataclass(frozen=True)
class Gathered:
    """The submissions, whoever is missing included; the key of each student; the class and its key, if there are any."""

    submissions: list[Submission]
    key_for: Callable
    key: ClassKey | None
    people: People | None

    @property
    def names(self) -> dict[str, str]:
        """Who is who, as far as it is known."""
        return self.people.names if self.people else {}


def gather(root: Path, source: Path, keys: Iterable[Path], roster: Path | None, limits: Limits) -> Gathered:
    """Collect, account for everybody of the class, and find each copy's key.

    UserError where the book, a key or the roster cannot be read, where nothing was handed in, or where every copy
    is sealed and no key is given.
    """
    if not (slugs := exercises.slugs(root)):
        raise UserError(f"{root} holds no chapters with exercises: run this in the folder of the book, or give --root.")
    opened_keys = [opened(each) for path in keys for each in _keys_in(path)]
    key = merged(opened_keys) if opened_keys else None
    key_for = ClassKeys(root, key) if key else Keys(root)
    people, expected = _class(key, read_roster(roster)[0] if roster else [])
    found = collect(source, slugs, limits, _guess(slugs, key_for), people, progress(key_for))
    if not found:
        raise UserError(f"{source} holds no submission: no notebook <student>/<exercise>.ipynb is in it.")
    submissions = complete(found, people, expected) if people else found
    if key:
        fitting = Fitting(opened_keys, key_for, limits)
        submissions = [fitting.fit(one, key.assigned) for one in submissions]
    else:
        submissions = without_key(submissions, limits)
        if said := all_without(submissions):
            raise UserError(f"Nothing was graded. {said}")
    return Gathered(submissions, key_for, key, people)


def _keys_in(path: Path) -> list[Path]:
    """The key that a path is, or all keys of a folder in which each exercise has its own."""
    inside = sorted(path.glob("*/key.json")) if path.is_dir() and not (path / "key.json").exists() else []
    return inside or [path]


def _class(key: ClassKey | None, students: list[Student]) -> tuple[People | None, dict[str, list[str]]]:
    """Who is in the class, and of whom which exercises are expected: of the roster if there is one, else of the key."""
    names = {student: key.names.get(student, "") for student in key.assigned} if key else {}
    spelt = {folded(id): id for id in names}
    ids = {student.id: spelt.get(folded(student.id), student.id) for student in students}
    names |= {ids[student.id]: student.name for student in students}
    if not names:
        return None, {}
    other = {ids[student.id]: student.other.values() for student in students}
    slugs = key.slugs if key else []
    return People(names, other), dict.fromkeys(ids.values() if students else names, slugs)


def _guess(slugs: list[str], key_for: Callable) -> Callable[[bytes], str]:
    """A function that names the exercise of a notebook by its content; empty when it is none of the book."""

    def guess(content: bytes) -> str:
        exercises = {slug: key_for(slug, "").exercise for slug in slugs}
        with guarded("Reading this notebook", Limits().reading):
            cells = read(content)
            found = {slug: kinship(exercise, cells) for slug, exercise in exercises.items()}
        best = max(slugs, key=found.get)
        return best if found[best] else ""

    return guess
