"""A batch always ends, survives a kill at any point, does nothing twice, and replaces workers that die."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from made import FULL, SLUG, answered, blank, content
from shared import key, sandboxed

from coursekit.cli import main
from coursekit.isolation import cgroup
from coursekit.isolation.limits import Limits
from coursekit.isolation.sandbox import Sandbox, SandboxError
from coursekit.marking.grader import Grader, Result
from coursekit.marking.journal import JOURNAL, Journal
from coursekit.marking.submissions import collect
from coursekit.workers import batch, local_pool

NAME = f"{SLUG}.ipynb"


def keyed(slug: str, student: str) -> object:
    return key(slug)


def hand_in(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"student-{number:02}" / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(answered() if number % 2 else blank()))
    return folder


def lines(out: Path) -> list[dict]:
    path = out / JOURNAL
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_killed_run_goes_on_and_does_nothing_twice(sandboxed: None, tmp_path: Path) -> None:
    folder, out = hand_in(tmp_path / "submissions", 16), tmp_path / "marks"
    command = [
        sys.executable,
        "-m",
        "coursekit.cli",
        "--root",
        str(ROOT),
        "grade",
        str(folder),
        "--out",
        str(out),
        "--workers",
        "2",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    ) as running:
        until = time.monotonic() + 60
        while not lines(out) and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
    before = (out / JOURNAL).read_bytes()
    assert before and not (out / "marks.csv").exists()
    (out / JOURNAL).write_bytes(before + b'{"stamp": "cut o')
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(out), "--workers", "2"]) == 0
    assert (out / JOURNAL).read_bytes().startswith(before)
    students = [line["result"]["student"] for line in lines(out)]
    assert sorted(students) == sorted(path.name for path in folder.iterdir())
    whole = tmp_path / "at-once"
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(whole), "--workers", "1"]) == 0
    assert (whole / "marks.json").read_bytes() == (out / "marks.json").read_bytes()


def test_only_what_changed_is_graded_again(sandboxed: None, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "submissions", 3)
    submissions = collect(folder, [SLUG], Limits())
    first = batch.grade_all(submissions, keyed, tmp_path / "out")
    assert [result.earned for result in first] == [0, FULL, 0] and len(lines(tmp_path / "out")) == 3
    (folder / "student-00" / NAME).write_bytes(content(answered(verdict_choice="verdict_choice = 'a'")))
    again = batch.grade_all(collect(folder, [SLUG], Limits()), keyed, tmp_path / "out")
    assert [result.earned for result in again] == [FULL - 2, FULL, 0] and len(lines(tmp_path / "out")) == 4


def test_two_runs_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    program = f"import fcntl,time;f=open({str(tmp_path / JOURNAL)!r},'a');fcntl.lockf(f,fcntl.LOCK_EX);print('held',flush=True);time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(ValueError, match="Another run is grading"):
            batch.grade_all([], keyed, tmp_path)
        other.kill()


def test_a_journal_gives_back_each_result_and_forgets_a_line_cut_off(tmp_path: Path) -> None:
    made = {name: Result(name, SLUG, f"{name}.ipynb", True, notes=["Айгерім"]) for name in ("ann", "bob", "eve")}
    with Journal.open(tmp_path) as journal:
        for name, result in made.items():
            journal.add(name, result)
        assert list(journal.results(["eve", "ann"])) == [made["eve"], made["ann"]] and "bob" in journal
    whole = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(whole[:-20])
    with Journal.open(tmp_path) as journal:
        assert "eve" not in journal and journal.results(["bob"])[0] == made["bob"]
        journal.add("eve", made["eve"])
    assert (tmp_path / JOURNAL).read_bytes() == whole
    (tmp_path / JOURNAL).write_bytes(whole[:-1])  # all but the end of the line, as some editors save it
    with Journal.open(tmp_path) as journal:
        assert "eve" in journal
        journal.add("new", made["eve"])
    assert (tmp_path / JOURNAL).read_bytes().startswith(whole)


UNREADABLE = {
    "a form of before": b'{"stamp": "old", "result": {"student": "cy", "slug": "the-first-summit", "mark": 3}}\n',
    "a result without a stamp": b'{"result": {"student": "cy", "slug": "the-first-summit"}}\n',
    "a line that two writers mixed": b'{"stamp": "old", "res{"stamp": "o\n',
    "a list": b"[1, 2]\n",
    "nested without end": b"[" * 100_000 + b"\n",
    "no text": b"\xff\x00\xfe\n",
}


@pytest.mark.parametrize("line", UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_a_journal_cannot_read_is_set_aside_and_what_comes_after_it_stays(tmp_path: Path, line: bytes) -> None:
    made = {name: Result(name, SLUG, f"{name}.ipynb", True) for name in ("ann", "bob", "eve")}
    with Journal.open(tmp_path) as journal:
        journal.add("ann", made["ann"])
    with open(tmp_path / JOURNAL, "ab") as file:
        file.write(line)
    with Journal.open(tmp_path) as journal:
        journal.add("bob", made["bob"])
    with open(tmp_path / JOURNAL, "ab") as file:
        file.write(line * 2)
    with Journal.open(tmp_path) as journal:
        journal.add("eve", made["eve"])
        found = journal.results(["eve", "ann", "bob"])
    assert list(found) == [made["eve"], made["ann"], made["bob"]]
    aside = sorted(path.read_bytes() for path in tmp_path.glob("journal-*.jsonl"))
    assert aside == [line, line * 2]
    assert all(path.name in found.said for path in tmp_path.glob("journal-*.jsonl") if path.read_bytes() == line * 2)
    with Journal.open(tmp_path) as journal:
        assert journal.results(["bob"]).said == "" and list(journal.results(["eve"])) == [made["eve"]]


class Dying(Grader):
    """A grader whose process ends at one student's work."""

    def grade(self, submission: object) -> object:
        if submission.student == "student-01":
            os._exit(1)
        return super().grade(submission)


def test_a_worker_that_dies_is_replaced_and_its_submission_gets_a_reason(
    sandboxed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "Grader", Dying)
    submissions = collect(hand_in(tmp_path / "submissions", 4), [SLUG], Limits())
    results = batch.grade_all(submissions, keyed, tmp_path / "out", workers=2)
    assert [result.graded for result in results] == [True, False, True, True]
    assert "a person has to look" in results[1].notes[0]


class Hanging(Grader):
    def grade(self, submission: object) -> object:
        if submission.student == "student-01":
            time.sleep(1000)
        return super().grade(submission)


def test_a_worker_that_hangs_is_replaced(sandboxed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "Grader", Hanging)
    monkeypatch.setattr(local_pool, "PATIENCE", 4.0)
    submissions = collect(hand_in(tmp_path / "submissions", 3), [SLUG], Limits())
    results = batch.grade_all(
        submissions, keyed, tmp_path / "out", workers=1, limits=replace(Limits(), total=2.0, slack=1.0)
    )
    assert [result.graded for result in results] == [True, False, True]


def test_a_server_that_ends_is_started_again(sandboxed: None, tmp_path: Path) -> None:
    submission = collect(hand_in(tmp_path, 2), [SLUG], Limits())[1]
    with Grader(keyed) as grader:
        grader._sandbox._server.kill()
        grader._sandbox._server.wait()
        assert grader.grade(submission).earned == FULL


def test_limits_of_time_hold_for_a_submission_as_a_whole(sandboxed: None, tmp_path: Path) -> None:
    slow = answered(
        **dict.fromkeys(
            ("row_of_attendance", "meetings_in_tokyo", "wpr_earliest", "after_the_fact"), "while True: pass"
        )
    )
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / NAME).write_bytes(content(slow))
    start = time.monotonic()
    with Grader(keyed, replace(Limits(), cell=0.3, total=5.0)) as grader:
        result = grader.grade(collect(tmp_path, [SLUG], Limits())[0])
    assert time.monotonic() - start < 20
    assert result.graded and any("rest was not run" in note for note in result.notes)


def test_no_group_and_no_process_is_left_behind(sandboxed: None) -> None:
    with Sandbox() as sandbox:
        child = sandbox.spawn()
        sandbox.end(child)
        groups = [group for parent in cgroup._parents() for group in parent.glob(f"caj-{os.getpid()}-*")]
        assert groups or not cgroup.kind(Limits())
    assert not any(group.exists() for group in groups)
    assert sandbox._server.returncode is not None


def test_without_bubblewrap_grading_refuses_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = hand_in(tmp_path / "submissions", 1)
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(tmp_path / "marks")]) == 1
    said = capsys.readouterr().err
    assert "apt-get install bubblewrap" in said and "Nothing was graded" in said and "--trust" in said
    assert not (tmp_path / "marks").exists()
    with pytest.raises(SandboxError, match="apt-get install bubblewrap"):
        Sandbox().__enter__()


def test_a_sandbox_that_is_not_ready_in_time_ends_with_a_sentence(
    sandboxed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursekit.isolation.sandbox.START", 0.3)  # its libraries take longer
    with pytest.raises(SandboxError, match="this machine is too busy"):
        Sandbox().__enter__()


def test_trust_grades_without_a_sandbox_and_warns(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = hand_in(tmp_path / "submissions", 2)
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(tmp_path / "marks"), "--trust"]) == 0
    assert "WARNING" in capsys.readouterr().out and "WARNING" in (tmp_path / "marks/report.html").read_text("utf-8")
    assert [line["result"]["marks"][1]["earned"] for line in lines(tmp_path / "marks")].count(2.0) == 1


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda folder: None, "does not exist"),
        (lambda folder: folder.mkdir(), "holds no submission"),
        (lambda folder: folder.write_bytes(b"no zip"), "cannot be read"),
    ],
)
def test_nothing_to_grade_is_said(
    sandboxed: None, tmp_path: Path, capsys: pytest.CaptureFixture, make: object, says: str
) -> None:
    make(tmp_path / "submissions")
    assert main(["--root", str(ROOT), "grade", str(tmp_path / "submissions"), "--out", str(tmp_path / "marks")]) == 1
    assert says in capsys.readouterr().err


def test_a_folder_without_the_book_is_said(sandboxed: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    folder = hand_in(tmp_path / "submissions", 1)
    assert main(["--root", str(tmp_path), "grade", str(folder)]) == 1
    assert "give --root" in capsys.readouterr().err
