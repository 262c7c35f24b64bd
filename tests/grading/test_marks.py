"""Keys and marks: solutions earn everything, blind guesses nothing, and partial credit is shared by one rule."""

import time

import nbformat
import pytest
from conftest import ROOT
from made import SLUG, answered, blank, content
from shared import grader, key, sandboxed

from caj.checks import questions, value
from coursekit import exercises
from coursekit.exercises.blind_guesses import decoys
from coursekit.exercises.key import prepare
from coursekit.exercises.notebooks import source_path
from coursekit.inside.protocol import Slow
from coursekit.marking.grader import Grader
from coursekit.marking.marks import judge, time_limit
from coursekit.marking.notebook import read
from coursekit.marking.run import grade

SLUGS = exercises.slugs(ROOT)
REVISION = "def revision(indicator):\n    older = series(indicator, 'KAZ', indicators[is_old])\n    return (series(indicator, 'KAZ') - older).dropna()"


def points(grader: Grader, notebook: dict, slug: str = SLUG) -> dict[str, float]:
    outcome = grade(grader._sandbox, key(slug), read(content(notebook)))
    return {mark.question: mark.earned for mark in outcome.marks if mark.earned is not None}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_earns_every_point_and_the_student_copy_none(slug: str, grader: Grader) -> None:
    for path, share in ((source_path(ROOT, slug), 1), (ROOT / "exercises" / f"{slug}.ipynb", 0)):
        outcome = grade(grader._sandbox, key(slug), read(path.read_bytes()))
        auto = [mark for mark in outcome.marks if mark.earned is not None]
        assert len(auto) >= 4 and outcome.notes == []
        assert {mark.question: mark.earned for mark in auto} == {mark.question: mark.points * share for mark in auto}


@pytest.mark.parametrize("slug", SLUGS)
def test_no_blind_guess_and_no_known_mistake_earns_every_point(slug: str) -> None:
    """A hidden test that lets one through is too weak: mend the exercise."""
    known = {question.name: question for question in questions(slug)}
    for keyed in key(slug).questions.values():
        if len(keyed.wanted) != 1:
            continue
        name = keyed.wanted[0]
        wrong = decoys(keyed.answers[name])
        if keyed.question.name in known and not callable(keyed.answers[name]):
            wrong += [value(mistake) for mistake, _ in known[keyed.question.name].mistakes]
        for guess in wrong:
            assert judge(keyed, {name: guess}, 5.0).earned < keyed.question.points, (keyed.question.name, guess)


def test_a_wrong_letter_earns_nothing_though_it_is_a_letter(grader: Grader) -> None:
    earned = points(grader, answered(row_of_attendance='row_of_attendance = "a"', verdict_choice="verdict_choice = 3"))
    assert earned["row-of-attendance"] == earned["verdict-choice"] == 0


def test_partial_credit_for_a_function_that_does_one_part(grader: Grader) -> None:
    blank_slug = "carbon-neutrality"
    assert points(grader, answered(blank_slug, revision=REVISION), blank_slug)["revision"] == 5
    wrong_sign = REVISION.replace("return (", "return -(")
    assert points(grader, answered(blank_slug, revision=wrong_sign), blank_slug)["revision"] == 2.5


@pytest.mark.parametrize(
    "body, said",
    [
        ("while True: pass", "took too long"),
        ("import os; os._exit(0)", "ended its process"),
        ("raise ValueError(indicator)", ""),
        ("return revision(indicator)", ""),
        ("return object()", ""),
        ("print(indicator); open('/tmp/kept', 'w').write(indicator); kept.append(indicator); return 1", ""),
    ],
)
def test_functions_that_misbehave_lose_their_own_points_and_tell_no_hidden_argument(
    body: str, said: str, grader: Grader
) -> None:
    slug = "carbon-neutrality"
    solution = {cell.id: cell.source for cell in key(slug).exercise.cells}
    notebook = answered(
        slug,
        revision=f"kept = []\ndef revision(indicator):\n    {body}",
        uzbek_share=f"{solution['uzbek-share']}\nraise RuntimeError(kept)",
    )
    outcome = grade(grader._sandbox, key(slug), read(content(notebook)))
    marks = {mark.question: mark for mark in outcome.marks}
    assert marks["revision"].earned == 0 and said in marks["revision"].said
    assert marks["uzbek-share"].earned == marks["uzbek-share"].points
    told = " ".join([*outcome.notes, *(mark.said for mark in outcome.marks)])
    assert "electricity_generation_gas" not in told and "co2_emissions" not in told


def test_no_hidden_test_is_in_the_memory_of_the_child(grader: Grader) -> None:
    spy = "import gc\nseen = [o for o in gc.get_objects() if type(o) is str and 'Count the rows whose' in o]\nseen += [1 for o in gc.get_objects() if type(o) in (list, tuple, dict) and 'Count the rows ' 'whose city is Tokyo.' in str(o)[:10**6] and o is not seen]\nmeetings_in_tokyo = len(seen)"
    outcome = grade(grader._sandbox, key(SLUG), read(content(answered(meetings_in_tokyo=spy))))
    mark = next(mark for mark in outcome.marks if mark.question == "meetings-in-tokyo")
    assert mark.answer in ({"meetings_in_tokyo": 0}, {"meetings_in_tokyo": 1})  # 1: the spy's own code


def test_answers_of_other_cells_do_not_leak_from_the_key(grader: Grader) -> None:
    notebook = blank()
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("meetings-in-tokyo")]
    assert set(points(grader, notebook).values()) == {0}


def test_open_answers_wait_and_empty_ones_do_not(grader: Grader) -> None:
    notebook = blank()
    next(cell for cell in notebook["cells"] if cell["id"] == "write-first")["source"] = "It depends on the word first."
    marks = {mark.question: mark for mark in grade(grader._sandbox, key(SLUG), read(content(notebook))).marks}
    assert marks["write-first"].earned is None and marks["write-first"].answer == "It depends on the word first."
    assert (marks["source-note"].earned, marks["source-note"].said) == (0, "Not answered.")


def test_a_slow_test_on_the_trusted_side_ends() -> None:
    start = time.monotonic()
    with pytest.raises(Slow), time_limit(0.2):
        while True:
            pass
    assert time.monotonic() - start < 2


def source(check: str, solution: str = "x = 2") -> nbformat.NotebookNode:
    """A source notebook with one question."""
    notebook = nbformat.v4.new_notebook()
    answer = nbformat.v4.new_code_cell(f"x = ...\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION", id="q")
    answer.metadata["nbgrader"] = {"grade_id": "q", "solution": True, "grade": False}
    tests = nbformat.v4.new_code_cell(f"### BEGIN HIDDEN TESTS\n{check}\n### END HIDDEN TESTS", id="q-check")
    tests.metadata["nbgrader"] = {"grade_id": "q-check", "solution": False, "grade": True, "points": 4}
    notebook.cells = [answer, tests]
    return notebook


@pytest.mark.parametrize(
    "check, solution, says",
    [
        ("assert x == 3", "x = 2", "the solution fails its own test: x == 3"),
        ("assert x == 2", "x = 1 / 0", "cell q: ZeroDivisionError"),
        ("x + 1", "x = 2", "at least one assert"),
        ("assert x ==", "x = 2", "invalid syntax"),
    ],
)
def test_a_source_that_cannot_be_graded_is_refused_with_its_cell(check: str, solution: str, says: str) -> None:
    with pytest.raises((ValueError, SyntaxError), match=says):
        prepare(exercises.parse(source(check, solution), "small"))


@pytest.mark.parametrize(
    "check, answer, earned",
    [
        ("assert x == 2\nassert x > 0", 2, 4),
        ("assert x == 2\nassert x > 0", 5, 0),
        ("assert x ** 2 == 4, 'square'\nassert x == 2\nassert 1 == 1", -2, 2),
        ("for n in (1, 2):\n    assert x * n == 2 * n\nassert x == 2", 2, 4),
        ("assert x >= 1\nassert x <= 9", 4, 4),
        ("y = x + 1\nassert y == 3\nassert x == 2", "2", 0),
        ("assert len(x) == 1\nassert x == 2", 2, 0),
    ],
)
def test_the_rule_of_partial_credit(check: str, answer: object, earned: float) -> None:
    if "len(x)" in check:
        with pytest.raises(ValueError, match="fails its own test"):
            prepare(exercises.parse(source(check), "small"))
        return
    keyed = prepare(exercises.parse(source(check), "small")).questions["q"]
    assert judge(keyed, {"x": answer}, 1.0).earned == earned


def test_a_message_that_is_computed_is_not_shown() -> None:
    keyed = prepare(exercises.parse(source("assert x == 2, f'it is {1 + 1}'"), "small")).questions["q"]
    assert judge(keyed, {"x": 3}, 1.0).tests == [("A test of this question fails.", False)]
