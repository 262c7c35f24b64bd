"""Marks in gradebooks of Canvas and Moodle: the right fields change, every other byte stays, and what was left out is said."""

import csv
import io
from pathlib import Path

import pytest
from conftest import ROOT

from coursekit.cli import main
from coursekit.lms.gradebook import CANVAS, MOODLE, WORKSHEET, recognise
from coursekit.lms.table import read

MARKS = """student,exercise,points,of,waiting,graded,attempt,notes
1001,the-first-summit,19.5,26,0,yes,x.ipynb,
aigerim@uni.example,the-first-summit,26,26,0,yes,x.ipynb,
'=2+5,the-first-summit,3,26,0,yes,x.ipynb,
s-104,the-first-summit,12,26,14,yes,x.ipynb,
s-105,the-first-summit,0,26,0,no,x.ipynb,The file is empty.
nobody,the-first-summit,5,26,0,yes,x.ipynb,
"""
# The layout that Canvas's gradebook_exporter.rb writes: hidden row, points possible, students, totals that are read only.
HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,Notes,The first summit (4711),Other work (4712),Current Score,Final Score\r\n"
ROWS = (
    ",,,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,,26.00,10.00,(read only),(read only)\r\n"
    '"Ли, Анна",1001,s-101,anna,"A and ""B""",,,7.00,70.0,35.0\r\n'
    '"Ómarsdóttir, Aigerim",1002,s-102,aigerim@uni.example,A,"=note, mine",20.00,,,\r\n'
    '"Plus",1003,=2+5,plus,A,,,,,\r\n'
    '"Waits",1004,S-104,waits,A,,,,,\r\n'
    '"Empty",1005,s-105,empty,A,,,,,\r\n'
    '"Excused",1006,s-106,excused,A,,EX,,,\r\n'
    '"Student, Test",1007,,,A,,,,,\r\n'
)
WORK = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 1001","Anna Li",anna@uni.example,"Submitted for grading - ",,26.00,Yes,"Sunday, 1 November 2026, 9:00 AM",-,\n'
    '"Participant 1002","Aigerim Ó",AIGERIM@uni.example,"No submission",5.00,26.00,Yes,-,-,"well done"\n'
    '"Participant 1003",Locked,=2+5,"No submission",,26.00,No,-,-,\n'
)
BOOK = (
    '"First name","Last name","ID number",Institution,Department,"Email address","Assignment: The first summit (Real)","Course total (Real)","Last downloaded from this course"\n'
    "Anna,Li,1001,,,anna@uni.example,-,-,1790000000\n"
    "Aigerim,O,s-102,,,aigerim@uni.example,-,-,1790000000\n"
)


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text(MARKS, "utf-8")
    return path


def fill(marks: Path, content: bytes, *options: str) -> tuple[int, bytes]:
    """Exit code, and the filled copy."""
    download = marks.with_name("download.csv")
    download.write_bytes(content)
    code = main(["--root", str(ROOT), "export", "marks", str(marks), "--into", str(download), *options])
    assert download.read_bytes() == content, "the download changed"
    filled = marks.with_name("download-filled.csv")
    return code, filled.read_bytes() if filled.exists() else b""


def test_canvas_changes_in_its_fields_and_nowhere_else(marks: Path, capsys: pytest.CaptureFixture) -> None:
    code, filled = fill(marks, (HEAD + ROWS).encode())
    expected = (
        ROWS.replace('"A and ""B""",,,7.00', '"A and ""B""",,19.5,7.00')
        .replace('mine",20.00', 'mine",26')
        .replace("=2+5,plus,A,,,", "=2+5,plus,A,,3,")
    )
    assert filled.decode() == HEAD + expected and code == 0
    said = capsys.readouterr()
    assert "a gradebook of Canvas with 3 marks" in said.out and said.err.startswith("Left out:")
    assert "nobody, the-first-summit: this student is not in the gradebook." in said.err
    assert "s-104, the-first-summit: 14 points wait for a person" in said.err
    assert "s-105, the-first-summit: not graded" in said.err
    assert "2 of 7 students in the gradebook have no mark" in said.err


def test_unfinished_marks_are_written_when_asked_for(marks: Path) -> None:
    _, filled = fill(marks, (HEAD + ROWS).encode(), "--unfinished")
    assert '"Waits",1004,S-104,waits,A,,12,' in filled.decode()


def test_excused_students_stay_excused(marks: Path, capsys: pytest.CaptureFixture) -> None:
    marks.write_text(MARKS.replace("1001,the", "s-106,the"), "utf-8")
    _, filled = fill(marks, (HEAD + ROWS).encode())
    assert '"Excused",1006,s-106,excused,A,,EX,' in filled.decode()
    assert 'the gradebook says "EX", which stays' in capsys.readouterr().err


def test_other_points_are_refused_or_scaled(marks: Path, capsys: pytest.CaptureFixture) -> None:
    content = (HEAD + ROWS).replace("26.00,10.00", "100,10.00").encode()
    assert "counts 100 points and the exercise 26" in (fill(marks, content), capsys.readouterr().err)[1]
    _, filled = fill(marks, content, "--scale")
    assert ",75,7.00" in filled.decode()  # 19.5 of 26


def test_a_column_is_found_or_asked_for(marks: Path, capsys: pytest.CaptureFixture) -> None:
    other = (HEAD + ROWS).replace("The first summit (4711)", "Homework 1 (4711)").encode()
    assert fill(marks, other) == (1, b"")
    assert (
        "no column fits; choose one with --column: Notes, Homework 1 (4711), Other work (4712)"
        in capsys.readouterr().err
    )
    assert b",19.5,7.00" in fill(marks, other, "--column", "Homework 1 (4711)")[1]
    twice = (HEAD + ROWS).replace("Other work (4712)", "The first summit again (4712)").encode()
    assert b",19.5,7.00" in fill(marks, twice)[1]


def test_an_exercise_without_a_column_keeps_no_other_from_its_own(marks: Path, capsys: pytest.CaptureFixture) -> None:
    week = "".join(line.replace("the-first-summit", "critical-minerals") + "\n" for line in MARKS.splitlines()[1:])
    marks.write_text(MARKS + week, "utf-8")
    code, filled = fill(marks, (HEAD + ROWS).encode())
    assert code == 0 and b",19.5,7.00" in filled
    told = capsys.readouterr().err
    assert "critical-minerals: no column fits" in told and "Its marks were left out" in told


def test_names_that_two_students_share_are_left_out(marks: Path, capsys: pytest.CaptureFixture) -> None:
    content = (HEAD + ROWS).replace("1002,s-102", "1002,1001").encode()
    code, filled = fill(marks, content)
    assert code == 0 and b"19.5" not in filled
    assert "several students of the gradebook have this name" in capsys.readouterr().err
    assert b"19.5" in fill(marks, content, "--match", "ID")[1]


def test_somebody_who_is_missing_is_told_and_stops_no_script_unless_asked(
    marks: Path, capsys: pytest.CaptureFixture
) -> None:
    content = (HEAD + ROWS).encode()
    code, filled = fill(marks, content)
    warned = capsys.readouterr().err
    assert code == 0 and fill(marks, content, "--strict") == (1, filled)
    assert "nobody, the-first-summit: this student is not in the gradebook." in warned
    assert capsys.readouterr().err == warned.removeprefix("Left out:\n")
    marks.write_text(MARKS.splitlines()[0] + "\nnobody,the-first-summit,19.5,26,0,yes,a.ipynb,\n", "utf-8")
    assert fill(marks, content)[0] == 1, "no mark was written at all"


def test_two_submissions_of_one_student_are_told(marks: Path, capsys: pytest.CaptureFixture) -> None:
    marks.write_text(MARKS + "s-101,the-first-summit,1,26,0,yes,x.ipynb,\n", "utf-8")
    _, filled = fill(marks, (HEAD + ROWS).encode())
    assert b"19.5" in filled and "this is the same student as 1001" in capsys.readouterr().err


def test_semicolons_and_decimal_commas_stay(marks: Path) -> None:
    rows = list(csv.reader(io.StringIO(HEAD + ROWS)))
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        [value.replace("26.00", "26,00") for value in row] for row in rows
    )
    _, filled = fill(marks, text.getvalue().encode("utf-16"))
    assert filled[:2] == text.getvalue().encode("utf-16")[:2]
    assert ";19,5;" in filled.decode("utf-16")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_file_comes_back_byte_for_byte(encoding: str, end: str) -> None:
    text = (HEAD + ROWS).replace("Ó", "O").replace("ó", "o").replace("\r\n", end)
    for content in (text.encode(encoding), text.rstrip(end).encode(encoding), (text + end).encode(encoding)):
        assert read(content).content() == content
    table = read(b'a,"b\r\nc",d' + b"\r\n" + b'1,"x ""y""",')
    assert table.value(0, 1) == "b\r\nc" and table.value(1, 1) == 'x "y"' and table.value(1, 2) == ""
    table.set(1, 2, 'p"q')
    assert table.content() == b'a,"b\r\nc",d\r\n1,"x ""y""","p""q"'


def test_a_worksheet_of_moodle(marks: Path, capsys: pytest.CaptureFixture) -> None:
    (marks.parent / "manual.csv").write_text(
        "student,exercise,question,answer,of,points,comment,levels\n"
        "1001,the-first-summit,source-note,abc,6,4.5,Good dates.,Sourcing=3; Context=4\n"
        "aigerim@uni.example,the-first-summit,source-note,abd,6,6,,\n"
        "1001,the-first-summit,write-first,abe,8,,,\n",
        "utf-8",
    )
    _, filled = fill(marks, WORK.encode())
    lines = filled.decode().split("\n")
    assert lines[0] == WORK.split("\n")[0] and filled.startswith(b"\xef\xbb\xbf")
    assert (
        ",19.5,26.00,Yes," in lines[1] and '-,"source-note: 4.5 of 6 (Sourcing 3, Context 4). Good dates."' in lines[1]
    )
    assert ",26,26.00,Yes," in lines[2] and lines[2].endswith('"well done"')
    assert lines[3] == WORK.split("\n")[3]
    assert "Moodle says that this grade cannot be changed" in capsys.readouterr().err
    rubric = list(csv.DictReader(io.StringIO((marks.parent / "download-rubric.csv").read_text("utf-8"))))
    assert [(row["criterion"], row["level"]) for row in rubric] == [("Sourcing", "3"), ("Context", "4"), ("", "")]


def test_a_gradebook_of_moodle(marks: Path) -> None:
    _, filled = fill(marks, BOOK.encode())
    assert filled.decode() == BOOK.replace("anna@uni.example,-", "anna@uni.example,19.5").replace(
        "aigerim@uni.example,-", "aigerim@uni.example,26"
    )


def test_kinds_are_told_apart_and_strangers_refused(marks: Path, capsys: pytest.CaptureFixture) -> None:
    kinds = [recognise(read(text.encode())).kind for text in (HEAD + ROWS, WORK, BOOK)]
    assert kinds == [CANVAS, WORKSHEET, MOODLE]
    for content, words in [
        (b"a,b\n1,2\n", "no gradebook that we know"),
        (b"", "no gradebook"),
        (b"PK\0\0", "not a CSV file"),
        (b'a,"b\n', "without its partner"),
    ]:
        assert fill(marks, content) == (1, b"")
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "text, words", [("a,b\n1,2\n", "line 2: this is not the marks.csv"), ("student,exercise\n", "holds no mark")]
)
def test_a_wrong_marks_file_is_named(marks: Path, capsys: pytest.CaptureFixture, text: str, words: str) -> None:
    marks.write_text(text, "utf-8")
    assert fill(marks, BOOK.encode()) == (1, b"")
    assert words in capsys.readouterr().err


def test_several_exercises_go_to_their_columns(marks: Path, capsys: pytest.CaptureFixture) -> None:
    marks.write_text(MARKS + "1001,six-power-systems,8,10,0,yes,y.ipynb,\n", "utf-8")
    content = (HEAD + ROWS).replace("Other work (4712)", "six-power-systems (4712)").encode()
    assert b",19.5,8," in fill(marks, content)[1]
    assert (
        fill(marks, WORK.encode(), "--exercise", "six-power-systems")[1].decode().count(",8,") == 0
    )  # 10 points, not 26
    marks.with_name("download-filled.csv").unlink()
    capsys.readouterr()
    assert fill(marks, WORK.encode()) == (1, b"")
    assert "choose one with --exercise" in capsys.readouterr().err


def test_who_handed_in_nothing_is_not_called_a_fault_of_the_grader(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    path = tmp_path / "marks.csv"
    head = "student,exercise,points,of,waiting,graded,status,attempt,notes\n"
    path.write_text(f"{head}1001,the-first-summit,0,26,0,no,not handed in,,Nothing was handed in.\n", "utf-8")
    fill(path, (HEAD + ROWS).encode())
    said = capsys.readouterr().err
    assert "1001, the-first-summit: nothing was handed in; the field stays as it is." in said
    assert "has to look" not in said
