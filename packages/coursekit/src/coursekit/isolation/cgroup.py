"""Control groups: one bound on memory and processes around everything that a sandbox starts."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coursekit.isolation.limits import Limits

ROOT = Path("/sys/fs/cgroup")
KNOBS = {"memory": ["memory.limit_in_bytes", "memory.max"], "pids": ["pids.max"]}


@contextmanager
def bounded(limits: Limits) -> Iterator[list[str]]:
    """Words to put before a command so that it runs inside its own group; none where groups cannot be had.

    Groups are made under our own, so every limit that already holds for us goes on to hold.
    """
    tidy()
    groups = _make(limits)
    try:
        yield _prefix(groups) if groups else _scope(limits)
    finally:
        for group in groups:
            _remove(group)


def kind(limits: Limits) -> str:
    """How memory and processes are bound on this machine: "control group", "systemd scope", or "" for not at all."""
    groups = _make(limits)
    for group in groups:
        group.rmdir()
    return "control group" if groups else "systemd scope" if _scope(limits) else ""


def sweep(pid: int) -> None:
    """Remove the groups that a killed process left behind; they are empty once its sandbox has ended."""
    for parent in _parents() if ROOT.is_dir() else []:
        for group in parent.glob(f"caj-{pid}-*"):
            _remove(group)


def tidy() -> None:
    """Remove what runs that were killed left behind: empty groups whose process is no more."""
    for parent in _parents() if ROOT.is_dir() else []:
        for group in parent.glob("caj-*-*"):
            owner = group.name.split("-")[1]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with suppress(OSError):
                    group.rmdir()


def _remove(group: Path, seconds: float = 2.0) -> None:
    """Remove a group as soon as the last process in it is gone."""
    until = time.monotonic() + seconds
    while group.exists() and time.monotonic() < until:
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.01)


def _make(limits: Limits) -> list[Path]:
    """New groups with their limits set; an empty list when this user may not make them."""
    made: list[Path] = []
    try:
        for parent in _parents():
            with suppress(OSError):
                (parent / "cgroup.subtree_control").write_text("+memory +pids")
            group = parent / f"caj-{os.getpid()}-{uuid.uuid4().hex[:8]}"
            group.mkdir()
            made.append(group)
        for name, value in (("memory", limits.memory), ("pids", limits.tasks)):
            knob = next(group / file for group in made for file in KNOBS[name] if (group / file).exists())
            knob.write_text(str(value))
        for swap in (group / "memory.swap.max" for group in made):
            if swap.exists():
                swap.write_text("0")
    except (OSError, StopIteration):
        for group in made:
            with suppress(OSError):
                group.rmdir()
        return []
    return made


def _parents() -> list[Path]:
    """Our own groups: of version 1 one for memory and one for pids, of version 2 one for both."""
    lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    old = {
        name: ROOT / name / path.lstrip("/") for _, names, path in lines for name in names.split(",") if name in KNOBS
    }
    if set(old) == set(KNOBS):
        return [old["memory"], old["pids"]]
    return [ROOT / path.lstrip("/") for number, _, path in lines if number == "0"]


def _prefix(groups: list[Path]) -> list[str]:
    enter = " && ".join(f"echo $$ > {group}/cgroup.procs" for group in groups)
    return ["sh", "-c", f'{enter} && exec "$@"', "sh"]


def _scope(limits: Limits) -> list[str]:
    if not shutil.which("systemd-run") or not Path("/run/systemd/system").is_dir():
        return []
    own = [] if os.getuid() == 0 else ["--user"]
    bounds = ["-p", f"MemoryMax={limits.memory}", "-p", "MemorySwapMax=0", "-p", f"TasksMax={limits.tasks}"]
    return ["systemd-run", *own, "--scope", "--quiet", "--collect", *bounds, "--"]
