"""How far the sources are from Jupyter Book 2: convert a copy, let it read every page, count what it complains of.

A fault when there are more errors than benchmarks/canary.json records.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import yaml

from bookkit.environment import environment, installed
from bookkit.site.contents import pages
from caj.errors import UserError
from coursekit.book import Book
from coursekit.files import write

NAME, RECORD = "jupyter-book", "benchmarks/canary.json"
FOLDERS = ("chapters", "exercises", "guides", "seeds", "benchmarks", "_static")
FILES = ("_config.yml", "_toc.yml", "*.md")
# A theme would be fetched; without one the pages are read and checked all the same.
THEME = "jtex: v1\ntitle: no theme\nversion: 1.0.0\nsource: .\n"
LINE = re.compile(r"^  - (⛔|⚠)\ufe0f? +(.*)$", re.M)
VARIES = re.compile(r'"[^"]*"|<[^>]*>|`[^`]*`|(?<=: )\S.*$|\d+')
CITATION = re.compile(r"\[([^][\n]*)\]\(#source-[\w-]+\)")  # a copy keeps the label,
ANCHOR = re.compile(r'<a id=\\?"[\w-]+\\?"></a>')  # for Jupyter Book 2 has no plain anchors to lead to
NETWORK = "Could not find DOI"  # says whether doi.org can be reached, not how the sources are


def compare(root: Path, write: bool = False) -> list[str]:
    """Count with the newest Jupyter Book; a sentence when more is wrong than is recorded, unless today's count is to be recorded."""
    place = environment(root, "jupyter-book-2", f"{NAME}>=2\n", anew=True)
    with tempfile.TemporaryDirectory() as folder:
        said = read_as_book_2(root, Path(folder) / "book", place / "bin/python")
    found = {NAME: installed(place)[NAME], **count(said)}
    print(report(found))
    record = root / RECORD
    if write:
        record.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    known = json.loads(record.read_text("utf-8"))["errors"]
    if found["errors"] <= known:
        return []
    return [f"{found['errors']} errors, {known} are recorded: mend the sources, or record the count with --write."]


def read_as_book_2(root: Path, book: Path, python: Path) -> str:
    """Convert a copy of the book and let Jupyter Book 2 read it; returns what it says."""
    book.mkdir()
    for name in FOLDERS:
        shutil.copytree(root / name, book / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for pattern in FILES:
        for path in root.glob(pattern):
            shutil.copy(path, book)
    complete(book)
    for path in [*book.rglob("*.md"), *book.rglob("*.ipynb")]:
        path.write_text(ANCHOR.sub("", CITATION.sub(r"\1", path.read_text("utf-8"))), "utf-8")

    def run(*command: str, answer: str = "") -> str:
        program = [python, "-m", "jupyter_book", *command]
        done = subprocess.run(program, cwd=book, input=answer, capture_output=True, text=True, encoding="utf-8")
        return done.stdout + done.stderr

    said = run("init", answer="y\n" * 20)
    settings = book / "myst.yml"
    if not settings.exists():
        raise UserError(f"Jupyter Book 2 did not convert the book:\n{said}")
    (book / "theme").mkdir()
    (book / "theme/template.yml").write_text(THEME, "utf-8")
    settings.write_text(re.sub(r"template: .*", "template: ./theme", settings.read_text("utf-8")), "utf-8")
    return run("build", "--site", "--strict", "--ci")


def complete(book: Path) -> None:
    """Write what follows from the chapters, as our extension of Sphinx does: Jupyter Book 2 knows only what is listed."""
    whole = Book(book)
    for page, text in pages(whole).items():
        write(page, text)
    write(book / "_toc.yml", yaml.safe_dump(whole.contents, allow_unicode=True, sort_keys=False))


def count(said: str) -> dict:
    """Errors and warnings of a strict build, and how often each kind occurs; UserError when no page was read."""
    lines = [(sign, text) for sign, text in LINE.findall(said) if NETWORK not in text]
    if "Built index.md" not in said:
        raise UserError(f"Jupyter Book 2 read no page:\n{said[-2000:]}")
    kinds = Counter(VARIES.sub("…", text).strip() for _, text in lines)
    errors = sum(sign == "⛔" for sign, _ in lines)
    return {"errors": errors, "warnings": len(lines) - errors, "kinds": dict(kinds.most_common())}


def report(found: dict) -> str:
    """The counts as text."""
    head = f"Jupyter Book {found[NAME]}: {found['errors']} errors, {found['warnings']} warnings"
    return "\n".join([head, *(f"{number:6}  {kind}" for kind, number in found["kinds"].items())])
