"""The command line: a newcomer finds the way by its help, and a script reads its answers."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.release import build
from bookkit.release.version import Edition
from caj.data import CHOSEN
from coursekit import cli, exercises
from coursekit.commands.answer import PANELS
from coursekit.isolation import doctor

BOOK = ["--root", str(ROOT)]


def every(group: object = None, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of every command and every group."""
    group = group or cli._commands()
    found = []
    for name, one in group.commands.items():
        found += [(*path, name), *(every(one, (*path, name)) if hasattr(one, "commands") else [])]
    return found


def helped(capsys: pytest.CaptureFixture, *words: str) -> str:
    assert cli.main([*words, "--help"]) == 0
    return capsys.readouterr().out


def read(capsys: pytest.CaptureFixture) -> dict:
    """Standard output as a script reads it: one JSON object, and nothing else."""
    return json.loads(capsys.readouterr().out)


def test_the_help_leads_from_teaching_to_writing(capsys: pytest.CaptureFixture) -> None:
    said = helped(capsys)
    places = [said.index(f"\n  {name}  ") for name in cli.ORDER if f"\n  {name}  " in said]
    assert places == sorted(places) and len(places) == len(cli._commands().commands), "a command without a place"
    assert [line[:-1] for line in said.splitlines() if line[:-1] in PANELS] == [
        panel for panel in PANELS if f"\n{panel}:" in said
    ]


@pytest.mark.parametrize("words", every(), ids=" ".join)
def test_every_command_says_in_a_sentence_what_it_does_and_shows_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture
) -> None:
    said = helped(capsys, *words)
    assert re.search(r"^  [A-Z][^\n]*(\n  \S[^\n]*)*\.$", said, re.M), "no sentence"
    group = "\nCommands:\n" in said
    assert group or f"Example: caj {' '.join(words)}" in said


@pytest.mark.parametrize("words", every(), ids=" ".join)
def test_the_example_of_the_help_is_understood(words: tuple[str, ...]) -> None:
    command = cli._commands()
    for word in words:
        command = command.commands[word]
    if hasattr(command, "commands"):
        return
    given = shlex.split(command.epilog.removeprefix("Example: caj "))[len(words) :]
    assert command.make_context("caj", given, resilient_parsing=False, obj=cli.Answer()).args == []


@pytest.mark.parametrize(
    "words, says",
    [
        (["gade"], "No such command 'gade'. Did you mean 'grade'?"),
        (["export", "mudle", "x"], "Did you mean 'moodle'?"),
        (["grade"], "Missing argument"),
        (["grade", "in", "--worker", "2"], "No such option: --worker"),
        (["assign", "the-first-summit"], "Missing option '--roster'"),
        (["export", "gradescope", "x", "--show", "never"], "'after_published', 'after_due_date', 'visible', 'hidden'"),
        (["grade", "in", "--memory-mb", "much"], "--memory-mb"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture
) -> None:
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert says in said.err and said.out == ""


def test_a_script_reads_the_exercises(capsys: pytest.CaptureFixture) -> None:
    assert cli.main([*BOOK, "exercises", "list", "--json"]) == 0
    answer = read(capsys)
    assert [one["slug"] for one in answer["exercises"]] == exercises.slugs(ROOT) and answer["problems"] == []
    for one in answer["exercises"]:
        assert one["points"] == sum(question["points"] for question in one["questions"]) > 0
        assert one["title"] and {question["kind"] for question in one["questions"]} <= {"auto", "manual"}
    assert sum(question["variants"] > 0 for one in answer["exercises"] for question in one["questions"]) > 20


def test_a_script_reads_the_course_plans(capsys: pytest.CaptureFixture) -> None:
    assert cli.main([*BOOK, "course", "list", "--json"]) == 0
    plans = {plan["weeks"]: plan for plan in read(capsys)["plans"]}
    assert plans[6]["name"] == "six-weeks" and plans[6]["sessions"] == 12


@pytest.mark.parametrize(
    "words, says",
    [
        (["data", "check"], "holds no folder seeds with the tables"),
        (["notebooks", "check"], "loose.ipynb is not a valid notebook"),
        (["exercises", "list"], "holds no chapters with exercises"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_script_reads_what_is_wrong(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/loose.ipynb").write_bytes(b"")
    assert cli.main(["--root", str(tmp_path), *words, "--json"]) == 1
    problems = read(capsys)["problems"]
    assert any(says in problem for problem in problems), problems
    assert cli.main(["--root", str(tmp_path), *words]) == 1
    assert capsys.readouterr().err.splitlines() == problems, "a person reads the same sentences"


@pytest.mark.parametrize("words", [["data", "check"], ["notebooks", "check"]], ids=" ".join)
def test_a_script_reads_that_all_is_well(words: list[str], capsys: pytest.CaptureFixture) -> None:
    assert cli.main([*BOOK, *words, "--json"]) == 0
    assert read(capsys) == {"problems": []}


def test_a_script_reads_what_the_doctor_found(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    found = [doctor.Trial(True, "A is stopped."), doctor.Trial(False, "B GETS THROUGH")]
    monkeypatch.setattr("coursekit.isolation.machine.advice", lambda: "")
    monkeypatch.setattr(doctor, "examine", lambda: found)
    assert cli.main(["doctor", "--json"]) == 1
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert [one["well"] for one in answer["findings"]] == [True, False]
    assert answer["problems"] == ["Grading would not be safe here."] and "FAILS  B GETS THROUGH" in said.err


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{shlex.quote(sys.executable)} -m coursekit.cli exercises list --json | head -n 1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "{\n" and done.stderr == ""


def test_the_shell_completes_commands_and_exercises() -> None:
    def completed(words: str, place: int) -> str:
        asked = {"_CAJ_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
        command = [Path(sys.executable).with_name("caj")]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **asked}, capture_output=True, text=True)
        return done.stdout

    assert completed("caj ex", 1).split() == ["exercises", "export"]
    assert completed("caj assign the-first", 2).split() == ["the-first-summit"]
    assert completed("caj grade in --js", 3).split() == ["--json"]


def test_nothing_slow_is_imported_for_the_help() -> None:
    program = "import sys; from coursekit.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "typer" in loaded
    assert not loaded & {
        "rich",
        "pydantic",
        "nbformat",
        "nbclient",
        "altair",
        "jsonschema",
        "networkx",
        "bs4",
        "jinja2",
        "yaml",
    }


def test_completion_is_installed_for_the_shell(tmp_path: Path) -> None:
    program = shlex.quote(str(Path(sys.executable).with_name("caj")))
    command = ["bash", "-c", f"{program} --install-completion; true"]
    done = subprocess.run(command, env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True)
    assert "completion installed" in done.stdout, done.stderr
    assert "caj" in (tmp_path / ".bashrc").read_text("utf-8")


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_a_book_that_is_not_built_is_said_with_the_remedy(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert cli.main(["--root", str(tmp_path), "book", kind]) == 1
    said = capsys.readouterr().err
    assert said == f"{tmp_path / '_build/html'} holds no built pages. Build them: `caj book build`.\n"


@pytest.mark.parametrize(
    "words",
    ["book build", "documents write", "new chapter x", "versions oldest", "versions lock", "versions jupyter-book-2"],
)
def test_a_folder_without_a_book_is_said_with_the_remedy(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert cli.main(["--root", str(tmp_path), *words.split()]) == 1
    said = capsys.readouterr().err
    assert "this folder holds no book: no _toc.yml. Run this in the folder of the book, or give --root." in said


def test_a_site_that_is_not_built_ends_with_1_and_forgets_no_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "_build/.doctrees").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("root: index", "utf-8")
    assert cli.main(["--root", str(tmp_path), "book", "build"]) == 1
    assert "The book was not built" in capsys.readouterr().err and not (tmp_path / "_build/.doctrees").exists()


def test_an_edition_is_made_of_its_own_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CHOSEN, "seeds of the checkout")
    edition = Edition("2027.1.5", "2027-01-05", 0)
    assert CHOSEN not in build.variables(ROOT, tmp_path, edition)
