"""The part of caj that goes with the runtime: helpers, self-checks and tables; no solutions, no tools of the book."""

import ast
import hashlib
import io
import zipfile
from pathlib import Path

import caj
from caj import data

ROOTS = ("__init__", "charts", "corridor", "page", "widgets")  # what pages and cells import; what these import goes along
DEPENDS = ["pandas"]


def contents() -> dict[str, bytes]:
    """Files of the wheel by name: modules, questions and tables, and the little that makes a wheel of them."""
    package = Path(caj.__file__).parent
    modules = [package / f"{name}.py" for name in sorted(modules_of(package))] + sorted(package.glob("questions/*.py"))
    tables = [data.folder() / name for name in ("datapackage.json", *(entry["path"] for entry in data.package()["resources"]))]
    info = f"caj-{caj.__version__}.dist-info"
    return {
        **{f"caj/{path.relative_to(package).as_posix()}": path.read_bytes() for path in modules},
        **{f"caj/seeds/{path.name}": path.read_bytes() for path in tables},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: caj\nVersion: {caj.__version__}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }


def modules_of(package: Path) -> set[str]:
    """Modules of the package that the roots need, found by following their imports.

    >>> modules_of(Path(caj.__file__).parent) >= {"__init__", "checks", "data", "page"}
    True
    """
    found: set[str] = set()
    waiting = set(ROOTS)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= _imported(ast.parse((package / f"{name}.py").read_text("utf-8"))) - found
    return found


def _imported(tree: ast.Module) -> set[str]:
    """Names of the modules of caj that `from caj import a` and `from caj.a import b` mean."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    direct = {node.module.split(".")[1] for node in froms if node.module.startswith("caj.")}
    named = {alias.name for node in froms if node.module == "caj" for alias in node.names}
    return direct | {name for name in named if (Path(caj.__file__).parent / f"{name}.py").exists()}


def build() -> tuple[str, bytes]:
    """Name and bytes of the wheel; the name changes with the content, so that no browser keeps an old one."""
    files = contents()
    seal = hashlib.sha256(b"\0".join(name.encode() + b"\0" + content for name, content in sorted(files.items())))
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return f"caj-{seal.hexdigest()[:12]}-py3-none-any.whl", wheel.getvalue()
