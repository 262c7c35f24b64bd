"""The newest and the oldest versions that the book allows, from the ranges of the three pyproject.toml and nowhere else.

Without an argument: every dependency without its version, for `make nightly`. With --compare, inside that environment:
what is newer than the tested set of constraints.txt. With --oldest: what the code of the chapters imports, each at the
lower end of its range, for `make oldest`.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECTS = (".", "packages/coursekit", "packages/bookkit")
APART = "grade"  # has an environment of its own
HELD = {"jupyter-book": "jupyter-book<2"}  # the next one is the canary's business
NOT_IMPORTED = {"ipykernel", "nbformat"}  # what opens and runs notebooks is the machine's own


def requirements(contents: list[dict]) -> list[str]:
    """Names of all dependencies and of what the tests use, but those of nbgrader, once each, without versions."""
    own = {content["project"]["name"] for content in contents}
    names = dict.fromkeys(re.match(r"[\w.-]+(\[[^]]*])?", line)[0] for line in _lines(contents))
    return [HELD.get(name, name) for name in names if name.partition("[")[0] not in own]


def oldest(content: dict) -> list[str]:
    """The dependencies of the students' package, each at the lower end of its range.

    >>> oldest({"project": {"dependencies": ["pandas>=2.2,<4"], "optional-dependencies": {"kernel": ["altair>=5.5"]}}})
    ['pandas==2.2', 'altair==5.5']
    """
    project = content["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["kernel"]]
    bounds = [re.match(r"([\w.-]+)>=([\d.]+)", line).groups() for line in lines]
    return [f"{name}=={number}" for name, number in bounds if name not in NOT_IMPORTED]


def contents() -> list[dict]:
    """What the three pyproject.toml say."""
    return [tomllib.loads((ROOT / folder / "pyproject.toml").read_text("utf-8")) for folder in PROJECTS]


def _lines(contents: list[dict]) -> list[str]:
    lines = []
    for content in contents:
        extras = content["project"].get("optional-dependencies", {})
        lines += content["project"]["dependencies"]
        lines += [line for extra in extras if extra != APART for line in extras[extra]]
        lines += content.get("dependency-groups", {}).get("test", [])
    return lines


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
    elif "--oldest" in sys.argv:
        print(*oldest(contents()[0]), sep="\n")
    else:
        print(*requirements(contents()), sep="\n")
