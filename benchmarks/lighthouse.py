"""Lighthouse's marks of five pages on a slow phone, as a server sends them."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from live import QUIET, ROOT, SITE, chromium_path, served
from record import LOAD, Row, save

PROGRAM = ROOT / ".cache/npm/node_modules/lighthouse/cli/index.js"
PAGES = (
    "index.html",
    "chapters/the-middle-corridor.html",
    "exercises/the-first-summit.html",
    "guides/timeline.html",
    "guides/map.html",
)
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 95}
TIMES = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --host-resolver-rules='MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'"


def audit(address: str) -> dict:
    """Lighthouse's report of one page, with its own settings for a phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            "node",
            PROGRAM,
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--chrome-flags={FLAGS}",
        ]
        command.append(f"--only-categories={','.join(LEAST)}")
        subprocess.run(
            command, check=True, env=os.environ | {"CHROME_PATH": chromium_path()}, stdout=subprocess.DEVNULL
        )
        return json.loads(report.read_text("utf-8"))


def marks(report: dict) -> dict:
    """Marks of 0 to 100, the times behind them, and the audits that cost accessibility or best practices a point.

    >>> marks({"categories": {}, "audits": {}})
    {'marks': {}, 'times': {}, 'failed': []}
    """
    categories, audits = report["categories"], report["audits"]
    counted = [
        ref["id"]
        for name, category in categories.items()
        if name != "performance"
        for ref in category["auditRefs"]
        if ref["weight"]
    ]
    return {
        "marks": {name: round(100 * category["score"]) for name, category in categories.items()},
        "times": {short: round(audits[id]["numericValue"], 3) for id, short in TIMES.items() if id in audits},
        "failed": [id for id in counted if audits[id]["score"] is not None and audits[id]["score"] < 1],
    }


def main() -> int:
    """Measure and record; 1 when a page misses a mark, that of speed only on a quiet machine."""
    if not PROGRAM.exists() or not (SITE / "index.html").exists():
        print("Lighthouse or the built book is missing: run `make .cache/npm/ready book` first.")
        return 0
    with served() as address:
        measured = {page: marks(audit(f"{address}/{page}")) for page in PAGES}
    for page, found in measured.items():
        print(page, *(f"{name} {value:g}" for name, value in found["times"].items()), *found["failed"])
    rows = [
        Row(
            f"{name} of {page}",
            found["marks"][name],
            "of 100",
            least=least if name != "performance" or LOAD < QUIET else None,
        )
        for page, found in measured.items()
        for name, least in LEAST.items()
    ]
    version = json.loads((PROGRAM.parents[1] / "package.json").read_text("utf-8"))["version"]
    return save(
        "lighthouse",
        rows,
        f"Lighthouse {version} with its settings for a phone. The mark of speed counts where the load before the run is below {QUIET}.",
    )


if __name__ == "__main__":
    sys.exit(main())
