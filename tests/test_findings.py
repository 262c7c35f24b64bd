"""What checks of content find has one shape, whichever check it was: place, fault and remedy, printed as one sentence."""

import importlib
import pickle
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_markdown_cell, new_notebook

from bookkit import prose
from bookkit.curriculum import plans
from bookkit.evidence import cross_table_checks, licences, links
from bookkit.notebooks import links as dead_links
from bookkit.notebooks import uncited_numbers, unknown_names
from bookkit.story import cards, sentences
from caj import data
from caj.errors import Finding, UserError

BEFORE_PACKAGES = "bookkit.preflight"  # runs where nothing is installed yet


def checks() -> dict[str, Callable]:
    """The function `problems` of every module that has one."""
    sources = [
        path for path in (ROOT / "packages").glob("*/src/**/*.py") if "\ndef problems(" in path.read_text("utf-8")
    ]
    src = {path: next(folder for folder in path.parents if folder.name == "src") for path in sources}
    names = [".".join(path.relative_to(folder).with_suffix("").parts) for path, folder in src.items()]
    names = [name.removesuffix(".__init__") for name in names]
    return {name: importlib.import_module(name).problems for name in names if name != BEFORE_PACKAGES}


def test_a_check_of_content_is_called_problems_and_gives_findings() -> None:
    said = {name: str(check.__annotations__["return"]) for name, check in checks().items()}
    assert {"bookkit.story.check", "bookkit.curriculum.plans", "bookkit.evidence.integrity"} < said.keys()
    assert [name for name, kind in said.items() if "Finding" not in kind] == []


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with one chapter: a link that leads nowhere, a number and a name without evidence, a misspelling."""
    (tmp_path / "chapters").mkdir()
    words = "# Trade\n\nTrade with Kawagushi grew by 86 per cent, see [there](gone.md). It is a harbuor."
    notebook = new_notebook(cells=[new_markdown_cell(words, id="show")])
    nbformat.write(notebook, tmp_path / "chapters/trade.ipynb")
    (tmp_path / "index.md").write_text("# A book\n\n![A map](https://example.org/map.png)\n", "utf-8")
    return tmp_path


def test_each_says_where_what_and_what_helps(book: Path) -> None:
    cell = "chapters/trade.ipynb, cell show"
    [link] = dead_links.problems(book)
    assert (link.place, link.what) == (cell, "the link to gone.md leads nowhere.")
    assert link.remedy == "Correct its path, or take the link out."
    [number] = uncited_numbers.problems(book)
    [name] = unknown_names.problems(book)
    assert number.place == name.place == cell
    assert number.what.startswith("86 in ") and name.what.startswith("Kawagushi in ")
    [word] = [found for found in prose.problems(book) if "harbuor" in found.what]
    assert word.place.startswith(cell) and word.remedy


def test_tables_are_told_by_line_and_addresses_by_source() -> None:
    visits = data.load("visits").assign(id=lambda table: table["id"].where(table.index > 0, "vi-1066-01"))
    [wrong] = cross_table_checks.problems("visits", visits)
    assert wrong.place == "seeds/visits.csv, line 2" and wrong.remedy.startswith("Mend the id")
    sources = data.load("sources").dropna(subset="url").head(3).reset_index(drop=True)
    [address] = links.problems(sources.assign(url=["ftp://example.org/a", *sources["url"][1:]]))
    assert address.place == "seeds/sources.csv, line 2" and "does not begin with https://" in address.what
    assert licences.problems(ROOT) == []


def test_the_story_and_course_plans_say_what_helps_apart_from_what_is_wrong() -> None:
    [mark] = sentences.faults("They met.", [])
    assert (mark.what, mark.remedy.split(" ")[0]) == ('"They met." has no mark.', "End")
    [lacks] = cards.faults({"kind": "open", "title": "", "ask": "", "minutes": 1}, "x")
    assert lacks.at("card x").place == "card x" and (lacks.what, lacks.remedy) == ("lacks id.", "Add it.")
    plan = plans.Plan("short", "Short", 2, 1, 60, "", "", ({"part": "essay", "weight": 90},), ())
    sessions, weights = plans.problems(plan)
    assert sessions.what.endswith("need 2 sessions; there are 0.") and "add up to 90" in weights.what


def test_a_finding_is_the_sentence_of_an_error_of_the_same_parts_and_survives_another_process() -> None:
    parts = {"what": "there is no table of places.", "remedy": "Did you mean nodes?"}
    found = Finding("line 3", **parts)
    assert found == str(UserError(**parts, place="line 3"))
    assert found.at("seeds/legs.csv") == "seeds/legs.csv, line 3: there is no table of places. Did you mean nodes?"
    again = pickle.loads(pickle.dumps(found))
    assert (again.place, again.what, again.remedy) == (found.place, found.what, found.remedy)
