"""Build JupyterLite for the book: its notebooks in their folders, on the runtime that the pages use."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from bookkit.environment import environment
from bookkit.in_page import fetch, lite, runtime
from caj.errors import UserError
from coursekit.book import Book

PINS = "constraints-lite.txt"
APPS = ("--apps", "notebooks", "--apps", "tree")


def build(root: Path, archive: str | None = None) -> None:
    """Build into the cache of the book, from which the site takes it; JupyterLite has an environment of its own, for it bundles what it finds there."""
    fetch.fetch(root, archive, lite=True)
    programs = environment(root, "lite", (root / PINS).read_text("utf-8")) / "bin"
    target = root.resolve() / lite.CACHE
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _write(work / "jupyter-lite.json", _settings(Book(root).settings.title))
        _write(work / "overrides.json", lite.OVERRIDES)
        for path, content in lite.notebooks(root).items():
            (work / "contents" / path).parent.mkdir(parents=True, exist_ok=True)
            (work / "contents" / path).write_bytes(content)
        shutil.rmtree(target, ignore_errors=True)
        command = [programs / "python", "-m", "jupyter", "lite", "build", "--no-sourcemaps", *APPS]
        command += ["--contents", "contents", "--output-dir", target]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise UserError(f"JupyterLite was not built.\n{(done.stdout + done.stderr)[-3000:]}")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
    print(f"JupyterLite: {size:.1f} MB in {target}.")


def _settings(title: str) -> dict:
    """Its name, and where its kernel finds Python, seen from its folder in the site."""
    python = f"../{runtime.PLACE}/{json.loads(runtime.LOCK.read_text('utf-8'))['pyodide']}"
    kernel = {
        "pyodideUrl": f"./{python}/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "lockFileURL": f"{python}/{runtime.LITE_LOCK}",
            "packages": ["micropip", "comm", "jedi", "ipython"],
        },
    }
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}
    data = {"appName": title, "appUrl": "./tree", "litePluginSettings": plugins}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def _write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=1), "utf-8")
