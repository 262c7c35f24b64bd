"""All benches in one run, each in a process of its own; 1 when an expectation is missed."""

import subprocess
import sys
from pathlib import Path

BENCHES = ["loading", "building", "pages", "testing", "binder", "grading", "live", "lighthouse", "scale"]
OPTIONS = {"scale": ["--sizes", "10", "100", "--minutes", "3"]}


def main() -> int:
    """Go on after a miss; what fails is named at the end."""
    missed = []
    for bench in BENCHES:
        print(f"\n## {bench}", flush=True)
        if subprocess.run(
            [sys.executable, Path(__file__).with_name(f"{bench}.py"), *OPTIONS.get(bench, [])]
        ).returncode:
            missed.append(bench)
    print(f"\n{'Missed or failed: ' + ', '.join(missed) if missed else 'All expectations are met'}. See results.json.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
