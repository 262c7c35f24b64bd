"""Run by the tests with the Python of .venv-grade: a LocalCluster of worker processes, until its input closes.

With `dying`, it grades the folder given instead, and the grader of one student ends at every try.
"""

import json
import os
import sys
from pathlib import Path

from distributed import LocalCluster

SLUG = "the-first-summit"


def main(workers: int) -> None:
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        pids = [nanny.pid for nanny in cluster.workers.values()]
        print(json.dumps({"address": cluster.scheduler_address, "pids": pids}), flush=True)
        sys.stdin.read()


class Deadly:
    """Keys that end the process when one student's is wanted, unless it is ours."""

    def __init__(self, root: Path) -> None:
        from coursekit.exercises.keys import Keys

        self.keys, self.ours = Keys(root), os.getpid()

    def __call__(self, slug: str, student: str) -> object:
        if student == "student-01" and os.getpid() != self.ours:
            os._exit(1)
        return self.keys(slug, student)


def dying(root: Path, folder: Path, out: Path) -> None:
    from coursekit.isolation.limits import Limits
    from coursekit.marking.submissions import collect
    from coursekit.workers.batch import grade_all
    from coursekit.workers.dask_pool import Cluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        keys = Deadly(root)
        results = grade_all(collect(folder, [SLUG], Limits()), keys, out, work=Cluster(cluster.scheduler_address, keys))
        print(json.dumps([[result.student, result.graded, result.notes] for result in results]))


if __name__ == "__main__":
    dying(*map(Path, sys.argv[2:])) if sys.argv[1] == "dying" else main(int(sys.argv[1]))
