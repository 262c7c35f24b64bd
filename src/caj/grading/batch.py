"""A whole class: worker processes, a journal that survives a kill, and the same results in the same order."""

import fcntl
import json
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from pathlib import Path

from caj.grading import cgroup
from caj.grading.grader import Grader, KeyFor, Result
from caj.grading.limits import Limits
from caj.grading.sandbox import SandboxError
from caj.grading.submissions import Submission

JOURNAL = "journal.jsonl"
PATIENCE = 60.0  # seconds beyond a submission's own limit before its worker is given up
TRIES = 2


@dataclass
class Worker:
    """A worker process, the line to it, and the submission it has in hand."""

    process: multiprocessing.Process
    line: Connection
    job: Submission | None = None
    until: float = float("inf")


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
) -> list[Result]:
    """Grade all submissions, those in the journal of `out` excepted; results in the order of the submissions.

    `each` is called for every result as it comes, those of earlier runs first. Raises SandboxError when no sandbox starts, ValueError when another
    run works on `out`. Stop it at any point and call it again: nothing is lost or done twice.
    """
    wanted = stamps(submissions, key_for, limits, trust)
    with _journal(out) as (done, note):
        for stamp in wanted.keys() & done.keys():
            each(done[stamp])
        todo = [(stamp, submission) for stamp, submission in wanted.items() if stamp not in done]
        for stamp, result in _work(todo, lambda: Grader(key_for, limits, trust), min(workers, len(todo)), limits):
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


def _work(todo: list[tuple[str, Submission]], make: Callable[[], Grader], workers: int, limits: Limits) -> Iterator[tuple[str, Result]]:
    """Hand out one submission at a time; a worker that dies or hangs is replaced, its submission tried once more."""
    queue = [(stamp, submission, 1) for stamp, submission in reversed(todo)]
    team = {worker.line: worker for worker in (_start(make) for _ in range(workers))}
    at: dict[Connection, tuple[str, int]] = {}
    try:
        while queue or at:
            for line, worker in team.items():
                if queue and line not in at:
                    stamp, worker.job, tries = queue.pop()
                    at[line] = (stamp, tries)
                    worker.until = time.monotonic() + limits.total + PATIENCE
                    line.send(worker.job)
            ready = wait(list(at), timeout=1.0)
            for line in [line for line in at if line in ready or time.monotonic() > team[line].until]:
                (stamp, tries), worker = at.pop(line), team[line]
                result = _receive(line) if line in ready else None
                worker.until = float("inf")
                if isinstance(result, SandboxError):
                    raise result
                if result is None:
                    _kill(team.pop(line))
                    fresh = _start(make)
                    team[fresh.line] = fresh
                    if tries < TRIES:
                        queue.append((stamp, worker.job, tries + 1))
                        continue
                    job = worker.job
                    result = Result(job.student, job.slug, job.attempt, False, notes=["The grader stopped at this submission; a person has to look."])
                yield stamp, result
    finally:
        for line, worker in team.items():
            _kill(worker) if line in at else _dismiss(worker)


def _receive(line: Connection) -> Result | SandboxError | None:
    try:
        return line.recv()
    except (EOFError, OSError):
        return None


def _start(make: Callable[[], Grader]) -> Worker:
    context = multiprocessing.get_context("fork")  # the keys are shared, not loaded again
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, here, make), daemon=True)
    process.start()
    there.close()
    return Worker(process, here)


def _serve(line: Connection, other: Connection, make: Callable[[], Grader]) -> None:
    """Life of a worker: submissions in, results out, until the line closes."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with make() as grader:
            while submission := line.recv():
                line.send(grader.grade(submission))
    except EOFError:
        pass
    except SandboxError as error:
        line.send(error)


def _dismiss(worker: Worker) -> None:
    """Let an idle worker end its sandbox and go."""
    try:
        worker.line.send(None)
        worker.process.join(10.0)
    except OSError:
        pass
    _kill(worker)


def _kill(worker: Worker) -> None:
    """End a worker at once; its sandbox dies with it."""
    worker.process.kill()
    worker.process.join()
    worker.line.close()
    cgroup.sweep(worker.process.pid)
