"""What students have: the package `caj` whole with its tables, the same in their folder, in the page, in the sandbox and on Gradescope."""

import ast
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import caj
from caj import data

PACKAGE = Path(caj.__file__).parent


def modules() -> list[Path]:
    """The modules of the package.

    >>> {"checks.py", "corridor.py", "data.py", "page.py"} <= {path.name for path in modules()}
    True
    """
    return sorted(PACKAGE.glob("*.py"))


def unknown(code: str) -> set[str]:
    """Modules that some code imports and students do not have: of `caj` what it lacks, and all of the tools.

    >>> unknown("from caj import corridor, load\\nfrom caj.nearest import nearest\\nimport caj.grading")
    {'caj.grading'}
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "caj":
            found |= {f"caj.{alias.name}" for alias in node.names if not hasattr(caj, alias.name)}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    known = {"caj", *(f"caj.{path.stem}" for path in modules())}
    return {name for name in found - known if name.split(".")[0] in ("caj", "coursekit", "bookkit")}


def files(questions: Iterable[str] = ()) -> dict[str, Path]:
    """Every file by its name in the package: modules, tables, and the self-checks of some chapters with their answers."""
    declared = {f"chapters/{slug}/questions.py": data.root() / f"chapters/{slug}/questions.py" for slug in questions}
    return {path.name: path for path in modules()} | declared | {f"seeds/{path.name}": path for path in tables()}


def tables() -> list[Path]:
    """The files of the tables and their description."""
    return [
        data.folder() / name for name in ("datapackage.json", *(entry["path"] for entry in data.package()["resources"]))
    ]


def needs() -> list[str]:
    """What its notebooks run with, as its distribution says it to pip: ranges, so that a student's own pandas may stay.

    >>> [line for line in needs() if line.startswith("pandas")]
    ['pandas<4,>=2.2']
    """
    ours = (metadata.metadata(line) for line in metadata.requires("coursekit") or [] if ";" not in line)
    caj = next(each for each in ours if "run" in (each.get_all("Provides-Extra") or []))
    lines = [line.split("; extra == ") for line in caj.get_all("Requires-Dist")]
    return [line for line, *extra in lines if extra in ([], ["'run'"])]
