"""Build JupyterLite for the book: its notebooks in their folders, on the runtime that the pages use."""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / ".cache/lite"
spec = importlib.util.spec_from_file_location(
    "lite", ROOT / "packages/bookkit/src/bookkit/in_page/lite.py"
)  # caj itself is not in this environment
lite = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lite)
RUNTIME = json.loads((ROOT / "packages/bookkit/src/bookkit/in_page/runtime.json").read_text("utf-8"))
PYTHON = f"../_static/python/{RUNTIME['pyodide']}"  # seen from lite/ in the site
KERNEL = {
    "pyodideUrl": f"./{PYTHON}/pyodide.mjs",
    "disablePyPIFallback": True,
    "loadPyodideOptions": {
        "lockFileURL": f"{PYTHON}/lite-lock.json",
        "packages": ["micropip", "comm", "jedi", "ipython"],
    },
}


def main() -> int:
    """Build into .cache/lite; `make book` puts it into the site."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        settings = {
            "appName": "Central Asia plus Japan",
            "appUrl": "./tree",
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": KERNEL},
        }
        write(work / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings})
        write(work / "overrides.json", lite.OVERRIDES)
        for path, content in lite.notebooks(ROOT).items():
            (work / "contents" / path).parent.mkdir(parents=True, exist_ok=True)
            (work / "contents" / path).write_bytes(content)
        shutil.rmtree(TARGET, ignore_errors=True)
        program = [
            sys.executable,
            "-m",
            "jupyter",
            "lite",
            "build",
            "--no-sourcemaps",
            "--apps",
            "notebooks",
            "--apps",
            "tree",
        ]
        done = subprocess.run(
            [*program, "--contents", "contents", "--output-dir", TARGET], cwd=work, capture_output=True, text=True
        )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file()) / 1e6
    print(f"JupyterLite: {size:.1f} MB in {TARGET}.")
    return 0


def write(path: Path, content: dict) -> None:
    """Write settings as JSON."""
    path.write_text(json.dumps(content, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
