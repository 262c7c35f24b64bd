"""The wheel, what Binder installs, and a student's computer: empty environments with nothing but what is named for them."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from caj import data
from coursekit.exercises.notebooks import code_cells, read

WHEELS = ROOT / ".cache/wheels"
BINDER, RUN = ROOT / ".binder/requirements.txt", ROOT / "constraints-run.txt"
CHAPTER = ROOT / "chapters/the-middle-corridor.ipynb"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of a new environment: what Binder adds to its image, and our wheel, no network."""
    if not (WHEELS / "ready").exists():
        pytest.skip("the packages are not downloaded; run `make test`")
    folder = tmp_path_factory.mktemp("reader")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True,
    )
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    install(folder / "env/bin", "--require-hashes", "-r", BINDER)
    install(folder / "env/bin", "--no-deps", next(folder.glob("*.whl")))
    return folder / "env/bin"


@pytest.fixture(scope="module")
def student(reader: Path) -> Path:
    """The same environment with JupyterLab on top, as on a student's computer."""
    install(reader, "--require-hashes", "-r", RUN)
    return reader


def install(programs: Path, *what: str | Path) -> None:
    command = [
        programs / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--disable-pip-version-check",
        "--find-links",
        WHEELS,
    ]
    subprocess.run([*command, *what], check=True)


def test_the_wheel_brings_every_table(reader: Path, tmp_path: Path) -> None:
    program = (
        "import caj, json; print(json.dumps({t: len(caj.load(t)) for t in caj.tables()['table']})); print(caj.__file__)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [reader / "python", "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    rows, place = done.stdout.splitlines()
    assert json.loads(rows) == dict(data.tables()[["table", "rows"]].itertuples(index=False))
    assert str(reader.parent) in place


def test_a_chapter_runs_on_what_binder_installs(reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not (reader / "jupyter-lab").exists(), "Binder's image brings JupyterLab; here it must not help."
    subprocess.run(
        [reader / "python", "-m", "ipykernel", "install", "--prefix", tmp_path, "--name", "binder"],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share/jupyter"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    notebook = read(CHAPTER)
    notebook.cells.append(new_code_cell("import sys; sys.prefix"))
    before = printed(notebook)
    NotebookClient(notebook, kernel_name="binder").execute(cwd=tmp_path)
    assert printed(notebook) == [*before, repr(str(reader.parent))]


def test_binder_asks_for_no_more_than_a_student() -> None:
    binder, run, tested = (
        set(re.findall(r"^\S+==\S+", path.read_text("utf-8"), re.M)) for path in (BINDER, RUN, ROOT / "constraints.txt")
    )
    assert binder < run <= tested
    names = {pin.partition("==")[0] for pin in run}
    assert {"pandas", "numpy", "altair", "networkx", "ipywidgets", "jupyterlab"} <= names
    assert not names & {"sphinx", "jupyter-book", "pytest", "nbgrader", "matplotlib", "playwright"}


@pytest.fixture
def server(student: Path, tmp_path: Path) -> Iterator[str]:
    """Address of a Jupyter Server in the student's environment, open to this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # The gateway client sends no token with its web socket.
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
    ]
    with subprocess.Popen([student / "jupyter-server", *options], cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield address
        process.terminate()


def test_a_chapter_runs_through_jupyter_server(student: Path, server: str, tmp_path: Path) -> None:
    shutil.copy(CHAPTER, tmp_path / "chapter.ipynb")
    command = [
        student / "jupyter-nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--output",
        "done.ipynb",
        "chapter.ipynb",
    ]
    manager = "--ExecutePreprocessor.kernel_manager_class=jupyter_server.gateway.managers.GatewayKernelManager"
    environment = {**os.environ, "JUPYTER_GATEWAY_URL": server}
    done = subprocess.run([*command, manager], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert printed(read(tmp_path / "done.ipynb")) == printed(read(CHAPTER))


def printed(notebook: NotebookNode) -> list[str]:
    """What the cells print, as text; widgets apart, which need a reader."""
    return [output.data["text/plain"] for cell in code_cells(notebook) for output in cell.outputs if "data" in output]
