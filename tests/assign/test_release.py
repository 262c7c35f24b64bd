"""A release: what students get and do not get, the same bytes each time, whole or not at all; and graded again."""

import errno
import json
import os
import re
import shlex
import subprocess
import sys
import time
import zipfile
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest
from assigned import variants
from conftest import ROOT
from packaging.requirements import Requirement

from caj import answer_digests
from caj.answer_digests import opens, seal, tells
from caj.checks import check
from coursekit import exercises
from coursekit.classes.bundle import link, write_bundle
from coursekit.classes.keyfile import read_key
from coursekit.cli import main
from coursekit.exercises.notebooks import read, text
from coursekit.exercises.student_copies import HIDDEN, SOLUTION
from coursekit.isolation import doctor

TWO = ["six-power-systems", "the-first-summit"]
ROSTER = "id,name,group\n" + "".join(f"s{number:02},Student {number},{number % 2}\n" for number in range(6))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a graded release, the same again, a practice release, and one that is the same for all."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    for name, options in {
        "graded": [],
        "again": [],
        "practice": ["--practice"],
        "same": ["--same"],
        "zipped": ["--zip"],
        "zipped-again": ["--zip"],
    }.items():
        assert assign(folder, name, *options) == 0
    return folder


def assign(folder: Path, name: str, *options: str, slugs: list[str] = TWO) -> int:
    places = [
        "--roster",
        str(folder / "roster.csv"),
        "--out",
        str(folder / name),
        "--secret",
        str(folder / "secret.txt"),
    ]
    return main(["--root", str(ROOT), "assign", *slugs, *places, *options])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_student_gets_notebooks_tables_and_a_readme(course: Path) -> None:
    assert sorted(path.name for path in (course / "graded").iterdir()) == [f"s{number:02}" for number in range(6)]
    own = files(course / "graded/s03")
    assert {
        "README.md",
        "six-power-systems.ipynb",
        "the-first-summit.ipynb",
        "caj/checks.py",
        "caj/seeds/indicators.csv",
    } <= set(own)
    assert b"Student 3" in own["README.md"] and b"six-power-systems.ipynb" in own["README.md"]
    given = re.search(r"`pip install ([^`]+)`", own["README.md"].decode())[1]
    needed = {line.name: line.specifier for line in map(Requirement, shlex.split(given))}
    assert {"altair", "ipywidgets", "jupyterlab", "networkx", "numpy", "pandas"} <= set(needed)
    for name, older in {"pandas": "2.2.3", "numpy": "1.26.4", "altair": "5.5.0"}.items():
        assert older in needed[name] and version(name) in needed[name], "a student's own one may stay"


def test_the_same_again_byte_for_byte(course: Path) -> None:
    assert files(course / "graded") == files(course / "again")
    assert files(course / "graded-key") == files(course / "again-key")


def test_an_archive_holds_the_folder_and_is_the_same_again(course: Path) -> None:
    archives = files(course / "zipped")
    assert archives == files(course / "zipped-again") and set(archives) == {f"s{number:02}.zip" for number in range(6)}
    with zipfile.ZipFile(course / "zipped/s03.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"s03/{name}": content for name, content in files(course / "graded/s03").items()
        }


def test_a_late_student_changes_nobody_elses_copy(course: Path) -> None:
    (course / "roster.csv").write_text(ROSTER.replace("\ns00", "\nz99,Late,1\ns00"), "utf-8")
    assert assign(course, "late") == 0
    (course / "roster.csv").write_text(ROSTER, "utf-8")
    late = files(course / "late")
    assert {name: content for name, content in late.items() if not name.startswith("z99")} == files(course / "graded")


def test_nothing_given_to_students_holds_a_solution_an_answer_or_the_secret(course: Path) -> None:
    secret = (course / "secret.txt").read_bytes().strip()
    for slug in TWO:
        source = read(ROOT / f"chapters/{slug}/exercise.ipynb")
        shown = {
            line.strip() for cell in read(ROOT / f"exercises/{slug}.ipynb").cells for line in cell.source.splitlines()
        }
        blocks = "\n".join(
            block for cell in source.cells for pattern in (SOLUTION, HIDDEN) for block in pattern.findall(cell.source)
        )
        hidden = {line.strip() for line in blocks.splitlines() if len(line.strip()) > 8} - shown
        for student in (course / "graded").iterdir():
            own = (student / f"{slug}.ipynb").read_text("utf-8")
            assert not any(json.dumps(line)[1:-1] in own for line in hidden)
            assert (
                not any("caj" in cell.metadata for cell in read(student / f"{slug}.ipynb").cells)
                and '"vary"' not in own
                and '"outputs": []' in own
            )
    everything = files(course / "graded")
    assert not any("questions" in name or "key" in name.lower() for name in everything)
    assert not any(secret in content for content in everything.values())


def test_students_have_different_notebooks_and_same_means_same(course: Path) -> None:
    for slug in TWO:
        for name, least in {"graded": 5, "practice": 5, "same": 1}.items():
            assert len({(student / f"{slug}.ipynb").read_bytes() for student in (course / name).iterdir()}) >= least
        assert len({(student / f"{slug}.ipynb").read_bytes() for student in (course / "same").iterdir()}) == 1


@pytest.mark.parametrize("name", ["graded", "practice", "same"])
def test_a_copy_runs_with_its_own_folder_only_and_its_checks_judge_the_students_variant(
    course: Path, name: str
) -> None:
    """Blank: not answered. With the reference solution of this variant: right, or taken note of; with another's: wrong.

    In practice copies the check follows the values that the student's own cell gives, so it is not asked there.
    """
    key = read_key(course / f"{name}-key")
    student, other = (
        "s01",
        next(
            s
            for s in key.assigned
            if key.assigned[s]["six-power-systems"]["coal-2030"]
            != key.assigned["s01"]["six-power-systems"]["coal-2030"]
        )
        if name != "same"
        else "s02",
    )
    for slug in TWO:
        assert set(said(course / name / student, slug, {})) == {"open"}
        right = said(course / name / student, slug, solutions(slug, key.assigned[student][slug]))
        assert (
            right
            and set(right) <= ({"correct"} if name == "practice" else {"correct", "kept"})
            and right.count("correct")
            == (len(right) if name == "practice" else telling(course / name / student / f"{slug}.ipynb"))
            >= 1
        )
    if name == "graded":
        wrong = said(
            course / name / student,
            "six-power-systems",
            solutions("six-power-systems", key.assigned[other]["six-power-systems"]),
        )
        assert "wrong" in wrong


def telling(notebook: Path) -> int:
    """How many checks of a copy hold a seal that can say right or wrong."""
    return sum(tells(token) for cell in read(notebook).cells for token in re.findall(r'seal="([^"]+)"', cell.source))


def solutions(slug: str, chosen: dict) -> dict[str, str]:
    """Reference answers as a student would hand them in, by cell."""
    return {
        cell.id: cell.source
        for cell in variants(slug).notebook(chosen).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def said(folder: Path, slug: str, answers: dict[str, str]) -> list[str]:
    """What the self-checks say when the notebook runs in its folder, in a process that has no other `caj`."""
    cells = [
        (answers.get(cell.id, cell.source) if cell.metadata.get("nbgrader", {}).get("solution") else cell.source)
        for cell in read(folder / f"{slug}.ipynb").cells
        if cell.cell_type == "code"
    ]
    program = "import ast, json, sys\nsys.path.insert(0, '')\nspace, said = {'__name__': '__main__'}, []\nfor source in json.load(sys.stdin):\n    tree = ast.parse(source)\n    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None\n    exec(compile(tree, 'cell', 'exec'), space)\n    value = eval(compile(ast.Expression(last.value), 'cell', 'eval'), space) if last else None\n    said += [value.status] if type(value).__name__ == 'Result' else []\nprint(json.dumps([said, sys.modules['caj'].__file__]))"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(cells),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    statuses, place = json.loads(done.stdout.splitlines()[-1])
    assert Path(place).is_relative_to(folder)
    return statuses


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals that cost nothing, where their cost is not the question."""
    monkeypatch.setattr(answer_digests, "ROUNDS", 2)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "answer, within", [(86.13, 0.05), (-86.13, 0.5), (4019, 0.0), (4019, 2), (12345.6, 2), (0.4321, 0.0), (1e-3, 0.0)]
)
def test_seals_say_right_within_the_tolerance_and_never_beyond(answer: float, within: float) -> None:
    token = seal(answer, within, "salt")
    assert opens(token, answer) and opens(token, answer + 0.59 * within) and opens(token, answer - 0.59 * within)
    assert not opens(token, answer + 1.01 * (within or 1e-4)) and not opens(token, answer - 1.01 * (within or 1e-4))
    assert opens(token, str(answer)) and not opens(token, "much") and not opens(token, float("nan"))


@pytest.mark.usefixtures("quick")
def test_a_seal_reads_answers_as_the_checks_do() -> None:
    token = seal(86.13, 0.1, "salt")
    assert (
        check("x/y", 86.1, seal=token).sentence == "Correct."
        and check("x/y", "86,1 %", seal=token).sentence == "Correct. Read as 86.1."
    )
    assert (
        check("x/y", 80, seal=token).status == "wrong"
        and check("x/y", "much", seal=token).status == "unread"
        and check("x/y", ..., seal=token).status == "open"
    )
    day = seal(pd.Timestamp("2012-11-05"), 0, "s")
    assert (
        opens(day, "05.11.2012")
        and not opens(day, "2012-11-06")
        and "can mean" in check("x/y", "11/05/2012", seal=day).sentence
    )


@pytest.mark.parametrize(
    "answer, within",
    [
        ("b", 0),
        (True, 0),
        ("TKM", 0),
        ("Aso Taro", 0),
        ({"a", "d"}, 0),
        ({2018}, 0),
        (24, 0),
        (40.0, 1.0),
        (0.65, 0.01),
        (pd.Series([1.0]), 0.1),
    ],
)
def test_what_few_tries_would_find_is_not_sealed(answer: object, within: float) -> None:
    """The token of two answers of one kind is the same, so nothing in a notebook tells them apart."""
    token = seal(answer, within, "salt")
    assert token.endswith("///") and opens(token, answer) is None
    assert check("x/y", answer, seal=token).status == "kept"


def test_a_loop_over_every_value_of_a_seal_takes_its_time() -> None:
    start = time.process_time()
    opens(seal(86.13, 0.1, "salt"), 86)
    assert (time.process_time() - start) / 2 > 0.02
    assert check("x/y", object(), seal="broken").status == "wrong"


@pytest.mark.parametrize("number", [errno.EMLINK, errno.EPERM])
def test_a_disk_that_takes_no_more_links_gets_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*given: object) -> None:
        raise OSError(number, "no more links")

    write_bundle(tmp_path / "bundle")
    monkeypatch.setattr(os, "link", full)
    link(tmp_path / "bundle", tmp_path / "student")
    assert files(tmp_path / "bundle") == files(tmp_path / "student")


@pytest.mark.parametrize(
    "change, fault",
    [
        (lambda course: assign(course, "graded"), "exists and is not empty"),
        (lambda course: assign(course, "new", "--key", str(course / "new/key")), "must not lie in"),
        (lambda course: assign(course, "new", slugs=["six-power"]), "Did you mean six-power-systems?"),
        (
            lambda course: main(["--root", str(course), "assign", "x", "--roster", "r.csv"]),
            "holds no chapters with exercises",
        ),
        (
            lambda course: main(
                [
                    "--root",
                    str(ROOT),
                    "assign",
                    TWO[0],
                    "--roster",
                    str(course / "none.csv"),
                    "--out",
                    str(course / "new"),
                ]
            ),
            "none.csv",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    course: Path, change, fault: str, capsys: pytest.CaptureFixture
) -> None:
    before = files(course)
    assert change(course) == 1
    assert fault in capsys.readouterr().err and files(course) == before


def test_a_release_that_stops_half_way_leaves_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(course)
    monkeypatch.setattr("coursekit.classes.release.write_key", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        assign(course, "broken")
    assert files(course) == before and not [path for path in course.iterdir() if path.name.startswith(".")]


def test_the_key_can_be_read_by_people_and_keeps_their_columns(course: Path) -> None:
    lines = (course / "graded-key/key.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "student,name,exercise,question,values,answer,group"
    assert len(lines) == 1 + 6 * (7 + 8)
    assert (course / "graded-key").stat().st_mode & 0o077 == 0


def test_grading_by_the_key_of_the_class(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Own answers earn all points; another's numbers do not, and are reported; a stranger gets a reason and no mark."""
    if faults := doctor.faults():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(" ".join(faults))
    key, slug = read_key(course / "graded-key"), "six-power-systems"
    copied = variants(slug).answer("coal-2030", key.assigned["s00"][slug]["coal-2030"])
    thief = next(
        s for s in key.assigned if key.assigned[s][slug]["coal-2030"] != key.assigned["s00"][slug]["coal-2030"]
    )
    for student in ("s00", thief, "nobody"):
        notebook = read(course / "graded" / ("s00" if student == "nobody" else student) / f"{slug}.ipynb")
        answers = solutions(slug, key.assigned.get(student, {}).get(slug, {}))
        if student == thief:
            answers["coal-2030"] = f"coal_2030 = {copied:.2f}"
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = answers.get(cell.id, cell.source)
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / f"{slug}.ipynb").write_text(text(notebook), "utf-8")
    command = [
        "--root",
        str(ROOT),
        "grade",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "marks"),
        "--key",
        str(course / "graded-key"),
        "--workers",
        "1",
    ]
    assert main(command) == 0
    assert "nobody, six-power-systems: No student of the class has this id" in capsys.readouterr().err
    marks = {
        entry["student"]: {mark["question"]: mark["earned"] for mark in entry["marks"]}
        for entry in json.loads((tmp_path / "marks/marks.json").read_text("utf-8"))
    }
    assert sum(points or 0 for points in marks["s00"].values()) == 18
    assert marks[thief] == {**marks["s00"], "coal-2030": marks[thief]["coal-2030"]} and marks[thief]["coal-2030"] < 3
    report = (tmp_path / "marks/report.html").read_text("utf-8")
    assert "Answers that fit another variant" in report


def test_what_canvas_makes_of_a_class_is_graded_by_its_key_whatever_was_handed_in(course: Path, tmp_path: Path) -> None:
    """A notebook, one inside an archive, and one that a browser gave another ending: each by the own variant."""
    if faults := doctor.faults():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(" ".join(faults))
    slug, ids = "the-first-summit", ["4721", "4722", "4723"]
    (tmp_path / "roster.csv").write_text("id,name\n" + "".join(f"{id},Student {id}\n" for id in ids), "utf-8")
    given = ["--roster", str(tmp_path / "roster.csv"), "--secret", str(tmp_path / "secret.txt")]
    assert main(["--root", str(ROOT), "assign", slug, *given, "--out", str(tmp_path / "given")]) == 0
    key = read_key(tmp_path / "given-key")
    done = {}
    for id in ids:
        notebook, answers = read(tmp_path / f"given/{id}/{slug}.ipynb"), solutions(slug, key.assigned[id][slug])
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source) if cell.cell_type == "code" else cell.source
        done[id] = text(notebook)
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr(f"my work/{slug}.ipynb", done["4721"])
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "zipped_4721_90021_homework.zip")
        archive.writestr(f"renamed_4722_90022_{slug}.ipynb.txt", done["4722"])
        archive.writestr(f"ok_4723_90023_{slug}.ipynb", done["4723"])
    command = ["grade", str(tmp_path / "class.zip"), "--key", str(tmp_path / "given-key")]
    assert main(["--root", str(ROOT), *command, "--out", str(tmp_path / "marks"), "--workers", "1"]) == 0
    marks = json.loads((tmp_path / "marks/marks.json").read_text("utf-8"))
    earned = {entry["student"]: sum(mark["earned"] or 0 for mark in entry["marks"]) for entry in marks}
    assert earned == dict.fromkeys(ids, 14)


def test_exercises_are_listed_with_their_questions(capsys: pytest.CaptureFixture) -> None:
    assert main(["--root", str(ROOT), "exercises", "list", "--questions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["exercise", "questions", "varied", "points", "minutes", "level", "objectives"]
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == exercises.slugs(ROOT)
    assert main(["--root", str(ROOT), "exercises", "variants", "the-first-summit"]) == 0
    assert "    -> 2012-11-04" in capsys.readouterr().out
