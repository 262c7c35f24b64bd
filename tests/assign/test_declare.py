"""What may vary: read from a source, applied to code and prompt, and refused with the cell when it cannot work."""

from pathlib import Path

import nbformat
import pytest
from assigned import SECRET, SLUGS, variants

from caj.question import Question
from coursekit.variants.declare import Variation, variations
from coursekit.variants.draw import draw, read_secret
from coursekit.variants.vary import vary

PROMPT = (
    "## Question 1: Coal\n\n*Compute, 3 points, about 2023 minutes.*\n\nHow much Kazakh coal was burnt in 2023 (`KAZ`)?"
)
CODE = (
    'country, year = "KAZ", 2023  # ä\n\ncoal = ...\n### BEGIN SOLUTION\ncoal = f"{country} {year}"\n### END SOLUTION'
)
CHECK = '### BEGIN HIDDEN TESTS\nassert coal == f"{country} {year}", "Both count."\n### END HIDDEN TESTS\ncaj.check("x/coal", coal)'
COUNTRIES = {"KAZ": ("Kazakhstan", "Kazakh"), "TJK": ("Tajikistan", "Tajik"), "UZB": ("Uzbekistan", "Uzbek")}
VARY = {"country": ["KAZ", "UZB"], "year": [2020, 2023]}


def source(prompt: str = PROMPT, code: str = CODE, after: str = "") -> nbformat.NotebookNode:
    marks = {"grade_id": "coal", "solution": True, "grade": False}
    cells = [
        nbformat.v4.new_markdown_cell(prompt),
        nbformat.v4.new_code_cell(code, metadata={"nbgrader": marks}),
        nbformat.v4.new_code_cell(
            CHECK, metadata={"nbgrader": {"grade_id": "coal-check", "solution": False, "grade": True, "points": 3}}
        ),
        *([nbformat.v4.new_markdown_cell("## Question 2"), nbformat.v4.new_code_cell(after)] if after else []),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def declared(made: nbformat.NotebookNode, vary: dict = VARY, words: dict | None = None) -> dict[str, Variation]:
    return variations(made, [Question("steel", 1), Question("coal", 1, vary=vary, words=words or {})], COUNTRIES)


def test_a_variant_changes_the_given_line_and_the_words_of_the_prompt() -> None:
    made = source()
    found = declared(made)
    assert found["coal"].base == {"country": "KAZ", "year": 2023}
    assert [option["country"] for option in found["coal"].options] == ["KAZ", "UZB", "UZB"]
    own = vary(made, found, {"coal": {"country": "UZB", "year": 2020}})
    assert own.cells[0].source.endswith("How much Uzbek coal was burnt in 2020 (`UZB`)?")
    assert "about 2023 minutes" in own.cells[0].source
    assert own.cells[1].source.startswith('country, year = "UZB", 2020  # ä\n\ncoal = ...')
    assert made.cells[1].source == CODE and own.cells[1].source.endswith(CODE.split("\n", 1)[1])


def test_values_that_stand_together_vary_together() -> None:
    found = declared(source(), {"country, year": [["KAZ", 2023], ["UZB", 2021], ["TJK", 2022]]})
    assert found["coal"].options == ({"country": "UZB", "year": 2021}, {"country": "TJK", "year": 2022})


@pytest.mark.parametrize(
    "changes, fault",
    [
        ({"vary": {"state": ["KAZ", "UZB", "TJK"]}}, "no line above the solution gives state its value"),
        ({"code": CODE.replace("\n\ncoal", '\ncountry = "UZB"\ncoal')}, "country gets a value twice"),
        ({"code": CODE.replace('"KAZ", 2023', '"KAZ", int(2023)')}, "no line above the solution gives year its value"),
        ({"prompt": PROMPT.replace("in 2023", "last year")}, "the prompt does not name the value of year"),
        ({"prompt": "Coal in 2023 (`KAZ`)?"}, "no prompt with a heading"),
        ({"vary": {"country": ["KAZ", "UZB"]}}, "at least two different sets of values besides the book's own"),
        ({"vary": {"country": ["UZB", "UZB", "TJK"]}}, "each once"),
        ({"vary": {"country, year": [["KAZ", 2023], ["UZB"], ["TJK", 2020]]}}, "is not a list of as many"),
        ({"words": {"KAZ": ["KAZ", "2023"], "UZB": ["UZB", "x"]}}, 'two values share the word "2023"'),
        ({"words": {"UZB": ["Uzbekistan"]}}, 'the words for country = "UZB" are fewer'),
        ({"after": "print(country)"}, "country varies in coal and is not given here"),
    ],
)
def test_a_declaration_that_cannot_work_is_refused_with_its_cell(changes: dict, fault: str) -> None:
    with pytest.raises(ValueError, match="^cell ") as raised:
        about = {name: changes.pop(name) for name in ("vary", "words") if name in changes}
        declared(source(**changes), **about)
    assert fault in str(raised.value)


def test_a_draw_is_the_same_on_every_machine() -> None:
    """Written down once; another Python, another order of students or a new run must give these values."""
    drawn = variants("critical-minerals").declared
    values = {
        student: [draw(SECRET, student, "critical-minerals", drawn[name]) for name in drawn]
        for student in ("ann", "Айгүл")
    }
    assert values == {
        "ann": [
            {"tonnes": 2600},
            {"dear": "terbium", "cheap": "neodymium", "year": 2024},
            {"country": "WLD"},
            {"replaced": 20},
        ],
        "Айгүл": [
            {"tonnes": 1700},
            {"dear": "terbium", "cheap": "dysprosium", "year": 2020},
            {"country": "WLD"},
            {"replaced": 6},
        ],
    }


def test_another_secret_gives_other_variants_and_the_book_is_never_drawn() -> None:
    for slug in SLUGS:
        for variation in variants(slug).declared.values():
            one, two = (
                [draw(secret, f"s{n}", slug, variation) for n in range(40)] for secret in (SECRET, SECRET[::-1])
            )
            assert one != two and variation.base not in one + two


def test_the_secret_is_made_once_outside_the_release(tmp_path: Path) -> None:
    path, release = tmp_path / "course-secret.txt", tmp_path / "release"
    made, first = read_secret(path, release)
    assert first and len(made) == 64 and path.stat().st_mode & 0o077 == 0
    assert read_secret(path, release) == (made, False)
    with pytest.raises(ValueError, match="must not lie in"):
        read_secret(release / "secret.txt", release)
    path.write_text("short\n")
    with pytest.raises(ValueError, match="holds no course secret"):
        read_secret(path, release)
