"""The journal of a run: one line a result, written as it comes; results are read back one at a time, never all at once."""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from caj.errors import UserError
from coursekit.files import cut_off, dated, whole
from coursekit.marking.grader import Result
from coursekit.marking.labels import label

JOURNAL = "journal.jsonl"
START = b'{"stamp": '
NAMED = 5


class Stored(Sequence[Result]):
    """Results that stand in a journal; each is read when it is asked for, so a class of any size needs little memory.

    `said` is the journal's sentence on results that it could not read; empty when there are none.
    """

    def __init__(self, path: Path, places: list[int], stamps: list[str], said: str = "") -> None:
        self._path, self._places, self.stamps, self.said = path, places, stamps, said

    def picked(self, numbers: Sequence[int]) -> "Stored":
        """Some of them, in another order."""
        places, stamps = [self._places[number] for number in numbers], [self.stamps[number] for number in numbers]
        return Stored(self._path, places, stamps, self.said)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> Result:  # type: ignore[override]
        with open(self._path, "rb") as file:
            return _read(file, self._places[number])

    def __iter__(self) -> Iterator[Result]:
        with open(self._path, "rb") as file:
            for place in self._places:
                yield _read(file, place)


class Journal:
    """What is done in a folder: `stamp in journal`, `add`, and the results of some stamps."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self._places: dict[str, int] = {}
        self._end = 0
        self._said = ""
        self._recall()

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Self]:
        """The journal of a folder, for one run at a time; UserError when another run has it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / JOURNAL
        path.touch()
        with open(path, "r+b") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UserError(
                    f"Another run is grading into {folder}; wait for it or choose another folder."
                ) from None
            yield cls(file, path)

    def __contains__(self, stamp: str) -> bool:
        return stamp in self._places

    def add(self, stamp: str, result: Result) -> None:
        """Write one result; it is on its way to the disk when this returns."""
        line = (
            json.dumps({"stamp": stamp, "result": result.plain()}, ensure_ascii=False).encode("utf-8", "replace")
            + b"\n"
        )
        self._file.write(line)
        self._file.flush()
        self._places[stamp], self._end = self._end, self._end + len(line)

    def results(self, stamps: list[str]) -> Stored:
        """The results of these stamps, in their order."""
        return Stored(self._path, [self._places[stamp] for stamp in stamps], stamps, self._said)

    def _recall(self) -> None:
        """Find the results of earlier runs; a line cut off by a kill is dropped, and one that cannot be read is set aside."""
        unread = []
        self._file.seek(0)
        for line in self._file:
            if not line.endswith(b"\n"):
                if cut_off(line, START):
                    break
                self._file.write(b"\n")  # an editor took it away
                line += b"\n"
            if line.strip():
                try:
                    entry = json.loads(line)
                    Result.from_plain(entry["result"])
                    self._places[entry["stamp"]] = self._end
                except (ValueError, KeyError, TypeError, RecursionError):
                    unread.append((self._end, len(line), _whose(line)))
            self._end += len(line)
        self._file.truncate(self._end)
        if unread:
            self._set_aside(unread)
        self._file.seek(self._end)

    def _set_aside(self, unread: list[tuple[int, int, str]]) -> None:
        """Copy lines into a file beside, then blank them here: every other result stays in its place, whenever this is killed."""
        copy = dated(self._path)
        with whole(copy) as part, open(part, "wb") as aside:
            for place, size, _ in unread:
                self._file.seek(place)
                aside.write(self._file.read(size))
        for place, size, _ in unread:
            self._file.seek(place)
            self._file.write(b" " * (size - 1) + b"\n")
        self._file.flush()
        named = "; ".join(whose for *_, whose in unread[:NAMED])
        more = f" and {len(unread) - NAMED} more" if len(unread) > NAMED else ""
        self._said = (
            f"{self._path.name} held results that cannot be read: {named}{more}. They are kept in {copy.name} and do not count. "
            "What is handed in to this run was graded anew; grade the rest again as you did before."
        )


def _whose(line: bytes) -> str:
    """Whose result a line was, as far as it says so."""
    try:
        result = json.loads(line)["result"]
        return f"{label(result['student'])}, {label(result['slug'])}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "a line that is no result"


def _read(file: IO[bytes], place: int) -> Result:
    file.seek(place)
    return Result.from_plain(json.loads(file.readline())["result"])
