"""Adding a question takes two edits, adding a chapter a notebook, a folder and a line: done for real on a copy, as CONTRIBUTING says."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from bookkit.curriculum.chapters import chapters
from bookkit.site import contents as contents_of
from bookkit.site import curriculum, front
from caj.checks import check
from caj.data import CHOSEN
from caj.question import declared
from coursekit.book import Book
from coursekit.cli import main
from coursekit.exercises import load
from coursekit.exercises.key import prepare
from coursekit.exercises.notebooks import read, source_path
from coursekit.exercises.student_copies import student_copy
from coursekit.lms.quiz import quiz

SLUG, NAME, NEW = "tokyo-2025", "english-rows", "a-day-of-counting"
PROMPT = "## Rows in English\n\nHow many rows of the table `sources` are in English (`en`)?"
ANSWER = """english_rows = ...
### BEGIN SOLUTION
english_rows = int((caj.load("sources")["language"] == "en").sum())
### END SOLUTION"""
DECLARATION = """    Question(
        name="english-rows",
        level="compute",
        objective="trace-number",
        points=3,
        minutes=4,
        answer=lambda: int((load("sources")["language"] == "en").sum()),
        mistakes=[(lambda: len(load("sources")), "these are all rows."), (0, "look at the codes again.")],
    ),
]
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the book, whose tables are the ones in use."""
    for folder in ("chapters", "exercises", "documents", "guides", "seeds", "book"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for file in ("_toc.yml", "book.yml", "index.md", "LICENSE-DATA.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    monkeypatch.setenv(CHOSEN, str(tmp_path / "seeds"))
    return tmp_path


def files(book: Path) -> dict[str, str]:
    found = (path for path in book.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(book).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def changed(book: Path, before: dict[str, str]) -> set[str]:
    return {name for name, hash in files(book).items() if before.get(name) != hash}


def test_a_question_takes_two_edits_and_all_else_follows(book: Path) -> None:
    path, before = source_path(book, SLUG), files(book)
    was = load(path)
    notebook = read(path)
    place = next(n for n, cell in enumerate(notebook.cells) if cell.id == "audit-note-prompt")
    notebook.cells[place:place] = [nbformat.v4.new_markdown_cell(PROMPT), nbformat.v4.new_code_cell(ANSWER)]
    nbformat.write(notebook, path)
    text = path.with_name("questions.py").read_text("utf-8")
    path.with_name("questions.py").write_text(text.rstrip()[:-1] + DECLARATION, "utf-8")
    assert changed(book, before) == {f"chapters/{SLUG}/exercise.ipynb", f"chapters/{SLUG}/questions.py"}

    assert main(["--root", str(book), "notebooks", "clean", str(path)]) == 0
    now = load(path)
    assert (now.points, now.minutes) == (was.points + 3, was.minutes + 4)
    headings = [question.prompt.splitlines()[0] for question in now.questions]
    assert headings[7:] == [
        "## Question 8: Rows in English",
        "## Question 9: An audit note",
        "## Question 10: A turning point?",
    ]
    assert "*Compute, 3 points, about 4 minutes.*" in now.question(NAME).prompt
    copy = student_copy(read(path))
    assert "english_rows = ..." in str(copy.cells) and "BEGIN" not in str(copy.cells)
    key = prepare(now)
    right = key.questions[NAME].answers["english_rows"]
    assert check(f"{SLUG}/{NAME}", right).status == "correct" and check(f"{SLUG}/{NAME}", 0).status == "wrong"
    assert all(test for keyed in key.questions[NAME].checks for test in keyed.counted), "the hidden test counts"
    assert [item.answer for item in quiz(key)[0] if item.name == NAME] == [str(right)]
    goal = next(goal for goal in chapters(book)[SLUG].objectives if goal.id == "trace-number")
    assert NAME in goal.questions and NAME in goal.checks


@pytest.mark.parametrize("kind", ["choice", "number", "date", "word", "set", "function"])
def test_a_question_of_each_kind_is_laid_out_whole(kind: str, book: Path) -> None:
    assert main(["--root", str(book), "new", "question", SLUG, "made-new", "--kind", kind]) == 0
    key = prepare(load(source_path(book, SLUG)))
    keyed = key.questions["made-new"]
    known = next(question for question in declared(book / "chapters" / SLUG) if question.name == "made-new")
    assert len(known.mistakes) >= 2 and known.praise and known.hint
    for wrong, sentence in known.mistakes:
        said = check(f"{SLUG}/made-new", wrong() if callable(wrong) else wrong)
        assert said.status == "wrong" and said.sentence.endswith(sentence)
    assert not any(any(each.guessable) for each in keyed.checks), "no blind guess earns a point"


def test_an_open_question_brings_its_rubric(book: Path) -> None:
    assert main(["--root", str(book), "new", "question", SLUG, "made-new", "--kind", "open", "--points", "5"]) == 0
    question = load(source_path(book, SLUG)).questions[-1]
    assert (question.name, question.kind, question.points) == ("made-new", "manual", 5)
    assert len(question.rubric) == 2 and "| Sourcing |" in question.prompt


@pytest.mark.parametrize(
    "words, fault",
    [
        (["question", "tokio", "x"], "there is no chapter tokio."),
        (["question", SLUG, "target-step"], "the question target-step is declared already."),
        (["question", SLUG, "Target Step"], '"Target Step" cannot be the name of a question.'),
        (["question", SLUG, "made-new", "--objective", "fly"], 'the chapter has no objective "fly".'),
        (["chapter", SLUG], "this is there already."),
        (["chapter", "x", "--after", "y"], "no chapter y stands in it."),
    ],
)
def test_what_cannot_be_laid_out_changes_nothing(
    words: list[str], fault: str, book: Path, capsys: pytest.CaptureFixture
) -> None:
    before = files(book)
    assert main(["--root", str(book), "new", *words]) == 1 and fault in capsys.readouterr().err
    assert files(book) == before


def test_a_chapter_is_a_notebook_a_folder_and_a_line(book: Path) -> None:
    before, contents = files(book), (book / "_toc.yml").read_text("utf-8")
    assert main(["--root", str(book), "new", "chapter", NEW, "--after", "tokyo-2025"]) == 0
    own = {
        f"chapters/{NEW}/{name}"
        for name in ("exercise.ipynb", "facts.yml", "questions.py", "rubrics.yml", "teaching.yml")
    }
    made = {f"exercises/{NEW}.ipynb", ".cache/notebooks.json"}
    assert changed(book, before) == {"_toc.yml", f"chapters/{NEW}.ipynb", *own, *made}
    lines = (book / "_toc.yml").read_text("utf-8").splitlines()
    assert [line.strip() for line in lines if NEW in line] == [f"- file: chapters/{NEW}"]
    assert [line for line in lines if NEW not in line] == contents.splitlines()

    assert main(["--root", str(book), "notebooks", "check"]) == 0
    assert main(["--root", str(book), "notebooks", "untied", NEW]) == 0
    source = source_path(book, NEW)
    exercise = load(source)
    assert {question.level for question in exercise.questions} == {"recall", "compute", "interpret", "argue"}
    items, left = quiz(prepare(exercise))
    assert len(items) == 5 and len(left) == 1, "all but the set"
    for show in (front.chapters, curriculum.course_map, curriculum.coverage, curriculum.reading_order):
        assert "A day of counting" in show()
    assert "Plan of the hour" in curriculum.teaching(NEW)
    assert list(chapters(book)).index(NEW) == list(chapters(book)).index("tokyo-2025") + 1
    pages = [page for part in Book(book).parts.values() for page in part]
    assert pages[pages.index(f"chapters/{NEW}") + 1] == f"exercises/{NEW}"
    assert pages[pages.index(f"guides/teaching/{NEW}") - 1] == "guides/teaching/tokyo-2025"
    assert [path.stem for path in contents_of.pages(Book(book))] == [
        path.split("/")[2] for path in pages if "teaching/" in path
    ]
