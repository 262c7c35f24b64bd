"""Every hostile or broken submission gets the fair mark and a clear line, and its neighbours notice nothing."""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from hostile import CASES, Case
from made import FULL, SLUG, answered, blank, content
from shared import sandboxed

from coursekit.cli import main
from coursekit.exercises.notebooks import source_path

NAME = f"{SLUG}.ipynb"
LONG = "n" * 1000


@dataclass
class Class:
    """What one run over the whole class left behind."""

    marks: dict[str, dict[str, str]]
    folder: Path
    out: Path
    calls: list
    said: str
    code: int


@pytest.fixture(scope="module")
def graded(sandboxed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """All cases, with an honest submission before each and after the last, graded by the command."""
    base = tmp_path_factory.mktemp("class")
    folder, out = base / "submissions", base / "marks"
    calls: list = []
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: _accept(listener, calls), daemon=True).start()
    at = {
        "home": str(base),
        "out": str(out),
        "port": listener.getsockname()[1],
        "solution": str(source_path(ROOT, SLUG)),
    }
    for number, case in enumerate(CASES):
        _hand_in(folder / f"{number:02}-0-honest" / NAME, content(answered()))
        made = case.make(at)
        _hand_in(folder / f"{number:02}-{case.name}" / NAME, made if isinstance(made, bytes) else content(made))
    _hand_in(folder / "99-0-honest" / NAME, content(answered()))
    _odd_files(folder, base)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main(["--root", str(ROOT), "grade", str(folder), "--out", str(out), "--workers", "2"])
    with open(out / "marks.csv", encoding="utf-8", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    with open(out / "questions.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            marks[row["student"]].setdefault("said", "")
            marks[row["student"]]["said"] += row["said"]
    yield Class(marks, base, out, calls, said.getvalue(), code)
    listener.close()


def _accept(listener: socket.socket, calls: list) -> None:
    with contextlib.suppress(OSError):
        while True:
            calls.append(listener.accept())


def _hand_in(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)


def _zip(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, made in members.items():
            archive.writestr(name, made)


def _odd_files(folder: Path, base: Path) -> None:
    """Links, archives, odd names, several attempts, nbgrader's layout."""
    right, nothing = content(answered()), content(blank())
    (folder / "link-file").mkdir()
    (folder / "link-file" / NAME).symlink_to(source_path(ROOT, SLUG))
    (folder / "link-folder").symlink_to(source_path(ROOT, SLUG).parent)
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / NAME)
    _zip(folder / "zip-good.zip", **{f"work/{NAME}": right})
    _zip(folder / "zip-dots.zip", **{f"../../{NAME}": right})
    with zipfile.ZipFile(folder / "zip-link.zip", "w") as archive:
        link = zipfile.ZipInfo(NAME)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile(folder / "zip-bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b" " * 300_000_000)
    (folder / "zip-broken.zip").write_bytes(b"PK\x03\x04 no archive")
    _zip(folder / "zip-long.zip", **{f"{LONG}/{NAME}": right})
    _hand_in(Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9")) / NAME, right)
    _hand_in(folder / "Айгерім 日本" / NAME, right)
    _hand_in(folder / "=HYPERLINK(1)" / NAME, right)
    for attempt, made in (("2026-11-02T10:00", nothing), ("2026-11-10T09:00", right), ("2026-11-03T10:00", nothing)):
        _hand_in(folder / "attempts-by-time" / attempt / NAME, made)
    for attempt, made in (("attempt 2", nothing), ("attempt 10", right)):
        _hand_in(folder / "attempts-by-name" / attempt / NAME, made)
    _hand_in(folder / "nbgrader-layout" / SLUG / NAME, right)
    _hand_in(folder / "renamed" / "my homework.ipynb", right)
    _hand_in(folder / "stranger" / "shopping.ipynb", b'{"cells": [{"cell_type": "code", "source": "1"}]}')
    _hand_in(folder / "no-notebook" / "answers.txt", b"c")
    _hand_in(folder / "deep" / "/".join("d" * 30) / NAME, right)
    _hand_in(folder / "checkpoints" / ".ipynb_checkpoints" / NAME, nothing)
    _hand_in(folder / "checkpoints" / NAME, right)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fair_mark_and_clear_line(graded: Class, case: Case) -> None:
    row = graded.marks[f"{CASES.index(case):02}-{case.name}"]
    assert float(row["points"]) == case.fair, row
    assert row["graded"] == ("yes" if case.graded else "no")
    assert re.search(case.says, row["notes"] + row["said"]), row
    assert case.graded or re.search(f"{case.name}.*{case.says}", graded.said)


@pytest.mark.parametrize("number", [*range(len(CASES)), 99])
def test_neighbours_notice_nothing(graded: Class, number: int) -> None:
    row = graded.marks[f"{number:02}-0-honest"]
    assert float(row["points"]) == FULL and row["notes"] == ""


FILES = {
    "link-file": (0, "symbolic link"),
    "link-folder": (0, "symbolic link"),
    "pipe": (0, "not an ordinary file"),
    "zip-good": (FULL, ""),
    "zip-dots": (0, "leads out of it"),
    "zip-link": (0, "symbolic link"),
    "zip-bomb": (0, "too large"),
    "zip-broken": (0, "archive cannot be read"),
    "zip-long": (FULL, ""),
    "caf\\xe9": (FULL, ""),
    "Айгерім 日本": (FULL, ""),
    "'=HYPERLINK(1)": (FULL, ""),
    "attempts-by-time": (FULL, "3 attempts; this one counts: 2026-11-10"),
    "attempts-by-name": (FULL, "2 attempts; this one counts: attempt 10"),
    "nbgrader-layout": (FULL, ""),
    "renamed": (FULL, ""),
    "stranger": (0, "belongs to no exercise"),
    "no-notebook": (0, "holds no notebook"),
    "deep": (0, "nested too deeply"),
    "checkpoints": (FULL, ""),
}


@pytest.mark.parametrize("student", FILES)
def test_odd_files(graded: Class, student: str) -> None:
    fair, says = FILES[student]
    row = graded.marks[student]
    assert float(row["points"]) == fair and says in row["notes"], row


def test_the_command_names_what_has_no_mark_and_ends_well(graded: Class) -> None:
    assert graded.code == 0
    assert all(row["notes"] for row in graded.marks.values() if row["graded"] == "no")


def test_nothing_was_written_outside_and_nobody_called(graded: Class) -> None:
    assert graded.calls == []
    assert {path.name for path in graded.folder.iterdir()} == {"submissions", "marks"}
    assert not [
        path
        for place in (graded.out, ROOT, Path("/"), Path("/tmp"), Path.home())
        for path in place.glob("caj-was-here")
    ]
    assert not Path("/tmp/caj-meta").exists()


def test_no_hidden_test_is_in_any_file_for_students(graded: Class) -> None:
    notebook = json.loads(source_path(ROOT, SLUG).read_text("utf-8"))
    hidden = [
        line.strip()
        for each in notebook["cells"]
        for line in "".join(each["source"]).partition("### BEGIN HIDDEN TESTS")[2].partition("### END")[0].splitlines()
    ]
    secret = [line.split(', "')[0] for line in hidden if len(line) > 12]
    pages = [path.read_text("utf-8") for path in (graded.out / "feedback").rglob("*.html")]
    assert len(secret) > 10 and len(pages) > len(CASES)
    assert not [line for page in pages for line in secret if line in page]


def test_the_class_report_has_pictures_reasons_and_the_rule_for_attempts(graded: Class) -> None:
    page = (graded.out / "report.html").read_text("utf-8")
    assert page.count("<img alt=") == 3 and "latest counts" in page and "bubblewrap" in page
    assert "The file is empty" in page and "<script" not in page


def test_same_input_same_marks_byte_for_byte(graded: Class, tmp_path: Path) -> None:
    again = tmp_path / "again"
    chosen = tmp_path / "submissions"
    for name in ("syntax-error", "stripped", "nan-and-inf"):
        shutil.copytree(next((graded.folder / "submissions").glob(f"*-{name}")), chosen / name)
    first = [
        main(["--root", str(ROOT), "grade", str(chosen), "--out", str(again / str(workers)), "--workers", str(workers)])
        for workers in (1, 2)
    ]
    assert first == [0, 0]
    files = [
        path.relative_to(again / "1")
        for path in (again / "1").rglob("*")
        if path.is_file() and path.name not in ("journal.jsonl", "report.html")
    ]
    assert len(files) >= 6
    assert all((again / "1" / name).read_bytes() == (again / "2" / name).read_bytes() for name in files)
