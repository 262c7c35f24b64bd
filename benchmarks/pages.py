"""Kilobytes of a chapter's first load, compressed, against the same chapter in stock Jupyter Book; needs the two books of `building.py`."""

import gzip
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from building import BUILDS
from live import FLAGS, chromium_path, served
from playwright.sync_api import sync_playwright
from record import ROOT, Row, save

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
BUDGET = 250  # kB


def loads(site: Path) -> list[float]:
    """Kilobytes of each chapter on a phone that does not scroll, without what other hosts would send."""
    with served(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        weights = [_load(page, site, address, chapter) for chapter in CHAPTERS]
        chromium.close()
    return weights


def _load(page, site: Path, address: str, chapter: str) -> float:
    page.goto(f"{address}/chapters/{chapter}.html", wait_until="load")
    page.wait_for_timeout(300)
    names = [*page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"), page.url]
    files = {site / unquote(urlsplit(name).path)[1:] for name in names if name.startswith(address)}
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file()) / 1000


def main() -> int:
    """Weigh every chapter of both books."""
    ours, plain = (loads(BUILDS / name / "_build/html") for name in ("ours", "plain"))
    rows = [
        Row("heaviest first load of a chapter", max(ours), "kB", most=BUDGET),
        Row(
            "first load of a chapter, mean",
            sum(ours) / len(ours),
            "kB",
            "stock Jupyter Book, without MathJax",
            sum(plain) / len(plain),
        ),
    ]
    return save("pages", rows)


if __name__ == "__main__":
    sys.exit(main())
