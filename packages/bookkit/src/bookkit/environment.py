"""Environments beside .venv that a command needs: made on first use, and anew when what they hold changes."""

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from caj.errors import UserError

PLACE = ".cache/environments"
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install")


def environment(
    root: Path, name: str, requirements: str, *own: Path, python: str = sys.executable, anew: bool = False
) -> Path:
    """The folder of an environment with these requirements and the projects of our own, whose Python is `bin/python`.

    Requirements with hashes are held to them; with `anew` an environment that is there is not good enough.
    """
    folder = root.resolve() / PLACE / name
    held, ready = folder / "requirements.txt", folder / "ready"
    if not anew and ready.is_file() and ready.read_text("utf-8") == requirements:
        return folder
    subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
    held.write_text(requirements, "utf-8")
    pip = [folder / "bin/python", *PIP]
    steps = [[*pip, *(["--require-hashes"] if "--hash=" in requirements else []), "-r", held]]
    if own:
        projects = [word for project in own for word in ("-e", project.resolve())]
        steps.append([*pip, "--no-deps", "--no-build-isolation", *projects])
    try:
        for step in steps:
            subprocess.run(step, check=True)
    except subprocess.CalledProcessError:
        raise UserError(
            "pip cannot install what is needed; what it says stands above.", "Is this machine offline?", folder
        ) from None
    ready.write_text(requirements, "utf-8")
    return folder


def installed(folder: Path) -> dict[str, str]:
    """The version of each package in an environment."""
    places = [str(place) for place in folder.glob("lib/python3.*/site-packages")]
    return {found.metadata["Name"]: found.version for found in distributions(path=places)}
