"""What changed between two editions: facts, rows and vintages, questions, each found and nothing else."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.release import changes


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return copy(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return copy(tmp_path / "new")


FACTS = """\
- says: gives 498 days
  expression: len(days)
  expected: 498
- says: three of five
  expression: share
  expected: 0.6
"""


def copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    chapter = folder / "chapters/tokyo-2025"
    chapter.mkdir(parents=True)
    (chapter / "facts.yml").write_text(FACTS)
    shutil.copy(ROOT / "chapters/tokyo-2025/exercise.ipynb", chapter)
    return folder


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text("utf-8")
    assert change(text) != text
    path.write_text(change(text), "utf-8")


def test_the_same_files_have_no_changes(old: Path, new: Path) -> None:
    assert changes.since(old, new).count("- Nothing changed.") == 3


def test_facts_that_changed_left_or_came(old: Path, new: Path) -> None:
    edit(
        new / "chapters/tokyo-2025/facts.yml",
        lambda text: text.replace("498", "499").replace("expression: share", "expression: part"),
    )
    (new / "chapters/the-first-summit").mkdir()
    (new / "chapters/the-first-summit/facts.yml").write_text(FACTS)
    assert changes.facts(old, new) == [
        '- tokyo-2025: "gives 498 days" is now "gives 499 days".',
        '- tokyo-2025: "three of five" is no longer stated, or computed in another way.',
        "- the-first-summit: 2 new.",
        "- tokyo-2025: 1 new.",
    ]


def test_a_fact_with_the_same_words_and_another_value(old: Path, new: Path) -> None:
    edit(new / "chapters/tokyo-2025/facts.yml", lambda text: text.replace("expected: 0.6", "expected: 0.62"))
    assert changes.facts(old, new) == ['- tokyo-2025: "three of five" now stands for 0.62, before for 0.6.']


def test_rows_are_compared_by_key(old: Path, new: Path) -> None:
    edit(new / "seeds/terms.csv", lambda text: "\n".join([text.splitlines()[0], *sorted(text.splitlines()[1:])]) + "\n")
    edit(new / "seeds/nodes.csv", lambda text: text.replace("35.45", "35.46", 1))
    lines = changes.data(old, new)
    assert lines[0] == "- `nodes`: rows 1 changed." and 'lat "35.45' in lines[1] and len(lines) == 2


def test_a_new_vintage_stands_beside_the_old_one(old: Path, new: Path) -> None:
    def renewed(text: str) -> str:
        row = next(line for line in text.splitlines() if line.startswith("titr_cargo,TITR,,2023,"))
        return (
            text.replace(row, _with(row, text, "flag", "superseded"))
            + _with(row, text, "source_ids", "titr-2099")
            + "\n"
        )

    edit(new / "seeds/indicators.csv", renewed)
    edit(
        new / "seeds/sources.csv",
        lambda text: text + "titr-2099,Volumes of a later year" + "," * (text.splitlines()[0].count(",") - 1) + "\n",
    )
    edit(
        new / "seeds/vintages.csv", lambda text: text + "2099-01-15,owid-1,kaya,KAZ,,2098,,1,t,,reported,,owid-2099,\n"
    )
    lines = changes.data(old, new)
    assert "- New vintage titr-2099 (Volumes of a later year): 1 figures of titr_cargo." in lines
    assert "- New vintage owid-2099 (owid-2099): 1 figures of kaya." in lines
    assert "- 1 figures are now marked superseded." in lines
    assert "- `indicators`: rows 1 new, 1 changed." in lines


def _with(row: str, table: str, column: str, value: str) -> str:
    cells = row.split(",")
    cells[table.splitlines()[0].split(",").index(column)] = value
    return ",".join(cells)


def test_questions_that_changed_left_or_came(old: Path, new: Path) -> None:
    path = new / "chapters/tokyo-2025/exercise.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["target-step-prompt"]["source"][0] = cells["target-step-prompt"]["source"][0].replace(
        "Question 1", "Question 9"
    )
    cells["wider-overlap"]["source"].append("\n# another way\n")
    cells["abe-in-dollars-check"]["metadata"]["nbgrader"]["points"] += 1
    cells["turning-point"]["metadata"]["nbgrader"]["grade_id"] = "turning-points"
    path.write_text(json.dumps(notebook), "utf-8")
    assert changes.exercises(old, new) == [
        "- tokyo-2025/abe-in-dollars: another number of points.",
        "- tokyo-2025/turning-point: gone.",
        "- tokyo-2025/turning-points: new.",
        "- tokyo-2025/wider-overlap: another answer or test.",
    ]
