"""Student notebooks made from our exercises: blank, answered, and changed in one cell."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT

from coursekit import exercises
from coursekit.cli import main
from coursekit.exercises.notebooks import read, source_path
from coursekit.exercises.student_copies import student_copy

SLUG = "the-first-summit"
EXERCISE = exercises.load(source_path(ROOT, SLUG))
WRITTEN = {  # as a student might write them; the others are taken from the solution
    "row-of-attendance": 'row_of_attendance = "c"',
    "meetings-in-tokyo": 'meetings_in_tokyo = (meetings["city"] == "Tokyo").sum()',
    "wpr-earliest": "wpr_earliest = opening + pd.offsets.Week(weekday=0)",
    "after-the-fact": 'after_the_fact = (behind["date"] >= "2025-12-20").sum()',
    "verdict-choice": 'verdict_choice = "c"',
    "prime-ministers": 'prime_ministers = ((visits["role"] == "prime minister") & (visits["direction"] == "JPN_to_CA")).sum()',
}
AUTO = [question for question in EXERCISE.questions if question.kind == "auto"]
ANSWERS = {question.name: WRITTEN.get(question.name, question.answer.solution) for question in AUTO}
POINTS = {question.name: question.points for question in AUTO}
FULL = sum(POINTS.values())


@cache
def _blank(slug: str) -> str:
    return json.dumps(student_copy(read(source_path(ROOT, slug))))


def blank(slug: str = SLUG) -> dict[str, Any]:
    """The student copy as it is handed out."""
    return json.loads(_blank(slug))


def answered(slug: str = SLUG, **changes: str) -> dict[str, Any]:
    """A notebook with all answers right, except cells that `changes` (underscores for hyphens) give another source."""
    notebook = blank(slug)
    own = ANSWERS if slug == SLUG else {}
    sources = {**own, **{name.replace("_", "-"): source for name, source in changes.items()}}
    for name, source in sources.items():
        cell(notebook, name)["source"] = source
    return notebook


def with_code(source: str, name: str = "meetings-in-tokyo") -> dict[str, Any]:
    """All answers right, and `source` run behind the right answer of one question."""
    return answered(**{name.replace("-", "_"): f"{ANSWERS[name]}\n{source}"})


def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def without(notebook: dict[str, Any], *names: str) -> dict[str, Any]:
    """A copy without some cells."""
    made = copy.deepcopy(notebook)
    made["cells"] = [cell for cell in made["cells"] if cell.get("id") not in names]
    return made


def stripped(notebook: dict[str, Any]) -> dict[str, Any]:
    """A copy whose cells lost metadata and ids, as after a trip through another editor."""
    made = copy.deepcopy(notebook)
    for number, each in enumerate(made["cells"]):
        each["metadata"], each["id"] = {}, f"renamed-{number}"
    return made


def content(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook).encode()


def hand_in(folder: Path, **texts: str) -> Path:
    """A folder of submissions, one an open answer of each student."""
    for student, text in texts.items():
        notebook = answered()
        cell(notebook, "write-first")["source"] = text
        (folder / student).mkdir(parents=True, exist_ok=True)
        (folder / student / f"{SLUG}.ipynb").write_bytes(content(notebook))
    return folder


def grade(folder: Path, out: Path, *options: str) -> int:
    """`caj grade` on a folder, with one worker; its exit code."""
    return main(["--root", str(ROOT), "grade", str(folder), "--out", str(out), "--workers", "1", *options])
