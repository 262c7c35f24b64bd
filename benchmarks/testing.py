"""Seconds to test all notebooks as `make test` does, against serial `pytest --nbval` in the same run."""

import os
import subprocess
import sys
import time

from record import ROOT, Row, save

from coursekit.files import import_path

NOTEBOOKS = ["chapters", "exercises"]
SERIAL = ["-o", "addopts=", "-p", "no:xdist", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "-q"]


def seconds(*options: str) -> float:
    """Time of one run; a red notebook ends the bench."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, *NOTEBOOKS],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": import_path(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout[-3000:])
    return time.perf_counter() - start


def main() -> int:
    """One run each."""
    return save(
        "testing", [Row("tests of all notebooks", seconds(), "s", "serial pytest --nbval", seconds(*SERIAL), most=0.6)]
    )


if __name__ == "__main__":
    sys.exit(main())
