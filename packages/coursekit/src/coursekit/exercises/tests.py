"""Tests of a check, run one by one on the trusted side: which assert holds, which does not."""

import ast
import builtins
import symtable
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coursekit.exercises import Check

MARK = "_caj_mark"
TEMPLATE = f"try:\n    pass\nexcept Exception:\n    {MARK}(0, False)\nelse:\n    {MARK}(0, True)"


@dataclass(frozen=True)
class Program:
    """The code of one check, ready to run: statements in order, each with the tests it holds."""

    statements: tuple[tuple[types.CodeType, tuple[int, ...]], ...]
    tests: int

    def run(self, names: dict[str, Any]) -> list[bool]:
        """Whether each test holds for these names, which are not changed.

        A statement that raises fails the tests inside it, a test that is not reached fails, and the rest goes on.
        """
        seen: list[list[bool]] = [[] for _ in range(self.tests)]
        space = {**names, MARK: lambda number, holds: seen[number].append(holds)}
        for code, inside in self.statements:
            try:
                exec(code, space)
            except Exception:
                for number in inside:
                    seen[number].append(False)
        return [bool(results) and all(results) for results in seen]


def compiled(check: Check) -> Program:
    """Compile a check so that each assert reports and none ends the rest.

    >>> from coursekit.exercises import Cell
    >>> compiled(Check(Cell("c", "code", "", ""), 1, "assert x > 1\\nassert x < 9", ((), ()))).run({"x": 12})
    [True, False]
    """
    tree = ast.parse(check.code)
    order = sorted((node for node in ast.walk(tree) if isinstance(node, ast.Assert)), key=lambda node: node.lineno)
    numbers = {id(node): number for number, node in enumerate(order)}
    statements = []
    for statement in tree.body:
        inside = tuple(numbers[id(node)] for node in ast.walk(statement) if isinstance(node, ast.Assert))
        module = ast.fix_missing_locations(ast.Module([_Report(numbers).visit(statement)], []))
        statements.append((compile(module, check.cell.grade_id, "exec"), inside))
    return Program(tuple(statements), len(order))


class _Report(ast.NodeTransformer):
    """Puts each assert into a try that reports its number and outcome."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self.numbers = numbers

    def visit_Assert(self, node: ast.Assert) -> Any:
        made: Any = ast.parse(TEMPLATE).body[0]
        made.body = [ast.copy_location(ast.Assert(node.test), node)]
        for call in (made.handlers[0].body[0].value, made.orelse[0].value):
            call.args[0] = ast.Constant(self.numbers[id(node)])
        return made


def read_names(code: str) -> set[str]:
    """Names that code takes from its surroundings, builtins apart.

    >>> sorted(read_names("late = [i for i in ids if i > start]"))
    ['ids', 'start']
    """

    def referenced(table: symtable.SymbolTable, top: bool) -> Iterator[str]:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (top or symbol.is_global()):
                yield symbol.get_name()
        for child in table.get_children():
            yield from referenced(child, False)

    return {name for name in referenced(symtable.symtable(code, "code", "exec"), True) if not hasattr(builtins, name)}


def bound_names(code: str) -> set[str]:
    """Names that code binds at its top level.

    >>> sorted(bound_names("import math\\ndef f(x):\\n    y = x\\nz, w = 1, 2"))
    ['f', 'math', 'w', 'z']
    """
    table = symtable.symtable(code, "code", "exec")
    return {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
