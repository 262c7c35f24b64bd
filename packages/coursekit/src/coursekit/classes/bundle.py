"""What a student's notebooks need: the helper package beside them, with its tables, and no answer for graded work."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from coursekit import student_package


def write_bundle(folder: Path, questions: Iterable[str] = ()) -> None:
    """Write the package `caj` with all tables into `folder`; `questions` are the exercises with full self-checks.

    A notebook finds the package of its own folder first. So it runs with the libraries of `[run]` and nothing else,
    and with the very tables from which its variant was made.
    """
    for name, path in student_package.files(questions).items():
        target = folder / "caj" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


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
