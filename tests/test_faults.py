"""Ten faults, each made on a copy of the book, turn the tests red with a message that says what to do."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.evidence import integrity
from bookkit.notebooks import links
from bookkit.prose import pages, spelling
from caj import data
from coursekit.exercises.notebooks import source_path
from coursekit.files import import_path

CHAPTER = "chapters/the-middle-corridor.ipynb"
FOLDERS = ["book", "chapters", "documents", "essays", "exercises", "guides", "packages", "profiles", "seeds", "tests"]
NOTEBOOKS = "tests/test_notebooks.py::test_the_book_has_no_faults"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of everything that the tests read, in a folder whose name has a space and letters of other alphabets."""
    book = tmp_path / "Книга 日本 ʻş"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in ("conftest.py", "pyproject.toml", "LICENSE-DATA.md", "_toc.yml", "book.yml", "index.md"):
        shutil.copy(ROOT / name, book / name)
    return book


def outcome(book: Path, *tests: str) -> tuple[int, str]:
    """Exit code and output of these tests in the copy, with the package of the copy."""
    environment = {**os.environ, "PYTHONPATH": import_path(book)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=--nbval",
        *tests,
    ]
    done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def replace(path: Path, pattern: str, new: str) -> None:
    text = path.read_text("utf-8")
    changed = re.sub(pattern, new, text, count=1)
    assert changed != text, f"{pattern} is not in {path.name}"
    path.write_text(changed, "utf-8")


def test_the_copy_is_green_before_any_fault(book: Path) -> None:
    code, said = outcome(book, CHAPTER, NOTEBOOKS)
    assert code == 0, said


def test_one_changed_number_in_seeds(book: Path) -> None:
    replace(book / "seeds/indicators.csv", r"(titr_cargo,TITR,,2023,,)2764", r"\g<1>2754")
    code, said = outcome(book, "tests/test_package.py")
    assert code == 1 and "hash" in said
    subprocess.run(
        [sys.executable, "-m", "coursekit.cli", "data", "seal"],
        cwd=book,
        env={**os.environ, "PYTHONPATH": import_path(book)},
        check=True,
    )
    code, said = outcome(book, CHAPTER)
    assert code == 1 and f"caj notebooks run {CHAPTER}" in said


def test_one_stale_output(book: Path) -> None:
    path = book / CHAPTER
    notebook = json.loads(path.read_text("utf-8"))
    output = next(o for cell in notebook["cells"] for o in cell.get("outputs", []) if "text/plain" in o.get("data", {}))
    output["data"]["text/plain"] = ["What an earlier version of the code printed."]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    code, said = outcome(book, CHAPTER)
    assert code == 1 and f"caj notebooks run {CHAPTER}" in said


def test_one_wrong_hash(book: Path) -> None:
    replace(book / "seeds/datapackage.json", r"sha256:[0-9a-f]{4}", "sha256:0000")
    code, said = outcome(book, "tests/test_package.py::test_links_between_tables_hold")
    assert code == 1 and "is not the file that was released" in said and "caj data seal" in said


def test_one_missing_licence(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace(book / "LICENSE-DATA.md", r"(?m)^\| `legs` .*\n", "")
    code, said = outcome(book, "tests/test_package.py::test_every_licence_is_explained")
    assert code == 1 and "LICENSE-DATA.md: add `legs` with its licence" in said
    replace(book / "seeds/datapackage.json", r'(?s)("path": "legs\.csv".*?)"licenses": \[.*?\],', r"\1")
    monkeypatch.setattr(data, "folder", lambda: book / "seeds")
    integrity.forget()
    assert integrity.problems() == [
        'seeds/datapackage.json: table "legs" has no licence. Add one there and in LICENSE-DATA.md.'
    ]
    monkeypatch.undo()
    integrity.forget()


@pytest.mark.parametrize(
    "page, link", [(CHAPTER, "../guides/data.md#indicators"), ("index.md", "guides/maintainers.md#report-a-mistake")]
)
def test_one_dead_internal_link(book: Path, page: str, link: str) -> None:
    replace(book / page, re.escape(f"]({link})"), "](no-such-page.md)")
    said = [sentence for sentence in links.problems(book) if sentence.startswith(page)]
    assert len(said) == 1 and said[0].endswith(
        "the link to no-such-page.md leads nowhere. Correct its path, or take the link out."
    )


def leak(book: Path) -> None:
    """Copy a solution into the students' notebook."""
    name = Path(CHAPTER).name
    solution = json.loads(source_path(book, Path(name).stem).read_text("utf-8"))
    copy = json.loads((book / "exercises" / name).read_text("utf-8"))
    answer = next(
        c for c in solution["cells"] if c["metadata"].get("nbgrader", {}).get("solution") and c["cell_type"] == "code"
    )
    next(c for c in copy["cells"] if c["id"] == answer["id"])["source"] = answer["source"]
    (book / "exercises" / name).write_text(json.dumps(copy, indent=1, ensure_ascii=False) + "\n", "utf-8")


def test_alt_text_source_id_solution_objective_and_link_reach_the_reader(book: Path) -> None:
    """The test of the notebooks prints every sentence, so one run of it stands for all of these faults."""
    replace(book / CHAPTER, r'("description": )"[^"]+"', r'\1""')
    replace(book / CHAPTER, r"#source-[A-Za-z0-9-]+\)", "#source-nobody-1900)")
    leak(book)
    replace(book / "index.md", r"\]\(guides/maintainers\.md#report-a-mistake\)", "](no-such-page.md)")
    replace(
        book / CHAPTER, r'("objectives": \[\n)', r'\1    {"id": "nobody-asks", "text": "Explain what nobody asks."},\n'
    )
    code, said = outcome(book, NOTEBOOKS)
    assert code == 1
    for sentence in (
        "a figure has no alt text",
        'source id "nobody-1900" is not in seeds/sources.csv. Correct it, or add the source there.',
        "leaks a solution",
        "caj notebooks student",
        "objective nobody-asks has no exercise. Add a question that aims at it",
        "the link to no-such-page.md leads nowhere",
    ):
        assert sentence in said.replace("\\", ""), sentence


def test_one_misspelt_name(book: Path) -> None:
    replace(book / CHAPTER, r"(?<=[a-z] )Kazakhstan(?= [a-z])", "Kazakhstna")
    said = list(spelling(pages(book)[CHAPTER]))
    assert len(said) == 1 and CHAPTER in said[0] and "looks like Kazakhstan, as seeds/names.csv spells it" in said[0]
