"""Submissions found in a folder or a zip archive: whose they are, which exercise, and which attempt counts."""

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from caj.grading.limits import Limits
from caj.grading.notebook import Unreadable

MEMBERS, LONGEST, DEEPEST = 10_000, 100, 20
IGNORED = {".ipynb_checkpoints", "__MACOSX"}
TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T_-]\d{2}[:.-]?\d{2}(?:[:.-]?\d{2})?)?")
# As Moodle names a student's folder, or each file where folders are turned off, and Canvas a student's file.
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_.*")
FLAT = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+_.*")
CANVAS = re.compile(r"(?P<name>[^_]+(?:_LATE)?)_(?P<number>\d+)_(?P<attachment>\d+)_.*")
RULE = "Of several attempts by one student the latest counts: by the time stamp in a folder's or file's name or in timestamp.txt, else by name."


@dataclass(frozen=True)
class Submission:
    """One notebook of one student; `problem` says why it cannot be read, `stamp` changes when the file does.

    `path` is the file or the archive that holds it as `member`; `attempts` counts the student's for this exercise.
    """

    student: str
    slug: str
    attempt: str
    path: str
    member: str = ""
    stamp: str = ""
    problem: str = ""
    attempts: int = 1
    order: tuple = ()

    def content(self, limits: Limits) -> bytes:
        """Bytes of the notebook; Unreadable when it is not there, no ordinary file, or too large."""
        if self.problem:
            raise Unreadable(self.problem)
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                    content = file.read(limits.notebook + 1)
                if len(content) > limits.notebook:
                    raise Unreadable(_too_large(limits))
                return content
            handle = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Unreadable("This is not an ordinary file.")
                if os.fstat(handle).st_size > limits.notebook:
                    raise Unreadable(_too_large(limits))
                return file.read()
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"The file cannot be read ({type(error).__name__}).") from None


def collect(source: Path, slugs: list[str], limits: Limits, guess: Callable[[bytes], str] = lambda content: "") -> list[Submission]:
    """All submissions under `source`, the attempt that counts for each student and exercise, sorted.

    Layouts: `<student>/<slug>.ipynb`, nbgrader's `<student>/<assignment>/<notebook>.ipynb`, either with folders
    for attempts, `<student>.zip` for a folder, and one archive of everything in place of `source`, also as Canvas
    and Moodle make it: then a student is the platform's number. `guess` names the exercise of a notebook whose
    name does not; a submission without exercise carries a problem.
    """
    found = list(_archive(source, ()) if source.is_file() else _folder(source))
    named = [_named(submission, slugs, limits, guess) for submission in found]
    groups: dict[tuple[str, str], list[Submission]] = {}
    for submission in named:
        groups.setdefault((submission.student, submission.slug), []).append(submission)
    chosen = []
    for (_, slug), attempts in groups.items():
        attempts.sort(key=lambda attempt: (not attempt.problem, attempt.order))
        kept = attempts[-1:] if slug else attempts
        chosen += [replace(attempt, attempts=len(attempts) if slug else 1) for attempt in kept]
    return sorted(chosen, key=lambda submission: (submission.slug, submission.student, submission.attempt))


def label(name: str) -> str:
    """A name of a stranger that can be printed, stored and told apart from others.

    >>> label("Айгерім"), label("a\\udcff"), len(label("x" * 1000))
    ('Айгерім', 'a\\\\xff', 109)
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…{sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def platform(name: str, folder: bool) -> re.Match[str] | None:
    """Groups `name` and `number` of a student in what Moodle or Canvas calls a folder or a file; of Canvas also `attachment`.

    >>> platform("Айзада Бекова_1234567_assignsubmission_file_", folder=True)["number"]
    '1234567'
    """
    return MOODLE.fullmatch(name) if folder else FLAT.fullmatch(name) or CANVAS.fullmatch(name)


def _folder(source: Path) -> Iterator[Submission]:
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name in IGNORED:
            continue
        if entry.is_symlink():
            yield Submission(label(_stem(entry.name)), "", label(entry.name), entry.path, problem="This is a symbolic link, which is not followed.")
        elif entry.is_dir():
            inside = list(_tree(entry.path, (entry.name,)))
            yield from inside or [Submission(label(entry.name), "", label(entry.name), entry.path, problem="The folder holds no notebook.")]
        elif entry.name.endswith((".ipynb", ".zip")):
            yield from _file(entry, (_stem(entry.name),))


def _tree(folder: str, parts: tuple[str, ...]) -> Iterator[Submission]:
    """Notebooks and archives below a student's folder; links are named, never followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name in IGNORED:
            continue
        if len(parts) > DEEPEST:
            yield _submission((*parts[:3], "…"), entry.path, problem="The folders are nested too deeply.")
        elif entry.is_dir(follow_symlinks=False):
            yield from _tree(entry.path, (*parts, entry.name))
        elif entry.name.endswith((".ipynb", ".zip")) or entry.is_symlink():
            yield from _file(entry, parts)


def _file(entry: os.DirEntry, parts: tuple[str, ...]) -> Iterator[Submission]:
    if entry.is_symlink():
        yield _submission((*parts, entry.name), entry.path, problem="This is a symbolic link, which is not followed.")
    elif entry.name.endswith(".zip"):
        yield from _archive(Path(entry.path), parts)
    else:
        facts = entry.stat(follow_symlinks=False)
        written = Path(entry.path).with_name("timestamp.txt")
        when = _start(written) if written.is_file() and not written.is_symlink() else ""
        yield _submission((*parts, entry.name), entry.path, stamp=f"{facts.st_size}:{facts.st_mtime_ns}", when=when)


def _start(path: Path) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(40)


def _archive(path: Path, parts: tuple[str, ...]) -> Iterator[Submission]:
    """Notebooks in a zip archive, which is read in memory and never unpacked; without `parts` it is a whole class."""
    whole = (*parts, path.name) if parts else (path.stem, path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield _submission(whole, str(path), problem=f"The archive cannot be read ({type(error).__name__}).")
        return
    if len(members) > MEMBERS or sum(member.file_size for member in members) > Limits().archive:
        yield _submission(whole, str(path), problem=f"The archive is too large: more than {MEMBERS:,} files or {Limits().archive >> 20} MB.")
        return
    notebooks = [member for member in members if member.filename.endswith(".ipynb") and not IGNORED & set(PurePosixPath(member.filename).parts)]
    for member in notebooks:
        inner = tuple(part for part in re.split(r"[/\\]", member.filename) if part not in ("", ".", ".."))
        problem = _unsafe(member)
        yield _submission((*parts, *inner), str(path), member.filename, f"{member.file_size}:{member.CRC}", problem)
    if not notebooks:
        yield _submission(whole, str(path), problem="The archive holds no notebook.")


def _unsafe(member: zipfile.ZipInfo) -> str:
    if ".." in re.split(r"[/\\]", member.filename) or member.filename.startswith(("/", "\\")):
        return "The archive holds a path that leads out of it."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "This is a symbolic link in an archive, which is not followed."
    return "The archive is encrypted." if member.flag_bits & 1 else ""


def _submission(parts: tuple[str, ...], path: str, member: str = "", stamp: str = "", problem: str = "", when: str = "") -> Submission:
    """Parts: student first, notebook last; the time stamps in between order the attempts."""
    student = parts[0] if len(parts) > 1 else _stem(parts[-1])
    if by_platform := platform(student, folder=student != _stem(parts[-1])):
        student = by_platform["number"]
    inside = "/".join(parts[1:]) or parts[-1]
    times = TIME.findall(f"{when} {inside}")
    natural = tuple((int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.split(r"(\d+)", _stem(inside)))
    return Submission(label(student), "", label(inside), path, member, stamp, problem, order=(max(times, default=""), natural))


def _named(submission: Submission, slugs: list[str], limits: Limits, guess: Callable[[bytes], str]) -> Submission:
    """Give a submission its exercise: by file name, by folder name, by content."""
    parts = [_stem(part) for part in reversed(submission.attempt.split("/"))]
    for part in parts:
        if slug := max((slug for slug in slugs if slug in part), key=len, default=""):
            student = submission.student.replace(slug, "").strip("_- ") or submission.student
            return replace(submission, slug=slug, student=student)
    if submission.problem:
        return submission
    try:
        slug = guess(submission.content(limits))
    except Unreadable as error:
        return replace(submission, problem=str(error))
    return replace(submission, slug=slug, problem="" if slug else "This notebook belongs to no exercise of the book.")


def _too_large(limits: Limits) -> str:
    return f"The file is larger than {limits.notebook >> 20} MB; clear its outputs and hand it in again."


def _stem(name: str) -> str:
    return re.sub(r"\.(ipynb|zip)$", "", name)
