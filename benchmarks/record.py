"""What a bench found: rows that are printed, kept in `results.json` and drawn on the status page."""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results.json")
LOAD = os.getloadavg()[0]  # before the bench begins


@dataclass
class Row:
    """One measure, with the alternative measured in the same run, and what is expected of the ratio (or of the value alone)."""

    what: str
    value: float
    unit: str
    against: str = ""
    other: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def judged(self) -> float:
        """The ratio to the alternative, or the value where there is none."""
        return self.value / self.other if self.other else self.value

    @property
    def kept(self) -> bool:
        """Whether what is expected holds; true where nothing is."""
        return (self.most is None or self.judged <= self.most) and (self.least is None or self.judged >= self.least)

    def __str__(self) -> str:
        beside = f", {self.against} {self.other:,.3g} {self.unit}: {self.judged:.2f} times" if self.other else ""
        limits = [
            f"{word} {limit:g}"
            for word, limit in (("at most", self.most), ("at least", self.least))
            if limit is not None
        ]
        return f"{self.what}: {self.value:,.3g} {self.unit}{beside}" + (
            f" (expected {', '.join(limits)}: {'yes' if self.kept else 'NO'})" if limits else ""
        )


def save(bench: str, rows: list[Row], note: str = "") -> int:
    """Print the rows and keep them under the name of the bench; 1 when an expectation is missed."""
    for row in rows:
        print(row, flush=True)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    about = {
        "day": f"{date.today()}",
        "python": sys.version.split()[0],
        "cores": os.cpu_count(),
        "load": round(LOAD, 1),
        "note": note,
    }
    results[bench] = {
        **about,
        "rows": [{**asdict(row), "ratio": row.judged if row.other else None, "kept": row.kept} for row in rows],
    }
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    return int(not all(row.kept for row in rows))
