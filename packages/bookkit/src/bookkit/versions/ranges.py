"""The newest and the oldest versions that the book allows, from the ranges of its pyproject.toml and nowhere else."""

import re
import tomllib
from pathlib import Path

from packaging.utils import canonicalize_name

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


def contents(root: Path) -> list[dict]:
    """What the pyproject.toml of the workspace say."""
    return [tomllib.loads((root / folder / "pyproject.toml").read_text("utf-8")) for folder in PROJECTS]


def _lines(contents: list[dict]) -> list[str]:
    lines = []
    for content in contents:
        extras = content["project"].get("optional-dependencies", {})
        lines += content["project"]["dependencies"]
        lines += [line for extra in extras if extra != APART for line in extras[extra]]
        lines += content.get("dependency-groups", {}).get("test", [])
    return lines


def newer(constraints: str, installed: dict[str, str]) -> list[str]:
    """A line for each installed package that is in no tested version; some have one for each Python.

    >>> newer("pytest==1.0 ; python_version < '3'\\npytest==2.0\\n", {"pytest": "3.0"})
    ['pytest 1.0, 2.0 -> 3.0']
    """
    tested: dict[str, list[str]] = {}
    for name, number in re.findall(r"^([\w.-]+)==([^\s;\\]+)", constraints, re.M):
        tested.setdefault(name, []).append(number)
    known = {str(canonicalize_name(name)): number for name, number in installed.items()}
    return [
        f"{name} {', '.join(numbers)} -> {known[name]}"
        for name, numbers in tested.items()
        if known.get(name, numbers[0]) not in numbers
    ]
