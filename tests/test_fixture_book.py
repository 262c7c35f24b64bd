"""The tools work for another book: it builds, its exercises are given out and graded, without one row of ours."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import lights
from coursekit.cli import main
from test_book import SUBJECT

FIRST, HIGH = "first-lights", "high-lights"
SOLVED = {
    "how_many = ...": 'how_many = (caj.load("lights")["coast"] == coast).sum()',
    "oldest = ...": 'oldest = "North Rock"',
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with its student copies made and its notebooks run, as its authors would do it."""
    root = lights.make(tmp_path_factory.mktemp("lights"))
    for step in ("clean", "student", "run", "check"):
        assert main(["--root", str(root), "notebooks", step]) == 0, step
    return root


@pytest.fixture
def book(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, seen from a folder elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return shutil.copytree(kept, tmp_path / "lights")


COMMANDS = [
    (["data", "check"], ""),
    (["data", "seal"], "nothing had changed"),
    (["notebooks", "check"], ""),
    (["notebooks", "clean"], ""),
    (["notebooks", "student"], ""),
    (["notebooks", "run"], ""),
    (["notebooks", "prose"], ""),
    (["notebooks", "untied"], ""),
    (["exercises", "list", "--questions"], "why-high"),
    (["exercises", "variants", FIRST], "How many lights has Corland (`C`)?"),
    (["course", "list"], "two-days: Two days of lights"),
    (["course", "plan", "--weeks", "1", "--start", "2027-01-11", "--timezone", "Europe/Oslo"], "2 sessions"),
    (["export", "canvas", FIRST], "2 questions"),
    (["export", "moodle", FIRST], "2 questions"),
    (["export", "gradescope", FIRST], "an autograder"),
    (["export", "nbgrader", FIRST, HIGH], "files written"),
]


@pytest.mark.parametrize(
    "command, said", COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_each_command_answers_for_the_book_of_its_root(book: Path, command: list[str], said: str, capsys) -> None:
    code, out = main(["--root", str(book), *command]), capsys.readouterr()
    assert code == 0, out.err
    assert said in out.out and not SUBJECT.search(out.out + re.sub(r"\x1b.*|\r.*", "", out.err))
    written = [path for path in Path.cwd().rglob("*") if path.suffix in (".md", ".ics", ".xml", ".ipynb", ".csv")]
    assert not [path for path in written if SUBJECT.search(path.read_text("utf-8"))]


@pytest.mark.parametrize(
    "command, said",
    [
        (["data", "links"], "No source has an address"),
        (["refresh", "--list"], "book/series.yml is missing"),
        (["exercises", "variants", "the-first-summit"], 'There is no exercise "the-first-summit"'),
        (["course", "plan", "--weeks", "13", "--start", "2027-01-11", "--timezone", "UTC"], "there are plans of 1"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_the_book_of_the_root_lacks_is_not_taken_from_ours(
    book: Path, command: list[str], said: str, capsys
) -> None:
    assert main(["--root", str(book), *command]) == 1
    assert said in capsys.readouterr().err


def test_a_changed_row_is_told_of_this_book(book: Path, capsys) -> None:
    table = book / "seeds/lights.csv"
    table.write_text(table.read_text("utf-8").replace("21.5", "high"), "utf-8")
    assert main(["--root", str(book), "data", "check"]) == 1
    assert 'seeds/lights.csv, line 2: metres is "high"' in capsys.readouterr().err


def filled(path: Path, answers: dict[str, str]) -> str:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for given, answer in answers.items():
            cell.source = cell.source.replace(given, answer)
    return nbformat.writes(notebook)


def test_a_class_of_this_book_is_given_its_variants_and_graded(book: Path, capsys) -> None:
    Path("roster.csv").write_text("id,name\nann,Ann\nbob,Bob\n", "utf-8")
    Path("secret.txt").write_text("a secret for tests, sixteen letters and more\n", "utf-8")
    give = ["assign", FIRST, HIGH, "--roster", "roster.csv", "--secret", "secret.txt", "--out", "out", "--key", "key"]
    assert main(["--root", str(book), *give]) == 0
    handed = Path("out/ann") / f"{FIRST}.ipynb"
    assert re.search(r'coast = \\"[BC]\\"', handed.read_text("utf-8")), "nobody gets the values of the book"
    for student, answers in {"ann": SOLVED, "bob": {"oldest = ...": 'oldest = "High Skerry"'}}.items():
        Path("in", student).mkdir(parents=True)
        Path("in", student, f"{FIRST}.ipynb").write_text(
            filled(Path("out", student, f"{FIRST}.ipynb"), answers), "utf-8"
        )
        Path("in", student, f"{HIGH}.ipynb").write_text(
            filled(Path("out", student, f"{HIGH}.ipynb"), {"*Write your answer here.*": "To be seen."}), "utf-8"
        )
    assert main(["--root", str(book), "grade", "in", "--out", "marks", "--key", "key", "--workers", "1"]) == 0, (
        capsys.readouterr().err
    )
    marks = Path("marks/marks.csv").read_text("utf-8")
    earned = {line.split(",")[0]: float(line.split(",")[2]) for line in marks.splitlines() if FIRST in line}
    assert earned == {"ann": 3.0, "bob": 0.0}
    told = [path for path in Path("marks").rglob("*") if path.suffix in (".csv", ".html", ".json", ".md")]
    assert len(told) > 4 and not [path.name for path in told if SUBJECT.search(path.read_text("utf-8"))]
    assert "To be seen." in "".join(path.read_text("utf-8") for path in told), "the open answer waits for a person"


def test_the_book_is_built_with_its_own_name_and_without_pages_for_tables_that_it_lacks(kept: Path) -> None:
    program = Path(sys.executable).with_name("jupyter-book")
    surroundings = {**os.environ, "CAJ_RUNTIME": "nowhere"}  # without Python in the pages
    done = subprocess.run(
        [program, "build", kept, "-n", "-W", "--keep-going", "-q"], capture_output=True, text=True, env=surroundings
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = kept / "_build/html"
    assert "<title>Lights &#8212; Lights that nobody built</title>" in (site / "index.html").read_text("utf-8")
    assert "The keepers" in (site / "changes.xml").read_text("utf-8")
    assert "Grey Head" in (site / f"chapters/{FIRST}.html").read_text("utf-8")
    assert "KEEPER, Ann" in (site / "guides/references.html").read_text("utf-8")
    assert not list(site.glob("guides/map*")) and "glossary" not in (site / "404.html").read_text("utf-8")
    pages = [*site.glob("*.html"), *site.glob("*/*.html"), site / "changes.xml", site / "_static/search-places.js"]
    assert len(pages) > 9 and not [path.name for path in pages if SUBJECT.search(path.read_text("utf-8"))]
