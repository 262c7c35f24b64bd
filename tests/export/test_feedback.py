"""Feedback archives: read back by the rules of Moodle's and Canvas's import programs, every student gets the own page."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt

from coursekit.cli import main
from coursekit.marking.page import page

SLUG = "the-first-summit"
MARKS = f"""student,exercise,points,of,waiting,graded,attempt,notes
4711,{SLUG},19.5,28,0,yes,x.ipynb,
4712,{SLUG},28,28,0,yes,x.ipynb,
4713,{SLUG},5,28,14,yes,x.ipynb,
"""
MOODLE = [
    f"Айзада Бекова_4711_assignsubmission_file_/{SLUG}.ipynb",
    "Bob Smith_4712_assignsubmission_file/home/work.ipynb",
    "Lee Ann_4713_assignsubmission_file_/x.ipynb",
]
FLAT = [
    f"Айзада Бекова_4711_assignsubmission_file_{SLUG}.ipynb",
    "Bob Smith_4712_assignsubmission_file_9_x.ipynb",
    "Lee Ann_4713_assignsubmission_file_x.ipynb",
]
CANVAS = [
    f"bekovaaizada_LATE_4711_99001_{SLUG}.ipynb",
    "smithbob_4712_99002_4711_9.pdf",
    f"smithbob_4712_99003_{SLUG}-1.ipynb",
    "leeann_4713_99004_x.ipynb",
]
CODE = "a = 1\n\n  \n# 5 $ or 6 $"
SAID = f"<h2>One</h2>\n<details><summary>What you handed in</summary>\n<pre>{CODE}</pre>\n</details>\n"


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    (tmp_path / "marks.csv").write_text(MARKS, "utf-8")
    for student in ("4711", "4712", "4713"):
        (tmp_path / "feedback" / student).mkdir(parents=True)
        (tmp_path / "feedback" / student / f"{SLUG}.html").write_text(page(f"For {student}", SAID), "utf-8")
    return tmp_path / "marks.csv"


def submitted(folder: Path, names: list[str]) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return path


def made(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path.with_name("all-feedback.zip")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def by_moodle(name: str) -> tuple[str, str]:
    """Number and file, as Moodle before and since 4.1 takes them from a path: five parts between underscores."""
    _, number, kind, plugin, rest = f"/import/{name}".split("_", 4)
    assert (kind, plugin) == ("assignsubmission", "file") and number.isdecimal()
    assert f"/import/{name}".split("/")[2].split("_", 4)[1] == number
    return number, rest.strip("/")


def by_canvas(name: str) -> tuple[str, str]:
    """Numbers of student and attachment: the first two parts that are nothing but digits."""
    user, attachment = [part for part in name.split("_") if part != "LATE" and part.isdecimal()][:2]
    return user, attachment


@pytest.mark.parametrize("names", [MOODLE, FLAT], ids=["folders", "files"])
@pytest.mark.parametrize("unpacked", [False, True], ids=["archive", "folder"])
def test_moodle_finds_the_student_of_each_page(names: list[str], unpacked: bool, marks: Path, tmp_path: Path) -> None:
    path = submitted(tmp_path, names)
    if unpacked:
        zipfile.ZipFile(path).extractall(tmp_path / "all")
    command = ["export", "feedback", str(marks), "--into", str(tmp_path / "all" if unpacked else path), "--unfinished"]
    assert main(command) == 0
    first = (tmp_path / "all-feedback.zip").read_bytes()
    pages = {by_moodle(name): content.decode() for name, content in made(path).items()}
    assert set(pages) == {(number, f"{SLUG}-feedback.html") for number in ("4711", "4712", "4713")}
    assert all(f"For {number}" in content for (number, _), content in pages.items())
    assert main(command) == 0 and (tmp_path / "all-feedback.zip").read_bytes() == first


def test_canvas_finds_student_and_attachment_and_the_page_is_a_notebook(marks: Path, tmp_path: Path) -> None:
    path = submitted(tmp_path, CANVAS)
    assert main(["export", "feedback", str(marks), "--into", str(path), "--unfinished"]) == 0
    files = {by_canvas(name): content for name, content in made(path).items()}
    assert set(files) == {("4711", "99001"), ("4712", "99003"), ("4713", "99004")}
    for (number, _), content in files.items():
        notebook = nbformat.read(io.BytesIO(content), as_version=4)
        nbformat.validate(notebook)
        (cell,) = notebook.cells
        (block,) = MarkdownIt("commonmark").parse(cell.source)
        assert block.type == "html_block" and f"For {number}" in block.content, "an empty line must not end the HTML"
        assert "$" not in cell.source, "two dollars would be a formula"
        assert unescape(re.sub(r"<[^>]+>", "", block.content)).endswith(f"What you handed in\n{CODE}\n")


def test_what_waits_or_is_missing_is_named(marks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = submitted(tmp_path, MOODLE[1:])
    (tmp_path / "feedback/4712" / f"{SLUG}.html").unlink()
    assert main(["export", "feedback", str(marks), "--into", str(path)]) == 1
    said = "".join(capsys.readouterr())
    assert f"4711, {SLUG}: the archive has no submission of this student." in said
    assert f"4712, {SLUG}: " in said and "is missing; run `caj grade` again." in said
    assert f"4713, {SLUG}: open questions wait for a person" in said
    assert not (tmp_path / "all-feedback.zip").exists()


def test_a_page_that_waits_does_not_stop_the_others(
    marks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["export", "feedback", str(marks), "--into", str(submitted(tmp_path, MOODLE))]
    assert main(command) == 0
    assert f"Left out:\n4713, {SLUG}: open questions wait for a person" in capsys.readouterr().err
    assert (tmp_path / "all-feedback.zip").exists() and main([*command, "--strict"]) == 1


@pytest.mark.parametrize("names", [[f"s01/{SLUG}.ipynb"], []])
def test_an_archive_that_no_platform_made_is_refused(
    names: list[str], marks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "feedback", str(marks), "--into", str(submitted(tmp_path, names))]) == 1
    assert "is no archive of all submissions by Moodle or Canvas" in "".join(capsys.readouterr())


def test_a_file_that_is_no_archive_is_refused(marks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "feedback", str(marks), "--into", str(marks)]) == 1
    assert "cannot be read as an archive of submissions (BadZipFile)" in "".join(capsys.readouterr())


@pytest.mark.parametrize("name", ["lee_4711_9901_{}.ipynb", "Lee_4711_assignsubmission_file_/{}.ipynb"])
def test_of_a_term_only_the_pages_of_this_archives_exercise_go_back(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    other = "nuclear-questions"
    names = {slug: name.format(slug) for slug in (SLUG, other)}
    rows = "".join(f"4711,{slug},5,28,0,yes,graded,{names[slug].rpartition('/')[2]},\n" for slug in names)
    (tmp_path / "marks.csv").write_text(
        f"student,exercise,points,of,waiting,graded,status,attempt,notes\n{rows}4712,{SLUG},0,28,0,no,not handed in,,\n",
        "utf-8",
    )
    (tmp_path / "feedback/4711").mkdir(parents=True)
    for slug in names:
        (tmp_path / f"feedback/4711/{slug}.html").write_text(page(f"For {slug}", SAID), "utf-8")
    for slug, left in ((SLUG, other), (other, SLUG)):
        path = submitted(tmp_path, [names[slug]])
        assert main(["export", "feedback", str(tmp_path / "marks.csv"), "--into", str(path)]) == 0
        (content,) = made(path).values()
        assert f"For {slug}" in content.decode() and f"For {left}" not in content.decode()
        assert f"holds nothing of {left}: these pages go back with their own archives." in capsys.readouterr().out
