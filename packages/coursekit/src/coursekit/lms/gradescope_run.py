"""Inside Gradescope's container: grade one submission with our executor and write results.json."""

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Self

from coursekit import exercises
from coursekit.exercises import Exercise
from coursekit.exercises.key import Key, prepare
from coursekit.exercises.notebooks import source_path
from coursekit.files import write
from coursekit.isolation import sandbox
from coursekit.isolation.doctor import faults
from coursekit.isolation.limits import Limits
from coursekit.marking.cell_matching import kinship
from coursekit.marking.grader import Grader, Result
from coursekit.marking.labels import label
from coursekit.marking.marks import Mark
from coursekit.marking.notebook import Unreadable, read
from coursekit.marking.page import number
from coursekit.marking.submissions import Submission
from coursekit.variants.variants import Variants

SANDBOX = "Your code ran in a sandbox of its own."
ACCOUNT = "Your code ran under an account of its own in Gradescope's container."


class OtherAccount(sandbox.Sandbox):
    """For a container that forbids bubblewrap: the student's process is nobody, with no right of root and nothing secret to read.

    Network, memory and processes are then for the container to bound.
    """

    student: Path

    def __enter__(self) -> Self:
        super().__enter__()
        os.chown(self._folder, sandbox.NOBODY, sandbox.NOBODY)
        return self

    def _plain(self) -> list[str]:
        nobody = [
            f"--reuid={sandbox.NOBODY}",
            f"--regid={sandbox.NOBODY}",
            "--clear-groups",
            "--inh-caps=-all",
            "--bounding-set=-all",
            "--no-new-privs",
        ]
        own = sandbox._environment(self._folder) | {"PYTHONPATH": str(self.student / "src")}
        return [
            "env",
            "-i",
            "-C",
            "/",
            *(f"{name}={value}" for name, value in own.items()),
            "setpriv",
            *nobody,
            sys.executable,
            "-m",
            "coursekit.inside.server",
        ]


class AccountGrader(Grader):
    """A grader whose sandbox is another account."""

    def __enter__(self) -> Self:
        self._sandbox = self._stack.enter_context(OtherAccount(self.limits, trust=True))
        return self


def main(root: Path) -> int:
    """Grade `root`/submission; without any isolation nothing is graded and nothing written, so that Gradescope reports a failure."""
    start = time.monotonic()
    slug, visibility = (root / "source/exercise.txt").read_text("utf-8").split()
    try:
        key = _key(root, slug)
    except LookupError as error:
        print(f"Nothing was graded: {error.args[0]}")
        return 1
    isolated = not faults()
    if not isolated and (os.getuid() != 0 or not shutil.which("setpriv")):
        print("Nothing was graded: here is neither bubblewrap nor a second account to keep students' code apart.")
        return 1
    OtherAccount.student = root / "grader/student"
    with (Grader if isolated else AccountGrader)(lambda slug, student: key, Limits(), trust=not isolated) as grader:
        result = grader.grade(_submission(root / "submission", key))
    found = results(result, key.exercise, visibility, SANDBOX if isolated else ACCOUNT)
    found["execution_time"] = round(time.monotonic() - start, 1)
    write(root / "results/results.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(f"{slug}: {number(result.earned)} points, {'bubblewrap' if isolated else 'another account, no bubblewrap'}.")
    return 0


def _key(root: Path, slug: str) -> Key:
    """The key of the student who hands in; LookupError when a class has variants and nobody knows which one this is."""
    solution, assigned = source_path(root / "source/book", slug), root / "source/variants.json"
    if not assigned.exists():
        return prepare(exercises.load(solution))
    variants = json.loads(assigned.read_text("utf-8"))
    users = json.loads((root / "submission_metadata.json").read_text("utf-8")).get("users", [])
    named = {str(user.get(name) or "").strip().casefold() for user in users for name in ("sid", "email")} - {""}
    found = {variants["ids"][name] for name in named if name in variants["ids"]}
    if len(found) != 1:
        who = ", ".join(sorted(named)) or "nobody"
        said = (
            "several students, who have a variant each; everybody hands in alone" if found else "no student of the key"
        )
        raise LookupError(f"Gradescope names {who}, which is {said}.")
    return Variants(solution, variants["countries"]).run(variants["students"][found.pop()])


def results(result: Result, exercise: Exercise, visibility: str, mode: str) -> dict[str, Any]:
    """What Gradescope reads: a test for each question that tests mark, named by its title; sentences for the student, never code."""
    waiting = [
        mark for mark in result.marks if exercise.question(mark.question).kind == "manual" and mark.earned is None
    ]
    said = [*result.notes, mode]
    if waiting:
        said.append(f"Open questions of {number(sum(mark.points for mark in waiting))} points are marked by a person.")
    tests = [
        _test(mark, exercise, visibility) for mark in result.marks if exercise.question(mark.question).kind == "auto"
    ]
    about = {"output": "\n".join(said), "output_format": "text", "visibility": "visible", "stdout_visibility": "hidden"}
    return {"score": result.earned, **about, "tests": tests, "extra_data": {"graded": result.graded, "isolation": mode}}


def _test(mark: Mark, exercise: Exercise, visibility: str) -> dict[str, Any]:
    question = exercise.question(mark.question)
    title = question.prompt.partition("\n")[0].lstrip("# ") or question.name
    sentences = [mark.said, *dict.fromkeys(sentence for sentence, holds in mark.tests if not holds)]
    full = mark.earned == mark.points
    return {
        "name": title,
        "score": mark.earned,
        "max_score": mark.points,
        "status": "passed" if full else "failed",
        "output": "\n".join(filter(None, sentences)) or "All tests passed.",
        "output_format": "text",
        "visibility": visibility,
    }


def _submission(folder: Path, key: Key) -> Submission:
    """The notebook that holds most of the exercise; links are not followed."""
    found = sorted(
        path
        for path in folder.rglob("*.ipynb")
        if path.is_file() and not path.is_symlink() and ".ipynb_checkpoints" not in path.parts
    )
    made = [Submission("student", key.exercise.slug, label(path.name), str(path)) for path in found[:50]]
    if not made:
        return Submission(
            "student",
            key.exercise.slug,
            "",
            str(folder),
            problem="You handed in no notebook (a file whose name ends in .ipynb).",
        )
    return max(made, key=lambda submission: _kinship(submission, key))


def _kinship(submission: Submission, key: Key) -> int:
    try:
        return kinship(key.exercise, read(submission.content(Limits())))
    except Unreadable:
        return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
