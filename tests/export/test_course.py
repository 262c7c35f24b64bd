"""A course folder for nbgrader: its own commands accept it and give the fair mark."""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from shared_export import SLUGS

from made import FULL, SLUG, answered, content  # isort: skip (tests/grading)
from shared import sandboxed

from test_nbgrader import PROGRAMS, nbgrader  # isort: skip

from coursekit.cli import main

EXPORT = ["--root", str(ROOT), "export", "nbgrader"]


def test_every_exercise_becomes_an_assignment(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main([*EXPORT, *SLUGS, "--out", str(tmp_path)]) == 0
    for slug in SLUGS:
        own = tmp_path / "source" / slug
        assert (own / f"{slug}.ipynb").read_bytes() == (ROOT / "chapters" / slug / "exercise.ipynb").read_bytes()
        assert list((own / "tables").glob("*.csv"))
    compile((tmp_path / "nbgrader_config.py").read_text("utf-8"), "nbgrader_config.py", "exec")
    capsys.readouterr()
    assert main([*EXPORT, SLUGS[0], "--out", str(tmp_path)]) == 0
    assert "0 files written" in capsys.readouterr().out


def test_a_file_of_yours_stays(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "nbgrader_config.py").write_text("mine", "utf-8")
    assert main([*EXPORT, SLUG, "--out", str(tmp_path)]) == 1
    assert "is there already and differs" in capsys.readouterr().err
    assert (tmp_path / "nbgrader_config.py").read_text("utf-8") == "mine"


def test_nbgrader_generates_and_grades_the_course(sandboxed: None, tmp_path: Path) -> None:
    if not (PROGRAMS / "nbgrader").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "nbgrader's own environment is not there; `make grade-env` makes it"
        )
    assert main([*EXPORT, SLUG, "--out", str(tmp_path)]) == 0
    made = nbgrader(tmp_path, "generate_assignment", SLUG)
    assert made.returncode == 0, made.stderr
    release = tmp_path / "release" / SLUG
    assert {path.name for path in (release / "tables").iterdir()} >= {"meetings.csv", "visits.csv"}
    assert "HIDDEN" not in (release / f"{SLUG}.ipynb").read_text("utf-8")
    place = tmp_path / "submitted/ann" / SLUG
    place.mkdir(parents=True)
    (place / f"{SLUG}.ipynb").write_bytes(content(answered()))
    graded = nbgrader(tmp_path, "autograde", SLUG)
    assert graded.returncode == 0, graded.stderr[-3000:]
    exported: subprocess.CompletedProcess = nbgrader(tmp_path, "export")
    assert exported.returncode == 0, exported.stderr
    head, row = (line.split(",") for line in (tmp_path / "grades.csv").read_text("utf-8").splitlines())
    assert float(row[head.index("raw_score")]) == FULL
