"""The numbers that chapters state in prose are those that their code computes (tests/facts/*.yml)."""

import ast
import contextlib
import io
import re
import types

import pytest
from conftest import ROOT

from caj.notebooks import code_cells, read
from caj.notebooks.facts import holds, stated

FACTS = sorted((ROOT / "tests/facts").glob("*.yml"))


def refers(expression: str, names: dict) -> bool:
    """Does the expression read a name of the chapter? Other people's modules do not count."""
    used = {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}
    known = [names[name] for name in used & set(names)]
    return any(not isinstance(value, types.ModuleType) or value.__name__.startswith("caj") for value in known)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_prose_states_what_the_code_computes(path) -> None:
    notebook = read(ROOT / "chapters" / f"{path.stem}.ipynb")
    prose = " ".join(" ".join(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(notebook):
            exec(compile(cell.source, f"{path.stem}/{cell.id}", "exec"), names)
    for fact in stated(ROOT, path.stem):
        assert refers(fact["expression"], names), f'{fact["expression"]} reads nothing of the chapter, so it proves nothing'
        assert re.sub(r"\s+", " ", fact["says"]) in prose, f'"{fact["says"]}" is not in chapters/{path.stem}.ipynb'
        value = eval(fact["expression"], names)
        assert holds(fact, value), f'the chapter says "{fact["says"]}", but {fact["expression"]} is {value}, not {fact["expected"]}'


def test_every_chapter_has_facts() -> None:
    assert {path.stem for path in FACTS} == {path.stem for path in (ROOT / "chapters").glob("*.ipynb")}


def test_an_expression_that_reads_nothing_is_refused() -> None:
    names = {"level": 5, "pd": types.ModuleType("pandas")}
    assert refers("level + 1", names)
    assert not any(refers(expression, names) for expression in ("5", "2 * 3", "len([1, 2])", "pd.Timestamp('2025-12-19').year"))
