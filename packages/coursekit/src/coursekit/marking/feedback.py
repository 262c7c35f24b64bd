"""Feedback: one accessible page a submission, with the student's own code and the tests' sentences, never a hidden test."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from coursekit.exercises import UNSAID, Exercise, QuestionCells
from coursekit.exercises.rubrics import rows
from coursekit.files import write
from coursekit.marking.grader import Result
from coursekit.marking.marks import Mark
from coursekit.marking.page import items, number, page, text
from coursekit.marking.submissions import MISSING


def write_feedback(results: Iterable[Result], exercises: dict[str, Exercise], folder: Path) -> None:
    """Write `<folder>/<student>/<slug>.html` for each submission that belongs to an exercise."""
    for result in results:
        if result.slug and result.status != MISSING:
            path = folder / safe(result.student) / f"{result.slug}.html"
            write(path, feedback(result, exercises[result.slug]))


def feedback(result: Result, exercise: Exercise) -> str:
    """The page of one submission."""
    waiting = f", and {number(result.waiting)} more wait for a person" if result.waiting else ""
    parts = [
        f"<p><strong>{number(result.earned)} of {number(result.points)} points</strong>{waiting}. Student: {text(result.student)}.</p>\n"
    ]
    if result.notes:
        parts.append("<h2>What happened when your notebook ran</h2>\n" + items(result.notes))
    for mark in result.marks:
        parts.append(_question(mark, exercise.question(mark.question), result.written.get(mark.question, "")))
    return page(f"Feedback: {exercise.title}", "\n".join(parts))


def safe(name: str) -> str:
    """A folder name for a student that any system takes, and that no two students share.

    >>> safe("aizada"), safe("../x")
    ('aizada', '.._x-d6b96a97')
    """
    kept = re.sub(r"[^\w.@ -]", "_", name)[:60].strip()
    return (
        kept
        if kept == name and kept.strip(". ")
        else f"{kept}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


def _question(mark: Mark, question: QuestionCells, written: str) -> str:
    title = question.prompt.splitlines()[0].lstrip("# ") if question.prompt else question.name
    earned = "not marked yet" if mark.earned is None else f"{number(mark.earned)} of {number(mark.points)} points"
    tests = "".join(_test(sentence, holds) for sentence, holds in dict.fromkeys(mark.tests))
    said = "".join(f"<p>{text(sentence)}</p>\n" for sentence in _sentences(mark))
    own = f"<details><summary>What you handed in</summary>\n<pre>{text(written)}</pre>\n</details>\n" if written else ""
    return f"<h2>{text(title)} ({earned})</h2>\n{said}{_levels(mark, question)}{f'<ul>{tests}</ul>' if tests else ''}\n{own}"


def _sentences(mark: Mark) -> Iterable[str]:
    """What happened to an answer, and what a person says of it."""
    if mark.said:
        yield mark.said
    if mark.automatic is not None:
        yield f"A person changed this mark; by itself it was {number(mark.automatic)} of {number(mark.points)}. The reason:"
    if mark.comment:
        yield mark.comment
    if mark.earlier:
        again = "A person reads the new one." if mark.earned is None else "A person looks at it again."
        yield f"You changed this after a person had marked it. Before: {mark.earlier}. {again}"


def _levels(mark: Mark, question: QuestionCells) -> str:
    """What a person chose in the rubric, in its words, and what the next level asks."""
    words = {row[0]: row[1:] for row in rows(question.rubric)}
    entries = [_level(name, int(level), words.get(name, [])) for name, level in mark.levels if level.isdecimal()]
    return items(entries)


def _level(name: str, level: int, words: list[str]) -> str:
    """One criterion as a sentence.

    >>> _level("Context", 1, ["none", "gives dates"])
    'Context: level 1 of 2, none. Level 2: gives dates.'
    """
    own = f", {words[level - 1]}" if 0 < level <= len(words) else ""
    above = f" Level {level + 1}: {words[level]}." if level < len(words) else ""
    return f"{name}: level {level} of {len(words) or level}{own}.{above}"


def _test(sentence: str, holds: bool) -> str:
    if not holds:
        return f'<li><span class="no">✗ Not yet.</span> {text(sentence)}</li>\n'
    asked = "" if sentence == UNSAID else f" {text(sentence)}"
    return f'<li><span class="yes">✓ Passed.</span>{asked}</li>\n'
