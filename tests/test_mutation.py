"""The mutation test of the book, small: a few changed values, in two chapters; `caj bench mutation` does the rest."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT

PROGRAM = """
import json, random, sys, tempfile
from pathlib import Path
sys.path.insert(0, "benchmarks/mutation")
from run import Laboratory
with tempfile.TemporaryDirectory() as folder:
    laboratory = Laboratory(["the-first-summit", "tokyo-2025"], Path(folder) / "seeds", random.Random(7))
    trials = [(trial.value.place, trial.found) for trial in laboratory.trials(10)]
    value = next(value for value in iter(laboratory.draw, None) if laboratory.use(value))
    print(json.dumps({"trials": trials, "unchanged": laboratory.find(value, value.text)}))
"""


@pytest.fixture(scope="module")
def result() -> dict:
    """Ten changes in a process of its own, for the mutation test takes the place of the loader's memory."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_most_changes_are_found(result: dict) -> None:
    survivors = [place for place, found in result["trials"] if not found]
    assert len(result["trials"]) == 10 and len(survivors) <= 2, survivors


def test_without_a_change_nothing_is_found(result: dict) -> None:
    assert result["unchanged"] == ""
