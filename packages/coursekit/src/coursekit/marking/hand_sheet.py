"""manual.csv, as it comes back from the marking page or from a spreadsheet: read whole or refused, backed up, written anew."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from caj.errors import UserError
from coursekit.exercises import QuestionCells
from coursekit.files import back_up, write_bytes
from coursekit.marking.files import table
from coursekit.marking.hand_marks import TAKEN_BACK, Entry, Hand
from coursekit.marking.page import number
from coursekit.spreadsheet import damaged, decimal, read

COLUMNS = ["student", "exercise", "question", "answer", "of", "points", "comment", "levels"]
STATUS = "status"  # for people and exports, never read back
LEVELS = re.compile(r"[^=;]+=\d{1,2}(; ?[^=;]+=\d{1,2})*")
SHOWN = 20
QuestionOf = Callable[[str, str], QuestionCells | None]


def take(path: Path, hand: Hand, question_of: QuestionOf, students: set[str]) -> list[Entry]:
    """The entries of a file that say something; UserError with every line that does not fit, and then none counts.

    `question_of` knows the questions of the book, `students` are those of this run: an id of which a spreadsheet took
    the zeros is one of neither.
    """
    entries: dict[tuple, tuple[int, Entry]] = {}
    faults = []
    for line, row in read(path, tuple(COLUMNS)).rows:
        entry = _entry(row)
        if not hand.changes([entry]):
            continue
        place = *entry.place, entry.answer
        first = entries.setdefault(place, (line, entry))
        fault = _fault(row, entry, hand, question_of, students | hand.students)
        if first[1] != entry:
            fault = fault or f"line {first[0]} says something else of the same answer; keep one of both"
        faults += [f"{path}, line {line}: {fault}."] if fault else []
    if faults:
        more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
        raise UserError(
            "\n".join(
                [
                    *faults[:SHOWN],
                    *more,
                    f"Nothing of {path.name} was taken, and the file is as you left it. Correct these lines and give the command again.",
                ]
            )
        )
    return [entry for _, entry in entries.values()]


def judged(path: Path) -> list[tuple[str, Entry]]:
    """Entries with points that count now, each behind what could be earned, for gradebooks: not those of earlier texts."""
    rows = [(row["of"].strip(), row.get(STATUS, ""), _entry(row)) for _, row in read(path, tuple(COLUMNS)).rows]
    return [(of, entry) for of, status, entry in rows if entry.given("points") and not status.startswith("earlier")]


def write(path: Path, rows: Iterable[list[str]], more: list[str]) -> None:
    """Write the file, if it changes; what stood there before stays beside it under the date and time."""
    content = table([*COLUMNS, STATUS, *more], rows).encode("utf-8-sig", "replace")
    before = path.read_bytes() if path.exists() else content
    if before != content:
        back_up(path, before)
    if before != content or not path.exists():
        write_bytes(path, content)


def _entry(row: dict[str, str]) -> Entry:
    given = {name: row.get(name, "").strip() for name in COLUMNS if name != "of"}
    if re.fullmatch(r"[0-9a-f]{12}", given["answer"]):
        given["answer"] = f"t{given['answer']}"  # as written before fingerprints began with a letter
    value = decimal(given["points"])
    given["points"] = given["points"] if value is None else f"{value:.10g}"
    given["comment"] = given["comment"].replace("\r\n", "\n").replace("\r", "\n")
    return Entry(
        **given, more={name: value for name, value in row.items() if name and name not in (*COLUMNS, STATUS) and value}
    )


def _fault(row: dict[str, str], entry: Entry, hand: Hand, question_of: QuestionOf, known: set[str]) -> str:
    """Why a row cannot be used, without the point at the end; nothing when it can."""
    question = question_of(entry.exercise, entry.question)
    return next(filter(None, (*_who(entry, known), *_what(entry, question), _broken(entry, hand))), "")


def _who(entry: Entry, known: set[str]) -> Iterator[str]:
    if said := entry.student not in known and damaged(entry.student):
        yield f'the student "{entry.student}" is {said}; put the id in again, in a column of text'
    if not entry.student:
        yield "the student is missing"
    if entry.student not in known and entry.student.isdigit():
        bare = entry.student.lstrip("0")
        if meant := sorted(name for name in known if name.isdigit() and name.lstrip("0") == bare):
            yield f'the student "{entry.student}" is nobody; a spreadsheet takes zeros away, and {meant[0]} may be meant'
    if entry.answer and not re.fullmatch(r"t[0-9a-f]{12}", entry.answer):
        yield f'the column answer holds "{entry.answer[:40]}", which is no mark of an answer any more; take it from a backup beside this file'


def _what(entry: Entry, question: QuestionCells | None) -> Iterator[str]:
    if question is None:
        yield f'there is no question "{entry.question}" in an exercise "{entry.exercise}"'
        return
    given = decimal(entry.points)
    if entry.points not in ("", TAKEN_BACK) and (given is None or not 0 <= given <= question.points):
        what = damaged(entry.points)
        yield f'"{entry.points[:40]}" is {what or f"no number from 0 to {number(question.points)}"}; type the points again'
    if entry.levels not in ("", TAKEN_BACK) and not LEVELS.fullmatch(entry.levels):
        yield f'the levels "{entry.levels[:40]}" are not as the marking page writes them (Context=3; Argument=2)'
    if question.kind == "auto" and entry.given("points") and not entry.given("comment"):
        yield "a mark of the tests is changed only with a reason in the column comment"


def _broken(entry: Entry, hand: Hand) -> str:
    """Whether the letters of a comment were lost on the way."""
    if re.fullmatch(r"#[^\W\d_]+(/\w+)?[!?]|#N/A|#+", entry.comment) and entry.comment.isupper():
        return f'the comment is "{entry.comment}", which a spreadsheet shows in place of a formula; type it again'
    for wrong in ("cp1252", "latin-1", "cp1251"):
        try:
            right = entry.comment.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
        if len(entry.comment) - len(right) > 1:  # two letters at least were four
            return f'the letters of the comment are broken: "{entry.comment[:30]}" was "{right[:30]}"; open the file as UTF-8'
    before = hand.of(entry.place, entry.answer)
    if before and entry.comment != before.comment and entry.comment == re.sub(r"[^\x00-\x7f]", "?", before.comment):
        return f'the letters of the comment are lost: it was "{before.comment[:30]}"; save the file as CSV UTF-8'
    return ""
