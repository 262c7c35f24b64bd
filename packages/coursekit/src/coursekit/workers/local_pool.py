"""Worker processes on this machine: each holds a sandbox and has one submission in hand at a time."""

import multiprocessing
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from coursekit.isolation import cgroup
from coursekit.isolation.limits import Limits, bind_memory
from coursekit.isolation.sandbox import SandboxError
from coursekit.marking import marks
from coursekit.marking.grader import Grader, Result
from coursekit.marking.submissions import Submission

PATIENCE = 60.0  # seconds beyond a submission's own limit before its worker is given up
TRIES = 2
IDLE = 600.0  # seconds without work after which a worker ends by itself

Todo = list[tuple[str, Submission]]


@dataclass
class Worker:
    """A worker process, the line to it, and the submission it has in hand."""

    process: multiprocessing.Process | subprocess.Popen
    line: Connection
    job: Submission | None = None
    until: float = float("inf")

    def give(self, job: Submission, limits: Limits) -> None:
        """Hand over a submission; `take` tells when the worker is gone."""
        self.job, self.until = job, time.monotonic() + limits.longest + PATIENCE
        with suppress(OSError):
            self.line.send(job)

    def take(self) -> Result | SandboxError | None:
        """What the worker made of it; None when the worker ended."""
        self.until = float("inf")
        try:
            return self.line.recv()
        except (EOFError, OSError):
            return None

    def dismiss(self) -> None:
        """Let an idle worker end its sandbox and go."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self.line.send(None)
            self._wait(10.0)
        self.kill()

    def kill(self) -> None:
        """End the worker at once; its sandbox dies with it."""
        self.process.kill()
        self._wait()
        self.line.close()
        cgroup.sweep(self.process.pid)

    def _wait(self, seconds: float | None = None) -> None:
        (self.process.wait if isinstance(self.process, subprocess.Popen) else self.process.join)(seconds)


def work(todo: Todo, make: Callable[[], Grader], workers: int, limits: Limits) -> Iterator[tuple[str, Result]]:
    """Hand out one submission at a time; a worker that dies or hangs is replaced, its submission tried once more."""
    queue = [(stamp, submission, 1) for stamp, submission in reversed(todo)]
    team = {worker.line: worker for worker in (_start(make) for _ in range(workers))}
    at: dict[Connection, tuple[str, int]] = {}
    try:
        while queue or at:
            for line, worker in team.items():
                if queue and line not in at:
                    stamp, job, tries = queue.pop()
                    at[line] = (stamp, tries)
                    worker.give(job, limits)
            ready = wait(list(at), timeout=1.0)
            for line in [line for line in at if line in ready or time.monotonic() > team[line].until]:
                (stamp, tries), worker = at.pop(line), team[line]
                result = worker.take() if line in ready else None
                if isinstance(result, SandboxError):
                    raise result
                if result is None:
                    team.pop(line).kill()
                    fresh = _start(make)
                    team[fresh.line] = fresh
                    if tries < TRIES:
                        queue.append((stamp, worker.job, tries + 1))
                        continue
                    result = given_up(worker.job)
                yield stamp, result
    finally:
        for line, worker in team.items():
            worker.kill() if line in at else worker.dismiss()


def given_up(job: Submission) -> Result:
    """The result of a submission that ended its worker every time."""
    return Result(
        job.student,
        job.slug,
        job.attempt,
        False,
        notes=["The grader stopped at this submission; a person has to look."],
    )


def serve(line: Connection, make: Callable[[], Grader]) -> None:
    """Life of a worker: submissions in, results out, until the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with make() as grader:
            bind_memory()
            marks.deadly = True
            while line.poll(IDLE) and (submission := line.recv()):
                line.send(grader.grade(submission))
    except (EOFError, ConnectionError):
        pass
    except SandboxError as error:
        line.send(error)


def _start(make: Callable[[], Grader]) -> Worker:
    context = multiprocessing.get_context("fork")  # the keys are shared, not loaded again
    here, there = context.Pipe()
    process = context.Process(target=_forked, args=(there, here, make), daemon=True)
    process.start()
    there.close()
    return Worker(process, here)


def _forked(line: Connection, other: Connection, make: Callable[[], Grader]) -> None:
    other.close()
    serve(line, make)
