"""Rubric levels and comments of open questions, from the manual.csv that the marking page saves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coursekit.classes.people import folded
from coursekit.lms.gradebook import Gradebook
from coursekit.marking.files import table
from coursekit.marking.hand_sheet import judged
from coursekit.marking.manual import levels_of

COLUMNS = ["student", "exercise", "question", "criterion", "level", "points", "of", "comment"]
COMMENTS = "Feedback comments"


@dataclass(frozen=True)
class Judged:
    """What a person gave one open answer; `levels` are pairs of criterion and level."""

    student: str
    slug: str
    question: str
    points: str
    of: str
    comment: str
    levels: tuple[tuple[str, str], ...]

    def words(self) -> str:
        """Points, levels and comment in one line."""
        levels = ", ".join(f"{criterion} {level}" for criterion, level in self.levels)
        return " ".join(
            filter(
                None, [f"{self.question}: {self.points} of {self.of}{f' ({levels})' if levels else ''}.", self.comment]
            )
        )


def read_judged(path: Path) -> list[Judged]:
    """Answers that have points in manual.csv; none when there is no such file."""
    return list(_judged(path)) if path.is_file() else []


def _judged(path: Path) -> Iterator[Judged]:
    for of, entry in judged(path):
        yield Judged(*entry.place, entry.points, of, entry.given("comment"), tuple(levels_of(entry)))


def levels_table(judged: list[Judged]) -> str:
    """CSV with a row for each criterion of each marked answer; one row without criterion where only points were given."""
    rows = [
        [one.student, one.slug, one.question, criterion, level, one.points, one.of, one.comment]
        for one in judged
        for criterion, level in one.levels or [("", "")]
    ]
    return table(COLUMNS, rows)


def fill_comments(book: Gradebook, judged: list[Judged], match: str = "") -> int:
    """Write points, levels and comments into Moodle's column for feedback, where it is empty; how many."""
    column, rows = book.column(COMMENTS), book.keys(match)
    said: dict[int, list[str]] = {}
    for one in judged:
        found = rows.get(folded(one.student), set())
        if column is not None and len(found) == 1:
            said.setdefault(next(iter(found)), []).append(one.words())
    free = {row: words for row, words in said.items() if not book.table.value(row, column).strip()}
    for row, words in free.items():
        book.table.set(row, column, " ".join(words))
    return len(free)
