"""On a Dask worker: a plugin that holds graders, each with its fork server, in processes of their own.

Dask runs tasks in threads of a process that may not fork; the time limit on a test needs the first thread of one.
"""

from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from coursekit.isolation.limits import Limits
from coursekit.isolation.sandbox import SandboxError
from coursekit.workers import dask_worker, local_pool


class Lost(RuntimeError):
    """A grader ended or hung at a submission."""


class Holder(WorkerPlugin):
    """Graders of one run on one Dask worker, as many as it has threads at work; `order` is what a grader needs, pickled."""

    def __init__(self, name: str, order: bytes, limits: Limits) -> None:
        self.name, self.order, self.limits = name, order, limits
        self.idle: list[local_pool.Worker] = []

    def teardown(self, worker: Worker) -> None:
        """Let all graders go, when the run ends or the worker closes."""
        while self.idle:
            self.idle.pop().dismiss()

    def grade(self, submission: dask_worker.Delivered) -> dict[str, Any]:
        """The result as plain values; Lost when the grader ended, SandboxError when it has no sandbox."""
        grader = self._grader()
        grader.give(submission, self.limits)
        result = grader.take() if grader.line.poll(self.limits.longest + local_pool.PATIENCE) else None
        if result is None or isinstance(result, SandboxError):
            grader.kill()
            raise result or Lost(submission.student)
        self.idle.append(grader)
        return result.plain()

    def _grader(self) -> local_pool.Worker:
        while self.idle:
            grader = self.idle.pop()
            if grader.process.poll() is None:
                return grader
            grader.kill()
        return dask_worker.launch(self.order)


def grade(name: str, submission: dask_worker.Delivered) -> dict[str, Any]:
    """The task: one submission, by the plugin of its run."""
    return get_worker().plugins[name].grade(submission)
