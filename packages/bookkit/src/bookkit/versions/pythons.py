"""Run every notebook on each supported Python that this machine has, each in an environment of its own."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bookkit.environment import environment
from bookkit.versions.ranges import contents


def supported(project: dict) -> list[str]:
    """Versions that a pyproject.toml allows: the first, and all before the last.

    >>> supported({"requires-python": ">=3.11,<3.14"})
    ['3.11', '3.12', '3.13']
    """
    first, last = re.findall(r"3\.(\d+)", project["requires-python"])
    return [f"3.{minor}" for minor in range(int(first), int(last))]


def find(version: str) -> str | None:
    """A Python of this version that starts and can make environments; None when there is none."""
    asks = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates(version):
        done = subprocess.run([candidate, "-c", asks], capture_output=True, text=True)
        if done.stdout.strip() == version:
            return candidate
    return None


def candidates(version: str) -> Iterator[str]:
    """Where a Python may be: on the path, with uv, with pyenv."""
    if named := shutil.which(f"python{version}"):
        yield named
    if uv := shutil.which("uv"):
        done = subprocess.run([uv, "python", "find", "--no-project", version], capture_output=True, text=True)
        if done.returncode == 0:
            yield done.stdout.strip()
    if pyenv := shutil.which("pyenv"):
        home = Path(subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip())
        yield from map(str, sorted(home.glob(f"versions/{version}.*/bin/python")))


def run_notebooks(root: Path, arguments: list[str]) -> list[str]:
    """Run all notebooks on every Python that is found, each in an environment of its own; a sentence for each that fails."""
    pins, project = (root / "constraints.txt").read_text("utf-8"), contents(root)[0]["project"]
    found = {version: find(version) for version in supported(project)}
    failed = []
    for version, python in found.items():
        if not python:
            print(f"Python {version}: not on this machine; `uv python install {version}` brings it")
            continue
        print(f"Python {version}:", flush=True)
        programs = environment(root, f"python-{version}", pins, root, python=python) / "bin"
        if not _pass(root, programs, arguments):
            failed.append(f"Python {version}: a notebook fails.")
    return failed if any(found.values()) else ["No Python that the book supports is on this machine."]


def _pass(root: Path, programs: Path, arguments: list[str]) -> bool:
    """Run the notebooks' tests; the first word of the path decides which kernel answers."""
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    command = [programs / "python", "-m", "pytest", "-p", "no:cacheprovider", "chapters", "exercises", *arguments]
    return subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}).returncode == 0
