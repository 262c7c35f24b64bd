"""How much of everything one submission may use, of the sandbox and of our own process."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

from caj.errors import UserError

MB = 1024 * 1024
ROOM = 1024 * MB  # what a worker may take beyond what it has at its start


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time of a cell, of a call of a student's function, of one question's tests, and of a submission; bytes and counts.

    A machine that is busy takes nothing away: what a student's processes compute is counted. `slack` is how many times
    as long on the clock all of it may take, for code that waits. `memory` and `tasks` bind the whole sandbox through
    a control group; `address_space`, `file` and `processes` bind each process of a student; `scratch` is the size of its folder in memory;
    `reading` bounds our own reading of a notebook; `restarts` is how often a submission that broke its process is run again without what broke it.
    """

    cell: float = 5.0
    call: float = 3.0
    tests: float = 5.0
    total: float = 30.0
    slack: float = 8.0
    reading: float = 10.0
    restarts: int = 2
    memory: int = 1024 * MB
    tasks: int = 96
    address_space: int = 2500 * MB
    scratch: int = 64 * MB
    file: int = 20 * MB
    processes: int = 32
    notebook: int = 64 * MB
    archive: int = 256 * MB

    @classmethod
    def of(cls, seconds: float, megabytes: int) -> Self:
        """The limits for cells that may compute so long and a submission that may take so much; UserError for what is no limit.

        >>> Limits.of(10, 2048).total
        60.0
        """
        if not (0.1 <= seconds <= 3600 and megabytes >= 256):
            raise UserError("A cell needs --cpu-seconds from 0.1 to 3600, a submission --memory-mb 256 or more.")
        standard = cls()
        parts = {name: getattr(standard, name) / standard.cell * seconds for name in ("call", "tests", "total")}
        space = max(standard.address_space, 2 * megabytes * MB)
        return cls(cell=float(seconds), **parts, memory=megabytes * MB, address_space=space)

    @property
    def longest(self) -> float:
        """Seconds on the clock after which a submission must be done: two passes, and both once more on a busy machine."""
        return 4 * self.total * self.slack


def bind_memory() -> None:
    """Let this process take no more than `ROOM` beyond what it has: then a MemoryError, which `guarded` turns into a sentence."""
    with suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        _soft(now + ROOM)


@contextmanager
def unbound() -> Iterator[None]:
    """Without that limit inside: what is started there has limits of its own."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    _soft(before[1])
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _soft(value: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (value, resource.getrlimit(resource.RLIMIT_AS)[1]))
