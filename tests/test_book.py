"""The tools take what they know of a book's subject from its settings, and say which line of them is wrong."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from caj.errors import UserError
from coursekit.book import Book
from coursekit.settings import Settings, read_settings

TOOLS = [ROOT / f"packages/{name}/src/{name}" for name in ("coursekit", "bookkit")]
GENERAL = {
    "outline.json",
    "runtime.json",
}  # the coasts and countries of the whole world; hashes of the Python in the pages
SUBJECT = re.compile(
    r"Central.Asia|Japan|Kazak|Uzbek|Kyrgyz|Tajik|Turkmen|Caspian|Tokyo|Astana|Almaty|Tashkent|\b(KAZ|UZB|KGZ|TJK|TKM|JPN)\b|"
    + "|".join(path.stem for path in Book(ROOT).chapters)
)
LEAST = "title: Lights\nshort_name: lights\nauthors: The keepers\n"


def docstrings(code: str) -> set[int]:
    """Lines of the docstrings of a module."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(ast.parse(code)) if isinstance(node, kinds) and node.body]
    said = [node for node in firsts if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    return {line for node in said for line in range(node.lineno, node.end_lineno + 1)}


def told(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a source file, docstrings left out."""
    text = path.read_text("utf-8")
    left_out = docstrings(text) if path.suffix == ".py" else set()
    for number, line in enumerate(text.splitlines(), start=1):
        if number not in left_out:
            yield number, line


def subjects(folders: list[Path]) -> list[str]:
    files = [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".yml", ".json", ".txt", ".js", ".css", ".html", ".sh")
        and path.name not in GENERAL
        and path.parent.name != "commands"  # the help shows examples that a reader of this book can try
    ]
    assert len(files) > 100
    return [
        f"{path.name}, line {line}: {text.strip()}"
        for path in files
        for line, text in told(path)
        if SUBJECT.search(text)
    ]


def test_the_tools_name_nothing_of_this_books_subject() -> None:
    assert subjects(TOOLS) == []


def test_a_word_of_the_subject_is_found_in_code_and_not_in_a_docstring(tmp_path: Path) -> None:
    for name, text in {
        "a.py": '"""Of Japan."""\nx = "Japan"  # Tokyo\n',
        "b.py": "def f():\n    '''Astana.'''\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert [number for name in ("a.py", "b.py") for number, line in told(tmp_path / name) if SUBJECT.search(line)] == [
        2
    ]


def test_the_settings_of_this_book_are_read() -> None:
    settings = Book(ROOT).settings
    assert settings.country_words["UZB"] == ("Uzbekistan", "Uzbek")
    assert settings.claims_of_no_chapter in Book(ROOT).order


@pytest.mark.parametrize(
    "text, said",
    [
        (LEAST + "titel: Lights\n", "line 4: there is no field titel. Did you mean title"),
        (LEAST.replace("Lights", "5"), "line 1: title must be a text, not 5."),
        (LEAST + "countries:\n  NOR: {name: Norway}\n", "line 5: the field countries.NOR.adjective is missing."),
        (LEAST + "everyday_terms:\n  - lamp\n  - 7\n", "line 6: everyday_terms.1 must be a text, not 7."),
        (LEAST.replace("lights", "The Lights"), "line 2: short_name is The Lights, which is not of the form"),
        (
            LEAST + "counted_groups:\n  - '(two'\n",
            "line 5: counted_groups.0 is (two, which is not of the form a regular expression",
        ),
        ("title: [Lights\n", "line 2: this is not YAML"),
        ("- Lights\n", "line 1: the file must be fields with values"),
        ("", "line 1: the file must be fields with values, not nothing."),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "book.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}, {said}")


def test_a_mistake_in_the_map_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bookkit.site import map_data
    from caj import data

    text = (ROOT / "book/map.yml").read_text("utf-8").replace("almaty: right", "almaty: north", 1)
    (tmp_path / "book").mkdir()
    (tmp_path / "book/map.yml").write_text(text, "utf-8")
    monkeypatch.setattr(data, "root", lambda: tmp_path)
    with pytest.raises(UserError, match=r"line \d+: views.all.places.almaty: 'north' is not one of"):
        map_data.plan()


def test_a_book_without_settings_has_no_name_and_no_countries(tmp_path: Path) -> None:
    assert Book(tmp_path).settings == Settings() and not Settings().countries


def test_a_changed_file_of_settings_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "book.yml").write_text(LEAST, "utf-8")
    assert Book(tmp_path).settings.title == "Lights"
    (tmp_path / "book.yml").write_text(LEAST.replace("Lights", "Lamps"), "utf-8")
    assert Book(tmp_path).settings.title == "Lamps"


def test_a_container_that_grades_needs_no_reader_of_settings() -> None:
    absent = "import sys; sys.modules['yaml'] = None; import coursekit.lms.gradescope_run"
    done = subprocess.run([sys.executable, "-c", absent], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"^pyyaml", (ROOT / ".binder/requirements.txt").read_text("utf-8"), re.M | re.I)
