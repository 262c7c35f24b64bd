"""What `caj notebooks clean` writes of a question: everything that its declaration knows, and nothing of the author's."""

from pathlib import Path

import nbformat
import pytest

from bookkit.notebooks.clean import clean
from caj.errors import UserError
from coursekit import exercises
from coursekit.exercises.key import prepare

SET_UP = "import caj"
SOLUTION = "{name} = ...\n### BEGIN SOLUTION\n{name} = {value}\n### END SOLUTION"
DECLARED = """
from caj.checks import Question

QUESTIONS = [
    Question(name="in-the-chapter", objective="goal", answer=1),
    Question(
        name="steel", level="compute", objective="goal", points=2, minutes=6, answer={answer}, {more}
        mistakes=[(5, "this is too much."), (6, "this is far too much.")],
    ),
    Question(name="why", level="argue", objective="goal", points=8, minutes=20),
]
"""
RUBRIC = "why:\n  context: [none, dates, places, all of it]\n"
TABLE = "| Criterion | 1 beginning | 2 developing | 3 good | 4 strong |\n|---|---|---|---|---|\n| Context | none | dates | places | all of it |"


def book(folder: Path, *, answer: str = "7", more: str = "", rubric: str = RUBRIC) -> Path:
    """The folder of a chapter x with two declared questions; where its exercise would stand."""
    place = folder / "chapters/x"
    place.mkdir(parents=True)
    (place / "questions.py").write_text(DECLARED.format(answer=answer, more=more))
    (place / "rubrics.yml").write_text(rubric)
    return place / "exercise.ipynb"


def text(source: str, **about: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(source, **about)


def code(source: str, **about: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, **about)


def minimum(*more: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What an author writes: prompts with headings, a solution, a model answer; `more` stands below the solution."""
    steel = [text("## Less steel\n\nHow much?"), code(SOLUTION.format(name="steel", value=7)), *more]
    why = [text("## And why?\n\nWrite 80 words."), text("Because.", id="why")]
    return nbformat.v4.new_notebook(cells=[text("# Exercises: X"), code(SET_UP), *steel, *why])


def cell(made: nbformat.NotebookNode, id: str) -> nbformat.NotebookNode:
    return next(cell for cell in made.cells if cell.id == id)


def test_a_prompt_and_a_solution_are_enough(tmp_path: Path) -> None:
    path = book(tmp_path)
    made = clean(minimum(), path)
    assert [cell.source for cell in made.cells if cell.source.startswith("## ")] == [
        "## Question 1: Less steel\n\n*Compute, 2 points, about 6 minutes.*\n\nHow much?",
        f"## Question 2: And why?\n\n*Argue, 8 points, about 20 minutes.*\n\nWrite 80 words.\n\n{TABLE}",
    ]
    assert cell(made, "steel-check").source.splitlines() == [
        "### BEGIN HIDDEN TESTS",
        'held = caj.is_right("x/steel", steel)',
        'assert held, "This is not the answer that follows from the tables."',
        "### END HIDDEN TESTS",
        'caj.check("x/steel", steel)',
    ]
    assert made.metadata.book.minutes == 26 and made.metadata.book.chapter == "x"
    exercise = exercises.parse(made, "x", {"why": {"context": ["none"] * 4}})
    told = [(each.name, each.kind, each.points, each.level, each.minutes) for each in exercise.questions]
    assert told == [("steel", "auto", 2, "compute", 6), ("why", "manual", 8, "argue", 20)]
    assert nbformat.writes(clean(nbformat.from_dict(made), path)) == nbformat.writes(made), "cleaned twice, the same"


def test_a_changed_declaration_changes_every_place(tmp_path: Path) -> None:
    made = clean(minimum(), book(tmp_path / "before"))
    varied = book(tmp_path / "after", answer="lambda year=2023: year - 2016", more='vary={"year": [2023, 2022, 2021]},')
    varied.with_name("questions.py").write_text(
        varied.with_name("questions.py").read_text().replace("points=2, minutes=6", "points=3, minutes=9")
    )
    again = clean(made, varied)
    assert "*Compute, 3 points, about 9 minutes.*" in again.cells[2].source
    assert cell(again, "steel-check").metadata.nbgrader.points == 3 and again.metadata.book.minutes == 29
    assert cell(again, "steel-check").source.count("year=year") == 2, "in the hidden test and in the check"


def test_an_authors_own_test_and_call_stay(tmp_path: Path) -> None:
    own = '### BEGIN HIDDEN TESTS\nassert steel == 7, "Count again."\n### END HIDDEN TESTS\ncaj.check("x/steel",\n          steel)'
    made = clean(minimum(code(own)), book(tmp_path))
    assert cell(made, "steel-check").source == own


def test_a_function_is_checked_by_the_authors_call(tmp_path: Path) -> None:
    made = minimum(code('caj.check("x/steel", steel(3))'))
    made.cells[
        3
    ].source = "def steel(n):\n    ...\n### BEGIN SOLUTION\ndef steel(n):\n    return n + 4\n### END SOLUTION"
    made.cells[3].id = "steel"
    written = cell(clean(made, book(tmp_path)), "steel-check").source
    assert 'held = caj.is_right("x/steel", steel(3))' in written and written.endswith('caj.check("x/steel", steel(3))')


def test_a_pasted_question_is_told_from_the_one_it_was_pasted_from(tmp_path: Path) -> None:
    path = book(tmp_path)
    path.with_name("questions.py").write_text(
        DECLARED.format(answer="7", more="").replace(
            '    Question(name="why"',
            '    Question(name="iron", level="recall", objective="goal", points=1, minutes=2, answer=9),\n    Question(name="why"',
        )
    )
    made = minimum()
    once = clean(minimum(), book(tmp_path / "once"))
    pasted = [nbformat.from_dict(cell) for cell in once.cells[2:5]]
    for cell_, id in zip(pasted, ["81258993", "a1258993", "b1258993"]):
        cell_.id, cell_.source = id, cell_.source.replace("steel", "iron").replace("= 7", "= 9")
    made.cells[4:4] = pasted
    names = [each.name for each in exercises.parse(clean(made, path), "x").questions]
    assert names == ["steel", "iron", "why"]
    assert cell(made, "iron-check").metadata.nbgrader.grade_id == "iron-check"


@pytest.mark.parametrize(
    "change, fault",
    [
        (lambda made: made.cells.pop(3), "questions.py declares steel, and no cell answers it"),
        (lambda made: made.cells.pop(2), "no prompt stands above it"),
        (
            lambda made: made.cells.append(code(SOLUTION.format(name="tin", value=1))),
            "this solution belongs to no question of questions.py",
        ),
        (
            lambda made: made.cells.insert(4, code('caj.check("x/steel", steel')),
            "cell steel-check: this is not Python",
        ),
        (
            lambda made: made.cells.insert(4, code('assert caj.is_right("x/tin", steel)\ncaj.check("x/steel", steel)')),
            "its hidden test asks for x/tin, and this is x/steel",
        ),
    ],
)
def test_what_does_not_fit_together_is_said_with_its_remedy(change, fault: str, tmp_path: Path) -> None:
    made = minimum()
    change(made)
    with pytest.raises(UserError) as raised:
        clean(made, book(tmp_path))
    assert fault in str(raised.value)


def test_an_open_question_without_rubric_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"rubrics.yml beside it has no rubric for the open question why"):
        clean(minimum(), book(tmp_path, rubric=""))
