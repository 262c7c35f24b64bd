"""What students have of this package, the same in their folder, in the page, in the sandbox and on Gradescope."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from caj import data

PACKAGE = Path(__file__).parent
ROOTS = ("__init__", "charts", "corridor", "page", "widgets")  # what notebooks and pages import; what these import goes along


@cache
def modules() -> tuple[str, ...]:
    """Names of the modules, sorted: the roots, and whatever of the package they import, at the top or in a function.

    >>> {"checks", "corridor", "data", "errors"} <= set(modules()), "cli" in modules()
    (True, False)
    """
    found: set[str] = set()
    waiting = set(ROOTS)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= imported((PACKAGE / f"{name}.py").read_text("utf-8")) - found
    return tuple(sorted(found))


def imported(code: str) -> set[str]:
    """Modules of the package that some code imports.

    >>> sorted(imported("import caj.charts\\nfrom caj import corridor, load\\nfrom caj.data import nearest"))
    ['charts', 'corridor', 'data']
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("caj.")}
        elif isinstance(node, ast.ImportFrom) and node.module == "caj":
            found |= {alias.name for alias in node.names if _is_part(alias.name)}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("caj."):
            found.add(node.module.split(".")[1])
    return found


def files(questions: Iterable[str] = ()) -> dict[str, Path]:
    """Every file by its name in the package: modules, tables, and the self-checks of some exercises with their answers."""
    checked = ["__init__", *(slug.replace("-", "_") for slug in questions)]
    parts = [*(f"{name}.py" for name in modules()), *(f"questions/{name}.py" for name in checked if len(checked) > 1)]
    return {**{name: PACKAGE / name for name in parts}, **{f"seeds/{path.name}": path for path in tables()}}


def tables() -> list[Path]:
    """The files of the tables and their description."""
    return [data.folder() / name for name in ("datapackage.json", *(entry["path"] for entry in data.package()["resources"]))]


def _is_part(name: str) -> bool:
    return (PACKAGE / f"{name}.py").exists() or (PACKAGE / name / "__init__.py").exists()
