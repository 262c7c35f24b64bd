"""The newest version of everything: `make nightly` installs what this prints, and runs the tests.

Without an argument: the dependencies of pyproject.toml without their versions. With --compare, inside that environment:
what is newer than the tested set of constraints.txt.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
APART = "grade"  # has an environment of its own
HELD = {"jupyter-book": "jupyter-book<2"}  # the next one is the canary's business


def requirements(project: dict) -> list[str]:
    """Names of all dependencies but those of nbgrader, once each, without versions."""
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras if extra != APART for line in extras[extra])]
    names = dict.fromkeys(
        re.match(r"[\w.-]+(\[[^]]*])?", line)[0] for line in lines if not line.startswith(project["name"])
    )
    return [HELD.get(name, name) for name in names]


def newer(constraints: str) -> list[str]:
    """A line for each installed package that is in no tested version; some have one for each Python."""
    tested: dict[str, list[str]] = {}
    for name, number in re.findall(r"^([\w.-]+)==([^\s;\\]+)", constraints, re.M):
        tested.setdefault(name, []).append(number)
    installed = {name: _version(name) for name in tested}
    return [
        f"{name} {', '.join(tested[name])} -> {number}"
        for name, number in installed.items()
        if number and number not in tested[name]
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    if "--compare" in sys.argv:
        print("Not as tested:", *newer((ROOT / "constraints.txt").read_text("utf-8")) or ["nothing"], sep="\n  ")
    else:
        print(*requirements(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]), sep="\n")
