"""Size of what `.binder` adds to Binder's image, and seconds to the first cell of a chapter in it, against pandas alone in the same kernel."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from record import ROOT, Row, save

ROUNDS = 5
PROGRAM = """
import json, sys, time
from jupyter_client.manager import start_new_kernel
seconds = []
for code in sys.argv[1:]:
    start = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3")
    reply = client.execute_interactive(code, timeout=120, output_hook=lambda message: None)
    assert reply["content"]["status"] == "ok", reply
    seconds.append(time.perf_counter() - start)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(seconds))
"""
FIRST, PLAIN = "import caj\ncaj.load('events').head()", "import pandas\npandas.DataFrame({'year': [2004]}).head()"


def install(folder: Path) -> Path:
    """Program of a new environment with what `.binder` names, and our package."""
    python = folder / "bin/python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    options = ["-q", "--disable-pip-version-check"]
    subprocess.run(
        [python, "-m", "pip", "install", *options, "--require-hashes", "-r", ROOT / ".binder/requirements.txt"],
        check=True,
    )
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            *options,
            "--no-deps",
            "--no-build-isolation",
            "-w",
            folder / "wheel",
            ROOT,
        ],
        check=True,
    )
    subprocess.run(
        [python, "-m", "pip", "install", *options, "--no-deps", *(folder / "wheel").glob("*.whl")], check=True
    )
    return python


def size(folder: Path) -> float:
    """Megabytes of all files, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> int:
    """Install once, start kernels some times."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "env"
        python = install(place)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        run = [python, "-c", PROGRAM, *([FIRST, PLAIN] * ROUNDS)]
        seconds = json.loads(
            subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
        )
        rows = [
            Row("Binder's environment", size(place), "MB", most=350),
            Row("of it what Python compiled ahead", sum(map(size, place.rglob("__pycache__"))), "MB"),
            Row(
                "start of a kernel and first table",
                statistics.median(seconds[::2]),
                "s",
                "start of a kernel and pandas",
                statistics.median(seconds[1::2]),
            ),
        ]
    return save(
        "binder", rows, "Without the image that Binder itself brings, in which JupyterLab is, and without its queue."
    )


if __name__ == "__main__":
    sys.exit(main())
