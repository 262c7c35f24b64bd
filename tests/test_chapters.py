"""Every chapter has the book's skeleton, and every exercise notebook its four levels and rubrics."""

import re

import pytest
from conftest import ROOT
from nbformat import NotebookNode

from bookkit.story.reading import stories, story
from coursekit.exercises.notebooks import code_cells, read, source_path

TOLD = {path.parent.name for path in stories(ROOT)}  # chapters of the story have a skeleton of their own
PAGES = sorted((ROOT / "chapters").glob("*.ipynb"))
CHAPTERS = [path for path in PAGES if path.stem not in TOLD]
LAST = ["Summary", "Exercises", "Further reading", "What the articles claim on this", "Data and sources"]
OWN = [path for path in PAGES if path.stem in TOLD]
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@each_chapter
def test_the_sections_stand_in_order(path) -> None:
    notebook = read(path)
    assert re.match(r"# \S.*\n\n\S", notebook.cells[0].source), "title and question come first"
    assert notebook.cells[1].id == "card"
    sections = re.findall(r"^## (.+)$", prose(notebook), re.M)
    ending = [title for title in LAST if title in sections]
    assert sections[-len(ending) :] == ending and {"Summary", "Exercises", "Data and sources"} <= set(ending)
    assert 4 <= len(sections) - len(ending) <= 7


@each_chapter
def test_there_is_enough_to_see_and_to_do(path) -> None:
    notebook = read(path)
    code = [cell.source for cell in code_cells(notebook)]
    shown = [output for cell in code_cells(notebook) for output in cell.outputs if "caj" in output.get("metadata", {})]
    assert len(shown) >= 4
    assert sum("caj.check(" in source for source in code) >= 3
    assert sum("what_if(" in source for source in code) == 1
    assert all(f":class: {box}" in prose(notebook) for box in ("disputed", "reading"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_chapter_of_the_story_is_a_chain_of_scenes(path) -> None:
    notebook, told = read(path), story(ROOT / f"chapters/{path.stem}/story.yml")
    sections = re.findall(r"^## (.+)$", prose(notebook), re.M)
    titles = [scene.title for scene in told.scenes]
    assert sections[1 : len(titles) + 1] == titles, "the strip of events, then the scenes"
    assert sections[-4:] == ["Summary", "Exercises", "Further reading", "Data and sources"]
    assert notebook.cells[1].id == "card" and prose(notebook).count(":::{scene} ") == len(titles)
    shown = [output for cell in code_cells(notebook) for output in cell.outputs if "caj" in output.get("metadata", {})]
    assert len(shown) >= 2 and all(len(cell.source.splitlines()) <= 15 for cell in code_cells(notebook))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_exercises_have_all_levels_and_rubrics(path) -> None:
    solution = read(source_path(ROOT, path.stem))
    questions = solution.metadata.book.questions
    assert 6 <= len(questions) <= 9
    assert {question["level"] for question in questions} == {"recall", "compute", "interpret", "argue"}
    open_ones = [cell for cell in solution.cells if cell.cell_type == "markdown" and cell.metadata.get("nbgrader")]
    rubrics = re.findall(r"^\|[^\n]*1[^\n]*2[^\n]*3[^\n]*4[^\n]*\|\n\| ?-", prose(solution), re.M)
    assert len(rubrics) >= len(open_ones) >= 1
    assert all(len(cell.source.split()) >= 60 for cell in open_ones), "a model answer stands in each open question"
