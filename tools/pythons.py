"""Run every notebook on each supported Python that this machine has, each in an environment of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = ROOT / ".cache/pythons"


def supported() -> list[str]:
    """Versions that pyproject.toml allows: the first, and all before the last."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    first, last = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text).groups()
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


def environment(version: str, python: str) -> Path:
    """The pinned packages and the book's own, installed once for each state of the pins."""
    folder = ENVIRONMENTS / version
    ready, pins = folder / "ready", (ROOT / "constraints.txt").read_text("utf-8")
    if not ready.exists() or ready.read_text("utf-8") != pins:
        subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
        install = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--require-hashes", "-r", ROOT / "constraints.txt"], check=True)
        subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
        ready.write_text(pins, "utf-8")
    return folder / "bin"


def test(version: str, programs: Path) -> bool:
    """Run the notebooks' tests; the first word of the path decides which kernel answers."""
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    command = [programs / "python", "-m", "pytest", "-p", "no:cacheprovider", "chapters", "exercises", *sys.argv[1:]]
    print(f"Python {version}:", flush=True)
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}).returncode == 0


def main() -> int:
    """Test on all that are found; 1 when a notebook fails, or when no Python is there."""
    found = {version: find(version) for version in supported()}
    passed = {version: test(version, environment(version, python)) for version, python in found.items() if python}
    for version in found:
        said = {
            True: "all notebooks pass",
            False: "a notebook fails",
            None: "not on this machine; `uv python install` brings it",
        }
        print(f"Python {version}: {said[passed.get(version)]}")
    return 0 if passed and all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
