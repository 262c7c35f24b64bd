"""What a student's notebooks need: the helper package beside them, with its tables, and no answer for graded work."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from caj import data

MODULES = ("__init__", "charts", "checks", "data", "figures", "kinds", "seals", "sources", "widgets")
PACKAGE = Path(__file__).parents[1]


def write_bundle(folder: Path, questions: Iterable[str] = ()) -> None:
    """Write the package `caj` with all tables into `folder`; `questions` are the exercises with full self-checks.

    A notebook finds the package of its own folder first. So it runs with the libraries of `[run]` and nothing else,
    and with the very tables from which its variant was made.
    """
    target = folder / "caj"
    (target / "seeds").mkdir(parents=True)
    for name in MODULES:
        shutil.copyfile(PACKAGE / f"{name}.py", target / f"{name}.py")
    tables = [data.folder() / entry["path"] for entry in data.package()["resources"]]
    for path in [data.folder() / "datapackage.json", *tables]:
        shutil.copyfile(path, target / "seeds" / path.name)
    for slug in questions:
        (target / "questions").mkdir(exist_ok=True)
        for name in ("__init__", slug.replace("-", "_")):
            shutil.copyfile(PACKAGE / "questions" / f"{name}.py", target / "questions" / f"{name}.py")


def link(bundle: Path, folder: Path) -> None:
    """Put a bundle into a student's folder: as links to one copy where the disk can do that."""
    for path in sorted(bundle.rglob("*")):
        target = folder / path.relative_to(bundle)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        try:
            os.link(path, target)
        except OSError as error:
            shutil.copyfile(path, target)
            if error.errno == errno.EMLINK:  # a file takes some ten thousand links: go on with a fresh copy
                shutil.copyfile(path, path.with_name(".fresh"))
                os.replace(path.with_name(".fresh"), path)
