"""Run the code of every chapter and of every solved exercise in this Python, without a kernel: all that a reader's pandas must know.

A program, run with the folder of the book by a Python that has only what the code itself imports. It prints a line for
each notebook that stops, with its cell and the error.
"""

import contextlib
import io
import json
import os
import sys
import warnings
from pathlib import Path


def notebooks(root: Path) -> list[Path]:
    """Chapters, and exercises with their solutions and hidden tests."""
    return sorted([*root.glob("chapters/*.ipynb"), *root.glob("chapters/*/exercise.ipynb")])


def stops(path: Path) -> str:
    """Where and why the code of a notebook stops; empty when it runs to its end."""
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile("".join(cell["source"]), f"cell {cell['id']}", "exec"), names)
        except Exception as error:
            if "raises-exception" not in cell["metadata"].get("tags", ()):
                return f"cell {cell['id']}: {type(error).__name__}: {error}"
    return ""


def main(root: Path) -> int:
    """Say what stops, and with which versions."""
    import altair
    import numpy
    import pandas

    os.environ["CAJ_STATIC"] = "1"
    warnings.simplefilter("ignore")
    paths = notebooks(root)
    found = [f"{path.relative_to(root)}, {why}" for path in paths if (why := stops(path))]
    print(*found, sep="\n", end="\n" if found else "")
    tools = f"pandas {pandas.__version__}, numpy {numpy.__version__}, altair {altair.__version__}"
    print(f"{len(paths) - len(found)} of {len(paths)} notebooks run with {tools}.")
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
