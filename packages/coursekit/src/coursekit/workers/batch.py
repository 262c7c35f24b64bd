"""A whole class: what is done is never done again, and the results are the same, whoever does the work."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from coursekit.isolation.limits import Limits
from coursekit.marking.grader import Grader, KeyFor, Result
from coursekit.marking.journal import Journal, Stored
from coursekit.marking.submissions import Submission
from coursekit.workers import local_pool

RULES = 2  # goes up when the same file may get another mark, so that no journal keeps the old one
Work = Callable[[local_pool.Todo], Iterator[tuple[str, Result]]]


def stamps(submissions: list[Submission], key_for: KeyFor, limits: Limits, trust: bool) -> dict[str, Submission]:
    """A name for each piece of work that changes whenever its mark could: file, key, limits."""
    about = json.dumps([RULES, asdict(limits), trust])

    def stamp(submission: Submission) -> str:
        key = key_for(submission.slug, submission.student).fingerprint if submission.slug else ""
        own = [
            submission.student,
            submission.slug,
            submission.attempt,
            submission.stamp,
            submission.problem,
            submission.notes,
            submission.status,
        ]
        return sha256(json.dumps([own, key, about]).encode()).hexdigest()[:24]

    return {stamp(submission): submission for submission in submissions}


def grade_all(
    submissions: list[Submission],
    key_for: KeyFor,
    out: Path,
    workers: int = 1,
    limits: Limits = Limits(),
    trust: bool = False,
    each: Callable[[], object] = lambda: None,
    work: Work | None = None,
    earlier: Iterable[str] = (),
) -> Stored:
    """Grade all submissions, those in the journal of `out` excepted; results in the order of the submissions.

    `work` turns stamped submissions into stamped results, in any order, each once: processes of this machine
    unless given, see `cluster` for others. `earlier` are stamps of earlier runs into `out`, whose results follow those
    of this one where the journal has them. `each` is called for every submission as it is done, those of earlier runs first.
    Raises SandboxError when no sandbox starts, UserError when another run works on `out`.
    Stop it at any point and call it again: nothing is lost or done twice.
    """
    wanted = stamps(submissions, key_for, limits, trust)
    with Journal.open(out) as journal:
        todo = [(stamp, submission) for stamp, submission in wanted.items() if stamp not in journal]
        for _ in range(len(wanted) - len(todo)):
            each()
        work = work or (
            lambda todo: local_pool.work(todo, lambda: Grader(key_for, limits, trust), min(workers, len(todo)), limits)
        )
        for stamp, result in work(todo):
            journal.add(stamp, result)
            each()
        return journal.results([*wanted, *(stamp for stamp in earlier if stamp in journal and stamp not in wanted)])
