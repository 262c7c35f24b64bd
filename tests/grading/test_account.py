"""Everybody is accounted for: whoever handed in, whatever it was, and whoever did not."""

import io
import json
import multiprocessing
import stat
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import ROOT
from made import SLUG, answered, blank, cell, content, stripped
from shared import grader, sandboxed

from coursekit.classes.people import People
from coursekit.cli import main
from coursekit.exercises.keys import Keys
from coursekit.isolation.limits import Limits
from coursekit.marking import unpack
from coursekit.marking.account import complete, progress
from coursekit.marking.grader import Grader
from coursekit.marking.submissions import Submission, collect
from coursekit.marking.touched import Touched
from coursekit.marking.unpack import Found

NAME = f"{SLUG}.ipynb"
OTHER = "nuclear-questions"
RIGHT, BLANK = content(answered()), content(blank())
ANSWERED = content({**answered(), "metadata": {"mine": True}})
PEOPLE = People(
    {"4711": "Ann Lee", "4712": "Bob Smith", "0047": "Айгерім Сәрсенова"}, {"4712": ["bob.smith@uni.example", "B-77"]}
)


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, what in files.items():
            archive.writestr(name, what)
    return made.getvalue()


def named_by(code: str, name: str, what: bytes) -> bytes:
    """An archive whose member is named in an old code, without a word about it."""
    placed = "x" * len(name.encode(code))
    return zipped({placed: what}).replace(placed.encode(), name.encode(code))


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, what in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(what)
    return folder


def found(source: Path, people: People | None = None, slugs: Iterable[str] = (SLUG, OTHER)) -> list[Submission]:
    return collect(source, list(slugs), Limits(), people=people, progress=progress(Keys(ROOT)))


def students(files: dict[str, bytes], folder: Path, people: People | None = None) -> dict[str, str]:
    """Student and what is wrong, found in an archive and in the same folder alike."""
    (folder / "class.zip").write_bytes(zipped(files))
    archive, unpacked = (found(source, people) for source in (folder / "class.zip", laid(folder / "class", files)))
    assert [(one.student, one.slug, one.problem, one.status, one.attempts) for one in archive] == [
        (one.student, one.slug, one.problem, one.status, one.attempts) for one in unpacked
    ]
    return {one.student: one.problem for one in archive}


def test_an_archive_in_the_archive_of_a_class_is_opened(tmp_path: Path) -> None:
    files = {
        f"leeann_4711_99001_{NAME}": RIGHT,
        "smithbob_4712_99002_homework.zip": zipped({f"my work/{NAME}": RIGHT}),
        "kim_4713_99003_a.ZIP": zipped({"b.zip": zipped({NAME: RIGHT})}),
    }
    assert students(files, tmp_path) == {"4711": "", "4712": "", "4713": ""}
    assert all(one.content(Limits()) == RIGHT for one in found(tmp_path / "class.zip"))


@pytest.mark.parametrize(
    "name", ["THE-FIRST-SUMMIT.IPYNB", f"{NAME}.txt", f"{NAME}.json", f"{NAME}.json.txt", "The First Summit (2).ipynb"]
)
def test_a_notebook_under_a_changed_name_is_read(name: str, tmp_path: Path) -> None:
    assert students({f"kim_4713_99003_{name}": RIGHT, f"4714/{name}": RIGHT}, tmp_path) == {"4713": "", "4714": ""}
    assert {one.slug for one in found(tmp_path / "class")} == {SLUG}


@pytest.mark.parametrize(
    "name",
    [
        "doe_4715_99005_answers.pdf",
        "doe_4715_text.html",
        "Doe_4715_assignsubmission_onlinetext_/onlinetext.html",
        "4715/work.py",
        "4715/photo.heic",
        "4715.docx",
        "4715/x/notes.txt",
        "4715.rar",
    ],
)
def test_what_is_no_notebook_is_named_with_its_student(name: str, tmp_path: Path) -> None:
    said = students({name: b"words", f"4711/{NAME}": RIGHT}, tmp_path, None)
    assert (
        said["4711"] == ""
        and said["4715"].startswith("What was handed in holds no notebook, only ")
        and Path(name).name in said["4715"]
    )
    assert {one.status for one in found(tmp_path / "class") if one.student == "4715"} == {"no notebook"}
    assert ("Of archives only zip is opened." in said["4715"]) == name.endswith("rar")


def test_a_paper_beside_a_notebook_is_named_and_tables_are_not(tmp_path: Path) -> None:
    files = {
        f"s01/{NAME}": RIGHT,
        "s01/essay.docx": b"x",
        "s01/caj/data.py": b"x",
        "s01/README.md": b"x",
        "s01/table.csv": b"x",
        "s01/timestamp.txt": b"2026-11-03",
    }
    assert [one.notes for one in found(laid(tmp_path, files))] == [("Also handed in, and not read: essay.docx.",)]


AROUND = {
    "the folder's name": {
        f"submissions/s01/{NAME}": "s01",
        f"submissions/s02/{NAME}": "s02",
        "__MACOSX/submissions/._x.ipynb": "",
        "submissions/.DS_Store": "",
    },
    "one student in it": {f"submissions/s01/{NAME}": "s01"},
    "two folders": {
        f"Exercise (12)/Abgaben/s01/{NAME}": "s01",
        f"Exercise (12)/Abgaben/s02/{NAME}": "s02",
        "Exercise (12)/Thumbs.db": "",
    },
    "any name": {f"autumn/s01/{NAME}": "s01", f"autumn/s02/{NAME}": "s02"},
    "files in it": {f"autumn/s01_{NAME}": "s01", f"autumn/s02-{NAME}": "s02"},
    "canvas in it": {f"download/leeann_4711_1_{NAME}": "4711", f"download/kim_LATE_4712_2_{NAME}": "4712"},
    "a folder an exercise": {
        f"{SLUG}/s01/{NAME}": "s01",
        f"{OTHER}/s01/{OTHER}.ipynb": "s01",
        f"{OTHER}/s02/{OTHER}.ipynb": "s02",
    },
    "all around folders of exercises": {
        f"submissions/{SLUG}/s01/{NAME}": "s01",
        f"submissions/{OTHER}/s01/{OTHER}.ipynb": "s01",
        f"submissions/{OTHER}/s02/{OTHER}.ipynb": "s02",
    },
    "all around one folder of an exercise": {f"Abgaben/{SLUG}/s01/{NAME}": "s01", f"Abgaben/{SLUG}/s02/{NAME}": "s02"},
    "weeks in it, one student": {f"submissions/Week 2/s01/{NAME}": "s01"},
    "a folder a week": {
        f"Week 1/s01/{NAME}": "s01",
        f"Week 2/s01/{OTHER}.ipynb": "s01",
        f"Week 2/s02/{OTHER}.ipynb": "s02",
    },
    "a folder an exercise, named otherwise": {
        f"Reading/s01/{NAME}": "s01",
        f"Power/s01/{OTHER}.ipynb": "s01",
        f"Power/s02/{OTHER}.ipynb": "s02",
        f"Power/s03/{OTHER}.ipynb": "s03",
    },
    "exercises in folders of students": {
        f"s01/{SLUG}/{NAME}": "s01",
        f"s02/Week 2/{NAME}": "s02",
        f"s02/Week 3/{OTHER}.ipynb": "s02",
    },
    "teams": {
        f"Student Work/Ann Lee/First/Version 1/{NAME}": "Ann Lee",
        f"Student Work/Ann Lee/First/Version 2/{NAME}": "Ann Lee",
        f"Student Work/Bob/First/Version 1/{NAME}": "Bob",
    },
    "names with dots": {f"a.bek/{NAME}": "a.bek", f"b.kim_{NAME}": "b.kim"},
    "windows": {f"submissions\\s01\\{NAME}": "s01", f"submissions\\s02\\{NAME}": "s02"},
}


@pytest.mark.parametrize("case", AROUND)
def test_folders_around_students_are_not_students(case: str, tmp_path: Path) -> None:
    (tmp_path / "hand-in.zip").write_bytes(zipped(dict.fromkeys(AROUND[case], RIGHT)))
    assert {one.student for one in found(tmp_path / "hand-in.zip")} == set(AROUND[case].values()) - {""}
    assert not [one.problem for one in found(tmp_path / "hand-in.zip") if one.problem]


def test_a_text_beside_a_notebook_waits_with_the_open_answers(grader: Grader, tmp_path: Path) -> None:
    page = b"<p>The word <b>first</b> depends on what is counted.</p><script>steal()</script>"
    for place, files in enumerate(
        (
            {f"A_4713_assignsubmission_file/{NAME}": BLANK, "A_4713_assignsubmission_onlinetext/onlinetext.html": page},
            {f"leeann_4713_99001_{NAME}": BLANK, "leeann_4713_text.html": page},
            {f"4713/{NAME}": BLANK, "4713/answers.txt": b"The word first depends on what is counted."},
        )
    ):
        (one,) = found(laid(tmp_path / str(place), files))
        result = grader.grade(one)
        waiting = [mark for mark in result.marks if mark.earned is None]
        assert waiting and all("first depends on what is counted." in mark.answer for mark in waiting)
        assert not any("steal" in mark.answer for mark in waiting) and "Also handed in: " in " ".join(result.doubts)


def test_a_text_beside_leaves_open_answers_as_they_are(grader: Grader, tmp_path: Path) -> None:
    files = {f"4713/{NAME}": RIGHT, "4713/answers.txt": b"Something else."}
    alone, both = (
        grader.grade(*found(laid(tmp_path / str(len(some)), some))) for some in ({f"4713/{NAME}": RIGHT}, files)
    )
    before, after = ([(mark.earned, mark.answer) for mark in result.marks] for result in (alone, both))
    assert [new for new, old in zip(after, before) if old != (0.0, None)] == [
        old for old in before if old != (0.0, None)
    ]


PLATFORMS = {
    "canvas": {f"leeann_4711_99001_{NAME}": "4711", f"smithbob_LATE_4712_99002_{SLUG}-1.ipynb": "4712"},
    "canvas, names hidden": {f"anon_x7Kp2_99001_{NAME}": "x7Kp2", f"anon_LATE_Qw3rT_99002_{NAME}": "Qw3rT"},
    "moodle, new names": {f"Айзада Бекова_1234567_assignsubmission_file/{NAME}": "1234567"},
    "moodle, names hidden": {f"Participant 12_1234567_assignsubmission_file_/{NAME}": "1234567"},
    "blackboard": {
        f"HW1_jdoe_attempt_2026-11-03-10-30-00_{NAME}": "jdoe",
        "HW1_jdoe_attempt_2026-11-03-10-30-00.txt": "jdoe",
        f"My_first_HW_akim2_attempt_2026-11-03-10-30-00_{NAME}": "akim2",
    },
    "blackboard, text only": {"HW1_jdoe_attempt_2026-11-03-10-30-00.txt": "jdoe"},
    "classroom": {f"Айгерім Сәрсенова - {NAME}": "Айгерім Сәрсенова", f"Bob Smith - {SLUG} (1).ipynb": "Bob Smith"},
    "copies in a flat folder": {f"bob_{SLUG} (1).ipynb": "bob", f"Copy of ann_{NAME}": "ann"},
}


@pytest.mark.parametrize("case", PLATFORMS)
def test_names_of_platforms_give_each_student_once(case: str, tmp_path: Path) -> None:
    assert set(students(dict.fromkeys(PLATFORMS[case], RIGHT), tmp_path)) == set(PLATFORMS[case].values())
    assert all(one.attempts == 1 for one in found(tmp_path / "class.zip"))


def test_lateness_is_said(tmp_path: Path) -> None:
    late, punctual = found(laid(tmp_path, {f"a_LATE_4711_9_{NAME}": RIGHT, f"b_4712_9_{NAME}": RIGHT}))
    assert (
        late.status == "late"
        and late.notes == ("Handed in late, says the platform.",)
        and not punctual.status
        and not punctual.notes
    )


def test_parts_of_google_drive_and_onedrive_are_one_class(tmp_path: Path) -> None:
    laid(
        tmp_path,
        {
            "hw-20261129T101530Z-1-001.zip": zipped({f"hw/s01/{NAME}": RIGHT, f"hw/s02/{NAME}": RIGHT}),
            "hw-20261129T101530Z-1-002.zip": zipped({f"hw/s03/{NAME}": RIGHT}),
            "OneDrive_1_29-11-2026.zip": zipped({f"hw/s04/{NAME}": RIGHT}),
        },
    )
    assert [one.student for one in found(tmp_path)] == ["s01", "s02", "s03", "s04"]


@pytest.mark.parametrize(
    "code, name",
    [
        ("cp866", "Иванов_Пётр"),
        ("cp932", "山田 花子"),
        ("cp932", "ヤマダ"),
        ("cp437", "José Müller"),
        ("utf-8", "Айгерім Сәрсенова"),
    ],
)
def test_names_that_an_old_windows_or_a_mac_wrote_into_an_archive_are_readable(
    code: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "x.zip").write_bytes(named_by(code, f"{name}/{NAME}", RIGHT))
    assert [one.student for one in found(tmp_path / "x.zip")] == [name]
    assert found(tmp_path / "x.zip")[0].content(Limits()) == RIGHT


def test_capitals_and_taken_apart_letters_are_the_same_student(tmp_path: Path) -> None:
    laid(tmp_path, {f"e\u0301mile/2026-11-02/{NAME}": BLANK, f"\u00c9mile/2026-11-03/{NAME}": RIGHT})
    assert [(one.attempts, one.content(Limits())) for one in found(tmp_path)] == [(2, RIGHT)]
    assert [one.student for one in found(tmp_path, People({"\u00c9MILE": ""}))] == ["\u00c9MILE"]


VISITS, QUESTION = "visits-caj-load-visits", "question-7-a-sourcing-note"


def also(notebook: dict, kind: str, source: str) -> dict:
    """A notebook with one more cell."""
    more = {"cell_type": kind, "id": "mine", "metadata": {}, "source": source}
    return {**notebook, "cells": [*notebook["cells"], more]}


def put(name: str, source: str, notebook: dict | None = None) -> dict:
    """A notebook, blank unless given, with another text in one cell."""
    notebook = notebook or blank()
    cell(notebook, name)["source"] = source
    return notebook


def as_code(notebook: dict) -> dict:
    """A notebook whose last open answer was turned into code."""
    cell(notebook, "write-first")["cell_type"] = "code"
    return notebook


OLDER = content(put(VISITS, 'visits = caj.load("visits").dropna()'))
TRIED = content(also(blank(), "code", "1 + 1"))
ATTEMPTS = {
    "blackboard, by its stamp": {
        f"HW1_jdoe_attempt_2026-11-03-10-30-00_z-{NAME}": BLANK,
        f"HW1_jdoe_attempt_2026-11-04-17-00-00_a-{NAME}": RIGHT,
    },
    "canvas, by its number": {f"doe_4711_99001_z-{NAME}": ANSWERED, f"doe_4711_99010_a-{NAME}": RIGHT},
    "the untouched original, later by name": {f"s08/answers-{NAME}": RIGHT, f"s08/{NAME}": BLANK},
    "the untouched original, later by time": {f"s08/2026-11-02/{NAME}": RIGHT, f"s08/2026-11-09/{NAME}": BLANK},
    "the untouched original of another edition": {f"s08/answers-{NAME}": RIGHT, f"s08/{NAME}": OLDER},
    "the untouched original by another editor": {
        f"s08/answers-{NAME}": RIGHT,
        f"s08/{NAME}": content(stripped(blank())),
    },
    "the untouched original after a try elsewhere": {f"s08/answers-{NAME}": TRIED, f"s08/{NAME}": BLANK},
    "the untouched original in an archive": {f"s08/{SLUG} (1).ipynb": RIGHT, "s08/z.zip": zipped({NAME: BLANK})},
    "stamps in different forms": {f"s08/2026-11-03 10-30/{NAME}": ANSWERED, f"s08/20261103T110000Z/{NAME}": RIGHT},
    "one that cannot be read": {f"s08/{SLUG}.zip": b"PK broken", f"s08/{NAME}": RIGHT},
}


@pytest.mark.parametrize("case", ATTEMPTS)
def test_each_attempt_is_known_and_the_latest_answered_one_counts(case: str, tmp_path: Path) -> None:
    (one,) = found(laid(tmp_path, ATTEMPTS[case]))
    assert one.attempts == 2 and one.content(Limits()) in (RIGHT, TRIED)
    assert one.notes[0].startswith("2 attempts; this one counts: ") and "Not graded: " in one.notes[0]


WRITTEN = {
    "as it was handed out": (blank(), Touched.NOTHING),
    "saved by another editor": (stripped(blank()), Touched.NOTHING),
    "an empty cell more": (also(blank(), "code", "  "), Touched.NOTHING),
    "an emptied answer": (put("meetings-in-tokyo", ""), Touched.NOTHING),
    "given code that lost a line": (put(VISITS, 'visits = caj.load("visits")'), Touched.NOTHING),
    "given code of another edition": (put(VISITS, 'visits = caj.load("visits").dropna()'), Touched.BESIDE),
    "the values of another student": (put("meetings-caj-load-meetings", "since = 2011"), Touched.BESIDE),
    "a try elsewhere": (also(blank(), "code", "1 + 1"), Touched.BESIDE),
    "a sentence in the question": (put(QUESTION, "The ministry wrote it."), Touched.BESIDE),
    "a text of its own": (also(blank(), "markdown", "My answer stands here."), Touched.ANSWERED),
    "an essay": (put("write-first", "First means earliest."), Touched.ANSWERED),
    "an essay in a cell turned code": (as_code(put("write-first", "First means earliest.")), Touched.ANSWERED),
    "an answer": (put("meetings-in-tokyo", "meetings_in_tokyo = 1"), Touched.ANSWERED),
    "an answer below the stub": (
        put("meetings-in-tokyo", "meetings_in_tokyo = ...\n# Write your code here.\nmeetings_in_tokyo = 1"),
        Touched.ANSWERED,
    ),
    "a try that gives no answer": (put("meetings-in-tokyo", "import os\nos._exit(0)"), Touched.ANSWERED),
    "an answer in a given cell": (put(VISITS, "prime_ministers = 3"), Touched.ANSWERED),
    "an answer in a cell of its own": (also(blank(), "code", "if True:\n    prime_ministers = 3"), Touched.ANSWERED),
    "everything": (answered(), Touched.ANSWERED),
    "no cells": ({"cells": []}, Touched.ANSWERED),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_how_much_was_written_in_a_copy_is_known(case: str) -> None:
    notebook, expected = WRITTEN[case]
    assert progress(Keys(ROOT))(SLUG, "s", content(notebook)) == expected


def test_what_cannot_be_read_is_not_taken_for_an_untouched_copy() -> None:
    assert progress(Keys(ROOT))(SLUG, "s", b"{") == Touched.ANSWERED


def test_another_students_value_above_the_stub_is_no_answer() -> None:
    copy = blank(OTHER)
    stub = cell(copy, "effective-2005")["source"]
    found = []
    for source in (stub, stub.replace("2005", "2011"), stub.replace("...", "1")):
        cell(copy, "effective-2005")["source"] = source
        found.append(progress(Keys(ROOT))(OTHER, "s", content(copy)))
    assert found == list(Touched)


def test_a_function_is_answered_when_anything_stands_in_it() -> None:
    copy = blank("carbon-neutrality")
    before = progress(Keys(ROOT))("carbon-neutrality", "s", content(copy))
    cell(copy, "revision")["source"] = "def revision(indicator):\n    return 0.0"
    assert (before, progress(Keys(ROOT))("carbon-neutrality", "s", content(copy))) == (
        Touched.NOTHING,
        Touched.ANSWERED,
    )


def test_files_of_nobody_are_not_taken_for_one_student(tmp_path: Path) -> None:
    said = students({NAME: RIGHT, f"{SLUG} (1).ipynb": RIGHT, f"{SLUG}-2.ipynb": RIGHT, "roster.csv": b"id"}, tmp_path)
    assert len(said) == 3 and set(said.values()) == {
        "Nothing says whose this is. Put it into a folder named after the student."
    }


def test_one_notebook_alone_is_graded(tmp_path: Path) -> None:
    assert [(one.student, one.slug, one.problem) for one in found(laid(tmp_path, {NAME: RIGHT}) / NAME)] == [
        (SLUG, SLUG, "")
    ]


BOMBS = {
    "deep": lambda made: made if len(made) > 5000 else BOMBS["deep"](zipped({"x.zip": made}, zipfile.ZIP_STORED)),
    "wide": lambda made: zipped(
        {
            f"{number}.zip": zipped(dict.fromkeys((f"{place}.ipynb" for place in range(400)), b""))
            for number in range(40)
        }
    ),
    "heavy": lambda made: zipped(
        {f"{number}.zip": zipped({"x": bytes(60_000_000)}) for number in range(3)} | {"big.zip": bytes(70_000_000)}
    ),
    "itself": lambda made: zipped({"x.zip": b"PK\x05\x06" + bytes(10)}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_archives_in_archives_are_bounded_and_harm_nobody_else(bomb: str, tmp_path: Path) -> None:
    made = BOMBS[bomb](zipped({NAME: RIGHT}, zipfile.ZIP_STORED) if bomb != "deep" else zipped({"y.ipynb": b"{}"}))
    (tmp_path / "class.zip").write_bytes(
        zipped({f"ann_1_1_{NAME}": RIGHT, "bob_2_2_bomb.zip": made, f"eve_3_3_{NAME}": RIGHT})
    )
    began = time.process_time()
    rows = found(tmp_path / "class.zip")
    assert time.process_time() - began < 15, "what one student packed costs everybody's time"
    assert {one.student for one in rows} == {"1", "2", "3"} and not [
        one for one in rows if one.student != "2" and one.problem
    ]
    assert [one for one in rows if one.student == "2" and one.problem]


def test_a_link_or_a_password_in_an_inner_archive_is_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        link = zipfile.ZipInfo(NAME)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "symbolic link" in students({"s01/x.zip": inner.getvalue()}, tmp_path)["s01"]


@pytest.mark.parametrize(
    "name, id",
    [
        (f"4711/{NAME}", "4711"),
        (f"autumn/4711 Ann Lee/{NAME}", "4711"),
        (f"Group A/Ann Lee/{NAME}", "4711"),
        (f"Lee, Ann/{NAME}", "4711"),
        (f"Ann Lee - {NAME}", "4711"),
        (f"leeann_88_99_{NAME}", "4711"),
        (f"Ann Lee_1234_assignsubmission_file_/{NAME}", "4711"),
        (f"HW1_bob.smith_attempt_2026-11-03-10-30-00_{NAME}", "4712"),
        (f"b-77/{NAME}", "4712"),
        (f"Lee_Ann_alee_4711/{NAME}", "4711"),
        (f"АЙГЕРІМ САРСЕНОВА/{NAME}", "АЙГЕРІМ САРСЕНОВА"),
        (f"47110/{NAME}", "47110"),
    ],
)
def test_a_student_of_the_class_is_known_by_id_name_or_address(name: str, id: str, tmp_path: Path) -> None:
    assert [one.student for one in found(laid(tmp_path, {name: RIGHT}), PEOPLE)] == [id]


def test_two_of_one_name_are_nobody_and_a_file_cannot_claim_another_s_id(tmp_path: Path) -> None:
    twins = People({"1001": "Ann Lee", "1002": "Lee Ann"})
    laid(tmp_path, {f"Ann Lee/{NAME}": RIGHT, f"1001/1002_{NAME}": RIGHT})
    assert sorted(one.student for one in found(tmp_path, twins)) == ["1001", "Ann Lee"]


def test_whoever_is_missing_gets_a_row_for_what_others_handed_in(tmp_path: Path) -> None:
    rows = complete(
        found(laid(tmp_path, {f"4711/{NAME}": RIGHT, "4712/x.pdf": b"", f"47/{NAME}": RIGHT}), PEOPLE),
        PEOPLE,
        {key: [SLUG, OTHER] for key in PEOPLE.names},
    )
    assert [(one.student, one.slug, one.status) for one in rows] == [
        ("0047", SLUG, "not handed in"),
        ("47", SLUG, "not in the class"),
        ("4711", SLUG, ""),
        ("4712", SLUG, "no notebook"),
    ]
    assert rows[1].notes == (
        'The class has "0047": a spreadsheet took or added zeros. Correct the roster or the folder\'s name.',
    )


def test_the_report_and_the_marks_have_a_row_for_each_of_the_class(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    files = {
        f"leeann_4711_99001_{NAME}": RIGHT,
        f"smithbob_LATE_4712_99002_{NAME}": RIGHT,
        "doe_4715_99005_answers.pdf": b"%PDF",
        f"who_4799_99006_{NAME}": RIGHT,
    }
    (tmp_path / "class.zip").write_bytes(zipped(files))
    (tmp_path / "roster.csv").write_text("id;name\n4711;Ann Lee\n4712;Bob Smith\n4715;Jo Doe\n4716;Mia Ито\n", "utf-8")
    command = [
        "--root",
        str(ROOT),
        "grade",
        str(tmp_path / "class.zip"),
        "--roster",
        str(tmp_path / "roster.csv"),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "1",
        "--trust",
    ]
    assert main(command) == 0
    said = capsys.readouterr()
    assert f"Not handed in, {SLUG}: 4716" in said.out and "3 of 4 submissions graded" in said.out
    assert "4715, the-first-summit: What was handed in holds no notebook, only doe_4715_99005_answers.pdf." in said.err
    marks = {
        one["student"]: (one["status"], one["graded"])
        for one in json.loads(json.dumps(_rows(tmp_path / "out/marks.csv")))
    }
    assert marks == {
        "4711": ("graded", "yes"),
        "4712": ("graded, late", "yes"),
        "4715": ("no notebook", "no"),
        "4716": ("not handed in", "no"),
        "4799": ("not in the class", "yes"),
    }
    page = (tmp_path / "out/report.html").read_text("utf-8")
    assert (
        "4 submissions, 3 graded, 1 without a mark" in page
        and "1 is missing" in page
        and f"<li>4716 Mia Ито, {SLUG}</li>" in page
        and ">graded, late</td>" in page
    )
    assert not (tmp_path / "out/feedback/4716").exists()


def test_an_untouched_copy_is_shown_to_a_person_and_an_open_answer_is_promised_one(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    essay = blank()
    cell(essay, "write-first")["source"] = "First means earliest."
    laid(tmp_path / "in", {f"ann/{NAME}": content(blank()), f"bob/{NAME}": content(essay)})
    assert main(_grading(tmp_path / "in", tmp_path / "out")) == 0
    said = capsys.readouterr().err
    assert (
        "ann, the-first-summit: Nothing is answered: this copy is as it was handed out." in said and "bob" not in said
    )
    feedback = (tmp_path / f"out/feedback/bob/{SLUG}.html").read_text("utf-8")
    assert "(not marked yet)</h2>\n<p>A person will mark this.</p>" in feedback and "Marked by a person" not in feedback


def test_a_copy_of_another_edition_without_answers_is_shown_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    laid(tmp_path / "in", {f"ann/{NAME}": OLDER, f"bob/{NAME}": RIGHT})
    assert main(_grading(tmp_path / "in", tmp_path / "out")) == 0
    said = capsys.readouterr().err
    assert "ann, the-first-summit: No answer stands where answers belong" in said and "bob" not in said


def test_another_group_or_a_foreign_table_in_the_same_folder_loses_no_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    out = tmp_path / "out"
    for student in ("=ann", "bob"):
        laid(tmp_path / student, {f"{student}/{NAME}": RIGHT})
    for student in ("=ann", "=ann", "bob", "bob"):
        assert main(_grading(tmp_path / student, out)) == 0
    assert f"Kept from earlier runs into this folder: {SLUG} (1)." in capsys.readouterr().out
    assert [(one["student"], one["points"]) for one in _rows(out / "marks.csv")] == [
        ("=ann", "14"),
        ("bob", "14"),
    ] and not list(out.glob("marks-*.csv"))
    (out / "term.csv").unlink()  # a folder of before, in which nothing says what is whose
    assert main(_grading(tmp_path / "bob", out)) == 0
    assert (
        f"marks.csv held marks that are not of this run: 1 of {SLUG}. All of it is kept in marks-20"
        in capsys.readouterr().out
    )
    (copy,) = out.glob("marks-*.csv")
    assert [(one["student"], one["points"]) for one in _rows(copy)] == [("=ann", "14"), ("bob", "14")] and len(
        list(out.glob("report-*.html"))
    ) == 1
    (out / "marks.csv").write_bytes("student;mine\nbob;хорошо\n".encode("cp1251"))
    assert main(_grading(tmp_path / "bob", out)) == 0
    assert "хорошо" in [one.read_text("cp1251") for one in sorted(out.glob("marks-*.csv"))][-1]


def _grading(source: Path, out: Path) -> list[str]:
    return ["--root", str(ROOT), "grade", str(source), "--out", str(out), "--workers", "1", "--trust"]


def _rows(path: Path) -> list[dict[str, str]]:
    from coursekit.spreadsheet import read

    return [row for _, row in read(path).rows]


def test_workers_that_were_forked_read_one_archive_at_the_same_time(tmp_path: Path) -> None:
    files = {f"lee_{number}_99_{NAME}": bytes([number]) * 200_000 for number in range(100, 140)}
    (tmp_path / "class.zip").write_bytes(zipped(files, zipfile.ZIP_STORED))
    ones = [Found((name,), str(tmp_path / "class.zip"), (name,)) for name in files]
    unpack.content(ones[0], Limits())  # as the parent does before it forks
    with multiprocessing.get_context("fork").Pool(4) as workers:
        read = workers.starmap(unpack.content, [(one, Limits()) for one in ones * 5], chunksize=1)
    assert read == [*files.values()] * 5
