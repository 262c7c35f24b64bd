"""A whole class: a journal that survives a kill, and the same results in the same order, whoever does the work."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from caj.grading import crew
from caj.grading.grader import Grader, KeyFor, Result
from caj.grading.limits import Limits
from caj.grading.submissions import Submission

JOURNAL = "journal.jsonl"
Work = Callable[[crew.Todo], Iterator[tuple[str, Result]]]


def stamps(submissions: list[Submission], key_for: KeyFor, limits: Limits, trust: bool) -> dict[str, Submission]:
    """A name for each piece of work that changes whenever its mark could: file, key, limits."""
    about = json.dumps([asdict(limits), trust])

    def stamp(submission: Submission) -> str:
        key = key_for(submission.slug, submission.student).fingerprint if submission.slug else ""
        own = [submission.student, submission.slug, submission.attempt, submission.stamp, submission.problem, submission.attempts]
        return sha256(json.dumps([own, key, about]).encode()).hexdigest()[:24]

    return {stamp(submission): submission for submission in submissions}


def grade_all(
    submissions: list[Submission],
    key_for: KeyFor,
    out: Path,
    workers: int = 1,
    limits: Limits = Limits(),
    trust: bool = False,
    each: Callable[[Result], None] = lambda result: None,
    work: Work | None = None,
) -> list[Result]:
    """Grade all submissions, those in the journal of `out` excepted; results in the order of the submissions.

    `work` turns stamped submissions into stamped results, in any order, each once: processes of this machine
    unless given, see `cluster` for others. `each` is called for every result as it comes, those of earlier runs first.
    Raises SandboxError when no sandbox starts, ValueError when another run works on `out`.
    Stop it at any point and call it again: nothing is lost or done twice.
    """
    wanted = stamps(submissions, key_for, limits, trust)
    with _journal(out) as (done, note):
        for stamp in wanted.keys() & done.keys():
            each(done[stamp])
        todo = [(stamp, submission) for stamp, submission in wanted.items() if stamp not in done]
        work = work or (lambda todo: crew.work(todo, lambda: Grader(key_for, limits, trust), min(workers, len(todo)), limits))
        for stamp, result in work(todo):
            done[stamp] = result
            note(stamp, result)
            each(result)
    return [done[stamp] for stamp in wanted]


@contextmanager
def _journal(out: Path) -> Iterator[tuple[dict[str, Result], Callable[[str, Result], None]]]:
    """Results of earlier runs, and a function that adds one; a line cut off by a kill is dropped."""
    out.mkdir(parents=True, exist_ok=True)
    with open(out / JOURNAL, "a+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ValueError(f"Another run is grading into {out}; wait for it or choose another folder.") from None
        file.seek(0)
        done: dict[str, Result] = {}
        whole = 0
        for line in file:
            try:
                entry = json.loads(line)
                done[entry["stamp"]] = Result.from_plain(entry["result"])
            except (ValueError, KeyError, TypeError):
                break
            whole += len(line)
        file.truncate(whole)

        def note(stamp: str, result: Result) -> None:
            file.write(json.dumps({"stamp": stamp, "result": result.plain()}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()

        yield done, note
