"""What people get: feedback, open questions with rubrics, the report on variants, the doctor, plain exercises."""

import csv
import json
import weakref
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from made import SLUG, blank, grade, hand_in
from shared import key, sandboxed

from coursekit import exercises
from coursekit.cli import main
from coursekit.inside import codec
from coursekit.isolation import doctor
from coursekit.isolation.sandbox import Sandbox
from coursekit.marking import manual, similarity
from coursekit.marking.feedback import feedback, safe, write_feedback
from coursekit.marking.files import write_marks
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import Hand
from coursekit.marking.marks import Mark
from coursekit.marking.report import report

EXERCISE = key(SLUG).exercise


def result(student: str = "ann", **changes: object) -> Result:
    marks = [
        Mark("meetings-in-tokyo", 2.0, 0.0, [("Count the rows.", False)], "Your code stopped: NameError."),
        Mark("write-first", 8.0, None, [], "", "<b>My</b> view"),
    ]
    return Result(
        **{
            "student": student,
            "slug": SLUG,
            "attempt": "x.ipynb",
            "graded": True,
            "marks": marks,
            "written": {"meetings-in-tokyo": "<script>alert(1)</script>"},
            **changes,
        }
    )


def test_feedback_is_accessible_and_holds_nothing_but_text_of_a_student() -> None:
    page = feedback(result(student="<i>ann", notes=["<img src=x>"]), EXERCISE)
    assert (
        '<html lang="en">' in page
        and "<h1>" in page
        and "Content-Security-Policy" in page
        and "script-src 'none'" in page
    )
    assert "<script" not in page and "<img" not in page and "<i>" not in page
    assert (
        "✗ Not yet." in page and "Count the rows." in page and "0 of 2" in page and "8 more wait for a person" in page
    )


@pytest.mark.parametrize("name", ["..", ".", "a/b", "a" * 300, "ann ", "CON<>", "\udcff", ""])
def test_any_student_gets_a_folder_of_its_own(name: str) -> None:
    made = safe(name)
    assert "/" not in made and made.strip(". ") and len(made) < 100 and made != safe(f"{name}x")


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_open_question_of_the_book_has_a_rubric() -> None:
    for slug in exercises.slugs(ROOT):
        for question in exercises.load(ROOT / "chapters" / slug / "exercise.ipynb").questions:
            assert question.kind == "auto" or len(question.rubric) >= 2, (slug, question.name)


def test_answers_right_for_somebody_else_are_listed(sandboxed: None, tmp_path: Path) -> None:
    right = codec.decode(codec.encode(int(key(SLUG).questions["meetings-in-tokyo"].answers["meetings_in_tokyo"])))
    folder = hand_in(tmp_path / "in", ann="x y", bob="x z")
    entry = {"exercise": SLUG, "question": "meetings-in-tokyo"}
    variants = [{**entry, "student": "ann", "answer": right}, {**entry, "student": "bob", "answer": right + 5}]
    (tmp_path / "key.json").write_text(json.dumps(variants), "utf-8")
    options = [
        "--root",
        str(ROOT),
        "grade",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--expected",
        str(tmp_path / "key.json"),
    ]
    assert main(options) == 0
    page = (tmp_path / "out/report.html").read_text("utf-8")
    row = f'<th scope="row">bob</th><td data-column="exercise">{SLUG}</td><td class="number" data-column="answers">1</td><td data-column="questions">meetings-in-tokyo</td><td data-column="right for">ann</td>'
    assert row in page and page.count(">meetings-in-tokyo</td>") == 1
    (tmp_path / "key.json").write_text("[1]", "utf-8")
    assert main(options) == 1


def answers(**given: object) -> list[Result]:
    """Results whose only mark holds an answer to the question "q"."""
    return [
        Result(student, "x", "", True, [Mark("q", 1.0, 0.0, answer={"q": codec.encode(value)})])
        for student, value in given.items()
    ]


def test_a_shared_mistake_or_a_right_answer_is_not_borrowed() -> None:
    expected = {("ann", "x", "q"): 2.0, ("bob", "x", "q"): 2.0, ("eve", "x", "q"): 7}
    assert similarity.borrowed(answers(ann=2.0, bob=99, eve=float("nan"), new=2), expected) == []


def test_who_fits_most_answers_is_named_first() -> None:
    expected = {
        (student, "x", question): value
        for student, values in {"ann": (1, 2), "bob": (1, 9), "eve": (5, 6)}.items()
        for question, value in zip("pq", values)
    }
    comparison = similarity.Comparison(expected)
    assert comparison.borrowed("eve", "x", {"p": 1, "q": 2}) == similarity.Borrowed("eve", "x", ("p", "q"), ("ann",))
    assert comparison.borrowed("eve", "x", {"p": 1, "q": 6}) == similarity.Borrowed("eve", "x", ("p",), ("ann", "bob"))
    assert comparison.borrowed("ann", "x", {"p": 5, "q": 9}).questions == ("p",)  # nobody has both


def test_a_class_ten_times_as_large_takes_no_more_comparisons() -> None:
    """Comparing everybody with everybody would take a hundred times as many."""

    def comparisons(students: int) -> int:
        calls = []
        expected = {(f"s{number:04}", "x", "q"): number % 8 for number in range(students)}
        given = answers(**{f"s{number:04}": (number + number % 2) % 8 for number in range(students)})
        found = similarity.borrowed(given, expected, lambda *pair: calls.append(pair) or pair[0] == pair[1])
        assert len(found) == students // 2
        assert len(found[0].others) == similarity.NAMED and found[0].more == students // 8 - similarity.NAMED
        return len(calls)

    assert comparisons(80) == comparisons(800) == 4 * 8  # four different answers, eight variants


class Held(Result):
    """A result that is counted for as long as somebody holds it."""

    alive, most = weakref.WeakSet(), 0
    __hash__ = object.__hash__

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        Held.alive.add(self)
        Held.most = max(Held.most, len(Held.alive))


class Reread(Sequence):
    """Results that are made when they are asked for, as those in a journal are."""

    def __len__(self) -> int:
        return 200

    def __getitem__(self, number: int) -> Result:
        return Held(**vars(result(f"s{range(200)[number]:03}")))


def test_marks_feedback_and_report_hold_one_result_at_a_time(tmp_path: Path) -> None:
    results = Reread()
    given = manual.ByHand(results, Hand(tmp_path))
    assert len(manual.open_answers(given, {SLUG: EXERCISE}, given.hand)) == 200
    write_marks(given, tmp_path)
    write_feedback(given, {SLUG: EXERCISE}, tmp_path / "feedback")
    assert "200 submissions" in report(
        given, {SLUG: EXERCISE}, "Sandboxed.", given.faults, similarity.borrowed(given, {})
    )
    assert len(rows(tmp_path / "marks.csv")) == len(json.loads((tmp_path / "marks.json").read_text("utf-8"))) == 200
    assert 0 < Held.most <= 4


def test_the_report_names_what_needs_a_person() -> None:
    page = report(
        [result(), result("bob", graded=False, notes=["The file is empty."])],
        {SLUG: EXERCISE},
        "Sandboxed.",
        ["manual.csv, line 3: no."],
    )
    assert (
        "<li>bob\n<ul>\n<li>the-first-summit: The file is empty.</li>" in page
        and "manual.csv, line 3: no." in page
        and page.count("<img alt=") == 3
    )


def test_the_doctor_finds_the_sandbox_well(sandboxed: None, capsys: pytest.CaptureFixture) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.count("is stopped.") == len(doctor.ATTACKS) + 2


@pytest.mark.parametrize("name", ["reads a file of yours", "reaches the network", "signals a process of yours"])
def test_the_attacks_are_real_they_get_through_without_a_jail(name: str) -> None:
    with doctor._target(Sandbox().limits) as facts, Sandbox(trust=True) as open_house:
        assert not doctor._attack(open_house, name, facts).well


def test_the_doctor_says_what_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, sandboxed: None
) -> None:
    monkeypatch.setitem(doctor.ATTACKS, "reads a file of yours", "through = True")
    assert main(["doctor"]) == 1
    printed = capsys.readouterr()
    assert "FAILS  A submission that reads a file of yours GETS THROUGH" in printed.out and "not be safe" in printed.err


@pytest.mark.parametrize("slug", exercises.slugs(ROOT))
def test_sources_are_read_into_plain_values(slug: str) -> None:
    exercise = exercises.load(ROOT / "chapters" / slug / "exercise.ipynb")
    assert len(exercise.questions) >= 6 and exercise.points == sum(question.points for question in exercise.questions)
    for question in exercise.questions:
        assert question.level and question.objective and question.minutes and question.prompt.startswith("#")
        assert all(test.hidden and test.message for check in question.checks for test in check.tests)
        assert "BEGIN" not in question.answer.given
    with pytest.raises(LookupError, match="it has"):
        exercise.question("no-such-question")
    assert blank(slug)["cells"]


def test_a_run_that_finished_ends_well_unless_it_is_strict(
    sandboxed: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (hand_in(tmp_path / "in", ann="", bob="It depends.") / "ann" / f"{SLUG}.ipynb").write_bytes(b"no notebook")
    assert grade(tmp_path / "in", tmp_path / "out") == 0
    said = capsys.readouterr().err
    assert "Needs a person:\nann, the-first-summit: The file is not a notebook" in said
    assert main(["--root", str(ROOT), "grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--strict"]) == 1


def test_a_script_reads_what_a_run_came_to(sandboxed: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (hand_in(tmp_path / "in", ann="", bob="It depends.") / "ann" / f"{SLUG}.ipynb").write_bytes(b"no notebook")
    (tmp_path / "roster.csv").write_text("id,name\nann,Ann\nbob,Bob\neve,Eve\n", "utf-8")
    assert grade(tmp_path / "in", tmp_path / "out", "--roster", str(tmp_path / "roster.csv"), "--json") == 0
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert (answer["graded"], answer["handed_in"], answer["problems"]) == (1, 2, [])
    assert answer["missing"] == [{"student": "eve", "exercise": SLUG}]
    [seen] = [one for one in answer["needs_a_person"] if one["student"] == "ann"]
    assert seen["exercise"] == SLUG and seen["sentence"].startswith("The file is not a notebook")
    assert Path(answer["marks"]).is_file() and Path(answer["report"]).is_file()
    assert "1 of 2 submissions graded." in printed.err, "what a person reads is not lost"


def test_a_doubt_stands_before_a_person_beside_the_mark(capsys: pytest.CaptureFixture) -> None:
    page = report([result(doubts=["question write-first: took too long."])], {SLUG: EXERCISE}, "Sandboxed.")
    assert (
        "<h2>Needs a person</h2>" in page
        and "<li>ann\n<ul>\n<li>the-first-summit: question write-first: took too long.</li>" in page
        and "1 graded" in page
    )


def test_a_student_stands_once_before_a_person_with_all_questions_and_reasons() -> None:
    late = "question {}: A test of this answer took too long."
    results = [
        result(
            doubts=[late.format("write-first"), late.format("verdict-choice"), "Handed in late, says the platform."]
        ),
        result(student="bob", doubts=["Nothing is answered."]),
    ]
    other = result(doubts=["question opening: It cannot be read."])
    other.slug = "nuclear-questions"
    part = (
        report([*results, other], {SLUG: EXERCISE, "nuclear-questions": EXERCISE}, "Sandboxed.", ["The disk is full."])
        .split("Needs a person")[1]
        .split("<h2>")[0]
    )
    assert part.count("<li>ann\n") == part.count("<li>bob\n") == 1
    assert (
        "<li>the-first-summit: questions write-first, verdict-choice: A test of this answer took too long.</li>" in part
    )
    assert (
        part.index("nuclear-questions: question opening: It cannot be read.") < part.index("<li>bob")
        and "<li>The disk is full.</li>" in part
    )
