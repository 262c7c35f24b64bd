"""The lock: the tested versions, for the whole project, a student's computer, Binder, nbgrader and JupyterLite."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from bookkit.in_page import runtime
from bookkit.versions.ranges import PROJECTS, contents
from caj.errors import UserError

WHOLE, FORM = (
    "constraints.txt",
    ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"),
)
# Stored outputs and those in the page agree: these have the versions that the Python of the pages carries.
AS_IN_THE_PAGE = ("altair", "narwhals", "numpy", "pandas")
LITE = ("jupyterlite-core[contents]==0.8.6", "jupyterlite-pyodide-kernel==0.8.6", "jupyterlab-widgets")


def write_lock(root: Path, upgrade: bool = False) -> None:
    """Resolve with uv and write all files; without `upgrade` only what the ranges ask for moves."""
    if not (uv := shutil.which("uv")):
        raise UserError("uv is not on this machine.", "`pip install uv` brings it.")
    pages = json.loads(runtime.LOCK.read_text("utf-8"))["packages"]
    with tempfile.TemporaryDirectory() as folder:
        pins, lite = Path(folder) / "pins.txt", Path(folder) / "lite.txt"
        pins.write_text("".join(f"{name}=={pages[name]['version']}\n" for name in AS_IN_THE_PAGE), "utf-8")
        lite.write_text("\n".join(LITE), "utf-8")
        for target, command in commands(pins, lite).items():
            own = [word for project in contents(root) for word in ("--no-emit-package", project["project"]["name"])]
            moves = ["--upgrade"] if upgrade else []
            done = subprocess.run(
                [uv, "pip", "compile", "--quiet", *FORM, *own, *moves, *command, "-o", target], cwd=root
            )
            if done.returncode:
                raise UserError(f"{target} was not written; what is wrong stands above.")
            print(target)


def commands(pins: Path, lite: Path) -> dict[str, list[str | Path]]:
    """What uv is asked, by the file that it writes; all but the first and the last are parts of the first."""
    files = [f"{project}/pyproject.toml" for project in PROJECTS]
    whole = ["-c", WHOLE]
    return {
        WHOLE: [*files, *_extras("run", "release"), "--group", "test", "--group", "lint", "-c", pins],
        "constraints-run.txt": [files[0], *_extras("run"), *whole],
        ".binder/requirements.txt": [files[0], *_extras("kernel"), *whole],
        "constraints-grade.txt": [*files[:2], *_extras("run", "grade"), *whole],
        "constraints-lite.txt": [lite],
    }


def _extras(*names: str) -> list[str]:
    return [word for name in names for word in ("--extra", name)]
