"""A grader on another machine: the notebook it gets, what that machine must have, and its process; knows nothing of Dask."""

import os
import pickle
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import caj
import coursekit
from caj import data
from coursekit.isolation import cgroup, doctor
from coursekit.isolation.limits import Limits
from coursekit.marking.grader import Grader
from coursekit.marking.notebook import Unreadable
from coursekit.marking.submissions import Submission
from coursekit.workers import local_pool

MATTER = (
    "pandas",
    "numpy",
    "altair",
    "networkx",
    "dask",
    "distributed",
)  # packages whose version could change a mark or break the line


@dataclass(frozen=True)
class Delivered(Submission):
    """A submission that brings its notebook along, for machines that do not share the instructor's disk."""

    notebook: bytes = b""

    @classmethod
    def read(cls, submission: Submission, limits: Limits) -> Self:
        """The submission with its notebook, or with the reason why it cannot be read."""
        own = {field.name: getattr(submission, field.name) for field in fields(submission)}
        try:
            return cls(**own, notebook=submission.content(limits))
        except Unreadable as error:
            return cls(**{**own, "problem": str(error)})

    def content(self, limits: Limits) -> bytes:
        """Bytes of the notebook; Unreadable with the reason found where the file is."""
        if self.problem:
            raise Unreadable(self.problem)
        return self.notebook


def look(limits: Limits, trust: bool) -> dict[str, Any]:
    """What has to be right on this machine before it grades: versions, and a sandbox that holds."""
    return {"versions": versions(), "faults": [] if trust else doctor.faults(limits), "bound": cgroup.kind(limits)}


def versions() -> dict[str, str]:
    """Versions of whatever could change a mark; "caj" is a hash of this package and of the description of the tables."""
    found = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    for name in MATTER:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    folders = [Path(package.__file__).parent for package in (caj, coursekit)]
    pieces = [
        f"{path.relative_to(own.parent)}\0".encode() + path.read_bytes()
        for own in folders
        for path in sorted(own.rglob("*.py"))
    ]
    pieces.append((data.folder() / "datapackage.json").read_bytes())
    return {**found, "caj": sha256(b"\0".join(pieces)).hexdigest()[:12]}


def launch(order: bytes) -> local_pool.Worker:
    """A grader in a process of its own; `order` is the pickle of keys, limits and trust."""
    here, there = socket.socketpair()
    with there:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "coursekit.workers.dask_worker", str(there.fileno())]
        process = subprocess.Popen(
            command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment
        )
    worker = local_pool.Worker(process, Connection(here.detach()))
    with suppress(OSError):
        worker.line.send_bytes(order)
    return worker


def _main() -> None:
    line = Connection(int(sys.argv[1]))
    key_for, limits, trust = pickle.loads(line.recv_bytes())
    local_pool.serve(line, lambda: Grader(key_for, limits, trust))


if __name__ == "__main__":
    _main()
