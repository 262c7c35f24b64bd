"""The tests with the newest version of every dependency, and the chapters with the oldest that the ranges allow."""

import os
import subprocess
from pathlib import Path

from bookkit.environment import environment, installed
from bookkit.versions import code_of_chapters
from bookkit.versions.ranges import PROJECTS, contents, newer, oldest, requirements


def with_newest(root: Path, arguments: list[str]) -> list[str]:
    """Run the tests with the newest versions, and say which are not the tested ones."""
    lines = "\n".join(requirements(contents(root)))
    folder = environment(root, "newest", lines, *(root / project for project in PROJECTS), anew=True)
    print(
        "Not as tested:",
        *newer((root / "constraints.txt").read_text("utf-8"), installed(folder)) or ["nothing"],
        sep="\n  ",
    )
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([folder / "bin/pytest", *arguments], cwd=root, env={**os.environ, "PATH": path})
    return ["The tests fail with the newest versions."] if done.returncode else []


def with_oldest(root: Path) -> list[str]:
    """Run the code of all chapters and solved exercises with the oldest versions; those need Python 3.11 or 3.12."""
    content = contents(root)[0]
    lines = "\n".join([*oldest(content), *content["build-system"]["requires"]])
    return chapters_run(root, environment(root, "oldest", lines, root))


def chapters_run(root: Path, folder: Path) -> list[str]:
    """Run the code of all chapters in an environment."""
    done = subprocess.run([folder / "bin/python", code_of_chapters.__file__, root])
    return ["The chapters do not run with the oldest versions."] if done.returncode else []
