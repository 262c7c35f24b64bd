"""What a person gave by hand is kept for ever, whatever is graded and in whatever shape the file comes back."""

import csv
import json
from pathlib import Path

import pytest
from made import EXERCISE, SLUG

from coursekit.lms.rubric import read_judged
from coursekit.marking import manual
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import LOG, Entry, Hand, fingerprint
from coursekit.marking.hand_sheet import COLUMNS
from coursekit.marking.marks import Mark

HEAD = ",".join(COLUMNS)
VIEW, NOTE = "It depends on the word first.", "The outlet is AInvest."


def result(student: str = "ann", view: str = VIEW, code: str = "x = 1") -> Result:
    marks = [
        Mark("meetings-in-tokyo", 2.0, 0.0, [("Count the rows.", False)]),
        Mark("write-first", 8.0, None, [], "", view),
    ]
    return Result(student, SLUG, "x.ipynb", True, marks, written={"meetings-in-tokyo": code})


def question_of(slug: str, name: str):
    return next((question for question in EXERCISE.questions if (slug, question.name) == (SLUG, name)), None)


def again(folder: Path, *results: Result, extra: Path | None = None) -> manual.ByHand:
    """What `caj grade` does with the folder once its submissions have run."""
    hand, new = manual.take_in(folder, extra, question_of, {result.student for result in results})
    merged = manual.ByHand(results, hand, new)
    manual.write_sheet(manual.open_answers(merged, {SLUG: EXERCISE}, hand), hand, question_of, folder)
    return merged


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def line(
    student: str = "ann",
    points: str = "6.5",
    comment: str = "",
    levels: str = "",
    view: str = VIEW,
    question: str = "write-first",
) -> str:
    return f"{student},{SLUG},{question},{fingerprint(view)},8,{points},{comment},{levels}"


def put(folder: Path, *lines: str, encoding: str = "utf-8", separator: str = ",", name: str = "manual.csv") -> bytes:
    folder.mkdir(exist_ok=True)
    content = "\r\n".join([HEAD, *lines, ""]).replace(",", separator).encode(encoding)
    (folder / name).write_bytes(content)
    return content


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("manual-*.csv"))


@pytest.mark.parametrize(
    "encoding, separator", [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", "\t"), ("utf-16-le", ",")]
)
def test_points_are_taken_from_every_encoding_and_separator_or_the_file_stays(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    content = put(tmp_path, line(points="4.5", comment="Хорошо"), encoding=encoding, separator=separator)
    if encoding == "utf-16-le":  # without its mark it could be anything
        with pytest.raises(ValueError, match="manual.csv, line 1"):
            again(tmp_path, result())
        assert (tmp_path / "manual.csv").read_bytes() == content and not backups(tmp_path)
        return
    merged = again(tmp_path, result())
    assert (merged[0].marks[1].earned, merged[0].marks[1].said) == (4.5, "Хорошо")
    assert rows(tmp_path / "manual.csv")[0]["points"] == "4.5" and backups(tmp_path)[0].read_bytes() == content


def test_a_comment_of_a_russian_spreadsheet_is_never_shown_in_other_letters(tmp_path: Path) -> None:
    content = put(tmp_path, line(comment="Хорошо но мало дат"), encoding="cp1251", separator=";")
    try:
        assert again(tmp_path, result())[0].marks[1].said == "Хорошо но мало дат"
    except ValueError as error:
        assert "manual.csv, line" in str(error) and (tmp_path / "manual.csv").read_bytes() == content


@pytest.mark.parametrize(
    "comment",
    [
        "+1 for the dates",
        "-1: no source",
        "=very good",
        "@ann see me",
        "'+1",
        "''=x",
        "'tis good",
        "＝full width",
        "plain",
    ],
)
def test_a_comment_comes_back_as_typed_however_often(tmp_path: Path, comment: str) -> None:
    put(tmp_path, line(comment=comment.replace("'", "''", 1) if comment.startswith(("'+", "''=")) else comment))
    for _ in range(4):
        assert again(tmp_path, result())[0].marks[1].said == comment


def test_another_week_a_late_folder_or_a_wrong_path_take_nothing_away(tmp_path: Path) -> None:
    put(tmp_path, *(line(f"s{number}", comment="Good.") for number in range(48)))
    again(tmp_path, *(result(f"s{number}") for number in range(48)))
    again(tmp_path, result("late"))
    again(tmp_path, Result("x", "", "x.ipynb", False))
    given = {row["student"]: (row["points"], row["comment"]) for row in rows(tmp_path / "manual.csv")}
    assert len(given) == 48 and set(given.values()) == {("6.5", "Good.")}
    merged = again(tmp_path, *(result(f"s{number}") for number in range(48)))
    assert all(one.marks[1].earned == 6.5 for one in merged)


@pytest.mark.parametrize("left", ["", line("bob", "3"), line(points="")])
def test_rows_that_somebody_deleted_or_emptied_are_still_known(tmp_path: Path, left: str) -> None:
    put(tmp_path, line(points="6.5"))
    again(tmp_path, result())
    put(tmp_path, *filter(None, [left]))
    assert again(tmp_path, result(), result("bob"))[0].marks[1].earned == 6.5


def test_without_the_log_the_sheet_is_enough_and_without_the_sheet_the_log(tmp_path: Path) -> None:
    put(tmp_path, line(points="6.5"))
    again(tmp_path, result())
    (tmp_path / LOG).unlink()
    assert again(tmp_path, result())[0].marks[1].earned == 6.5
    (tmp_path / "manual.csv").unlink()
    assert again(tmp_path, result())[0].marks[1].earned == 6.5 and rows(tmp_path / "manual.csv")


def test_a_mark_is_taken_back_with_a_dash_only(tmp_path: Path) -> None:
    put(tmp_path, line(points="6.5", comment="Good."))
    again(tmp_path, result())
    put(tmp_path, line(points="-"))
    assert again(tmp_path, result())[0].marks[1].earned is None
    assert rows(tmp_path / "manual.csv")[0]["comment"] == "Good."


DAMAGED = [
    (line("2.02611E+11"), "a long number that a spreadsheet shortened"),
    (line(points="04.май"), "a date"),
    (line(points="4-May"), "a date"),
    (line(points="2026-05-04"), "a date"),
    (line(points="46146"), "no number from 0 to 8"),
    (line(points="good"), "no number from 0 to 8"),
    (line(points="9"), "no number from 0 to 8"),
    (line(points="-1"), "no number from 0 to 8"),
    (line(points="nan"), "no number from 0 to 8"),
    (line().replace(fingerprint(VIEW), "1.23457E+11"), "no mark of an answer"),
    (line("7"), "007 may be meant"),
    (line(comment="#NAME?"), "in place of a formula"),
    (line(comment="Ð¥Ð¾Ñ€Ð¾ÑˆÐ¾"), "letters of the comment are broken"),
    (line(question="no-such"), 'no question "no-such"'),
    (line(levels="good"), "levels"),
    (line(comment="a") + ",too,many", "line 3"),
    (line("", "5"), "student is missing"),
    (f"ann,{SLUG},meetings-in-tokyo,,2,2,,", "only with a reason"),
]


@pytest.mark.parametrize("bad, says", DAMAGED)
def test_damage_is_refused_with_its_line_and_the_file_stays(tmp_path: Path, bad: str, says: str) -> None:
    content = put(tmp_path, line("bob"), bad)
    with pytest.raises(ValueError, match="manual.csv, line 3") as refused:
        again(tmp_path, result(), result("bob"), result("007"))
    assert says in str(refused.value)
    assert (tmp_path / "manual.csv").read_bytes() == content and not (tmp_path / LOG).exists() and not backups(tmp_path)


@pytest.mark.parametrize("lost", COLUMNS)
def test_a_lost_column_is_named(tmp_path: Path, lost: str) -> None:
    kept = [name for name in COLUMNS if name != lost]
    (tmp_path / "manual.csv").write_text(f"{','.join(kept)}\n{','.join('x' for _ in kept)}\n", "utf-8")
    with pytest.raises(ValueError, match=f"manual.csv, line 1: column {lost} is missing"):
        again(tmp_path, result())


def test_letters_that_became_question_marks_are_seen(tmp_path: Path) -> None:
    put(tmp_path, line(comment="Хорошо но мало дат"))
    again(tmp_path, result())
    put(tmp_path, line(comment="?????? ?? ???? ???"))
    with pytest.raises(ValueError, match="letters of the comment are lost"):
        again(tmp_path, result())


def test_two_rows_that_disagree_are_refused(tmp_path: Path) -> None:
    put(tmp_path, line(points="3"), line(points="4"))
    with pytest.raises(ValueError, match="line 3: line 2 says something else"):
        again(tmp_path, result())


@pytest.mark.parametrize(
    "typed, points", [("4,5", 4.5), (" 4.50 ", 4.5), ("４．５", 4.5), ("8", 8.0), ("0", 0.0), (".5", 0.5)]
)
def test_points_as_people_type_them(tmp_path: Path, typed: str, points: float) -> None:
    put(tmp_path, line(points=f'"{typed}"'))
    assert again(tmp_path, result())[0].marks[1].earned == points


def test_a_changed_answer_waits_again_and_keeps_the_old_mark_in_sight(tmp_path: Path) -> None:
    put(tmp_path, line(points="6.5", comment="Well argued."))
    again(tmp_path, result())
    mark = again(tmp_path, result(view="I have changed my mind."))[0].marks[1]
    assert mark.earned is None and mark.earlier == "6.5 of 8 points “Well argued.”"
    assert [(row["points"], row["status"]) for row in rows(tmp_path / "manual.csv")] == [
        ("", "waits"),
        ("6.5", "earlier text"),
    ]
    assert again(tmp_path, result())[0].marks[1].earned == 6.5  # the old text, graded once more


def test_own_columns_of_a_teacher_stay(tmp_path: Path) -> None:
    (tmp_path / "manual.csv").write_text(f"{HEAD},Second reader\n{line(points='6')},agrees\n", "utf-8")
    for _ in range(2):
        again(tmp_path, result())
    again(tmp_path, result("late"))
    assert {row["second reader"] for row in rows(tmp_path / "manual.csv")} == {"agrees", ""}


def test_a_file_elsewhere_is_taken_in_beside_the_one_in_the_folder(tmp_path: Path) -> None:
    put(tmp_path, line("bob", "3"))
    put(tmp_path / "downloads", line(points="6"), name="manual (1).csv")
    merged = again(tmp_path, result(), result("bob"), extra=tmp_path / "downloads/manual (1).csv")
    assert [one.marks[1].earned for one in merged] == [6.0, 3.0]
    assert {row["student"]: row["points"] for row in rows(tmp_path / "manual.csv")} == {"ann": "6", "bob": "3"}


def test_a_mark_of_the_tests_is_changed_with_a_reason_and_stays_until_the_code_changes(tmp_path: Path) -> None:
    put(tmp_path, f"ann,{SLUG},meetings-in-tokyo,,2,1.5,Right but for a typing slip.,")
    for _ in range(3):
        mark = again(tmp_path, result())[0].marks[0]
        assert (mark.earned, mark.automatic, mark.comment) == (1.5, 0.0, "Right but for a typing slip.")
    put(tmp_path, f"ann,{SLUG},meetings-in-tokyo,,2,1.5,Right but for a typing slip.,")  # the same file once more
    mark = again(tmp_path, result(code="x = 2"))[0].marks[0]
    assert mark.earned == 0 and mark.earlier.startswith("1.5 of 2 points")


def test_a_submission_that_nobody_could_read_is_marked_by_a_person_question_by_question(tmp_path: Path) -> None:
    unread = Result(
        "ann",
        SLUG,
        "x.ipynb",
        False,
        [Mark("meetings-in-tokyo", 2.0, 0.0, [], "Nothing could be read."), Mark("write-first", 8.0, 0.0)],
    )
    put(tmp_path, f"ann,{SLUG},meetings-in-tokyo,,2,1,Handed in on paper.,")
    assert (again(tmp_path, unread)[0].earned, again(tmp_path, unread)[0].graded) == (1, False)
    put(tmp_path, f"ann,{SLUG},write-first,,8,5,On paper.,")
    assert (again(tmp_path, unread)[0].earned, again(tmp_path, unread)[0].graded) == (6, True)


def test_a_gradebook_gets_no_mark_of_an_earlier_text(tmp_path: Path) -> None:
    put(tmp_path, line(points="6.5"), line("bob", "3"))
    again(tmp_path, result(), result("bob"))
    again(tmp_path, result(view="Changed."), result("bob"))
    assert [(one.student, one.points) for one in read_judged(tmp_path / "manual.csv")] == [("bob", "3")]


def test_points_for_nobody_here_are_kept_and_named(tmp_path: Path) -> None:
    put(tmp_path, line("eve", "5"))
    assert "eve" in again(tmp_path, result()).faults[0]
    assert again(tmp_path, result("eve"))[0].marks[1].earned == 5


def test_a_mark_that_changes_is_told(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    put(tmp_path, line(points="4"), line("bob", "5"))
    again(tmp_path, result(), result("bob"))
    assert not capsys.readouterr().out
    put(tmp_path, line(points="6"), line("bob", "5"))
    again(tmp_path, result(), result("bob"))
    assert capsys.readouterr().out == f"manual.csv: ann, {SLUG}: write-first had 4 points by hand, now 6.\n"


def test_a_log_cut_off_by_a_kill_loses_its_last_line_only(tmp_path: Path) -> None:
    Hand(tmp_path).add([Entry("ann", SLUG, "write-first", fingerprint(VIEW), "6.5", "a\u2028b")])
    with open(tmp_path / LOG, "ab") as file:
        file.write(b'{"at": "2026')
    assert Hand(tmp_path).add([Entry("bob", SLUG, "write-first", fingerprint(VIEW), "3")]) == 1
    assert {entry.student: entry.points for entry in Hand(tmp_path)} == {"ann": "6.5", "bob": "3"}
    log = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(log.rstrip(b"\n"))  # as some editors save it
    assert Hand(tmp_path).add([Entry("eve", SLUG, "write-first", fingerprint(VIEW), "2")]) == 1
    assert {entry.student for entry in Hand(tmp_path)} == {"ann", "bob", "eve"}
    (tmp_path / LOG).write_bytes(log.replace(b"\n", b"\r"))  # as an old program for the Mac does
    with pytest.raises(ValueError, match=f"{LOG}, line 1"):
        Hand(tmp_path)
    (tmp_path / LOG).write_text("{}\n" + json.dumps({"at": ""}) + "\n", "utf-8")
    with pytest.raises(ValueError, match=f"{LOG}, line 1"):
        Hand(tmp_path)


def test_the_same_run_twice_writes_nothing_and_backs_up_nothing(tmp_path: Path) -> None:
    put(tmp_path, line(points="6.5"))
    again(tmp_path, result())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again(tmp_path, result())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before and len(backups(tmp_path)) == 1
