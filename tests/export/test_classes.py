"""Exports for a class with variants: Gradescope finds whose key it is; marks find their row by a roster."""

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from test_gradebook import BOOK, HEAD, ROWS, WORK, fill
from test_gradescope import container, run, without_bubblewrap

from made import SLUG, content  # isort: skip (tests/grading)

from coursekit.classes.keyfile import ClassKey, write_key
from coursekit.classes.origin import Origin
from coursekit.classes.roster import Student, read_roster
from coursekit.cli import main
from coursekit.lms.gradescope import autograder, people
from coursekit.lms.people import ids_by
from coursekit.variants.variants import Variants

ROSTER = "id,name,E-mail,Lms-ID,group\nst-1,Анна Ли,anna@uni.example,1001,1002\nst-2,Aigerim Ó,Aigerim@uni.example,1002,1001\n"
MARKS = """student,exercise,points,of,waiting,graded,attempt,notes
st-1,the-first-summit,19.5,26,0,yes,x.ipynb,
ST-2,the-first-summit,26,26,0,yes,x.ipynb,
1001,the-first-summit,1,26,0,yes,x.ipynb,
"""
ANNA, AIGERIM = (
    {"email": "ANNA@uni.example", "id": 77, "name": "A"},
    {"email": "x@uni.example", "sid": "st-2", "id": 1, "name": "B"},
)
as_root = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="Gradescope runs an autograder as root")


@pytest.fixture(scope="module")
def variants() -> Variants:
    return Variants(ROOT / "chapters" / SLUG / "exercise.ipynb")


@pytest.fixture(scope="module")
def key(variants: Variants) -> ClassKey:
    """Two students, unlike in every question that varies."""
    values = [{name: variation.options[place] for name, variation in variants.declared.items()} for place in (0, -1)]
    return ClassKey([SLUG], {id: {SLUG: own} for id, own in zip(("st-1", "st-2"), values)}, Origin.here())


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("class") / "roster.csv"
    path.write_text(ROSTER, "utf-8")
    return path


@pytest.fixture(scope="module")
def archive(key: ClassKey, roster: Path) -> zipfile.ZipFile:
    ids = people(key, read_roster(roster)[0])
    return zipfile.ZipFile(io.BytesIO(autograder(ROOT, SLUG, "visible", key, ids)))


@pytest.fixture
def named(container: Path) -> Callable[..., None]:
    """Write down whom Gradescope names."""
    return lambda *users: (
        (container / "submission_metadata.json").write_text(json.dumps({"id": 1, "users": users}), "utf-8") and None
    )


@as_root
@pytest.mark.parametrize("student, user", [("st-1", ANNA), ("st-2", AIGERIM)])
def test_everybody_is_graded_by_the_own_variant(student, user, named, key, variants, run, without_bubblewrap) -> None:
    named(user)
    for whose in key.assigned:
        found = run(variants.notebook(key.assigned[whose][SLUG]), str(without_bubblewrap))
        lost = {test["name"] for test in found["tests"] if test["status"] == "failed"}
        assert len(lost) == (0 if whose == student else len(variants.declared)), found
        assert (found["score"] == sum(test["max_score"] for test in found["tests"])) is (whose == student)


@as_root
@pytest.mark.parametrize(
    "users, said",
    [
        ([], "Gradescope names nobody, which is no student of the key."),
        (
            [{"email": "eve@uni.example", "id": 1001, "name": "st-1"}],
            "Gradescope names eve@uni.example, which is no student of the key.",
        ),
        ([ANNA, AIGERIM], "which is several students"),
    ],
)
def test_nobody_is_graded_by_a_guess(users, said, named, container, variants, without_bubblewrap) -> None:
    named(*users)
    (container / "submission/a.ipynb").write_bytes(content(variants.source))
    done = subprocess.run(
        [container / "run_autograder"], env={"PATH": str(without_bubblewrap)}, capture_output=True, text=True
    )
    assert done.returncode == 1 and "Nothing was graded" in done.stdout and said in done.stdout
    assert not (container / "results/results.json").exists()


def test_the_values_of_a_class_stay_on_the_books_side(archive: zipfile.ZipFile, key: ClassKey) -> None:
    assert json.loads(archive.read("variants.json"))["students"] == {id: own[SLUG] for id, own in key.assigned.items()}
    assert not [
        name for name in archive.namelist() if name.startswith("student/") and b"anna@uni.example" in archive.read(name)
    ]


def test_the_command_takes_the_key_and_the_roster(
    tmp_path: Path, key: ClassKey, variants: Variants, roster: Path, capsys: pytest.CaptureFixture
) -> None:
    students = read_roster(roster)[0]
    write_key(tmp_path, [variants], students, key.assigned)
    export = ["--root", str(ROOT), "export", "gradescope", SLUG, "--out", str(tmp_path)]
    assert main([*export, "--key", str(tmp_path), "--roster", str(roster)]) == 0
    assert "for 2 students, each by the own variant" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / f"{SLUG}-gradescope.zip") as made:
        names = {"st-1": "st-1", "st-2": "st-2", "anna@uni.example": "st-1", "aigerim@uni.example": "st-2"}
        written = json.loads(made.read("variants.json"))
        assert written["ids"] == names and written["countries"]["KAZ"] == ["Kazakhstan", "Kazakh"]
        assert written["students"] == {id: own[SLUG] for id, own in key.assigned.items()}
    assert main([*export, "--roster", str(roster)]) == 1
    assert "so it needs --key" in capsys.readouterr().err
    assert main(export) == 0
    assert "the book's own values. If you gave variants out" in capsys.readouterr().out
    assert main([*export[:4], "six-power-systems", "--key", str(tmp_path)]) == 1
    assert "has no six-power-systems" in capsys.readouterr().err


@pytest.mark.parametrize(
    "changes, said",
    [
        (("Aigerim@uni", "ANNA@uni"), "for two students, in the lines 2 and 3"),
        (("E-mail", "note"), "no column `email` or `sid`"),
        (("st-2,", "st-3,"), "st-2 is in the key and not in the roster"),
    ],
)
def test_a_roster_that_names_nobody_clearly_is_refused(
    changes: tuple[str, str], said: str, tmp_path: Path, key: ClassKey
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER.replace(*changes), "utf-8")
    with pytest.raises(ValueError, match=said):
        people(key, read_roster(tmp_path / "roster.csv")[0])
    assert people(key, []) == {"st-1": "st-1", "st-2": "st-2"}


def test_columns_of_a_roster_are_taken_by_their_names_only() -> None:
    anna = Student("st-1", "Anna", 2, {"e-mail": "A@x", "sis user id": "7", "group": "1001", "canvas id": ""})
    assert ids_by("Email address", [anna]) == ids_by("SIS Login ID", [anna]) == {"a@x": "st-1"}
    assert ids_by("SIS User ID", [anna]) == {"7": "st-1"} and ids_by("ID", [anna]) == {}


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text(MARKS, "utf-8")
    return path


def test_marks_find_their_rows_by_the_roster(marks: Path, roster: Path, capsys: pytest.CaptureFixture) -> None:
    _, filled = fill(marks, (HEAD + ROWS).encode(), "--roster", str(roster))
    expected = ROWS.replace('"A and ""B""",,,7.00', '"A and ""B""",,19.5,7.00').replace('mine",20.00', 'mine",26')
    assert filled.decode() == HEAD + expected
    assert f"1001, the-first-summit: this id is not in {roster}." in capsys.readouterr().err
    lines = fill(marks, WORK.encode(), "--roster", str(roster))[1].decode().split("\n")
    assert ",19.5,26.00,Yes," in lines[1] and ",26,26.00,Yes," in lines[2]
    filled = fill(marks, BOOK.encode(), "--roster", str(roster))[1].decode()
    assert filled == BOOK.replace("anna@uni.example,-", "anna@uni.example,19.5").replace(
        "aigerim@uni.example,-", "aigerim@uni.example,26"
    )


def test_without_the_roster_these_ids_are_strangers(marks: Path, capsys: pytest.CaptureFixture) -> None:
    fill(marks, BOOK.encode())
    assert "st-1, the-first-summit: this student is not in the gradebook." in capsys.readouterr().err


def test_comments_follow_the_roster(marks: Path, roster: Path) -> None:
    manual = "student,exercise,question,answer,of,points,comment,levels\nst-1,the-first-summit,source-note,abc,6,4.5,Good dates.,\n"
    marks.with_name("manual.csv").write_text(manual, "utf-8")
    _, filled = fill(marks, WORK.encode(), "--roster", str(roster))
    assert "source-note: 4.5 of 6. Good dates." in filled.decode().split("\n")[1]


def test_two_columns_that_disagree_leave_the_mark_out(
    marks: Path, roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    swapped = tmp_path / "swapped.csv"
    swapped.write_text(ROSTER.replace("1001,1002", "1002,1").replace("1002,1001", "1001,1"), "utf-8")
    assert fill(marks, WORK.encode(), "--roster", str(swapped))[1] == WORK.encode()
    assert "several students of the gradebook have this name" in capsys.readouterr().err
    assert b"19.5" in fill(marks, WORK.encode(), "--roster", str(swapped), "--match", "Email address")[1]
    swapped.write_text(ROSTER.replace("E-mail", "a").replace("Lms-ID", "b"), "utf-8")
    marks.with_name("download-filled.csv").unlink()
    assert fill(marks, WORK.encode(), "--roster", str(swapped)) == (1, b"")
    assert "no column like one that names students" in capsys.readouterr().err
