"""Seconds to build the book, against stock Jupyter Book on the same sources in the same run; and whether cost grows in line with chapters."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

import yaml
from record import ROOT, Row, save

from coursekit.files import import_path

PROGRAM = Path(sys.executable).with_name("jupyter-book")
LEFT = shutil.ignore_patterns("_build", ".*", "__pycache__", "tests")
SIZES = (12, 24, 48)
BUILDS = ROOT / ".cache/bench"  # kept for the bench of the pages


def copy(folder: Path) -> Path:
    """The sources of the book as they stand."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT, folder, ignore=LEFT)
    return folder


def configure(book: Path, **execute: object) -> None:
    """Take our extension away, as in a book that has none; say how notebooks are executed."""
    path = book / "_config.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config["execute"].update(execute)
    del config["sphinx"]["extra_extensions"], config["sphinx"]["config"]["html_math_renderer"]
    path.write_text(yaml.safe_dump(config), "utf-8")


def build(book: Path) -> float:
    """Seconds of one build; links that only our extension can follow are no matter here."""
    environment = {**os.environ, "PYTHONPATH": import_path(book), "CAJ_STATIC": "1"}
    start = time.perf_counter()
    done = subprocess.run([PROGRAM, "build", book, "-q"], env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"the build in {book} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def edit(book: Path) -> None:
    """One more sentence in one chapter."""
    path = book / "chapters/the-middle-corridor.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] += ["\n\nOne more sentence.\n"]
    path.write_text(json.dumps(notebook), "utf-8")


def repeat(book: Path, size: int) -> Path:
    """A book of as many chapters, ours in turn, each with its own name; no pages of exercises, and only the guides they link to."""
    chapters = sorted((book / "chapters").glob("*.ipynb"))
    made = [book / f"chapters/{chapters[number % len(chapters)].stem}-{number}.ipynb" for number in range(size)]
    for model, path in zip(cycle(chapters), made):
        notebook = json.loads(model.read_text("utf-8"))
        notebook["metadata"]["book"]["id"] = path.stem
        path.write_text(json.dumps(notebook), "utf-8")
        shutil.copytree(
            model.with_suffix(""), path.with_suffix("")
        )  # what a chapter says of its exercises is read from its folder
        shutil.copy(book / "exercises" / model.name, book / "exercises" / path.name)
    pages = [
        *(path.relative_to(book).with_suffix("").as_posix() for path in made),
        "guides/references",
        "guides/glossary",
    ]
    toc = {
        "format": "jb-book",
        "root": "index",
        "parts": [{"caption": "All", "chapters": [{"file": page} for page in pages]}],
    }
    (book / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    return book


def main() -> int:
    """Measure each build once, from nothing, one after the other."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    ours, plain = copy(BUILDS / "ours"), copy(BUILDS / "plain")
    configure(plain)
    seconds = {"ours": build(ours), "plain": build(plain)}
    for book in (ours, plain):
        edit(book)
    again = {"ours": build(ours), "plain": build(plain)}
    with tempfile.TemporaryDirectory() as folder:
        stock = copy(Path(folder) / "stock")
        configure(stock, execute_notebooks="force", timeout=600)
        seconds["stock"] = build(stock)
        grown = [build(repeat(copy(Path(folder) / str(size)), size)) for size in SIZES]
    first, second = ((grown[i + 1] - grown[i]) / (SIZES[i + 1] - SIZES[i]) for i in (0, 1))
    few, some, many = SIZES
    rows = [
        Row(
            "cold build",
            seconds["ours"],
            "s",
            "stock Jupyter Book that executes at build",
            seconds["stock"],
            most=1 / 8,
        ),
        Row(
            "cold build, with slides, cards, map, feed",
            seconds["ours"],
            "s",
            "stock Jupyter Book on stored outputs",
            seconds["plain"],
            most=1.2,
        ),
        Row("rebuild after one edit", again["ours"], "s", "stock Jupyter Book on stored outputs", again["plain"]),
        *(
            Row(f"cold build of {size} synthetic chapters", value, "s")
            for size, value in zip(SIZES, grown, strict=True)
        ),
        Row(
            f"one more chapter, from {some} to {many}",
            second,
            "s",
            f"one more chapter, from {few} to {some}",
            first,
            most=1.3,
        ),
    ]
    return save("building", rows)


if __name__ == "__main__":
    sys.exit(main())
