"""Whose a file is: the first folder or file name on the way to it that means a student, and not a folder around the class."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from coursekit.classes.people import People, folded
from coursekit.marking import platforms
from coursekit.marking.platforms import bare, platform
from coursekit.marking.unpack import NOTEBOOK, Found

NOBODY = "Nothing says whose this is. Put it into a folder named after the student."
# What can hold an answer; and an instructor's own tables, which may lie beside the submissions.
DOCUMENT = re.compile(
    r"\.(pdf|docx?|odt|rtf|pages|txt|md|html?|pptx?|key|py|r|rmd|qmd|png|jpe?g|heic|rar|7z|tar|t?gz|bz2|xz)$",
    re.IGNORECASE,
)
TABLE = re.compile(r"\.(csv|tsv|xlsx?|ods|json|log)$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.zip$", re.IGNORECASE)
EDGE = "_-–— .,()[]"


@dataclass(frozen=True)
class Owned:
    """A file with its student; `attempt` is what the student handed it in as, `order` sorts attempts."""

    found: Found
    student: str
    attempt: str
    order: tuple
    late: bool = False
    receipt: bool = False  # what Blackboard writes about an attempt, or nbgrader beside one
    bundled: bool = False  # of the package and the README that came with the exercise


class Owners:
    """The students of all files of a class: `of` every file, once all are known."""

    def __init__(self, found: list[Found], slugs: list[str], people: People | None, title: str) -> None:
        self._found, self._slugs, self._people = found, slugs, people
        self._generic = platforms.GENERIC | {folded(title)}
        self._below: dict[
            tuple[str, ...], dict[str, bool]
        ] = {}  # of each folder the names in it, and whether they are folders
        for each in found:
            for place, part in enumerate(each.parts):
                inside = self._below.setdefault(each.parts[:place], {})
                inside[part] = inside.get(part, False) or place < len(each.parts) - 1
        self._around: dict[tuple[str, ...], bool] = {}

    def all(self) -> Iterator[Owned]:
        """Every file with its student, or with the problem that nobody knows whose it is; the instructor's own tables are left out."""
        for found in self._found:
            owned = self._owned(found)
            if owned.student or len(self._found) == 1:
                yield owned if owned.student else replace(owned, student=_stem(found.parts[-1]))
            elif not TABLE.search(found.parts[-1]):
                yield replace(owned, student=found.parts[-1], found=replace(found, problem=found.problem or NOBODY))

    def _owned(self, found: Found) -> Owned:
        place = self._place(found.parts)
        part, last = found.parts[place], place == len(found.parts) - 1
        said = _said(part, last)
        attempt = "/".join(found.parts[place + 1 :]) or part
        groups = said.groupdict() if said else {}
        stamp = platforms.when(groups.get("when", "") or f"{found.when} {attempt}")
        natural = tuple(
            (int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.split(r"(\d+)", _stem(attempt))
        )
        return Owned(
            found,
            self._student(part, last),
            attempt,
            (stamp, int(groups.get("attachment", 0)), natural),
            late=bool(said and platforms.late(said)),
            receipt=found.parts[-1] == "timestamp.txt" or ("when" in groups and groups["file"] is None),
            bundled="caj" in found.parts[:-1] or found.parts[-1].startswith("README"),
        )

    def _place(self, parts: tuple[str, ...]) -> int:
        """Which part of the way to a file is its student's."""
        return next(
            (
                place
                for place, part in enumerate(parts[:-1])
                if self._known(part) or not self._is_around(parts[: place + 1])
            ),
            len(parts) - 1,
        )

    def _known(self, part: str, last: bool = False) -> str:
        """The student of the class whom a folder or file names."""
        if not self._people:
            return ""
        if said := _said(part, last):
            return self._people.of_platform(said["number"], said["name"])
        return self._people.find(_stem(part)) or self._people.find(self._rest(part))

    def _student(self, part: str, last: bool) -> str:
        """The student whom a folder or file names, of the class or not; empty for a file that names its exercise only."""
        if known := self._known(part, last):
            return known
        if said := _said(part, last):
            return said["number"]
        if last and TABLE.search(part):
            return ""
        return self._rest(part) or ("" if last else _stem(part))

    def _rest(self, part: str) -> str:
        """A name without the exercise, times and numbers of copies: what is left may be a student."""
        stem = _stem(part)
        if not (pattern := _named(stem, self._slugs)):
            return stem
        rest = bare(platforms.TIME.sub("", pattern.sub("", bare(stem), count=1)).strip(EDGE)).strip(EDGE)
        return "" if re.fullmatch(r"\d{1,2}", rest) else rest

    def _is_around(self, way: tuple[str, ...]) -> bool:
        """Whether a folder lies around the class, or around one exercise of it, and is no student's."""
        if way not in self._around:
            self._around[way] = not _said(way[-1], False) and self._holds_students(way)
        return self._around[way]

    def _holds_students(self, way: tuple[str, ...]) -> bool:
        part, inside, beside = way[-1], self._below[way], self._below[way[:-1]]
        known = {id for name, folder in inside.items() if (id := self._known(name, not folder))}
        numbers = {said["number"] for name, folder in inside.items() if (said := _said(name, not folder))}
        if (
            len(known) > 1
            or len(numbers) > 1
            or (known and not any(self._known(name, not folder) for name, folder in beside.items()))
        ):
            return True
        folders = {name for name, folder in inside.items() if folder and not self._is_attempt(name)}
        files = [self._rest(name) for name, folder in inside.items() if not folder and NOTEBOOK.search(name)]
        if folded(part) in self._generic or self._is_task(part):
            tasks = [name for name, folder in inside.items() if folder and self._is_task(name)]
            return bool(
                folders or numbers or known or any(files) or any(self._is_around((*way, name)) for name in tasks)
            )
        if len(beside) == 1:
            each_named = all(files) and len(set(files)) == len(files) > 1
            generic = any(folded(name) in self._generic and self._is_around((*way, name)) for name in folders)
            return len(folders) > 1 or generic or (each_named and all(_named(name, self._slugs) for name in inside))
        others = [
            {
                name
                for name, folder in self._below.get((*way[:-1], other), {}).items()
                if folder and not self._is_attempt(name)
            }
            for other in beside
            if other != part
        ]
        return any(folders & other for other in others) and len(folders.union(*others)) > len(beside)

    def _is_attempt(self, name: str) -> bool:
        """Whether a folder's name is that of an attempt, a time or an exercise: such folders lie in a student's."""
        return (
            bool(platforms.ATTEMPT.fullmatch(name) or platforms.TIME.match(name))
            or name == "caj"
            or self._is_task(name)
        )

    def _is_task(self, name: str) -> bool:
        rest = self._rest(name)
        return not rest or bool(platforms.TASK.fullmatch(rest))


def slug_in(parts: tuple[str, ...], slugs: list[str]) -> str:
    """The exercise that a file or its folders name: the innermost, and of several the longest.

    >>> slug_in(("s01", "The First Summit", "x.ipynb"), ["the-first-summit", "summit"])
    'the-first-summit'
    """
    for part in reversed(parts):
        if slug := max((slug for slug in slugs if _pattern(slug).search(part)), key=len, default=""):
            return slug
    return ""


def _said(part: str, last: bool) -> re.Match[str] | None:
    """What a platform's name says; an archive in an archive is named as a file is."""
    return platform(part, folder=not (last or part.lower().endswith(".zip")))


def _named(name: str, slugs: list[str]) -> re.Pattern[str] | None:
    slug = slug_in((name,), slugs)
    return _pattern(slug) if slug else None


@cache
def _pattern(slug: str) -> re.Pattern[str]:
    return re.compile(re.escape(slug).replace(r"\-", "[-_ ]?"), re.IGNORECASE)


def _stem(name: str) -> str:
    """A name without the ending of a notebook, an archive or a document."""
    return next((ending.sub("", name) for ending in (NOTEBOOK, ARCHIVE, DOCUMENT, TABLE) if ending.search(name)), name)
