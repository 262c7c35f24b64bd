"""Whatever our side computes from a student's data is bounded; a fault there puts one student before a person and ends nothing."""

import contextlib
import csv
import io
import json
import multiprocessing
import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from made import FULL, SLUG, answered, blank, cell, content, with_code
from shared import grader, key, sandboxed

from coursekit.cli import main
from coursekit.isolation import cgroup
from coursekit.isolation.limits import MB, Limits
from coursekit.marking import marks, similarity
from coursekit.marking.bounds import guarded
from coursekit.marking.cell_matching import kinship
from coursekit.marking.grader import Grader, Result
from coursekit.marking.marks import Mark
from coursekit.marking.notebook import PIECES, Unreadable, read
from coursekit.marking.run import Outcome, grade
from coursekit.marking.submissions import Submission, collect
from coursekit.workers import batch

NAME = f"{SLUG}.ipynb"
FORGES = """
import coursekit.inside.codec as codec
codec.encode = lambda value, depth=0: {forged}
meetings_in_tokyo = 1
"""
DEEP = "__import__('functools').reduce(lambda inner, _: {{'t': 'list', 'v': [inner]}}, range({0}), 1)"
FORGED = {  # what a student's process sends in place of its answers
    "nested": DEEP.format(20),
    "nested-deeper": DEEP.format(300),
    "nested-columns": "__import__('functools').reduce(lambda inner, _: {'d': 'object', 'v': [{'t': 'array', 's': [1], 'v': inner}]}, range(40), {'d': 'int64', 'v': [1]})",
    "surrogate": "{'t': 'list', 'v': ['\\ud800']}",
    "huge-number": "{'t': 'list', 'v': [10 ** 400]}",
    "keys-that-are-nan": "{'t': 'dict', 'v': [[float('nan'), 1]] * 50}",
    "no-tag": "{'v': 1}",
    "tag-of-a-list": "{'t': ['list'], 'v': 1}",
    "wide": "{'t': 'frame', 'v': [{'d': 'int64', 'v': []}] * 20000, 'i': {'t': 'range', 'v': [0, 0, 1], 'n': None}, 'c': {'t': 'range', 'v': [0, 20000, 1], 'n': None}}",
    "one-hash": "{'t': 'set', 'v': [{'t': 'tuple', 'v': [-1 - (n >> bit & 1) for bit in range(13)]} for n in range(6000)]}",
    "unlike-its-index": "{'t': 'series', 'v': {'d': 'int64', 'v': [1]}, 'i': {'t': 'range', 'v': [0, 9, 1], 'n': None}, 'n': None}",
    "moment": "{'t': 'timestamp', 'v': '9' * 500}",
}


def hand_in(folder: Path, **made: bytes) -> Path:
    for student, notebook in made.items():
        (folder / student).mkdir(parents=True)
        (folder / student / NAME).write_bytes(notebook)
    return folder


def rows(out: Path) -> dict[str, dict[str, str]]:
    with open(out / "marks.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_forged_answers_put_one_student_before_a_person_and_the_class_gets_its_report(
    sandboxed: None, tmp_path: Path
) -> None:
    made = {
        name: content(answered(meetings_in_tokyo=FORGES.replace("{forged}", forged))) for name, forged in FORGED.items()
    }
    folder, out = hand_in(tmp_path / "in", ann=content(answered()), **made), tmp_path / "out"
    entries = [
        {"student": student, "exercise": SLUG, "question": question, "answer": 7}
        for student in ("ann", *made)
        for question in ("meetings-in-tokyo", "after-the-fact", "wpr-earliest", "verdict-choice")
    ]
    (tmp_path / "expected.json").write_text(json.dumps(entries), "utf-8")
    command = [
        "--root",
        str(ROOT),
        "grade",
        str(folder),
        "--out",
        str(out),
        "--workers",
        "2",
        "--expected",
        str(tmp_path / "expected.json"),
    ]
    for _ in range(2):  # the second time from the journal
        with contextlib.redirect_stderr(io.StringIO()) as said:
            assert main(command) == 0
    marked, page = rows(out), (out / "report.html").read_text("utf-8")
    assert float(marked.pop("ann")["points"]) == FULL and "13 graded" in page
    assert {float(row["points"]) for row in marked.values()} == {1.0}  # the letter before it
    for name in ("nested", "nested-deeper", "nested-columns", "huge-number", "no-tag", "moment", "unlike-its-index"):
        assert re.search(
            rf"<li>{name}\n<ul>\n<li>{SLUG}: questions? meetings-in-tokyo[^<:]*: The answer cannot be graded",
            page.split("Needs a person")[1],
        )
        assert f"{name}, {SLUG}: " in said.getvalue()


@pytest.mark.parametrize(
    "answer",
    [
        {"q": {"t": "list", "v": 3}},
        {"q": json.loads('{"t":"list","v":[' * 60 + "1" + "]}" * 60)},
        {"q": {"t": "range", "v": [0, 1e400, 1], "n": None}},
        {"q": 2},
    ],
    ids=["odd", "deep", "endless", "fine"],
)
def test_an_answer_that_cannot_be_compared_ends_no_report(answer: dict) -> None:
    results = [
        Result("ann", "x", "", True, [Mark("q", 1.0, 0.0, answer=answer)]),
        Result("bob", "x", "", True, [Mark("q", 1.0, 0.0, answer={"q": 3})]),
    ]
    expected = {("ann", "x", "q"): 1, ("bob", "x", "q"): 2, ("eve", "x", "q"): 3}
    assert [one.student for one in similarity.borrowed(results, expected, faults=[])][-1] == "bob"


@pytest.mark.parametrize(
    "agree", [lambda *pair: {}["gone"], lambda *pair: [1 for _ in iter(int, 1)]], ids=["fails", "loops"]
)
def test_a_comparison_that_fails_or_loops_is_a_sentence_about_one_student(
    agree: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similarity, "COMPARING", 0.3)
    results = [Result("ann", "x", "", True, [Mark("q", 1.0, 0.0, answer={"q": 2})])]
    faults: list[str] = []
    assert similarity.borrowed(results, {("ann", "x", "q"): 1, ("bob", "x", "q"): 3}, agree, faults) == []
    assert (
        len(faults) == 1
        and faults[0].startswith("ann, x: Comparing the answers")
        and faults[0].endswith("a person has to look.")
    )


def peak(work: object) -> int:
    """Megabytes that a process of its own takes at most for this work, beyond what it has."""

    def measured(line: object) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with contextlib.suppress(Unreadable):
            work()
        line.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)

    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=measured, args=(there,))
    process.start()
    there.close()
    try:
        return here.recv()
    finally:
        process.join()


SOURCES = {
    "dots": "import " + "a." * 50_000 + "a",
    "attributes": "a" + ".a" * 50_000,
    "sum": "x = " + "1+" * 30_000 + "1",
    "minus": "x = " + "-" * 100_000 + "1",
    "brackets": "x = " + "[" * 50_000 + "]" * 50_000,
    "targets": "a=" * 50_000 + "1",
}


@pytest.mark.parametrize("name", SOURCES)
def test_no_cell_takes_much_memory_of_the_process_that_reads_it(name: str) -> None:
    exercise = key(SLUG).exercise
    notebook = content({"cells": [{"cell_type": "code", "source": SOURCES[name]}]})
    assert peak(lambda: kinship(exercise, read(notebook))) < 150


@pytest.mark.parametrize("piece", [b"{}", b"[]", b'{"a":[]}', b"1"], ids=repr)
def test_no_file_of_little_pieces_takes_much_memory(piece: bytes) -> None:
    """61 MB of `{}` come in an archive of 65 KB."""
    notebook = b'{"cells": [' + piece + (b"," + piece) * (24 * MB // (len(piece) + 1)) + b"]}"
    assert peak(lambda: read(notebook)) < 100
    with pytest.raises(Unreadable, match="pieces; clear its outputs"):
        read(notebook)


def test_what_is_read_at_all_stays_within_bounds() -> None:
    half = b'{"cells": [' + b'{"a":{}}' + b',{"a":{}}' * (PIECES // 3 - 10) + b"]}"
    assert peak(lambda: read(half)) < 800


def test_a_notebook_with_large_honest_outputs_is_read() -> None:
    notebook = answered()
    cell(notebook, "meetings-in-tokyo")["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"application/json": {"rows": [[1.5, "x"]] * 400_000}}}
    ]
    assert len(read(content(notebook))) == len(notebook["cells"])


class Faulty(Grader):
    """A grader in which our own code fails at some students' work."""

    def run(self, own: object, cells: list) -> Outcome:
        kind = next((each.source for each in cells if each.source.startswith("fault: ")), "")
        if "recursion" in kind:
            return self.run(own, cells)
        if "memory" in kind:
            self.kept = [bytearray(64 * MB) for _ in range(64)]
        if "loop" in kind:
            with guarded("Testing", 0.3):
                while True:
                    pass
        if "large" in kind:
            return replace(super().run(own, cells), notes=["x" * 90_000_000])
        if "unwritable" in kind:
            return replace(super().run(own, cells), notes=[object()])
        if "hang" in kind:
            with marks.time_limit(0.3):
                sum(range(10**12))  # one call that does not come back to Python
        return super().run(own, cells)


@pytest.mark.parametrize("kind", ["recursion", "memory", "loop", "large", "unwritable", "hang"])
def test_a_fault_of_ours_at_one_submission_is_a_sentence_about_it(
    kind: str, sandboxed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "Grader", Faulty)
    faulty = answered()
    faulty["cells"].append({"cell_type": "markdown", "id": "f", "metadata": {}, "source": f"fault: {kind}"})
    submissions = collect(
        hand_in(tmp_path / "in", ann=content(answered()), bob=content(faulty), eve=content(answered())),
        [SLUG],
        Limits(),
    )
    results = batch.grade_all(submissions, lambda slug, student: key(slug), tmp_path / "out", workers=1)
    assert [result.graded for result in results] == [True, False, True] and results[2].earned == FULL
    assert "a person has to look" in " ".join(results[1].for_a_person)


def test_what_a_worker_may_take_does_not_bind_its_sandbox(sandboxed: None) -> None:
    inside = with_code("import resource\nmeetings_in_tokyo = resource.getrlimit(resource.RLIMIT_AS)[0]")
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (before[1] if before[1] > 0 else 64_000 * MB, before[1]))
    try:
        with Grader(lambda slug, student: key(slug)) as started:
            done = grade(started._sandbox, key(SLUG), read(content(inside)))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert done.marks[1].answer["meetings_in_tokyo"] == Limits().address_space


HIDES = "carbon-neutrality"
ARGUMENTS = ("electricity_generation_gas", "co2_emissions_fossil")
LEAKS = {  # what a later cell makes of the hidden arguments that a function kept
    "class": "uzbek_share = type(' '.join(kept) or 'x', (), {})()",
    "error": "raise RuntimeError(kept)",
    "error-class": "raise type(' '.join(kept) or 'x', (Exception,), {})('x')",
    "magic": "get_ipython().run_line_magic('_'.join(kept) or 'x', '')",
    "shell": "get_ipython().system(' '.join(kept))",
    "import": "exec('import ' + '_'.join(kept or ['x']))",
    "answer": "uzbek_share = ' '.join(kept)",
    "key": "uzbek_share = {name: 1 for name in kept}",
    "column": "uzbek_share = pd.DataFrame({name: [1] for name in kept})",
    "type": "import numpy as np\nuzbek_share = np.zeros(1, dtype=[(name, 'i4') for name in kept] or 'i4')",
    "syntax": "get_ipython().run_cell('x = = ' + ' '.join(kept)); exec('= ' + ' '.join(kept))",
    "note": "import coursekit.inside.absent as a\na.skipped += kept",
}


@pytest.mark.parametrize("name", LEAKS)
def test_no_hidden_argument_comes_back_by_any_word(name: str, grader: Grader) -> None:
    own = key(HIDES).exercise.question("revision").answer.solution
    keeps = f"{own}\nkept = []\nright = revision\ndef revision(indicator):\n    kept.append(str(indicator))\n    open('/tmp/kept', 'a').write(str(indicator))\n    {{}}\n    return right(indicator)"
    notebook = answered(
        HIDES,
        revision=keeps.format(LEAKS["note"].replace("\n", "; ") if name == "note" else "pass"),
        uzbek_share=LEAKS[name],
    )
    done = grade(grader._sandbox, key(HIDES), read(content(notebook)))
    mark = next(mark for mark in done.marks if mark.question == "revision")
    assert mark.earned == mark.points  # it was called, with hidden arguments
    told = json.dumps([done.notes, done.doubts, [[one.said, one.tests, one.answer] for one in done.marks]])
    assert not [argument for argument in ARGUMENTS if argument in told], told


def test_the_hidden_arguments_do_reach_the_function(grader: Grader) -> None:
    """Else the tests above would see nothing."""
    tells = f"def revision(indicator):\n    if indicator in {ARGUMENTS}:\n        import os\n        os._exit(0)\n    return 1"
    done = grade(grader._sandbox, key(HIDES), read(content(answered(HIDES, revision=tells))))
    assert any("question revision: ended its process" in doubt for doubt in done.doubts)


BURNS = "import time\nstart = time.process_time()\nwhile time.process_time() - start < {seconds}:\n    pass\n"


@pytest.fixture
def crowd() -> object:
    """A machine that is busy: four loops for each core."""
    command = [sys.executable, "-c", "while True: pass"]
    sessions = range(4 * (os.cpu_count() or 1))  # Linux shares a processor out between sessions
    loops = [subprocess.Popen(command, start_new_session=True) for _ in sessions]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


def slow(grader: Grader, source: str) -> Outcome:
    return grade(
        grader._sandbox,
        key(SLUG),
        read(
            content(
                answered(
                    meetings_in_tokyo=f"{source}\n{'meetings_in_tokyo = (meetings[chr(99) + chr(105) + chr(116) + chr(121)] == chr(84) + chr(111) + chr(107) + chr(121) + chr(111)).sum()'}"
                )
            )
        ),
    )


def test_work_within_its_seconds_keeps_its_points_however_busy_the_machine(crowd: None, grader: Grader) -> None:
    start = time.monotonic()
    done = slow(grader, BURNS.format(seconds=2))
    assert time.monotonic() - start > 5 and [mark.earned for mark in done.marks[:2]] == [1, 2] and done.doubts == []


@pytest.mark.parametrize(
    "limits, source, says",
    [
        ({"cell": 1.0}, BURNS.format(seconds=6), "took too long."),
        (
            {"cell": 1.0},
            "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        while True: pass\nos.wait()",
            "took too long.",
        ),
        ({"cell": 1.0, "slack": 4.0}, "import time\ntime.sleep(60)", "took too long by the clock"),
        ({"cell": 6.0, "total": 2.0}, BURNS.format(seconds=4), "took too long."),
    ],
    ids=["computes", "lets-others-compute", "waits", "in-all"],
)
def test_what_takes_too_long_stands_before_a_person(limits: dict, source: str, says: str, sandboxed: None) -> None:
    with Grader(lambda slug, student: key(slug), replace(Limits(), **limits)) as started:
        start = time.monotonic()
        done = slow(started, source)
    assert time.monotonic() - start < 60 and done.slow
    assert [doubt for doubt in done.doubts if doubt.startswith("question meetings-in-tokyo: ") and says in doubt], (
        done.doubts
    )
    assert done.marks[1].earned == 0


@pytest.mark.parametrize("busy, tries", [(True, 2), (False, 1)])
def test_what_ran_out_of_time_on_a_busy_machine_is_tried_once_more(
    busy: bool, tries: int, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [Outcome([Mark("q", 2.0, 0.0)], doubts=["took too long."], slow=True), Outcome([Mark("q", 2.0, 2.0)])]
    calls = []
    monkeypatch.setattr(grader, "run", lambda *given: calls.append(1) or outcomes[len(calls) - 1])
    monkeypatch.setattr("coursekit.marking.grader.busy", lambda: busy)
    (tmp_path / NAME).write_bytes(content(answered()))
    result = grader.grade(Submission("ann", SLUG, NAME, str(tmp_path / NAME)))
    assert len(calls) == tries and result.earned == 2 * busy and bool(result.doubts) != busy


def test_memory_and_what_was_not_run_stand_before_a_person(grader: Grader) -> None:
    done = slow(grader, "hog = bytearray(4_000_000_000)")
    assert [doubt for doubt in done.doubts if "MemoryError" in doubt]
    lost = answered(
        **dict.fromkeys(
            ("row_of_attendance", "meetings_in_tokyo", "wpr_earliest", "after_the_fact"), "import os; os._exit(0)"
        )
    )
    done = grade(grader._sandbox, key(SLUG), read(content(lost)))
    assert [doubt for doubt in done.doubts if "The rest was not run" in doubt]


@pytest.mark.parametrize(
    "words, says",
    [
        (["--cpu-seconds", "0"], "--cpu-seconds from 0.1"),
        (["--cpu-seconds", "nan"], "--cpu-seconds"),
        (["--memory-mb", "1"], "--memory-mb 256 or more"),
    ],
)
def test_limits_that_are_none_are_refused(
    words: list[str], says: str, sandboxed: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    folder = hand_in(tmp_path / "in", ann=content(blank()))
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(tmp_path / "out"), *words]) == 1
    assert says in capsys.readouterr().err


def test_the_command_takes_limits(sandboxed: None, tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "in",
        ann=content(
            answered(
                meetings_in_tokyo=BURNS.format(seconds=1.5) + "meetings_in_tokyo = (meetings['city'] == 'Tokyo').sum()"
            )
        ),
    )
    points = {}
    for seconds in ("0.5", "8"):
        assert (
            main(
                [
                    "--root",
                    str(ROOT),
                    "grade",
                    str(folder),
                    "--out",
                    str(tmp_path / seconds),
                    "--workers",
                    "1",
                    "--cpu-seconds",
                    seconds,
                ]
            )
            == 0
        )
        points[seconds] = float(rows(tmp_path / seconds)["ann"]["points"])
    assert points == {"0.5": FULL - 2, "8": FULL}


def test_groups_of_a_killed_run_are_swept_by_the_next(sandboxed: None) -> None:
    if not cgroup.kind(Limits()).startswith("control"):
        pytest.skip("no control group can be made here")
    program = "import time\nfrom coursekit.isolation.sandbox import Sandbox\nwith Sandbox():\n    print('up', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as run:
        run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    left = [group for parent in cgroup._parents() for group in parent.glob(f"caj-{run.pid}-*")]
    assert left
    until = time.monotonic() + 20
    while any(group.exists() for group in left) and time.monotonic() < until:
        cgroup.tidy()
        time.sleep(0.2)
    assert not any(group.exists() for group in left)
