"""The account of a class: a row for each student and exercise, whether or not something was handed in."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from coursekit.classes.people import People
from coursekit.isolation.limits import Limits
from coursekit.marking.bounds import guarded
from coursekit.marking.notebook import Unreadable, read
from coursekit.marking.submissions import MISSING, NO_NOTEBOOK, Submission
from coursekit.marking.touched import Touched, touched

STRANGER = "not in the class"
NOTHING = "Nothing was handed in."
UNKNOWN = "No student of the class has this id or name; correct the folder's name, or add the student to the roster."
HIDDEN = "The platform hides who this is. Show names before you download, or rename the file after the student."


def complete(
    submissions: Iterable[Submission], people: People, assigned: Mapping[str, Collection[str]]
) -> list[Submission]:
    """The submissions, strangers noted, and one more for each student from whom an exercise of `assigned` is missing.

    A student with no list of exercises owes all that others handed in. Exercises from which nobody handed in anything are not collected yet, and nobody misses in them. A student whose
    file belongs to no exercise is accounted for by that row.
    """
    rows = [one if one.student in people else replace(one, **_stranger(one, people)) for one in submissions]
    given = {slug for slugs in assigned.values() for slug in slugs}
    collected = {one.slug for one in rows} - {""} or (given if len(given) == 1 else set())
    if len(collected) == 1:
        rows = [
            replace(one, slug=next(iter(collected))) if one.status == NO_NOTEBOOK and not one.slug else one
            for one in rows
        ]
    there = {(one.student, one.slug) for one in rows}
    missing = [
        Submission(student, slug, "", "", problem=NOTHING, status=MISSING)
        for student, slugs in assigned.items()
        if (student, "") not in there
        for slug in slugs or collected
        if slug in collected and (student, slug) not in there
    ]
    return sorted([*rows, *missing], key=lambda one: (one.slug, one.student, one.attempt))


def progress(key_for: Callable) -> Callable[[str, str, bytes], Touched]:
    """A function that says how much a student wrote in a notebook; what cannot be read counts as answered."""

    def of(slug: str, student: str, content: bytes) -> Touched:
        try:
            with guarded("Reading this notebook", Limits().reading):
                return touched(key_for(slug, student).exercise, read(content))
        except Unreadable:
            return Touched.ANSWERED

    return of


def _stranger(one: Submission, people: People) -> dict[str, object]:
    """What is said of somebody who is not in the class."""
    near = people.near(one.student)
    said = (
        f'The class has "{near}": a spreadsheet took or added zeros. Correct the roster or the folder\'s name.'
        if near
        else UNKNOWN
    )
    said = HIDDEN if one.attempt.startswith(("anon_", "anonymous_")) else said
    return {"status": one.status if one.problem else STRANGER, "notes": (*one.notes, said)}
