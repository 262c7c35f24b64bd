"""Time to import caj and to load every table, against pandas alone reading the same files in the same run."""

import json
import statistics
import subprocess
import sys

from record import Row, save

ROUNDS = 7
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
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    return {step: statistics.median(run[step] for run in runs) for step in runs[0]}


def main() -> int:
    """Record the medians against the seconds that readers are promised."""
    seconds = measure()
    rows = [
        Row("import of caj beyond pandas", seconds["import beyond pandas"], "s", most=0.3),
        Row("loading every table", seconds["all tables"], "s", most=1.0),
        Row("the same files", seconds["all tables"], "s", "pandas alone", seconds["pandas alone"]),
    ]
    return save("loading", rows, f"Median of {ROUNDS} fresh processes.")


if __name__ == "__main__":
    sys.exit(main())
