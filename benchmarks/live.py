"""Seconds and megabytes from the press of Run to the first table in a page, against Pyodide as its own guide starts it, in one run."""

import functools
import gzip
import http.server
import os
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from record import LOAD, Row, save

from bookkit.in_page.runtime import PLACE

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build/html"
PAGE = "exercises/the-first-summit.html"
ROUNDS = 3
LIMIT = 10  # seconds to the first table, cold, on a quiet machine
QUIET = os.cpu_count() or 1  # load average before the run below which a core is free
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
TABLE = "import caj\ncaj.load('events').head()"
PLAIN = """async (python) => {
  const { loadPyodide } = await import(python + "pyodide.mjs");
  const pyodide = await loadPyodide({ indexURL: python, packageBaseUrl: python });
  await pyodide.loadPackage("caj", { messageCallback: () => {} });
  return pyodide.runPython(`%s._repr_html_()`);
}"""


class Packed(http.server.SimpleHTTPRequestHandler):
    """Compresses what servers compress, and counts what it sends."""

    protocol_version = "HTTP/1.1"  # connections stay open, as on a real host
    sent = 0
    packed: dict[str, bytes] = {}

    def do_GET(self) -> None:
        """Answer with the file, compressed unless it is already; kept by browsers, as on a real host."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        pack = path.suffix not in (".whl", ".zip", ".woff2")
        if str(path) not in self.packed:
            self.packed[str(path)] = gzip.compress(path.read_bytes(), 6) if pack else path.read_bytes()
        content = self.packed[str(path)]
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if pack:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        Packed.sent += len(content)
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path = SITE) -> Iterator[str]:
    """Address of a built book."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Packed, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def in_page(context, address: str) -> tuple[float, int]:
    """Seconds and bytes from the press of Run to a table, the reader's own code in the first cell."""
    page = context.new_page()
    page.goto(f"{address}/{PAGE}?layer=lab")
    page.locator(".caj-edit").first.click()
    page.locator(".caj-editor").fill(TABLE)
    before, began = Packed.sent, time.perf_counter()
    page.keyboard.press("Shift+Enter")
    page.locator("#output-1 table, #cell-1 .cell_output table").wait_for(timeout=600_000)
    seconds = time.perf_counter() - began
    page.close()
    return seconds, Packed.sent - before


def plain(context, address: str) -> tuple[float, int]:
    """The same table from the same files by Pyodide's own steps, in the page itself."""
    page = context.new_page()
    page.goto(f"{address}/404.html")
    [python] = [path.name for path in (SITE / PLACE).iterdir()]
    before, began = Packed.sent, time.perf_counter()
    page.evaluate(PLAIN % TABLE, f"{address}/{PLACE}/{python}/")
    seconds = time.perf_counter() - began
    page.close()
    return seconds, Packed.sent - before


def main() -> int:
    """Record medians, cold and warm; 1 when the first table comes later than promised on a quiet machine."""
    from playwright.sync_api import sync_playwright

    if not (SITE / PLACE).exists():
        print("The built book has no Python for its pages: run `make runtime book` first.")
        return 0
    measured: dict[str, list[tuple[float, int]]] = {}
    with served() as address, sync_playwright() as playwright:
        for name, measure in [("in the page", in_page), ("plain Pyodide", plain)] * ROUNDS:
            chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            context = chromium.new_context()
            for state in ("cold", "warm"):
                measured.setdefault(f"{name}, {state}", []).append(measure(context, address))
            chromium.close()
    medians = {name: statistics.median(seconds for seconds, _ in runs) for name, runs in measured.items()}
    ours, other = "in the page, {}", "plain Pyodide, {}"
    rows = [
        *(
            Row(
                f"first table in the page, {state}",
                medians[ours.format(state)],
                "s",
                most=LIMIT if state == "cold" and LOAD < QUIET else None,
            )
            for state in ("cold", "warm")
        ),
        Row(
            "the same table, cold",
            medians[ours.format("cold")],
            "s",
            "Pyodide as its own guide starts it",
            medians[other.format("cold")],
        ),
        Row("what the first table brings", measured[ours.format("cold")][0][1] / 1e6, "MB"),
    ]
    return save(
        "live",
        rows,
        f"Median of {ROUNDS}. The limit of {LIMIT} s counts where the load before the run is below {QUIET}.",
    )


def chromium_path() -> str:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or sys.exit("This bench needs Chromium; on Debian: apt-get install chromium.")


if __name__ == "__main__":
    sys.exit(main())
