"""What people gave by hand, put into the results: marks of open questions, and marks of the tests that a person changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coursekit.exercises import Exercise, QuestionCells
from coursekit.marking import hand_sheet
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import Entry, Hand, fingerprint
from coursekit.marking.marks import Mark
from coursekit.marking.page import number

SHEET = "manual.csv"


class ByHand(Sequence[Result]):
    """Results with what people gave in them; one is merged when it is asked for.

    Whatever was ever given in `folder` counts for the text it was given for: an answer that changed since waits
    again and keeps the old mark in sight. `faults` has a sentence for everything that a person should look at.
    """

    def __init__(self, results: Sequence[Result], hand: Hand, new: Sequence[Entry] = ()) -> None:
        self._results, self.hand = results, hand
        self.faults = list(self._settle(new))

    def __len__(self) -> int:
        return len(self._results)

    def __getitem__(self, place: int) -> Result:  # type: ignore[override]
        return self._merged(self._results[place])

    def __iter__(self) -> Iterator[Result]:
        return map(self._merged, self._results)

    def _settle(self, new: Sequence[Entry]) -> Iterator[str]:
        """Tie new entries without fingerprint to what is there; name those that belong to nobody here."""
        loose = {entry.place: entry for entry in (*new, *self.hand.untied)}
        for result in self._results if loose else ():
            for mark in result.marks:
                place = result.student, result.slug, mark.question
                if entry := loose.get(place):
                    if not entry.answer:
                        self.hand.settle(place, text_of(result, mark))
                    del loose[place]
        for student, exercise, question in loose:
            yield f"{student}, {exercise}: points or a comment for {question} were given, but this run has no such submission; they are kept until it comes."

    def _merged(self, result: Result) -> Result:
        marks = [self._mark(result, mark) for mark in result.marks]
        decided = bool(marks) and all(
            mark.automatic is not None for mark in marks
        )  # nothing could be read, and a person marked it all
        return replace(
            result,
            marks=marks,
            graded=result.graded or decided,
            doubts=[*result.doubts, *(_doubt(mark) for mark in marks if mark.earlier)],
        )

    def _mark(self, result: Result, mark: Mark) -> Mark:
        place, answer = (result.student, result.slug, mark.question), text_of(result, mark)
        entry = self.hand.of(place, answer)
        earlier = self.hand.earlier(place, answer)
        if entry is None or not entry.given("points"):
            comment = entry.given("comment") if entry and mark.earned is not None else ""
            return replace(mark, comment=comment, earlier=_words(earlier, mark) if earlier else "")
        return replace(
            mark,
            earned=float(entry.points),
            automatic=mark.earned,
            said=entry.given("comment") or "Marked by a person." if mark.earned is None else mark.said,
            comment="" if mark.earned is None else entry.given("comment"),
            levels=levels_of(entry),
        )


def take_in(
    folder: Path, extra: Path | None, question_of: hand_sheet.QuestionOf, students: set[str]
) -> tuple[Hand, list[Entry]]:
    """What people gave in this folder, with what its manual.csv and `extra` say anew; UserError when one is damaged."""
    hand = Hand(folder)
    new: list[Entry] = []
    for path in filter(None, (folder / SHEET, extra)):
        if path.exists() or path is extra:
            entries = hand.changes(hand_sheet.take(path, hand, question_of, students))
            for sentence in changed(hand, entries):
                print(f"{path.name}: {sentence}")
            hand.add(entries)
            new += entries
    return hand, new


def questions_of(key_for: Callable[[str, str], Any]) -> hand_sheet.QuestionOf:
    """Look up a question by exercise and name; None when the book has none such."""

    def question_of(slug: str, name: str) -> QuestionCells | None:
        try:
            return key_for(slug, "").exercise.question(name) if re.fullmatch(r"[\w-]+", slug) else None
        except (OSError, ValueError, LookupError):
            return None

    return question_of


def changed(hand: Hand, entries: Sequence[Entry]) -> Iterator[str]:
    """A sentence for each mark that stood before and is another now."""
    for entry in entries:
        before = hand.of(entry.place, entry.answer)
        if before and before.points and before.points != entry.points:
            yield f"{entry.student}, {entry.exercise}: {entry.question} had {before.points} points by hand, now {entry.given('points') or 'none'}."


def text_of(result: Result, mark: Mark) -> str:
    """Fingerprint of what a student handed in for a question."""
    return fingerprint(mark.answer if isinstance(mark.answer, str) else result.written.get(mark.question, ""))


def levels_of(entry: Entry) -> list[tuple[str, str]]:
    """Pairs of criterion and level.

    >>> levels_of(Entry("ann", "x", "q", levels="Context=3; Argument=0"))
    [('Context', '3'), ('Argument', '0')]
    """
    pairs = (pair.rpartition("=") for pair in entry.given("levels").split(";"))
    return [(criterion.strip(), level.strip()) for criterion, _, level in pairs if criterion.strip()]


@dataclass(frozen=True)
class Answer:
    """An open answer with its question, what the student wrote, and what was given for it and for an earlier text."""

    student: str
    slug: str
    question: QuestionCells
    text: str
    pictures: tuple[str, ...]
    entry: Entry
    earlier: Entry | None
    earlier_words: str


def open_answers(results: Sequence[Result], exercises: dict[str, Exercise], hand: Hand) -> list[Answer]:
    """Open answers, question by question, so that one is marked for everybody before the next; the same texts side by side."""
    found = []
    for result in results:
        for mark in result.marks:
            if isinstance(mark.answer, str):
                place = result.student, result.slug, mark.question
                entry = hand.of(place, fingerprint(mark.answer)) or Entry(*place, fingerprint(mark.answer))
                question = exercises[result.slug].question(mark.question)
                found.append(
                    Answer(
                        result.student,
                        result.slug,
                        question,
                        mark.answer,
                        tuple(mark.pictures),
                        entry,
                        hand.earlier(place, entry.answer),
                        mark.earlier,
                    )
                )
    order = {
        (slug, question.name): place
        for slug, exercise in exercises.items()
        for place, question in enumerate(exercise.questions)
    }
    first: dict[tuple, str] = {}
    for answer in found:
        key = answer.slug, answer.question.name, same_text(answer.text)
        first[key] = min(first.get(key, answer.student), answer.student)
    return sorted(
        found,
        key=lambda one: (
            one.slug,
            order[one.slug, one.question.name],
            first[one.slug, one.question.name, same_text(one.text)],
            one.student,
        ),
    )


def same_text(text: str) -> str:
    """A name that texts share which differ in blanks and capitals only."""
    return fingerprint(" ".join(text.split()).casefold())


def write_sheet(answers: Sequence[Answer], hand: Hand, question_of: hand_sheet.QuestionOf, folder: Path) -> None:
    """`manual.csv`: a row for every open answer of this run, and every row that a person ever filled."""
    entries = {
        (*one.entry.place, one.entry.answer): (one.entry, "" if one.entry.given("points") else "waits")
        for one in answers
    }
    shown = {entry.place for entry, _ in entries.values()}
    for entry in hand:
        key = (*entry.place, entry.answer)
        entries[key] = entries.get(key, (entry, "earlier text" if entry.place in shown else ""))
    more = sorted({name for entry, _ in entries.values() for name in entry.more})
    if entries:
        hand_sheet.write(
            folder / SHEET, (_row(entry, status, more, question_of) for entry, status in entries.values()), more
        )


def _row(entry: Entry, status: str, more: list[str], question_of: hand_sheet.QuestionOf) -> list[str]:
    question = question_of(entry.exercise, entry.question)
    of = number(question.points) if question else ""
    changed = question is not None and question.kind == "auto" and not status
    given = [
        entry.points,
        entry.comment,
        entry.levels,
        status or ("changes the tests" if changed else "marked" if entry.given("points") else ""),
    ]
    return [*entry.place, entry.answer, of, *given, *(entry.more.get(name, "") for name in more)]


def _doubt(mark: Mark) -> str:
    """Why a person has to look at an answer once more."""
    what = (
        "an answer has changed since it was marked"
        if mark.earned is None
        else "the code has changed since a person changed the mark, and the tests count again"
    )
    return f"{mark.question}: {what} (before: {mark.earlier}). Mark it again on manual.html."


def _words(earlier: Entry, mark: Mark) -> str:
    """A mark of an earlier text in words."""
    said = f" “{earlier.given('comment')}”" if earlier.given("comment") else ""
    return f"{earlier.points} of {number(mark.points)} points{said}"
