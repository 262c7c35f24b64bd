"""How much of everything one submission may use."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Seconds of a cell, of a call of a student's function, of one question's tests, and of a submission; bytes and counts.

    `memory` and `tasks` bind the whole sandbox through a control group; `address_space`, `file`, `processes`
    and `cpu` (seconds) bind each process of a student; `scratch` is the size of its folder in memory;
    `restarts` is how often a submission that broke its process is run again without what broke it.
    """

    cell: float = 5.0
    call: float = 3.0
    tests: float = 5.0
    total: float = 30.0
    restarts: int = 2
    cpu: int = 30
    memory: int = 1024 * MB
    tasks: int = 96
    address_space: int = 2500 * MB
    scratch: int = 64 * MB
    file: int = 20 * MB
    processes: int = 32
    notebook: int = 64 * MB
    archive: int = 256 * MB
