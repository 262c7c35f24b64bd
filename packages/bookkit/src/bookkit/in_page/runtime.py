"""The runtime beside the book: which files a page needs, what they cost a reader, and the lock file of what is there."""

import ast
import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bookkit.in_page import wheel

LOCK = Path(__file__).with_name("runtime.json")
CACHE = ".cache/runtime"  # where `make runtime` puts it
PLACE = "_static/python"  # where the site has it
LITE_LOCK = "lite-lock.json"
NOTICE = """Pyodide {pyodide}: Mozilla Public License 2.0, source at https://github.com/pyodide/pyodide
Python, in it: Python Software Foundation License. Each wheel carries the licence of its package.
"""
DRAWS = ("caj.charts", "charts.", "what_if")  # code that uses Altair without naming it


@dataclass
class Runtime:
    """Files of Pyodide and its packages in `folder`, and the wheel of caj that goes with them."""

    folder: Path
    pins: dict
    lite: bool = False
    own: tuple[str, bytes] = field(default_factory=wheel.build)

    @property
    def address(self) -> str:
        """Folder of the site that holds the files; another version has another."""
        return f"{PLACE}/{self.pins['pyodide']}"

    @cached_property
    def lock(self) -> dict:
        """Pyodide's lock file of what pages can load, with what each file costs; nothing else can be loaded."""
        return self._lock(self.pins["packages"], wheel.DEPENDS)

    @cached_property
    def lite_lock(self) -> dict:
        """The same for JupyterLite, whose kernel needs more, and for whose sliders caj needs ipywidgets."""
        return self._lock(self.pins["packages"] | self.pins["lite"], [*wheel.DEPENDS, "altair", "ipywidgets"])

    def _lock(self, pins: dict, caj_needs: list[str]) -> dict:
        name, content = self.own
        packages = {
            id: {
                "name": id,
                "version": package["version"],
                "file_name": package["file_name"],
                "sha256": package["sha256"],
                "depends": package["depends"],
                "imports": package["imports"],
                "install_dir": "site",
                "package_type": "package",
                "unvendored_tests": False,
                "transfer": (size := (self.folder / package["file_name"]).stat().st_size),
                "size": size,
            }
            for id, package in pins.items()
        }
        packages["caj"] = packages["six"] | {
            "name": "caj",
            "version": name.split("-")[1],
            "file_name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "depends": caj_needs,
            "imports": ["caj"],
            "transfer": len(content),
            "size": len(content),
        }
        core = {
            name: {
                "sha256": hash,
                "transfer": transfer(self.folder / name),
                "size": (self.folder / name).stat().st_size,
            }
            for name, hash in self.pins["core"].items()
        }
        return {"info": self.pins["info"], "core": core, "packages": packages}

    def packages(self, cells: list[str]) -> list[str]:
        """The packages that code cells need, and those that these need; always caj, which runs the cells."""
        provided = {name: id for id, package in self.lock["packages"].items() for name in package["imports"]}
        wanted = {"caj"} | {provided[name] for code in cells for name in imported(code) if name in provided}
        if any(word in code for code in cells for word in DRAWS):
            wanted.add("altair")
        for _ in self.lock["packages"]:
            wanted |= {needed for id in wanted for needed in self.lock["packages"][id]["depends"]}
        return sorted(wanted)

    def cost(self, packages: list[str]) -> float:
        """Megabytes that a reader's browser fetches, once, for the core and these packages."""
        lock = self.lite_lock if self.lite else self.lock
        files = [*lock["core"].values(), *(lock["packages"][id] for id in packages)]
        return sum(file["transfer"] for file in files) / 1e6

    def write(self, out: Path) -> None:
        """Put files, wheel and lock file into the built site; files of an older build leave."""
        target = out / self.address
        shutil.rmtree(out / PLACE, ignore_errors=True)
        target.mkdir(parents=True)
        packages = self.pins["packages"] | (self.pins["lite"] if self.lite else {})
        for name in [*self.pins["core"], *(package["file_name"] for package in packages.values())]:
            shutil.copy2(self.folder / name, target / name)
        name, content = self.own
        (target / name).write_bytes(content)
        (target / "pyodide-lock.json").write_text(json.dumps(self.lock), "utf-8")
        (target / "NOTICE.txt").write_text(NOTICE.format(**self.pins), "utf-8")
        if self.lite:
            (target / LITE_LOCK).write_text(json.dumps(self.lite_lock), "utf-8")


def find(folder: Path, lite: bool = False) -> Runtime | None:
    """The runtime in a folder, or None when a file is missing or is not the pinned one; `lite`: with JupyterLite's."""
    pins = json.loads(LOCK.read_text("utf-8"))
    packages = pins["packages"] | (pins["lite"] if lite else {})
    for name, expected in (
        pins["core"] | {package["file_name"]: package["sha256"] for package in packages.values()}
    ).items():
        path = folder / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return None
    return Runtime(folder, pins, lite)


def transfer(path: Path) -> int:
    """Bytes on the way to a reader: servers compress the core; a zip is compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".zip" else len(gzip.compress(content, 6))


def imported(code: str) -> set[str]:
    """Top-level modules that code imports; none for code that is not Python.

    >>> sorted(imported("import pandas as pd\\nfrom caj.widgets import what_if"))
    ['caj', 'pandas']
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {name.split(".")[0] for name in names}
