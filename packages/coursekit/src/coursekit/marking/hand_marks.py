"""What people gave by hand: points, levels and comments of each answer, in a file that only grows."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from caj.errors import UserError
from coursekit.files import cut_off

LOG = "by-hand.jsonl"
START = b'{"at": '
TAKEN_BACK = "-"
Place = tuple[str, str, str]  # student, exercise, question


@dataclass(frozen=True)
class Entry:
    """What a person gave one answer: `answer` is the fingerprint of its text, empty for "the one that is there".

    A field that is empty says nothing; "-" takes back what was said before. `more` are a teacher's own columns;
    `tied` is the text to which an entry without fingerprint belongs since it was first seen.
    """

    student: str
    exercise: str
    question: str
    answer: str = ""
    points: str = ""
    comment: str = ""
    levels: str = ""
    more: dict[str, str] = field(default_factory=dict)
    tied: str = ""

    @property
    def place(self) -> Place:
        """Whose answer to which question."""
        return self.student, self.exercise, self.question

    @property
    def says(self) -> bool:
        """Whether anything was given at all."""
        return any((self.points, self.comment, self.levels, *self.more.values()))

    def after(self, before: "Entry | None") -> "Entry":
        """This entry on top of an earlier one: only what it says changes."""
        if before is None:
            return self
        said = {name: getattr(self, name) or getattr(before, name) for name in ("points", "comment", "levels")}
        merged = replace(
            self,
            **said,
            more={**before.more, **{name: value for name, value in self.more.items() if value}},
            tied=before.tied,
        )
        return replace(merged, tied=self.tied or before.tied) if merged == before else replace(merged, tied=self.tied)

    def given(self, name: str) -> str:
        """A field as it counts: nothing when it was taken back.

        >>> Entry("ann", "x", "q", points="-", comment="Good.").given("points"), Entry("ann", "x", "q", points="4").given("points")
        ('', '4')
        """
        value = getattr(self, name)
        return "" if value == TAKEN_BACK else value


class Hand:
    """The newest entry of every answer that a person ever looked at in this folder.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> Hand(folder).add([Entry("ann", "x", "q", "t1", points="4.5", comment="Good.")])
    1
    >>> Hand(folder).add([Entry("ann", "x", "q", "t1", comment="Very good.")])
    1
    >>> Hand(folder).of(("ann", "x", "q"), "t1").points
    '4.5'
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOG
        self._entries: dict[Place, dict[str, Entry]] = {}
        for entry in _read(self._path):
            self._entries.setdefault(entry.place, {})[entry.answer] = entry

    def __iter__(self) -> Iterator[Entry]:
        return (entry for entries in self._entries.values() for entry in entries.values() if not entry.tied)

    def of(self, place: Place, answer: str) -> Entry | None:
        """What was given for this text of an answer."""
        return self._entries.get(place, {}).get(answer)

    def earlier(self, place: Place, answer: str) -> Entry | None:
        """The last entry with points for another text of the same student and question."""
        others = [
            entry
            for name, entry in self._entries.get(place, {}).items()
            if name not in ("", answer) and entry.given("points")
        ]
        return others[-1] if others else None

    @property
    def untied(self) -> list[Entry]:
        """Entries without fingerprint whose answer was not there yet."""
        return [entries[""] for entries in self._entries.values() if "" in entries and not entries[""].tied]

    @property
    def students(self) -> set[str]:
        """Everybody who was marked here."""
        return {student for student, _, _ in self._entries}

    def changes(self, entries: Iterable[Entry]) -> list[Entry]:
        """Of these entries those that say something new, each on top of what stands."""
        merged = (entry.after(self.of(entry.place, entry.answer)) for entry in entries if entry.says)
        return [entry for entry in merged if entry != self.of(entry.place, entry.answer)]

    def add(self, entries: Iterable[Entry]) -> int:
        """Write what is new at the end of the file; how many entries that were."""
        new = self.changes(entries)
        if new:
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            lines = (json.dumps({"at": now, **asdict(entry)}, ensure_ascii=False) + "\n" for entry in new)
            _append(self._path, "".join(lines).encode("utf-8", "replace"))
        for entry in new:
            known = self._entries.setdefault(entry.place, {})
            known.pop(entry.answer, None)  # the newest stands last
            known[entry.answer] = entry
        return len(new)

    def settle(self, place: Place, answer: str) -> None:
        """Tie an entry without fingerprint to the text that is there now, so that it is never carried to another."""
        entry = self.of(place, "")
        if entry and not entry.tied:
            self.add([replace(entry, answer=answer), replace(entry, tied=answer)])


def fingerprint(answer: str) -> str:
    """Short name of an answer's text, to notice when it changes; no spreadsheet takes it for a number."""
    return "t" + sha256(str(answer).encode("utf-8", "replace")).hexdigest()[:12]


def _append(path: Path, lines: bytes) -> None:
    """Write behind the last whole line: what a kill cut off goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as file:
        file.seek(0)
        before = file.read()
        end = before.rfind(b"\n") + 1
        if cut_off(before[end:], START):
            file.truncate(end)
        elif before[end:]:
            lines = b"\n" + lines
        file.write(lines)


def _read(path: Path) -> Iterator[Entry]:
    """The entries of the file, a last line cut off by a kill apart; UserError with the line that was damaged."""
    *lines, last = path.read_bytes().split(b"\n") if path.exists() else [b""]
    lines += [last] if last and not cut_off(last, START) else []
    for number, line in enumerate(lines, 1):
        try:
            values = json.loads(line)
            del values["at"]
            yield Entry(**values)
        except (ValueError, TypeError, KeyError):
            raise UserError(
                f"{path}, line {number}: this line was changed and cannot be read; put back a copy of the file."
            ) from None
