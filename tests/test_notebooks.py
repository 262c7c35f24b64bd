"""The notebook machinery: one normal form, runs of what changed, honest failures, student copies that keep secrets."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from bookkit.notebooks import check
from bookkit.notebooks.clean import clean, clean_file
from bookkit.notebooks.run import digest, run
from caj import data
from coursekit.book import Book
from coursekit.cli import main
from coursekit.exercises.notebooks import find, read, text
from coursekit.exercises.student_copies import student_copy


def notebook(*cells: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


def store(folder: Path, made: nbformat.NotebookNode) -> Path:
    path = folder / "chapters" / "small.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text(made), "utf-8")
    return path


def test_the_book_has_no_faults(root: Path) -> None:
    assert len(find(root)) >= 9
    faults = check.problems(root)
    assert not faults, "\n".join(["what to do:", *faults])


def test_cleaning_is_stable_and_leaves_no_trace_of_editors(tmp_path: Path) -> None:
    made = notebook("a = 1", "a = 1")
    made.metadata["vscode"] = {"x": 1}
    made.cells[0].metadata["collapsed"] = True
    made.cells[1].execution_count = 17
    path = store(tmp_path, made)
    assert clean_file(path) and not clean_file(path)
    cleaned = read(path)
    assert [cell.id for cell in cleaned.cells] == ["a-1", "a-1-2"]
    assert cleaned.cells[1].execution_count == 2
    assert set(cleaned.metadata) == {"book", "kernelspec", "language_info"} and not cleaned.cells[0].metadata


def test_citations_get_their_label() -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("It began [](#source-mofa-fm1).")])
    assert (
        "[(Ministry of Foreign Affairs of Japan 2004)](#source-mofa-fm1)"
        in clean(made, Path("x.ipynb")).cells[0].source
    )


def test_only_what_changed_is_run(tmp_path: Path) -> None:
    path = store(tmp_path, notebook("print(6 * 7)"))
    assert run(tmp_path) == []
    assert read(path).cells[0].outputs[0].text == "42\n"
    stored = path.stat().st_mtime_ns
    assert run(tmp_path) == [] and path.stat().st_mtime_ns == stored
    before = digest(path)
    store(tmp_path, notebook("print(6 * 8)"))
    assert digest(path) != before


def test_a_failing_cell_is_named_and_nothing_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = store(tmp_path, notebook("a = 1", "a / 0"))
    before = path.read_text("utf-8")
    assert main(["--root", str(tmp_path), "notebooks", "run"]) == 1
    assert "cell 2 (" in capsys.readouterr().err and path.read_text("utf-8") == before


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    path = store(tmp_path, notebook("1"))
    path.write_text("{", "utf-8")
    assert "is not a valid notebook" in check.problems(tmp_path)[0]


def test_student_copies_keep_no_solution_and_no_hidden_test() -> None:
    source = "answer = ...\n### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION\n### BEGIN HIDDEN TESTS\nassert answer == 42\n### END HIDDEN TESTS\nanswer"
    copy = student_copy(notebook(source))
    assert copy.cells[0].source == "answer = ...\n# Write your code here.\nanswer"
    with pytest.raises(ValueError, match="no partner"):
        student_copy(notebook("### BEGIN SOLUTION\nanswer = 42"))


def test_solutions_follow_nbgraders_format(root: Path) -> None:
    """Ids are unique, points stand on graded cells only, and agree with the list of questions."""
    for path in sorted((root / "chapters").glob("*/exercise.ipynb")):
        marks = [cell.metadata["nbgrader"] for cell in read(path).cells if "nbgrader" in cell.metadata]
        assert all({"grade", "grade_id", "locked", "schema_version", "solution", "task"} <= set(mark) for mark in marks)
        assert len({mark["grade_id"] for mark in marks}) == len(marks)
        assert all(("points" in mark) == mark["grade"] for mark in marks)
        points = {mark["grade_id"].removesuffix("-check"): mark["points"] for mark in marks if mark["grade"]}
        listed = {question["name"]: question["points"] for question in read(path).metadata.book.questions}
        assert points == listed, path.name


def test_student_copies_answer_not_answered_yet(root: Path) -> None:
    for path in sorted((root / "exercises").glob("*.ipynb")):
        checks = [cell for cell in read(path).cells if cell.cell_type == "code" and "caj.check(" in cell.source]
        said = [cell.outputs[0].data["text/plain"] for cell in checks]
        assert checks and all(sentence.startswith("Not answered yet") for sentence in said), path.name


def test_solutions_pass_all_checks(root: Path) -> None:
    for path in sorted((root / "chapters").glob("*/exercise.ipynb")):
        checks = [cell for cell in read(path).cells if cell.cell_type == "code" and "caj.check(" in cell.source]
        said = [cell.outputs[0].data["text/plain"] for cell in checks]
        assert checks and all(sentence.startswith("Correct.") for sentence in said), path.name


def test_the_command_line_says_what_it_did(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["--root", str(root), "data", "check"]) == 0
    shutil.copytree(root / "chapters", tmp_path / "chapters")
    shutil.copytree(root / "guides", tmp_path / "guides")
    assert main(["--root", str(tmp_path), "notebooks", "check"]) == 1
    assert "a chapter, the source of its exercise and the student's copy share one slug" in capsys.readouterr().err


def test_every_claim_stands_in_exactly_one_chapter(root: Path) -> None:
    listed = [
        id
        for path in sorted((root / "chapters").glob("*.ipynb"))
        for cell in read(path).cells
        if cell.id == "claims"
        for id in re.findall(r"^- \[([\w-]+)\]", cell.source, re.M)
    ]
    assert sorted(listed) == sorted(data.load("claims")["id"])


def test_a_notebook_runs_again_when_what_it_uses_changes_and_not_for_anything_else(copied: Path) -> None:
    book = Book(copied.parent)
    path = store(book.root, notebook('caj.load("terms")'))
    cases = {
        copied / "terms.csv": True,
        copied / "sources.csv": True,  # every figure names some
        copied / "nodes.csv": False,
        book.questions("small"): True,
        book.questions("lights"): False,
        book.root / "tools.py": False,
    }
    for file, again in cases.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        before = digest(path)
        file.write_text(f"{file.read_text('utf-8') if file.exists() else ''}# more\n", "utf-8")
        assert (digest(path) != before) == again, file.name


def test_a_notebook_that_uses_the_network_reads_its_tables(copied: Path) -> None:
    path = store(copied.parent, notebook("from caj import corridor\ncorridor.graph()"))
    before = digest(path)
    (copied / "legs.csv").write_text("", "utf-8")
    assert digest(path) != before
