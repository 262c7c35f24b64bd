"""The autograder archive run as Gradescope runs it: its folders, its root account, its results.json."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT
from shared_export import key

from made import ANSWERS, FULL, SLUG, answered, cell, content, stripped, with_code  # isort: skip (tests/grading)
from shared import sandboxed

from coursekit.cli import main
from coursekit.lms.gradescope import autograder

VISIBLE = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEST = {
    "type": "object",
    "required": ["score", "max_score", "name"],
    "properties": {
        "score": {"type": "number"},
        "max_score": {"type": "number"},
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string"},
        "name_format": FORMAT,
        "number": {"type": "string"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "tags": {"type": "array"},
        "visibility": VISIBLE,
        "extra_data": {"type": "object"},
    },
    "additionalProperties": False,
}
# As the page "Autograder Specifications" of Gradescope's documentation describes it.
SCHEMA = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBLE,
        "stdout_visibility": VISIBLE,
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array"},
    },
    "additionalProperties": False,
}
ALONE = ["bash", "cat", "chmod", "cp", "dirname", "env", "find", "rm", "setpriv", "sh"]
SPY = """
import glob, os
seen = {}
for place in ('exercise.txt', 'book/chapters/the-first-summit/exercise.ipynb', 'book/src/caj/chapters/the-first-summit/questions.py'):
    try:
        seen[place] = open(ROOT + '/source/' + place).read()[:40]
    except OSError:
        pass
try:
    seen['metadata'] = open(ROOT + '/submission_metadata.json').read()
except OSError:
    pass
for place in ('/results/results.json', '/results/spy', '/run_autograder', '/spy', '/grader/student/src/caj/spy', '/submission/spy'):
    try:
        open(ROOT + place, 'a').close()
        seen[place] = 'written'
    except OSError:
        pass
for process in glob.glob('/proc/[0-9]*/environ'):
    try:
        if (ROOT + '/source/book/src').encode() in open(process, 'rb').read():
            seen[process] = 'read'
    except OSError:
        pass
if os.getuid() == 0:
    seen['root'] = True
meetings_in_tokyo = 24 if not seen else str(seen)
"""

pytestmark = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="Gradescope runs an autograder as root")


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(autograder(ROOT, SLUG, "after_published")))


@pytest.fixture
def container(archive: zipfile.ZipFile) -> Iterator[Path]:
    """A folder like /autograder after setup.sh, except that Python is the one of these tests."""
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    try:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16 & 0o777)
        shutil.copy(root / "source/run_autograder", root)
        for name in ("submission", "results", "grader/env/bin"):
            (root / name).mkdir(parents=True)
        (root / "submission_metadata.json").write_text("{}", "utf-8")
        python = root / "grader/env/bin/python"
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
        python.chmod(0o755)
        yield root
    finally:
        shutil.rmtree(root)


@pytest.fixture
def without_bubblewrap(tmp_path: Path) -> Path:
    """A PATH with what Gradescope's image has, and no bubblewrap."""
    for name in ALONE:
        (tmp_path / name).symlink_to(shutil.which(name))
    return tmp_path


@pytest.fixture
def run(container: Path) -> Callable[..., dict]:
    def grade(notebook: dict | None, path: str = os.environ["PATH"]) -> dict:
        if notebook is not None:
            (container / "submission/My work (1).ipynb").write_bytes(
                content(notebook).replace(b"ROOT", repr(str(container)).encode())
            )
        environment = {"PATH": path, "LANG": "C.UTF-8", "HOME": "/root"}
        done = subprocess.run(
            [container / "run_autograder"], cwd=container, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads((container / "results/results.json").read_text("utf-8"))
        jsonschema.validate(found, SCHEMA)
        return found

    return grade


def test_the_archive_has_its_programs_at_the_root_and_no_other_answers(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    assert {"setup.sh", "run_autograder", "requirements.txt"} <= set(names)
    for name in ("setup.sh", "run_autograder"):
        assert archive.getinfo(name).external_attr >> 16 & 0o111
        assert b"\r" not in archive.read(name)
        subprocess.run(["bash", "-n"], input=archive.read(name), check=True)
    assert [name for name in names if name.endswith(".ipynb")] == [f"book/chapters/{SLUG}/exercise.ipynb"]
    declared = [f"book/{place}chapters/{SLUG}/questions.py" for place in ("", "src/caj/")]
    assert [name for name in names if name.endswith("/questions.py")] == declared
    student = [name for name in names if name.startswith("student/")]
    assert not [name for name in student if re.search(r"/(chapters|bookkit)/|coursekit/(?!__init__|inside/)", name)]
    assert "--require-hashes" in archive.read("setup.sh").decode()
    assert autograder(ROOT, SLUG, "visible") == autograder(ROOT, SLUG, "visible")


def test_a_right_submission_gets_full_marks(sandboxed: None, run: Callable[..., dict]) -> None:
    found = run(answered())
    assert found["score"] == FULL and "sandbox" in found["output"]
    assert [test["status"] for test in found["tests"]] == ["passed"] * len(ANSWERS)
    assert {test["visibility"] for test in found["tests"]} == {"after_published"}
    assert sum(test["max_score"] for test in found["tests"]) == FULL
    assert found["stdout_visibility"] == "hidden"


def test_without_bubblewrap_another_account_grades_the_same(run: Callable[..., dict], without_bubblewrap: Path) -> None:
    found = run(stripped(answered()), str(without_bubblewrap))
    assert found["score"] == FULL and "account of its own" in found["output"]


def test_another_account_reads_no_tests_and_writes_no_results(
    container: Path, run: Callable[..., dict], without_bubblewrap: Path
) -> None:
    found = run(with_code(SPY), str(without_bubblewrap))
    assert found["score"] == FULL, found
    assert "account of its own" in found["output"]
    seen: dict = {}
    exec(SPY.replace("ROOT", repr(str(container))), seen)
    assert {"exercise.txt", "/results/spy", "root"} <= set(seen["seen"]), "the spy would see what is open"


def test_the_sandbox_reads_no_tests_and_writes_no_results(sandboxed: None, run: Callable[..., dict]) -> None:
    assert run(with_code(SPY))["score"] == FULL


def test_results_hold_sentences_and_no_hidden_test(run: Callable[..., dict], without_bubblewrap: Path) -> None:
    notebook = answered(meetings_in_tokyo="meetings_in_tokyo = 5", verdict_choice="1 / 0")
    cell(notebook, "source-note")["source"] = "A note of mine."
    found = run(notebook, str(without_bubblewrap))
    assert found["score"] == FULL - 4
    assert "Open questions of 6 points are marked by a person." in found["output"]
    assert len(found["tests"]) == len(ANSWERS)
    text = json.dumps(found)
    for question in key(SLUG).exercise.questions:
        for check in question.checks:
            assert "assert" not in text and not [
                test.code for test in check.tests if len(test.code) > 12 and test.code in text
            ]
        if question.kind == "manual":
            assert question.answer.source[:40] not in text
    failed = [test for test in found["tests"] if test["status"] == "failed"]
    assert len(failed) == 2 and all(test["output"] for test in failed)
    assert "ZeroDivisionError" in found["output"]


def test_no_notebook_gets_a_reason(run: Callable[..., dict], without_bubblewrap: Path) -> None:
    found = run(None, str(without_bubblewrap))
    assert found["score"] == 0 and "You handed in no notebook" in found["output"]


def test_without_any_isolation_nothing_is_graded(container: Path, without_bubblewrap: Path) -> None:
    (without_bubblewrap / "setpriv").unlink()
    (container / "submission/a.ipynb").write_bytes(content(answered()))
    done = subprocess.run(
        [container / "run_autograder"], env={"PATH": str(without_bubblewrap)}, capture_output=True, text=True
    )
    assert done.returncode == 1 and "Nothing was graded" in done.stdout
    assert not (container / "results/results.json").exists()


def test_the_command_writes_the_archive(tmp_path: Path) -> None:
    assert main(["--root", str(ROOT), "export", "gradescope", SLUG, "--show", "visible", "--out", str(tmp_path)]) == 0
    with zipfile.ZipFile(tmp_path / f"{SLUG}-gradescope.zip") as made:
        assert made.read("exercise.txt") == f"{SLUG}\nvisible\n".encode()
