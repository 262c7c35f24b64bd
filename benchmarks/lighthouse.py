"""Lighthouse's marks of five pages on a slow phone, as a server sends them; writes lighthouse.json beside this file."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from live import QUIET, ROOT, SITE, chromium_path, served

PROGRAM = ROOT / ".cache/npm/node_modules/lighthouse/cli/index.js"
PAGES = ("index.html", "chapters/the-middle-corridor.html", "exercises/the-first-summit.html", "guides/timeline.html", "guides/map.html")
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 95}
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT", "cumulative-layout-shift": "CLS"}
FLAGS = "--headless=new --no-sandbox --disable-gpu --host-resolver-rules='MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'"


def audit(address: str) -> dict:
    """Lighthouse's report of one page, with its own settings for a phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", PROGRAM, address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        command.append(f"--only-categories={','.join(LEAST)}")
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium_path()}, stdout=subprocess.DEVNULL)
        return json.loads(report.read_text("utf-8"))


def marks(report: dict) -> dict:
    """Marks of 0 to 100, the times behind them, and the audits that cost accessibility or best practices a point.

    >>> marks({"categories": {}, "audits": {}})
    {'marks': {}, 'times': {}, 'failed': []}
    """
    categories, audits = report["categories"], report["audits"]
    counted = [ref["id"] for name, category in categories.items() if name != "performance" for ref in category["auditRefs"] if ref["weight"]]
    return {
        "marks": {name: round(100 * category["score"]) for name, category in categories.items()},
        "times": {short: round(audits[id]["numericValue"], 3) for id, short in TIMES.items() if id in audits},
        "failed": [id for id in counted if audits[id]["score"] is not None and audits[id]["score"] < 1],
    }


def main() -> int:
    """Measure, print, write; 1 when a page misses a mark, that of speed only on a quiet machine."""
    if not PROGRAM.exists() or not (SITE / "index.html").exists():
        print("Lighthouse or the built book is missing: run `make .cache/npm/ready book` first.")
        return 0
    load = os.getloadavg()[0]
    with served() as address:
        measured = {page: marks(audit(f"{address}/{page}")) for page in PAGES}
    quiet = load < QUIET
    low = [
        f"{page}: {name} {found['marks'][name]}, at least {least}"
        for page, found in measured.items()
        for name, least in LEAST.items()
        if found["marks"][name] < least and (quiet or name != "performance")
    ]
    for page, found in measured.items():
        print(page, *(f"{name} {mark}" for name, mark in found["marks"].items()), *(f"{name} {value:g}" for name, value in found["times"].items()), *found["failed"])
    print(f"load average before the run {load:.1f}; the mark of speed counts below {QUIET}", *low, sep="\n")
    version = json.loads((PROGRAM.parents[1] / "package.json").read_text("utf-8"))["version"]
    plain = {"load": load, "cores": os.cpu_count(), "lighthouse": version, "pages": measured}
    Path(__file__).with_suffix(".json").write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
