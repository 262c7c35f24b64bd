"""Submissions found in a folder or a zip archive: whose they are, which exercise, and which attempt counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from coursekit.classes.people import People, folded
from coursekit.isolation.limits import Limits
from coursekit.marking.beside import FILES, TEXT
from coursekit.marking.labels import label, listed
from coursekit.marking.notebook import Unreadable
from coursekit.marking.owners import DOCUMENT, Owned, Owners, slug_in
from coursekit.marking.touched import Touched
from coursekit.marking.unpack import Found, content, find

MISSING, NO_NOTEBOOK = "not handed in", "no notebook"
RULE = (
    "Of several attempts by one student the latest counts: by the platform's time stamp, by one in a folder's or file's name or in timestamp.txt, else by name."
    " A copy as it was handed out never counts before one with answers."
)
CLOSED = re.compile(r"\.(rar|7z|tar|t?gz|bz2|xz)$", re.IGNORECASE)
Progress = Callable[[str, str, bytes], int]  # slug, student, notebook: how much was written in it


@dataclass(frozen=True)
class Submission:
    """One notebook of one student; `problem` says why it cannot be read, `stamp` changes when the file does.

    `path` is the file, or the archive that holds it as `inside`, an archive in an archive having several names there;
    `attempts` counts the student's for this exercise; `notes` are sentences about how it was found, `status` is what
    stands in the account of the class: late, no notebook, not handed in, not in the class, wrong key, or nothing;
    `texts` were handed in beside it and are read with the open answers.
    """

    student: str
    slug: str
    attempt: str
    path: str
    inside: tuple[str, ...] = ()
    stamp: str = ""
    problem: str = ""
    attempts: int = 1
    notes: tuple[str, ...] = ()
    status: str = ""
    texts: tuple[Found, ...] = ()

    def content(self, limits: Limits) -> bytes:
        """Bytes of the notebook; Unreadable when it is not there, no ordinary file, or too large."""
        return content(Found((self.attempt,), self.path, self.inside, problem=self.problem), limits)


@dataclass(frozen=True)
class _Attempt:
    """A notebook of a student, whose exercise is known or not."""

    owned: Owned
    slug: str
    problem: str


def collect(
    source: Path,
    slugs: list[str],
    limits: Limits,
    guess: Callable[[bytes], str] = lambda content: "",
    people: People | None = None,
    progress: Progress = lambda slug, student, content: Touched.ANSWERED,
) -> list[Submission]:
    """All submissions under `source`, the attempt that counts for each student and exercise, sorted.

    Layouts: `<student>/<slug>.ipynb`, nbgrader's `<student>/<assignment>/<notebook>.ipynb`, either with folders
    for attempts or in folders around them, `<student>.zip` for a folder, and one archive of everything in place of
    `source`, as platforms make it: then a student is the platform's number. `people` finds the students of a class by
    id or name. `guess` names the exercise of a notebook whose name does not; a submission without exercise carries a
    problem, and so does a student who handed in no notebook.
    """
    of: dict[str, list[Owned]] = {}
    for owned in Owners(list(find(source)), slugs, people, source.stem).all():
        of.setdefault(folded(owned.student), []).append(owned)
    chosen = [one for files in of.values() for one in _of_student(files, slugs, limits, guess, progress)]
    only = {one.slug for one in chosen} - {""}
    if len(only) == 1:
        chosen = [replace(one, slug=next(iter(only))) if one.status == NO_NOTEBOOK else one for one in chosen]
    return sorted(chosen, key=lambda submission: (submission.slug, submission.student, submission.attempt))


def _of_student(
    files: list[Owned], slugs: list[str], limits: Limits, guess: Callable[[bytes], str], progress: Progress
) -> list[Submission]:
    """What one student's files come to: the attempt that counts for each exercise, and what is no notebook."""
    notebooks, others = [], []
    for owned in files:
        if owned.found.problem or owned.found.notebook:
            notebooks.append(owned)
        elif not owned.receipt:
            others.append(owned)
    if not notebooks:
        return [_no_notebook(files, others, slugs)]
    groups: dict[str, list[_Attempt]] = {}
    for owned in notebooks:
        attempt = _named(owned, slugs, limits, guess)
        groups.setdefault(attempt.slug, []).append(attempt)
    beside = _beside([owned for owned in others if DOCUMENT.search(owned.attempt) and not owned.bundled])
    chosen = []
    for slug, attempts in groups.items():
        several = len(attempts) > 1 and bool(slug)
        ranked = sorted(
            attempts,
            key=lambda one: (not one.problem, several and _progress(one, limits, progress), one.owned.order),
        )
        for one in ranked[-1:] if slug else ranked:
            chosen.append(_submission(one, [other for other in ranked if other is not one] if slug else [], beside))
    return chosen


def _beside(papers: list[Owned]) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """What is said of papers beside a notebook, and those of them whose text is read."""
    texts = [owned for owned in papers if TEXT.search(owned.attempt)][:FILES]
    unread = [owned.attempt for owned in papers if owned not in texts]
    notes = []
    if texts:
        names = listed([owned.attempt for owned in texts])
        notes.append(f"Also handed in: {names}. Its text stands with the open answers that have none of their own.")
    if unread:
        notes.append(f"Also handed in, and not read: {listed(unread)}.")
    return tuple(notes), tuple(owned.found for owned in texts)


def _progress(one: _Attempt, limits: Limits, progress: Progress) -> int:
    """How much was written in an attempt; what cannot be read counts as answered."""
    try:
        return progress(one.slug, one.owned.student, content(one.owned.found, limits))
    except Unreadable:
        return Touched.ANSWERED


def _submission(one: _Attempt, others: list[_Attempt], beside: tuple[tuple[str, ...], tuple[Found, ...]]) -> Submission:
    owned, notes = one.owned, []
    if others:
        notes.append(
            f"{len(others) + 1} attempts; this one counts: {label(owned.attempt)}. Not graded: {listed([other.owned.attempt for other in others])}."
        )
    if owned.late:
        notes.append("Handed in late, says the platform.")
    found, (said, texts) = owned.found, beside
    status = "late" if owned.late else ""
    return Submission(
        label(owned.student),
        one.slug,
        label(owned.attempt),
        found.path,
        found.inside,
        "+".join([found.stamp, *(text.stamp for text in texts)]),
        one.problem,
        len(others) + 1,
        (*notes, *said),
        status,
        texts,
    )


def _no_notebook(files: list[Owned], others: list[Owned], slugs: list[str]) -> Submission:
    """The one row of a student who handed in something, but no notebook."""
    names = [owned.attempt for owned in others or files]
    closed = " Of archives only zip is opened." if any(CLOSED.search(name) for name in names) else ""
    first = files[0]
    slug = next((slug for owned in files if (slug := slug_in(owned.found.parts, slugs))), "")
    problem = f"What was handed in holds no notebook, only {listed(names)}.{closed}"
    return Submission(
        label(first.student),
        slug,
        label(names[0]),
        first.found.path,
        first.found.inside,
        first.found.stamp,
        problem,
        status=NO_NOTEBOOK,
    )


def _named(owned: Owned, slugs: list[str], limits: Limits, guess: Callable[[bytes], str]) -> _Attempt:
    """Give a notebook its exercise: by file name, by folder name, by content."""
    problem = owned.found.problem
    if slug := slug_in(owned.found.parts, slugs):
        return _Attempt(owned, slug, problem)
    if problem:
        return _Attempt(owned, "", problem)
    try:
        slug = guess(content(owned.found, limits))
    except Unreadable as error:
        return _Attempt(owned, "", str(error))
    return _Attempt(owned, slug, "" if slug else "This notebook belongs to no exercise of the book.")
