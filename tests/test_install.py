"""The wheel and the Binder environment: an empty environment with nothing but what they name."""

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

from caj import data
from caj.notebooks import code_cells, read

WHEELS = ROOT / ".cache/wheels"
REQUIREMENTS = ROOT / ".binder/requirements.txt"
CHAPTER = ROOT / "chapters/the-middle-corridor.ipynb"


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of a new environment: Binder's requirements and our wheel, no network."""
    if not (WHEELS / "ready").exists():
        pytest.skip("the packages of Binder's environment are not downloaded; run `make test`")
    folder = tmp_path_factory.mktemp("student")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT], check=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    install = [folder / "env/bin/python", "-m", "pip", "install", "-q", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "--find-links", WHEELS, "-r", REQUIREMENTS], check=True)
    subprocess.run([*install, "--no-deps", next(folder.glob("*.whl"))], check=True)
    return folder / "env/bin"


def test_the_wheel_brings_every_table(student: Path, tmp_path: Path) -> None:
    program = "import caj, json; print(json.dumps({t: len(caj.load(t)) for t in caj.tables()['table']})); print(caj.__file__)"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([student / "python", "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    rows, place = done.stdout.splitlines()
    assert json.loads(rows) == dict(data.tables()[["table", "rows"]].itertuples(index=False))
    assert str(student.parent) in place


def test_binder_asks_for_the_run_extra_only() -> None:
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", REQUIREMENTS.read_text("utf-8"), re.M))
    assert {"pandas", "numpy", "altair", "networkx", "ipywidgets", "jupyterlab"} <= pinned
    assert not pinned & {"sphinx", "jupyter-book", "pytest", "nbgrader", "matplotlib", "playwright"}
    tested = set(re.findall(r"^\S+==\S+", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
    assert set(re.findall(r"^\S+==\S+", REQUIREMENTS.read_text("utf-8"), re.M)) <= tested


@pytest.fixture
def server(student: Path, tmp_path: Path) -> Iterator[str]:
    """Address of a Jupyter Server in the student's environment, open to this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # The gateway client sends no token with its web socket.
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
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
    command = [student / "jupyter-nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb", "chapter.ipynb"]
    manager = "--ExecutePreprocessor.kernel_manager_class=jupyter_server.gateway.managers.GatewayKernelManager"
    environment = {**os.environ, "JUPYTER_GATEWAY_URL": server}
    done = subprocess.run([*command, manager], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert printed(tmp_path / "done.ipynb") == printed(CHAPTER)


def printed(path: Path) -> list:
    """What the cells print, as text; widgets apart, which need a reader."""
    return [output.data["text/plain"] for cell in code_cells(read(path)) for output in cell.outputs if "data" in output]
