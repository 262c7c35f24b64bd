"""Time to import caj and to load every table, against pandas alone reading the same files in the same run."""

import json
import statistics
import subprocess
import sys

ROUNDS = 7
LIMITS = {"import beyond pandas": 0.3, "all tables": 1.0}  # seconds, promised to readers
PROGRAM = """
import json, time
import pandas
start = time.perf_counter()
import caj
imported = time.perf_counter()
names = caj.tables()["table"].tolist()
for name in names:
    caj.load(name)
loaded = time.perf_counter()
for name in names:
    pandas.read_csv(caj.data.folder() / f"{name}.csv")
plain = time.perf_counter()
print(json.dumps({"import beyond pandas": imported - start, "all tables": loaded - imported, "pandas alone": plain - loaded}))
"""


def measure() -> dict[str, float]:
    """Median seconds of each step over fresh processes."""
    runs = [json.loads(subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout) for _ in range(ROUNDS)]
    return {step: statistics.median(run[step] for run in runs) for step in runs[0]}


def main() -> int:
    """Print the medians; 1 when a promised limit is passed."""
    seconds = measure()
    for step, value in seconds.items():
        limit = f", limit {LIMITS[step]}" if step in LIMITS else ""
        print(f"{step}: {value:.3f} s (median of {ROUNDS}{limit})")
    print(f"all tables against pandas alone: {seconds['all tables'] / seconds['pandas alone']:.1f} times")
    return int(any(seconds[step] > limit for step, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
