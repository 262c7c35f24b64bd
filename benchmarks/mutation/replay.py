"""Run a notebook's cells again in this process: only those that a changed table can reach."""

import ast
import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from memory import Tables, forget_questions

from bookkit.notebooks.facts import holds
from coursekit.exercises.notebooks import code_cells, read

pd.set_option("mode.sim_interactive", True, "display.max_columns", 20)  # as pandas prints in a notebook
SHARED = (ModuleType, FunctionType, type, alt.SchemaBase)  # charts are never changed in place


@dataclass
class Cell:
    """One code cell: its code, the names it may touch, what it stored, and what it left behind."""

    id: str
    body: CodeType
    last: CodeType | None
    names: set[str]
    stored: list
    tables: set[str] = field(default_factory=set)
    after: dict[str, Any] = field(default_factory=dict)


class Notebook:
    """A notebook and the facts that its prose states; ValueError when it is not green to begin with."""

    def __init__(self, path: Path, tables: Tables, facts: Iterable[dict] = ()) -> None:
        self.name = f"{path.parent.name}/{path.stem}"
        self.memory = tables
        self.carried: dict[str, set[str]] = {}
        self.space: dict[str, Any] = {}
        source = code_cells(read(path))
        self.code, self.page = "\n".join(cell.source for cell in source), path.read_text("utf-8")
        self.cells = [self._parse(cell) for cell in source]
        self.facts = [(fact, self._reach(_names(ast.parse(str(fact["expression"]))))) for fact in facts]
        if said := self._first_run():
            raise ValueError(f"{self.name} is not green before any change: {said}")
        self.tables = set().union(*(cell.tables for cell in self.cells))
        self.memory.touched = self.tables
        if said := self.red():
            raise ValueError(f"{self.name} is not green when its cells run again: {said}")
        self.memory.touched = set()

    def red(self) -> str:
        """What the changed tables turn red first: a cell or a fact; "" when nothing."""
        self.space.clear()
        self.space["__name__"] = "__main__"
        latest: dict[str, Any] = {}
        dirty: set[str] = set()
        for cell in self.cells:
            if cell.tables.isdisjoint(self.memory.touched) and cell.names.isdisjoint(dirty):
                latest |= cell.after
                self.space |= cell.after
                continue
            self.space |= {name: held(latest[name]) for name in cell.names - dirty if name in latest}
            if said := self._differs(cell):
                return said
            for name in cell.names & self.space.keys():
                if name in cell.after and same(self.space[name], cell.after[name]):
                    latest[name] = cell.after[name]
                    dirty.discard(name)
                else:
                    dirty.add(name)
        return self._wrong_fact(dirty)

    def _first_run(self) -> str:
        self.space["__name__"] = "__main__"
        for cell in self.cells:
            self.memory.read.clear()
            if said := self._differs(cell):
                return said
            cell.tables = set(self.memory.read)
            cell.after = {name: held(self.space[name]) for name in cell.names if name in self.space}
        return self._wrong_fact(None)

    def _differs(self, cell: Cell) -> str:
        forget_questions()
        try:
            printed = outputs(cell, self.space)
        except Exception as error:
            return f"cell {cell.id} stops: {type(error).__name__}"
        return "" if printed == cell.stored else f"cell {cell.id} prints something else"

    def _wrong_fact(self, dirty: set[str] | None) -> str:
        for fact, names in self.facts:
            if dirty is not None and names.isdisjoint(dirty):
                continue
            if not holds(fact, eval(fact["expression"], self.space)):
                return f'fact "{fact["says"]}"'
        return ""

    def _parse(self, cell: Any) -> Cell:
        tree = ast.parse(cell.source)
        names = self._reach(_names(tree))
        if any(isinstance(node, (ast.Lambda, ast.FunctionDef)) for node in ast.walk(tree)):
            self.carried |= dict.fromkeys(names, names)  # who calls it needs what it needs
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        body = compile(tree, cell.id, "exec")
        shown = compile(ast.Expression(last.value), cell.id, "eval") if last else None
        return Cell(cell.id, body, shown, names, stored(cell))

    def _reach(self, names: set[str]) -> set[str]:
        return names.union(*(self.carried.get(name, set()) for name in names))


def outputs(cell: Cell, space: dict[str, Any]) -> list:
    """What a cell prints and shows, in the form of `stored`."""
    shell = InteractiveShell.instance()
    with capture_output(stderr=False) as seen:
        exec(cell.body, space)
        value = eval(cell.last, space) if cell.last else None
    shown = [json.loads(json.dumps([output.data, output.metadata])) for output in seen.outputs]
    if value is not None:
        shown.append(list(shell.display_formatter.format(value)))
    return [seen.stdout, *shown]


def stored(cell: Any) -> list:
    """The stored outputs of a cell: its printed text, then data and metadata of each output."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    return [
        printed,
        *(json.loads(json.dumps([output.data, output.metadata])) for output in cell.outputs if "data" in output),
    ]


def _names(tree: ast.AST) -> set[str]:
    """Every name that code may touch, those of a query's text included."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    imported = [
        alias for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names
    ]
    return found | {(alias.asname or alias.name).split(".")[0] for alias in imported}


def held(value: Any) -> Any:
    """A copy that later cells cannot change; pandas copies on write, so its copies cost nothing."""
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy(deep=False)
    try:
        return value if isinstance(value, SHARED) else copy.deepcopy(value)
    except TypeError:  # a view or a generator; never the same again
        return value


def same(one: Any, other: Any) -> bool:
    """Whether two values are certainly the same; False when in doubt, which costs time only."""
    if type(one) is not type(other):
        return False
    if isinstance(one, alt.SchemaBase):
        return one is other or (same(one._args, other._args) and same(one._kwds, other._kwds))
    if isinstance(one, (pd.DataFrame, pd.Series, pd.Index)):
        return one.equals(other)
    if isinstance(one, np.ndarray):
        return one.dtype != object and np.array_equal(one, other)
    if isinstance(one, FunctionType):
        return one.__code__ == other.__code__ and same(one.__defaults__, other.__defaults__)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if one is alt.Undefined:
        return True
    plain = (str, int, float, set, frozenset, type(None), ModuleType, type, np.generic, pd.Timestamp, pd.Timedelta)
    return isinstance(one, plain) and one == other
