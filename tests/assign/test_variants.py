"""Five hundred students for each exercise: every variant solvable, clear, of like difficulty, and unlike the others.

Like difficulty means: the same code but for its literals; at most twice and at least half the lines that the book's
own values take to run; collections of at most three items more, or twice as many; numbers within a factor of 100.
Often enough unlike means: of all pairs of students, at most 3 in 100 share the answers to all questions that vary,
and at most 55 in 100 share the answer to any one of them.
"""

import ast
import math
import re
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

import pandas as pd
import pytest
from assigned import SECRET, SLUGS, variants

from caj.checks import check, find, same, varying
from coursekit.exercises.notebooks import code_cells
from coursekit.inside import codec
from coursekit.variants.declare import Values, Variation, frozen
from coursekit.variants.draw import draw
from coursekit.variants.variants import Variants

STUDENTS = [f"s{number:03}" for number in range(500)]
ALL, ONE = 0.03, 0.55
RANKS = re.compile(r"\b(idxmax|idxmin|nlargest|nsmallest|max|min)\(")


@pytest.fixture(scope="module", params=SLUGS)
def drawn(request: pytest.FixtureRequest) -> tuple[Variants, list[dict[str, Values]], Counter]:
    """An exercise, the values of 500 students, and how many lines each question's solution ran."""
    made = variants.__wrapped__(request.param)  # its own: what another test has computed would not be run and counted
    lines: Counter = Counter()
    students = [
        {name: draw(SECRET, student, made.slug, variation) for name, variation in made.declared.items()}
        for student in STUDENTS
    ]
    run = made.run
    made.run = lambda chosen: counted(run, chosen, lines)
    for name in made.declared:
        for values in [None, *({frozen(student[name]): student[name] for student in students}.values())]:
            made.keyed(name, values)
    made.run = run
    return made, students, lines


def counted(run: Callable, chosen: dict[str, Values], lines: Counter) -> Any:
    """Run a variant and count the lines that each cell runs, by question and values."""
    seen: Counter = Counter()

    def trace(frame: FrameType, event: str, given: Any) -> Callable | None:
        name = frame.f_code.co_filename
        if ", cell " not in name:
            return None
        seen[name.split(", cell ")[1]] += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        key = run(chosen)
    finally:
        sys.settrace(before)
    for question in key.exercise.questions:
        lines[question.name, frozen(chosen.get(question.name, {}))] = seen[question.answer.id]
    return key


def options(made: Variants, students: list[dict[str, Values]]) -> list[tuple[str, Variation, Values]]:
    """Every different set of values that a student got, by question."""
    found = {
        (name, frozen(values)): (name, made.declared[name], values)
        for student in students
        for name, values in student.items()
    }
    return list(found.values())


def test_three_questions_or_more_vary(drawn: tuple) -> None:
    assert len(drawn[0].declared) >= 3


def test_no_answer_is_empty_or_no_number(drawn: tuple) -> None:
    made, students, _ = drawn
    for name, _, values in options(made, students):
        answer = made.answer(name, values)
        if pd.api.types.is_number(answer):
            assert math.isfinite(answer) and answer != 0, (name, values)
        elif isinstance(answer, pd.Series):
            assert len(answer) and answer.notna().all(), (name, values)
        else:
            assert answer is not pd.NaT and (isinstance(answer, pd.Timestamp) or len(answer)), (name, values)


def test_no_ranking_is_tied(drawn: tuple) -> None:
    made, students, _ = drawn
    for name, variation, values in options(made, students):
        keyed = made.keyed(name, values)
        code = keyed.question.answer.solution + "".join(each.check.code for each in keyed.checks)
        assert variation.ranked or not RANKS.search(code), f"{name} ranks, so its declaration needs `ranked`"
        if variation.ranked:
            ranked = eval(variation.ranked, {**keyed.checks[-1].names, **keyed.answers})
            first, second = ranked.dropna().nlargest(2)
            assert first > second, (name, values)


def test_difficulty_is_alike(drawn: tuple) -> None:
    made, students, lines = drawn
    shape = {name: [without_literals(made, {})] for name in made.declared}
    for name, _, values in options(made, students):
        base, own = lines[name, "{}"], lines[name, frozen(values)]
        assert base / 2 <= own <= base * 2, (name, values, base, own)
        assert without_literals(made, {name: values}) == shape[name][0], (name, values)
        book, answer = made.answer(name), made.answer(name, values)
        assert type(answer) is type(book), (name, values)
        if pd.api.types.is_number(book):
            assert 0.01 <= abs(answer / book) <= 100, (name, values, book, answer)
        elif isinstance(book, (set, pd.Series)):
            assert len(book) / 2 <= len(answer) <= max(len(book) * 2, len(book) + 3), (name, values)


def without_literals(made: Variants, chosen: dict[str, Values]) -> list[str]:
    """The code of a variant with every literal left out: what remains must not vary."""
    cells = [ast.parse(cell.source) for cell in code_cells(made.notebook(chosen))]
    for tree in cells:
        for node in ast.walk(tree):
            for name, value in ast.iter_fields(node):
                if name == "elts" and all(isinstance(item, ast.Constant) for item in value):
                    node.elts = []
            if isinstance(node, ast.Constant):
                node.value = None
    return [ast.dump(tree) for tree in cells]


def test_the_self_check_knows_every_variant_and_never_takes_the_books_answer(drawn: tuple) -> None:
    made, students, _ = drawn
    for name, variation, values in options(made, students):
        id = f"{made.slug}/{name}"
        assert varying(find(id).answer) == variation.base, name
        assert check(id, made.answer(name, values), **values).sentence == "Correct.", (name, values)
        assert check(id, made.answer(name), **values).status == "wrong", (name, values)
        assert check(id, -12345.678, **values).status in (
            "wrong",
            "unread",
        )  # where a day is asked, a number is asked back


def test_hidden_tests_refuse_the_books_answer(drawn: tuple) -> None:
    made, students, _ = drawn
    for name, _, values in options(made, students):
        book, own = made.keyed(name), made.keyed(name, values)
        for each in own.checks:
            assert not all(each.program.run({**each.names, **book.answers})), (name, values)


def test_answers_differ_often_enough(drawn: tuple) -> None:
    made, students, _ = drawn
    classes = {name: {frozen(values): 0 for _, _, values in options(made, students)} for name in made.declared}
    rows = []
    known: dict[str, list[Any]] = {name: [] for name in classes}
    place: dict[tuple[str, str], int] = {}
    for student in students:
        row = []
        for name, values in student.items():
            key = name, frozen(values)
            if key not in place:
                place[key] = which(known[name], made.answer(name, values), find(f"{made.slug}/{name}").within)
            row.append(place[key])
        rows.append(tuple(row))
    assert shared(rows) <= ALL
    for column in zip(*rows):
        assert shared(column) <= ONE


def which(known: list[Any], answer: Any, within: float) -> int:
    """Number of the first known answer that a self-check would take for this one; the answer is added if there is none."""
    for number, other in enumerate(known):
        if same(answer, other, within):
            return number
    known.append(answer)
    return len(known) - 1


def shared(rows: Any) -> float:
    """Part of all pairs that are equal."""
    counts = Counter(rows)
    total = sum(counts.values())
    return sum(count * (count - 1) for count in counts.values()) / (total * (total - 1))


def test_a_question_does_not_depend_on_the_values_of_others(drawn: tuple) -> None:
    """Keys put together from sheets say what a run of the whole variant says."""
    made, students, _ = drawn
    for chosen in students[:3]:
        whole, together = made.run(chosen), made.key(chosen)
        assert [cell.source for cell in whole.exercise.cells] == [cell.source for cell in together.exercise.cells]
        assert whole.fingerprint == together.fingerprint
        for name, keyed in whole.questions.items():
            plain = {key: value for key, value in keyed.answers.items() if not callable(value)}
            assert written(plain) == written({key: together.questions[name].answers[key] for key in plain})


def written(answers: dict[str, Any]) -> str:
    return repr(
        {name: sorted(value) if isinstance(value, set) else codec.encode(value) for name, value in answers.items()}
    )


def test_prompts_name_the_students_values_and_not_the_books(drawn: tuple) -> None:
    made, students, _ = drawn
    for name, variation, values in options(made, students):
        book = made.source.cells[variation.prompt].source
        own = made.notebook({name: values}).cells[variation.prompt].source
        assert own != book and own.count("\n") == book.count("\n") and "{" not in own.replace('{"', ""), (name, own)
