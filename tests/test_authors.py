"""What an author's editors and slips do to a notebook: a sentence with the remedy, and nothing lost; and which book a command answers for."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from bookkit.evidence import integrity
from bookkit.notebooks import check
from bookkit.notebooks.clean import clean_file
from bookkit.notebooks.question_cells import LABEL, label
from caj import data
from caj.checks import questions
from caj.errors import UserError
from coursekit import exercises
from coursekit.cli import main
from coursekit.exercises.notebooks import EXERCISES, source_path, text

SLUG = "the-first-summit"
CHAPTER, SOURCE = f"chapters/{SLUG}.ipynb", f"chapters/{SLUG}/exercise.ipynb"


def book(folder: Path) -> Path:
    """One chapter with its exercise, and the tables."""
    for path in (CHAPTER, f"{EXERCISES}/{SLUG}.ipynb", "guides/criteria.yml"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    shutil.copytree(ROOT / "chapters" / SLUG, folder / "chapters" / SLUG)
    shutil.copytree(data.folder(), folder / "seeds")
    return folder


def older(path: Path, minor: int, keep: bool) -> None:
    """Save a notebook as an older editor does: without ids of cells; `keep` puts them into the metadata, as Colab."""
    stored = json.loads(path.read_text("utf-8"))
    stored["nbformat_minor"] = minor
    for cell in stored["cells"]:
        id = cell.pop("id")
        cell["metadata"] |= {"id": id} if keep else {"vscode": {"languageId": "python"}}
    path.write_text(json.dumps(stored), "utf-8")


@pytest.mark.parametrize("name", [CHAPTER, SOURCE])
def test_a_notebook_saved_by_colab_keeps_its_ids(tmp_path: Path, name: str) -> None:
    path = book(tmp_path) / name
    before = path.read_bytes()
    older(path, 0, keep=True)
    assert (
        check.problems(tmp_path)[0]
        == f"{name}: no cell ids: it was saved in the format 4.0, as by Colab or an older editor. Run `caj notebooks clean`."
    )
    assert clean_file(path) and path.read_bytes() == before


def test_a_neighbour_that_needs_such_a_chapter_neither_stops_the_cleaning_nor_says_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    path = book(tmp_path) / "chapters" / f"{SLUG}.ipynb"
    shutil.copy(
        ROOT / "chapters/a-dialogue-is-launched.ipynb", path.parent
    )  # comes first, and names the chapter that it requires
    before = path.read_bytes()
    older(path, 0, keep=True)
    assert [one for one in check.problems(tmp_path) if "no cell ids" in one] == [check.problems(tmp_path)[0]]
    monkeypatch.chdir(tmp_path)
    assert main(["notebooks", "clean"]) == 0 and path.read_bytes() == before
    assert f"cleaned chapters/{SLUG}.ipynb" in capsys.readouterr().out


def test_an_editor_that_dropped_the_ids_costs_no_generated_cell_and_no_answer(tmp_path: Path) -> None:
    made = book(tmp_path)
    chapter, solution = (made / name for name in (CHAPTER, SOURCE))
    wanted = {cell.id for cell in nbformat.read(solution, 4).cells if "nbgrader" in cell.metadata}
    for path in (chapter, solution):
        older(path, 4, keep=False)
        clean_file(path)
    assert {"card", "claims", "data-and-sources"} <= {cell.id for cell in nbformat.read(chapter, 4).cells}
    assert wanted <= {cell.id for cell in nbformat.read(solution, 4).cells}


@pytest.mark.parametrize(
    "command",
    [
        ["notebooks", "check"],
        ["notebooks", "student"],
        ["exercises", "variants", SLUG],
        ["export", "moodle", SLUG, "--out", "moodle"],
        ["assign", SLUG, "--roster", "roster.csv"],
    ],
    ids=" ".join,
)
def test_no_command_meets_it_with_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, command: list[str]
) -> None:
    older(book(tmp_path) / SOURCE, 0, keep=True)
    (tmp_path / "roster.csv").write_text("id,name\ns1,Aida\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(command) == 1
    assert "no cell ids" in (said := capsys.readouterr().err) and "Run `caj notebooks clean`" in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b"\xff\xfe",
        b'{"cells": [{}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    ],
)
def test_what_is_no_notebook_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = book(tmp_path) / "chapters" / f"{SLUG}.ipynb"
    path.write_bytes(content)
    assert check.problems(tmp_path)[0].startswith(f"{CHAPTER} is not a valid notebook: ")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """A file that cannot be read, one without ids, and chapters with several faults each: none hides another."""
    made = book(tmp_path)
    (made / "chapters/broken.ipynb").write_text("{", "utf-8")
    older(made / SOURCE, 0, keep=True)
    shutil.copy(ROOT / "chapters/a-dialogue-is-launched.ipynb", made / "chapters")
    for slug in ("tokyo-2025", "six-power-systems", "nuclear-questions"):
        shutil.copytree(ROOT / "chapters" / slug, made / "chapters" / slug)
    (made / "chapters/tokyo-2025/questions.py").write_text("table = {}\nQUESTIONS = table['nothing']\n", "utf-8")
    (made / "chapters/six-power-systems/questions.py").write_text("QUESTIONS = [", "utf-8")
    (made / "chapters/nuclear-questions/rubrics.yml").write_text("a: [1\n", "utf-8")
    code, link = nbformat.v4.new_code_cell("%matplotlib inline"), nbformat.v4.new_markdown_cell("[here](nowhere.md)")
    cited = nbformat.v4.new_markdown_cell("It began [](#source-nobody) and went on [](#source-nobody-else).")
    said = "\n".join(faults(made, code, link, cited))
    for words in (
        "chapters/broken.ipynb is not a valid notebook",
        f"{SOURCE}: no cell ids",
        "chapters/tokyo-2025/questions.py, line 2: this does not run (KeyError: 'nothing')",
        "chapters/six-power-systems/questions.py, line 1: this does not run (SyntaxError",
        "chapters/nuclear-questions/rubrics.yml cannot be read",
        "this is not plain Python",
        'source id "nobody" is not in',
        'source id "nobody-else" is not in',
        "the metadata `book` lacks figures_to, id, level",
        "the link to nowhere.md leads nowhere.",
        "exercises/a-dialogue-is-launched.ipynb is missing",
        "exercises/small.ipynb is missing",
    ):
        assert words in said, words
    assert said.count("no cell ids") == 1, "several checks meet the same file"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["notebooks", "run", "chapters/tokio-2025.ipynb"], "'chapters/tokio-2025.ipynb' does not exist"),
        (["notebooks", "clean", "chapters/tokio-2025.ipynb"], "'chapters/tokio-2025.ipynb' does not exist"),
        (["notebooks", "untied", "tokio-2025"], 'There is no chapter "tokio-2025". Did you mean "tokyo-2025"?'),
        (["--root", "elsewhere", "notebooks", "check"], "'elsewhere' does not exist"),
        (["--root", "guides", "notebooks", "check"], "guides holds no notebooks: run this in the folder of the book"),
    ],
)
def test_what_is_not_there_is_not_found_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, command: list[str], says: str
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(command) != 0 and says in capsys.readouterr().err


def faults(tmp_path: Path, *cells: nbformat.NotebookNode, place: str = "chapters/small.ipynb") -> list[str]:
    made = nbformat.v4.new_notebook(cells=list(cells))
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text(text(made), "utf-8")
    return check.problems(tmp_path)


@pytest.mark.parametrize("place", ["chapters/small.ipynb", "guides/pasted.ipynb"])
def test_a_pasted_picture_is_told_with_what_to_do(tmp_path: Path, place: str) -> None:
    cell = nbformat.v4.new_markdown_cell(
        "# A\n\n![](attachment:image.png)", id="a", attachments={"image.png": {"image/png": "aGk="}}
    )
    said = [fault for fault in faults(tmp_path, cell, place=place) if "pasted" in fault]
    assert len(said) == 1 and said[0].startswith(
        f"{place}, cell a: the picture image.png was pasted into the cell. Save it as a file beside the notebook"
    )


def test_commands_of_an_editor_and_imports_that_no_student_has_are_told(tmp_path: Path) -> None:
    said = faults(
        tmp_path,
        nbformat.v4.new_code_cell("%matplotlib inline", id="a"),
        nbformat.v4.new_code_cell("from bookkit.curriculum import plans", id="b"),
    )
    assert (
        "chapters/small.ipynb, cell a: this is not plain Python (line 1: invalid syntax). Commands with % or ! run in one editor only: leave them out."
        in said
    )
    assert (
        "chapters/small.ipynb, cell b: imports bookkit.curriculum, which students do not have: they have the modules of packages/caj."
        in said
    )


def test_a_command_answers_for_the_book_that_it_was_given(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    shutil.copytree(data.folder(), tmp_path / "seeds")
    lines = (tmp_path / "seeds/terms.csv").read_text("utf-8")
    (tmp_path / "seeds/terms.csv").write_text(lines.replace("mofa", "nobody", 1), "utf-8")
    assert main(["--root", str(tmp_path), "data", "check"]) == 1
    assert "seeds/terms.csv is not the file that was released" in capsys.readouterr().err
    assert main(["data", "check"]) == 0, "the book here is another one"


def test_only_the_tables_of_the_given_book_are_sealed(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    shutil.copytree(data.folder(), tmp_path / "seeds")
    own = (data.folder() / "datapackage.json").read_bytes()
    path = tmp_path / "seeds/glossary.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n", "utf-8")
    path.write_text(path.read_text("utf-8").replace("TEU", "TEU ", 1), "utf-8")
    main(["--root", str(tmp_path), "data", "seal"])
    assert "sealed: glossary" in capsys.readouterr().out
    assert (
        (data.folder() / "datapackage.json").read_bytes() == own != (tmp_path / "seeds/datapackage.json").read_bytes()
    )


def test_a_folder_without_tables_is_told_instead_of_answering_for_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["--root", str(tmp_path), "data", "check"]) == 1
    assert (
        capsys.readouterr().err
        == f"{tmp_path} holds no folder seeds with the tables. Give --root, the folder of the book.\n"
    )


def test_a_fault_of_the_program_keeps_its_traceback_and_a_user_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def raising(error: Exception):
        def problems() -> list[str]:
            raise error

        return problems

    mistake = UserError("the column id is missing.", "Add it.", place="roster.csv, line 1")
    monkeypatch.setattr(integrity, "problems", raising(mistake))
    assert (
        main(["data", "check"]) == 1
        and capsys.readouterr().err == "roster.csv, line 1: the column id is missing. Add it.\n"
    )
    monkeypatch.setattr(integrity, "problems", raising(ValueError("a slip of ours")))
    with pytest.raises(ValueError, match="a slip of ours"):
        main(["data", "check"])


@pytest.mark.parametrize("slug", exercises.slugs(ROOT))
def test_level_points_and_minutes_stand_once_and_the_same_everywhere(slug: str) -> None:
    declared = {question.name: question for question in questions(slug) if question.in_exercise}
    exercise = exercises.load(source_path(ROOT, slug))
    for question in exercise.questions:
        assert LABEL.findall(question.prompt) == [label(declared[question.name])], question.name
        assert declared[question.name].points == question.points
        assert not re.search(r"^\s*-? *\(?[a-h]\) ", question.prompt, re.M), (
            f"{question.name}: choices begin with - **a**"
        )
    assert exercise.minutes == sum(question.minutes for question in declared.values())
