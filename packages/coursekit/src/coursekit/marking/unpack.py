"""Files of a folder or a zip archive, of archives in it too: read in memory, never unpacked, within bounds."""

import io
import os
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from coursekit.isolation.limits import MB, Limits
from coursekit.marking.notebook import Unreadable
from coursekit.marking.platforms import PARCEL
from coursekit.marking.spelling import shown, spelt

MEMBERS, CLASS, DEEPEST, NESTED = 10_000, 200_000, 20, 3
IGNORED = {".ipynb_checkpoints", "__MACOSX", "Thumbs.db", "desktop.ini"}
NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json))*$", re.IGNORECASE)
UNFIT = (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, struct.error)
TOO_MUCH = f"The archive is too large: more than {MEMBERS:,} files or {Limits().archive // MB} MB."
LINK = "This is a symbolic link, which is not followed."


@dataclass(frozen=True)
class Found:
    """A file as people see it (`parts`), and where it is: `path`, and the members of archives in archives that hold it.

    `problem` says why it cannot be read, `stamp` changes when it does, `when` is what timestamp.txt beside it says.
    """

    parts: tuple[str, ...]
    path: str
    inside: tuple[str, ...] = ()
    stamp: str = ""
    problem: str = ""
    when: str = ""

    @property
    def notebook(self) -> bool:
        return bool(NOTEBOOK.search(self.parts[-1]))


@dataclass
class Room:
    """What the archives of one student may hold altogether."""

    members: int = MEMBERS
    bytes: int = field(default_factory=lambda: Limits().archive)


def find(source: Path) -> Iterator[Found]:
    """Every file under a folder or in an archive; an empty folder and an archive that cannot be read are found as a problem."""
    if source.is_dir():
        yield from _folder(str(source), ())
    elif zipfile.is_zipfile(source) or not NOTEBOOK.search(source.name):
        yield from _archive(Found((shown(source.name),), str(source)), (), source)
    else:
        yield Found((shown(source.name),), str(source), stamp=_stamp(os.stat(source)))


def content(found: Found, limits: Limits) -> bytes:
    """Bytes of a file; Unreadable when it is no ordinary file, or too large."""
    if found.problem:
        raise Unreadable(found.problem)
    try:
        if found.inside:
            *outer, name = found.inside
            archive = _opened(found.path, tuple(outer), os.stat(found.path).st_mtime_ns, limits, os.getpid())
            return _read(archive, name, limits)
        handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Unreadable("This is not an ordinary file.")
            if os.fstat(handle).st_size > limits.notebook:
                raise Unreadable(_too_large(limits))
            return file.read()
    except Unreadable:
        raise
    except UNFIT as error:
        raise Unreadable(f"The file cannot be read ({type(error).__name__}).") from None


@lru_cache(maxsize=3)
def _opened(path: str, inside: tuple[str, ...], changed: int, limits: Limits, process: int) -> zipfile.ZipFile:
    """An archive, or one in it, kept open for its next file: its list of files is read once, not for every student.

    Each process has its own: workers are forked, and would read at each other's place in one open file.
    """
    if not inside:
        return zipfile.ZipFile(path)
    outer = _opened(path, inside[:-1], changed, limits, process)
    return zipfile.ZipFile(io.BytesIO(_read(outer, inside[-1], limits)))


def _read(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    with archive.open(name) as file:
        read = file.read(limits.notebook + 1)
    if len(read) > limits.notebook:
        raise Unreadable(_too_large(limits))
    return read


def _folder(folder: str, parts: tuple[str, ...]) -> Iterator[Found]:
    """Files below a folder; links are named, never followed."""
    entries = sorted((entry for entry in os.scandir(folder) if not _ignored(entry.name)), key=lambda entry: entry.name)
    if not entries and parts:
        yield Found((*parts, ""), folder, problem="The folder holds no notebook: it is empty.")
    for entry in entries:
        here = (*parts, shown(entry.name))
        if entry.is_symlink():
            yield Found(here, entry.path, problem=LINK)
        elif entry.is_dir():
            if len(here) > DEEPEST:
                yield Found((*here[:3], "…"), entry.path, problem="The folders are nested too deeply.")
            else:
                yield from _folder(entry.path, here)
        elif entry.name.lower().endswith(".zip"):
            yield from _archive(
                Found(here, entry.path),
                _before(here),
                Path(entry.path),
                None if PARCEL.fullmatch(entry.name) else Room(),
            )
        else:
            yield Found(here, entry.path, stamp=_stamp(entry.stat(follow_symlinks=False)), when=_written(entry.path))


def _archive(
    whole: Found, outer: tuple[str, ...], file: Path | io.BytesIO, room: Room | None = None
) -> Iterator[Found]:
    """Files in an archive, `outer` being put before their names; `room` is what its student has left, None in the archive of a class."""
    most = room.members if room else CLASS
    try:
        _small_enough(file, most)
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > most or (room and sum(member.file_size for member in members) > Limits().archive):
                raise OverflowError
            if room:
                room.members -= len(members)
            kept = [
                (name, member)
                for name, member in zip(spelt(members), members)
                if not any(map(_ignored, re.split(r"[/\\]", name)))
            ]
            for name, member in kept:
                yield from _inside(whole, outer, archive, name, member, room)
            if not kept:
                yield replace(whole, problem="The archive holds no notebook: it is empty.")
    except OverflowError:
        yield replace(whole, problem=TOO_MUCH)
    except UNFIT as error:
        yield replace(whole, problem=f"The archive cannot be read ({type(error).__name__}).")


def _inside(
    whole: Found,
    outer: tuple[str, ...],
    archive: zipfile.ZipFile,
    name: str,
    member: zipfile.ZipInfo,
    room: Room | None,
) -> Iterator[Found]:
    """One member; the files in it when it is an archive itself."""
    parts = (*outer, *(shown(part) for part in re.split(r"[/\\]", name) if part not in ("", ".", ".."))) or whole.parts
    found = Found(
        parts, whole.path, (*whole.inside, member.filename), f"{member.file_size}:{member.CRC}", _unsafe(member)
    )
    if len(parts) > 2 * DEEPEST:
        yield replace(found, parts=(*parts[:3], "…"), problem="The folders are nested too deeply.")
    elif found.problem or not name.lower().endswith(".zip"):
        yield found
    elif len(found.inside) > NESTED:
        yield replace(found, problem=f"Archives lie in archives more than {NESTED} deep.")
    else:
        room = room or Room()
        room.bytes -= member.file_size
        try:
            if room.bytes < 0:
                raise OverflowError
            inner = io.BytesIO(_read(archive, member.filename, Limits()))
        except (OverflowError, Unreadable):
            yield replace(found, problem=TOO_MUCH)
        except UNFIT as error:
            yield replace(found, problem=f"The archive cannot be read ({type(error).__name__}).")
        else:
            yield from _archive(found, _before(parts), inner, room)


def _before(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What stands before the names in an archive: its own name, unless it is a part in which a platform hands out a folder."""
    return parts[:-1] if PARCEL.fullmatch(parts[-1]) else parts


def _small_enough(file: Path | io.BytesIO, most: int) -> None:
    """OverflowError for an archive whose list of files alone would take much memory: Python reads it whole."""
    with open(file, "rb") if isinstance(file, Path) else nullcontext(file) as opened:
        end = zipfile._EndRecData(opened)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > most * 400:  # type: ignore[attr-defined]
        raise OverflowError


def _ignored(name: str) -> bool:
    """What systems put beside files by themselves."""
    return name in IGNORED or (name.startswith((".", "~$")) and name not in (".", ".."))


def _unsafe(member: zipfile.ZipInfo) -> str:
    if ".." in re.split(r"[/\\]", member.filename) or member.filename.startswith(("/", "\\")):
        return "The archive holds a path that leads out of it."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "This is a symbolic link in an archive, which is not followed."
    return "The archive is encrypted." if member.flag_bits & 1 else ""


def _stamp(facts: os.stat_result) -> str:
    return f"{facts.st_size}:{facts.st_mtime_ns}"


def _written(path: str) -> str:
    """What nbgrader's timestamp.txt beside a file says."""
    written = Path(path).with_name("timestamp.txt")
    if not written.is_file() or written.is_symlink():
        return ""
    with open(written, encoding="utf-8", errors="replace") as file:
        return file.read(40)


def _too_large(limits: Limits) -> str:
    return f"The file is larger than {limits.notebook // MB} MB; clear its outputs and hand it in again."
