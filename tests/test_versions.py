"""The book on other versions: what Jupyter Book 2 says is counted, the newest set has no version, the oldest runs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from bookkit.environment import PLACE, environment, installed
from bookkit.in_page import runtime
from bookkit.versions import code_of_chapters, jupyter_book_2, lock, trial
from bookkit.versions.ranges import contents, newer, oldest, requirements
from caj.errors import UserError

SAID = """📖 Built index.md in 7.38 s.
⛔️ index.md:3 Link has no URL:

index.md
  - ⛔ Link has no URL:
  - ⚠️  No target for internal reference "#a" was found.
  - ⚠️  No target for internal reference "#b" was found.
  - ⛔ Could not find DOI "https://doi.org/1" from doi.org as doi:1

Site has 2 errors and 2 warnings, stopping build.
"""


def test_the_canary_counts_by_kind_and_leaves_out_the_network() -> None:
    found = jupyter_book_2.count(SAID)
    assert (found["errors"], found["warnings"]) == (1, 2)
    assert found["kinds"]["No target for internal reference … was found."] == 2


def test_a_build_that_read_no_page_is_no_good_news() -> None:
    with pytest.raises(UserError, match="read no page:\nnpm is missing"):
        jupyter_book_2.count("npm is missing")


def test_the_recorded_count_is_one_that_the_canary_made() -> None:
    record = json.loads((ROOT / jupyter_book_2.RECORD).read_text("utf-8"))
    assert sum(record["kinds"].values()) == record["errors"] + record["warnings"]
    assert record["jupyter-book"].startswith("2.")


def test_the_nightly_set_is_every_dependency_without_version() -> None:
    names = requirements(contents(ROOT))
    assert {"pandas", "altair", "pooch", "pytest", "jupyter-book<2"} <= set(names)
    assert not [name for name in names if re.search("[=>]", name)]
    assert "nbgrader" not in names and len(names) == len(set(names))


def test_what_is_not_as_tested_is_named() -> None:
    there = installed(Path(sys.prefix))
    assert there["pytest"] == pytest.__version__
    pins = "pytest==1.0 \\\n    --hash=sha256:0\nno-such-package==1\npyyaml==0\n"
    assert newer(pins, there) == [f"pytest 1.0 -> {pytest.__version__}", f"pyyaml 0 -> {there['PyYAML']}"]
    assert newer(f"pytest==1.0 ; python_version < '3'\npytest=={pytest.__version__}\n", there) == []


def test_an_environment_is_made_once_for_each_state_of_its_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def run(command: list, check: bool) -> None:
        asked.append(" ".join(map(str, command)))
        (tmp_path / PLACE / "small").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr("bookkit.environment.subprocess.run", run)
    folder = environment(tmp_path, "small", "a==1\n")
    assert "-m venv --clear" in asked[0] and asked[1].endswith(f"install -r {folder / 'requirements.txt'}")
    assert environment(tmp_path, "small", "a==1\n") == folder and len(asked) == 2
    environment(tmp_path, "small", "a==2 --hash=sha256:0\n", tmp_path)
    assert "--require-hashes" in asked[3] and asked[4].endswith(f"-e {tmp_path}") and len(asked) == 5
    environment(tmp_path, "small", "a==2 --hash=sha256:0\n", anew=True)
    assert len(asked) == 7


def test_what_cannot_be_installed_is_said_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list, check: bool) -> None:
        (tmp_path / PLACE / "small").mkdir(parents=True, exist_ok=True)
        if "pip" in command:
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr("bookkit.environment.subprocess.run", run)
    with pytest.raises(UserError, match="Is this machine offline"):
        environment(tmp_path, "small", "a==1\n")
    assert not (tmp_path / PLACE / "small/ready").exists()


def test_the_oldest_environment_has_what_builds_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    held = []
    monkeypatch.setattr(trial, "environment", lambda root, name, lines, *own: held.append(lines) or tmp_path)
    monkeypatch.setattr(trial, "chapters_run", lambda root, folder: [])
    assert trial.with_oldest(ROOT) == [] and {"pandas==2.2", "hatchling"} <= set(held[0].split("\n"))


def test_the_lock_is_asked_for_every_file_of_pins(tmp_path: Path) -> None:
    asked = lock.commands(tmp_path / "pins.txt", tmp_path / "lite.txt")
    assert asked.keys() == {*(path.name for path in ROOT.glob("constraints*.txt")), ".binder/requirements.txt"}
    pages = json.loads(runtime.LOCK.read_text("utf-8"))["packages"]
    tested = (ROOT / lock.WHOLE).read_text("utf-8")
    for name in lock.AS_IN_THE_PAGE:
        assert f"\n{name}=={pages[name]['version']} " in tested


def test_the_tested_versions_lie_in_the_ranges_of_the_distributions() -> None:
    tested = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
    for content in contents(ROOT):
        for line in content["project"]["dependencies"]:
            needed = Requirement(line)
            assert needed.name not in tested or tested[needed.name] in needed.specifier, line


def test_the_oldest_set_is_the_lower_end_of_the_ranges() -> None:
    content = contents(ROOT)[0]
    lowest = [Requirement(line) for line in oldest(content)]
    assert {"pandas", "numpy", "altair"} <= {needed.name for needed in lowest}
    ranges = [*content["project"]["dependencies"], *content["project"]["optional-dependencies"]["kernel"]]
    allowed = {needed.name: needed.specifier for needed in map(Requirement, ranges)}
    for needed in lowest:
        (only,) = needed.specifier
        assert only.version in allowed[needed.name]


def test_chapters_and_solved_exercises_run_on_the_oldest_pandas() -> None:
    folder = ROOT / PLACE / "oldest"
    if not (folder / "ready").exists():
        pytest.skip("no environment with the oldest pandas; `caj versions oldest` makes one, with a package index")
    assert trial.chapters_run(ROOT, folder) == []


def test_where_a_chapter_stops_is_named(tmp_path: Path) -> None:
    cells = [("a", "import pandas as pd"), ("b", "pd.Series([1]).no_such_method()")]
    stored = [{"cell_type": "code", "id": id, "source": [code], "metadata": {}} for id, code in cells]
    (tmp_path / "old.ipynb").write_text(json.dumps({"cells": stored}), "utf-8")
    assert code_of_chapters.stops(tmp_path / "old.ipynb").startswith("cell b: AttributeError: ")
