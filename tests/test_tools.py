"""The canary counts what Jupyter Book 2 says; the nightly set has every dependency and no version."""

import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

SAID = """📖 Built index.md in 7.38 s.
⛔️ index.md:3 Link has no URL:

index.md
  - ⛔ Link has no URL:
  - ⚠️  No target for internal reference "#a" was found.
  - ⚠️  No target for internal reference "#b" was found.
  - ⛔ Could not find DOI "https://doi.org/1" from doi.org as doi:1

Site has 2 errors and 2 warnings, stopping build.
"""


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{name}_tool", ROOT / f"tools/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_canary_counts_by_kind_and_leaves_out_the_network() -> None:
    found = tool("canary").count(SAID)
    assert (found["errors"], found["warnings"]) == (1, 2)
    assert found["kinds"]["No target for internal reference … was found."] == 2


def test_a_build_that_read_no_page_is_no_good_news() -> None:
    with pytest.raises(SystemExit, match="read no page:\nnpm is missing"):
        tool("canary").count("npm is missing")


def test_the_recorded_count_is_one_that_the_canary_made() -> None:
    record = json.loads(tool("canary").RECORD.read_text("utf-8"))
    assert sum(record["kinds"].values()) == record["errors"] + record["warnings"]
    assert record["jupyter-book"].startswith("2.")


def test_the_nightly_set_is_every_dependency_without_version() -> None:
    names = tool("nightly").requirements(tool("nightly").contents())
    assert {"pandas", "altair", "pooch", "pytest", "jupyter-book<2"} <= set(names)
    assert not [name for name in names if re.search("[=>]", name)]
    assert "nbgrader" not in names and len(names) == len(set(names))


def test_what_is_not_as_tested_is_named() -> None:
    newer, installed = tool("nightly").newer, pytest.__version__
    assert newer("pytest==1.0 \\\n    --hash=sha256:0\nno-such-package==1\n") == [f"pytest 1.0 -> {installed}"]
    assert newer(f"pytest==1.0 ; python_version < '3'\npytest=={installed}\n") == []


def test_the_tested_versions_lie_in_the_ranges_of_the_distributions() -> None:
    tested = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
    for content in tool("nightly").contents():
        for line in content["project"]["dependencies"]:
            needed = Requirement(line)
            assert needed.name not in tested or tested[needed.name] in needed.specifier, line


def test_the_oldest_set_is_the_lower_end_of_the_ranges() -> None:
    content = tool("nightly").contents()[0]
    oldest = [Requirement(line) for line in tool("nightly").oldest(content)]
    assert {"pandas", "numpy", "altair"} <= {needed.name for needed in oldest}
    ranges = [*content["project"]["dependencies"], *content["project"]["optional-dependencies"]["kernel"]]
    allowed = {needed.name: needed.specifier for needed in map(Requirement, ranges)}
    for needed in oldest:
        (only,) = needed.specifier
        assert only.version in allowed[needed.name]


def test_chapters_and_solved_exercises_run_on_the_oldest_pandas() -> None:
    python = ROOT / ".venv-oldest/bin/python"
    if not (ROOT / ".venv-oldest/ready").exists():
        pytest.skip("no environment with the oldest pandas; `make oldest` makes one, with a package index")
    done = subprocess.run(
        [python, ROOT / "tools/code_of_chapters.py"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "packages/caj/src")},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_where_a_chapter_stops_is_named(tmp_path: Path) -> None:
    cells = [("a", "import pandas as pd"), ("b", "pd.Series([1]).no_such_method()")]
    stored = [{"cell_type": "code", "id": id, "source": [code], "metadata": {}} for id, code in cells]
    (tmp_path / "old.ipynb").write_text(json.dumps({"cells": stored}), "utf-8")
    assert tool("code_of_chapters").stops(tmp_path / "old.ipynb").startswith("cell b: AttributeError: ")
