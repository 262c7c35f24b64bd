"""The numbers that chapters state in prose are those that their code computes (chapters/*/facts.yml)."""

import ast
import contextlib
import io
import re
import types

import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bookkit.notebooks.facts import holds, stated
from bookkit.notebooks.unverified_numbers import problems, problems_in
from bookkit.story.reading import stories
from coursekit.exercises.notebooks import code_cells, read

SLUGS = sorted(path.parent.name for path in (ROOT / "chapters").glob("*/facts.yml"))


def refers(expression: str, names: dict) -> bool:
    """Does the expression read a name of the chapter? Other people's modules do not count."""
    used = {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}
    known = [names[name] for name in used & set(names)]
    return any(not isinstance(value, types.ModuleType) or value.__name__.startswith("caj") for value in known)


@pytest.mark.parametrize("slug", SLUGS)
def test_prose_states_what_the_code_computes(slug: str) -> None:
    notebook = read(ROOT / "chapters" / f"{slug}.ipynb")
    prose = " ".join(" ".join(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(notebook):
            exec(compile(cell.source, f"{slug}/{cell.id}", "exec"), names)
    for fact in stated(ROOT, slug):
        assert refers(fact["expression"], names), (
            f"{fact['expression']} reads nothing of the chapter, so it proves nothing"
        )
        assert re.sub(r"\s+", " ", fact["says"]) in prose, f'"{fact["says"]}" is not in chapters/{slug}.ipynb'
        value = eval(fact["expression"], names)
        assert holds(fact, value), (
            f'the chapter says "{fact["says"]}", but {fact["expression"]} is {value}, not {fact["expected"]}'
        )


@pytest.mark.parametrize("slug", SLUGS)
def test_each_number_in_the_words_is_computed(slug: str) -> None:
    left = list(problems(ROOT, [slug]))
    assert not left, (
        f"Let `expected` in chapters/{slug}/facts.yml hold these numbers (CONTRIBUTING, step 8):\n" + "\n".join(left)
    )


def numbers(prose: str, *facts: tuple) -> str:
    """The numbers of the prose that no fact computes; a fact is given as its words, expression and value."""
    chapter = new_notebook(cells=[new_code_cell("def scenario(cut): return cut"), new_markdown_cell(prose, id="a")])
    found = problems_in(chapter, [dict(zip(("says", "expression", "expected"), fact, strict=True)) for fact in facts])
    return "; ".join(line.removeprefix("cell a: ").split(" in ", 1)[0] for line in found)


@pytest.mark.parametrize(
    ("prose", "expression", "expected", "left"),
    [
        ("It grew by 86.1 per cent to 2,764.", "growth", 86.14, "2,764"),
        ("It grew by 86.1 per cent to 2,764.", "[growth, level]", [86.1, 2764], ""),
        ("It grew by 86.1 per cent.", "growth", 86.2, "86.1"),
        ("Of 12 plans nine failed.", "[len(plans), failed]", [12, 8], "nine"),
        ("Of 12 plans nine failed.", "(len(plans), failed) == (12, 9)", True, "12, nine"),
        ("It carried 5.2 million tonnes.", "thousand_tonnes", 5200, ""),
        ("A third of 12 plans failed.", "{'plans': len(plans), 'part': part}", {"plans": 12, "part": 0.34}, ""),
        ("More than 50 per cent came.", "share > 50", True, ""),
        ("With a cut of 20 per cent it is 30.7.", "scenario(20)", 30.7, ""),
        ("With a cut of 20 per cent it is 30.7.", "round(20)", 30.7, "20"),
        ("In 2012 it was 82, on 5 June 2006 it was 90.", "[rate[2012], at('2006-06-05')]", [82, 90], ""),
        ("In 2013 it was 82.", "rate[2012]", 82, "2013"),
        ("It lost hundreds of jobs.", "lost > 0", True, ""),
    ],
)
def test_a_number_is_computed_or_found(prose: str, expression: str, expected, left: str) -> None:
    assert numbers(prose, (prose.rstrip("."), expression, expected)) == left


def test_facts_help_their_own_sentence_only() -> None:
    prose = "It grew by 86 per cent to 27 tonnes.\nIt fell by 27 per cent."
    facts = [("grew by 86 per cent", "growth", 86), ("to 27 tonnes", "level", 27)]
    assert numbers(prose, *facts, ("fell by 27 per cent", "fall", 30)) == "27"
    assert numbers(prose, ("grew by 86 per cent to 27 tonnes", "growth", 86), facts[1]) == ""


def test_every_chapter_has_facts() -> None:
    told = {path.parent.name for path in stories(ROOT)}  # each sentence of the story bears its sources
    assert set(SLUGS) == {path.stem for path in (ROOT / "chapters").glob("*.ipynb")} - told


def test_an_expression_that_reads_nothing_is_refused() -> None:
    names = {"level": 5, "pd": types.ModuleType("pandas")}
    assert refers("level + 1", names)
    assert not any(
        refers(expression, names) for expression in ("5", "2 * 3", "len([1, 2])", "pd.Timestamp('2025-12-19').year")
    )
