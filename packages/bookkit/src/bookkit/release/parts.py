"""The list of parts (SBOM, CycloneDX) of an edition: python -m bookkit.release.parts FILE in the folder of the book."""

import json
import subprocess
import sys
from pathlib import Path

from bookkit.in_page.runtime import LOCK
from caj.errors import UserError

SCHEMA = "1.6"


def parts(root: Path) -> dict:
    """Packages of constraints.txt with their hashes, as cyclonedx-py lists them, and the files of the Python in the pages."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "constraints.txt", "--pyproject", "pyproject.toml"]
    form = [
        "--output-reproducible",
        "--output-format",
        "JSON",
        "--spec-version",
        SCHEMA,
        "--no-validate",
        "--output-file",
        "-",
    ]
    done = subprocess.run([*command, *form], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise UserError(f"cyclonedx-py wrote no list of parts: {done.stderr[-500:]}")
    listed = json.loads(done.stdout)
    pages = [_part(name, pins["version"], pins["sha256"], pins["file_name"]) for name, pins in _pinned("packages")]
    core = [_part(f"pyodide/{name}", _pins()["pyodide"], sha256, name) for name, sha256 in _pinned("core")]
    listed["components"] += core + pages
    return listed


def text(root: Path) -> str:
    """The list as it is released; UserError when it breaks the rules of CycloneDX."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    listed = json.dumps(parts(root), indent=2) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.from_version(SCHEMA)).validate_str(listed):
        raise UserError(f"The list of parts is not CycloneDX {SCHEMA}: {fault}")
    return listed


def _pins() -> dict:
    return json.loads(LOCK.read_text("utf-8"))


def _pinned(group: str) -> list[tuple]:
    return sorted(_pins()[group].items())


def _part(name: str, version: str, sha256: str, file: str) -> dict:
    return {
        "type": "library",
        "bom-ref": f"runtime/{file}",
        "name": name,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": sha256}],
        "description": "Served with the pages, for code that runs in the reader's browser",
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(Path.cwd()), "utf-8")
