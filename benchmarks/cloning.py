"""Seconds from a clone to the built book, beside the book before it became three packages, on the same machine in the same run.

The older book had fewer pages, so the seconds are also told by page. Both install what their lock says, from pip's own cache
after the first run. Other commits may be named: `python benchmarks/cloning.py HEAD~20 HEAD`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from record import ROOT, Row, save

BEFORE = "a4f40fa^"  # the last commit of one package
RUNS = 2  # of each, in turn; the quicker one counts


@dataclass
class Build:
    """What one `make book` took: seconds by the clock and of the processors, and how many pages it made."""

    clock: float
    processors: float
    pages: int


def measure(commit: str, folder: Path) -> Build:
    """Clone, `make book`, count."""
    subprocess.run(["git", "clone", "-q", "--no-checkout", ROOT, folder], check=True)
    subprocess.run(["git", "checkout", "-q", "--detach", commit], cwd=folder, check=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    used, start = _used(), time.perf_counter()
    done = subprocess.run(["make", "book"], cwd=folder, env=environment, capture_output=True, text=True)
    clock = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"make book of {commit} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Build(clock, _used() - used, len(list((folder / "_build/html").rglob("*.html"))))


def _used() -> float:
    """Processor seconds of all processes that have ended."""
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def main(before: str = BEFORE, now: str = "HEAD") -> int:
    """Measure both in turn; 1 when a page takes longer now than before."""
    hashes = {
        name: subprocess.run(
            ["git", "rev-parse", name], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in (before, now)
    }
    built: dict[str, list[Build]] = {before: [], now: []}
    for number in range(RUNS):
        for name, runs in built.items():
            with tempfile.TemporaryDirectory() as folder:
                runs.append(measure(hashes[name], Path(folder) / f"book-{number}"))
                print(name, runs[-1], flush=True)
    old, new = (min(runs, key=lambda build: build.processors) for runs in built.values())
    named = f"before the three packages ({hashes[before][:7]}, {old.pages} pages)"
    rows = [
        Row(f"From a clone to {new.pages} pages", new.clock, "s", named, old.clock),
        Row(
            "From a clone to a page",
            new.processors / new.pages,
            "processor s",
            named,
            old.processors / old.pages,
            most=1,
        ),
    ]
    return save("cloning", rows)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
