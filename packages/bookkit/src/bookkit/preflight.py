"""Say in one sentence each what this machine or this copy of the book lacks, before anything is installed or built.

A program of its own, for make: it runs before a package is there, and on old Pythons.
"""

import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path

# The installed packages take 0.94 GB and what pip keeps 0.1 GB; a built site takes 50 MB.
ROOM = {"install": 1_500_000_000, "build": 200_000_000}


def problems(root: Path) -> list:
    """What is missing, as sentences; old Pythons too must be able to read this file."""
    found = [python(), tables(root)]
    return [sentence for sentence in found + ([place(root)] if not any(found) else []) if sentence]


def python() -> str:
    """Whether this Python can run the book."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return (
            f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}."
            " Name another one: make book PYTHON=python3.12"
        )
    if importlib.util.find_spec("ensurepip") is None:
        return "Python's venv module is incomplete. Install it; on Debian: apt-get install python3-venv"
    return ""


def tables(root: Path) -> str:
    """Whether every table is there; what stands in them, caj and the tests check."""
    listing = root / "seeds/datapackage.json"
    try:
        named = [entry["path"] for entry in json.loads(listing.read_text("utf-8"))["resources"]]
    except (OSError, ValueError, KeyError):
        return "seeds/datapackage.json is missing or damaged. Restore it: git checkout seeds"
    missing = [name for name in named if not (root / "seeds" / name).is_file()]
    return f"seeds/{missing[0]} is missing. Restore it: git checkout seeds" if missing else ""


def place(root: Path) -> str:
    """Whether the folder takes files, and has room for them."""
    try:
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        return f"Nothing can be written to {root} ({error.strerror}). Copy the book to a folder of your own that has room, and try there."
    step = "build" if (root / ".venv/ready").exists() else "install"
    free = shutil.disk_usage(root).free
    if free < ROOM[step]:
        return f"Only {free / 1e6:,.0f} MB are free here; {ROOM[step] / 1e6:,.0f} MB are needed to {step}. Make room, or copy the book to another disk."
    return ""


if __name__ == "__main__":
    sys.exit("\n".join(problems(Path.cwd())) or None)
