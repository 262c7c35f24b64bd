"""How far the sources are from Jupyter Book 2: convert a copy, let it read every page, count what it complains of.

Run by `make canary`, with the newest Jupyter Book in an environment of its own. Red when there are more errors than
benchmarks/canary.json records; `--write` records today's count.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "benchmarks/canary.json"
FOLDERS = ("chapters", "exercises", "guides", "seeds", "benchmarks", "_static")
FILES = ("_config.yml", "_toc.yml", "*.md")
# A theme would be fetched; without one the pages are read and checked all the same.
THEME = "jtex: v1\ntitle: no theme\nversion: 1.0.0\nsource: .\n"
LINE = re.compile(r"^  - (⛔|⚠)\ufe0f? +(.*)$", re.M)
VARIES = re.compile(r'"[^"]*"|<[^>]*>|`[^`]*`|(?<=: )\S.*$|\d+')
CITATION = re.compile(r"\[([^][\n]*)\]\(#source-[\w-]+\)")  # a copy keeps the label,
ANCHOR = re.compile(r'<a id=\\?"[\w-]+\\?"></a>')  # for Jupyter Book 2 has no plain anchors to lead to
NETWORK = "Could not find DOI"  # says whether doi.org can be reached, not how the sources are


def main() -> None:
    parser = argparse.ArgumentParser(description="Count what Jupyter Book 2 complains of.")
    parser.add_argument("--write", action="store_true", help="record the count")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = count(read_as_book_2(Path(folder) / "book"))
    found = {"jupyter-book": version("jupyter-book"), **found}
    print(report(found))
    if options.write:
        RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    known = json.loads(RECORD.read_text("utf-8"))["errors"]
    if found["errors"] > known:
        sys.exit(f"{found['errors']} errors, {known} are recorded: mend the sources, or record the count with --write.")


def read_as_book_2(book: Path) -> str:
    """Convert a copy of the book and let Jupyter Book 2 read it; returns what it says."""
    book.mkdir()
    for name in FOLDERS:
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for pattern in FILES:
        for path in ROOT.glob(pattern):
            shutil.copy(path, book)
    for path in [*book.rglob("*.md"), *book.rglob("*.ipynb")]:
        path.write_text(ANCHOR.sub("", CITATION.sub(r"\1", path.read_text("utf-8"))), "utf-8")
    said = run(book, "init", answer="y\n" * 20)
    settings = book / "myst.yml"
    if not settings.exists():
        sys.exit(f"Jupyter Book 2 did not convert the book:\n{said}")
    (book / "theme").mkdir()
    (book / "theme/template.yml").write_text(THEME, "utf-8")
    settings.write_text(re.sub(r"template: .*", "template: ./theme", settings.read_text("utf-8")), "utf-8")
    return run(book, "build", "--site", "--strict", "--ci")


def run(book: Path, *command: str, answer: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "jupyter_book", *command],
        cwd=book,
        input=answer,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


def count(said: str) -> dict:
    """Errors and warnings of a strict build, and how often each kind occurs; exits when no page was read."""
    lines = [(sign, text) for sign, text in LINE.findall(said) if NETWORK not in text]
    if "Built index.md" not in said:
        sys.exit(f"Jupyter Book 2 read no page:\n{said[-2000:]}")
    kinds = Counter(VARIES.sub("…", text).strip() for _, text in lines)
    errors = sum(sign == "⛔" for sign, _ in lines)
    return {"errors": errors, "warnings": len(lines) - errors, "kinds": dict(kinds.most_common())}


def report(found: dict) -> str:
    """The counts as text."""
    head = f"Jupyter Book {found['jupyter-book']}: {found['errors']} errors, {found['warnings']} warnings"
    return "\n".join([head, *(f"{number:6}  {kind}" for kind, number in found["kinds"].items())])


if __name__ == "__main__":
    main()
