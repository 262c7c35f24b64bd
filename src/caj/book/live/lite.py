"""JupyterLite in the site: put there when `make lite` has built it from the notebooks as they are now."""

import shutil
from pathlib import Path

CACHE = ".cache/lite"  # where `make lite` puts it
PLACE = "lite"
PARTS = ("chapters", "exercises")


def find(source: Path) -> Path | None:
    """The folder that `make lite` has made, or None when it is missing or holds other notebooks than the book."""
    built = source / CACHE
    if not (built / "notebooks/index.html").exists():
        return None
    return built if notebooks(source) == notebooks(built / "files") else None


def notebooks(folder: Path) -> dict[str, bytes]:
    """The notebooks of readers, by their path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for part in PARTS for path in (folder / part).glob("*.ipynb")}


def write(built: Path, out: Path) -> None:
    """Copy JupyterLite into the built site."""
    shutil.rmtree(out / PLACE, ignore_errors=True)
    shutil.copytree(built, out / PLACE)
