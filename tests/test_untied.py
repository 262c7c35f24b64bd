"""Every number, date and name in the chapters' prose is tied to evidence; and the checkers find what is not."""

import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bookkit.notebooks import uncited_numbers, unknown_names
from coursekit.cli import main
from coursekit.exercises.notebooks import read, text

SLUGS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_number_or_name_is_untied(slug: str) -> None:
    left = [*uncited_numbers.problems(ROOT, [slug]), *unknown_names.problems(ROOT, [slug])]
    assert not left, (
        "Add a fact to the chapter's facts.yml, or a citation to the line (CONTRIBUTING, step 8):\n" + "\n".join(left)
    )


def test_the_students_guide_counts_right() -> None:
    counted = {len(read(ROOT / "chapters" / slug / "exercise.ipynb").metadata.book.questions) for slug in SLUGS}
    assert counted == {8, 9} and "with eight or nine questions" in (ROOT / "guides/students.md").read_text("utf-8")


def numbers(prose: str, *says: str, code: str = "") -> list[str]:
    chapter = new_notebook(cells=[new_markdown_cell(prose, id="a"), new_code_cell(code)])
    found = uncited_numbers.problems_in(chapter, [{"says": words} for words in says])
    return [line.removeprefix("cell a: ").split(" in ", 1)[0] for line in found]


def names(prose: str) -> list[str]:
    found = unknown_names.problems_in(new_notebook(cells=[new_markdown_cell(prose, id="a")]))
    return [line.removeprefix("cell a: ").split(" in ", 1)[0] for line in found]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Cargo grew by 86.1 per cent to 2,764 thousand tonnes.", "86.1, 2,764"),
        ("Prices fell by −25.2 per cent.", "−25.2"),
        ("They met on 28 August 2004.", "28 August 2004"),
        ("The Union ended in December 1991.", "December 1991"),
        ("Three ministers came.", "Three"),
        ("Trade doubled, and a third of it was oil.", "doubled, a third"),
        ("It grew sevenfold, and half of the plants closed.", "sevenfold, half"),
        ("In 1987 it was 40 per cent [here](other.md).", "1987, 40"),
    ],
)
def test_untied_numbers_are_found(prose: str, found: str) -> None:
    assert numbers(prose) == [found]


@pytest.mark.parametrize(
    "prose",
    [
        "Cargo grew by 86 per cent [](#source-report-20260310).",
        "## The 65 per cent\n\n1. Load `head(5)`.\n2. See [chapter 3](three.md).",
        "Which level gives 65 per cent?",
        "The third meeting was the first in the region.",
        "The formula is $x^2 + 25$.\n\n```text\n25\n```",
        "Two things matter: see claim 24 and astana-2024-40.",
        "The five states met; these three did not.",
    ],
)
def test_what_is_cited_or_states_nothing_is_accepted(prose: str) -> None:
    assert numbers(prose) == []


def test_a_fact_ties_the_numbers_inside_its_words_only() -> None:
    prose = "Cargo grew by 86 per cent\nin 12 months, and by 20 per cent later."
    assert numbers(prose, "by 86 per cent in 12 months") == ["20"]
    assert numbers(prose, "grew by 85 per cent") == ["86", "12, 20"]


def test_a_year_alone_needs_a_place_in_the_chapter() -> None:
    assert numbers("It began in 1997.") == ["1997"]
    assert numbers("It began in 1997.", code="rows[rows['year'] == 1997]") == []


def test_unknown_names_are_found() -> None:
    assert names("Then Smithson met Takaichi Sanae in Astana.") == ["Smithson"]
    assert names("Then Smithson spoke [](#source-mofa-fm1).") == []


def test_the_command_lists_what_is_untied(tmp_path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "chapters").mkdir()
    chapter = new_notebook(cells=[new_markdown_cell("It rose by 7 per cent, said Smithson.", id="a")])
    (tmp_path / "chapters/small.ipynb").write_text(text(chapter), "utf-8")
    assert main(["--root", str(tmp_path), "notebooks", "untied"]) == 1
    said = capsys.readouterr().err
    assert "small.ipynb, cell a: 7 in" in said and "cell a: Smithson in" in said
    assert main(["--root", str(tmp_path), "notebooks", "untied", "other"]) == 1  # what is not there is no success
