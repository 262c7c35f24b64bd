"""Shared by all tests: static widgets, the built site, a browser, and advice when a notebook fails."""

import contextlib
import functools
import http.server
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The same engine without the windows around it takes half the processor; where it is missing, the whole browser serves.
WINDOWLESS = shutil.which("chromium-headless-shell") or CHROMIUM
ROOT = Path(__file__).parent
os.environ["CAJ_STATIC"] = "1"
# Doctests import every module; these need nbgrader and Dask, which have an environment of their own.
APART = {"nbgrader": ["marking/nbgrader_plugin"], "distributed": ["workers/dask_pool", "workers/dask_plugin"]}
collect_ignore = ["tests/grading/local_cluster.py"]  # a program that the tests start in nbgrader's environment
collect_ignore += [
    f"packages/coursekit/src/coursekit/{name}.py"
    for package, names in APART.items()
    if not importlib.util.find_spec(package)
    for name in names
]
collect_ignore_glob = ["chapters/*/questions.py"]  # declarations, read by caj.checks and not imported by name


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A private copy of seeds/ that the loader reads, in a book with the same settings."""
    from bookkit.evidence import integrity
    from caj import data

    seeds = tmp_path / "seeds"
    shutil.copytree(data.folder(), seeds)
    shutil.copytree(ROOT / "book", tmp_path / "book")
    shutil.copy(ROOT / "book.yml", tmp_path)
    monkeypatch.setattr(data, "folder", lambda: seeds)
    integrity.forget()
    yield seeds
    integrity.forget()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The book, built once for all test processes with every warning an error."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "site"
    with FileLock(f"{out}.lock"):
        if not (out / "ready").exists():
            program = Path(sys.executable).with_name("jupyter-book")
            command = [program, "build", ROOT, "--path-output", out, "-n", "-W", "--keep-going", "-q"]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
            (out / "ready").touch()
    return out / "_build/html"


def standing(site: Path) -> list[Path]:
    """The book's own pages: not those that only lead on, nor JupyterLite's."""
    pages = [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != "lite"]
    return [path for path in pages if 'http-equiv="refresh"' not in path.read_text("utf-8")]


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder's files, for this machine only."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator:
    if not WINDOWLESS:
        pytest.skip("no Chromium on this machine; install it to test the pages in a browser")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--font-render-hinting=none",  # letters as wide as on a screen
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=WINDOWLESS, args=flags)
        yield chromium
        chromium.close()


@pytest.hookimpl(optionalhook=True)  # tests of the tests run without xdist
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests wait for browsers and for limits of time as often as they compute."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Run notebooks in kernels that need not start from nothing, unless another kernel is asked for."""
    chosen = config.option.nbval_kernel_name or config.option.nbval_current_env
    if config.option.nbval and not chosen and hasattr(os, "fork"):
        import warm_kernels

        stack = contextlib.ExitStack()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        config.option.nbval_kernel_name = stack.enter_context(warm_kernels.install(folder))
        config.add_cleanup(stack.close)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Compare the metadata of outputs too: they hold every source of a figure, the printed credit the first eight."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare = tuple(key for key in collector.skip_compare if key != "metadata")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and item.path.suffix == ".ipynb":
        path = item.path.relative_to(ROOT)
        report.sections.append(
            (
                "what to do",
                f"{item.name} of {path} fails or no longer prints what is stored.\n"
                f"If the change is meant: `caj notebooks run {path}`, read the difference, commit it.",
            )
        )
    return report
