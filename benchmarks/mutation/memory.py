"""What the package keeps in memory of the tables: watched, so that we know who reads what, and changed at will."""

import functools
import sys

import pandas as pd

from caj import data, sources


class Tables:
    """Takes the place of the loader's memory: notes what is read, and holds a changed table.

    Of the sources a check mostly reads single ones, by their id; they are noted as "sources:id".
    """

    def __init__(self) -> None:
        self.kept: dict[str, pd.DataFrame] = {}
        self.changed: dict[str, pd.DataFrame] = {}
        self.read: set[str] = set()
        self.touched: set[str] = set()
        self.parse = data._table.__wrapped__
        self.references = sources.known.__wrapped__
        self.listed: Listed | None = None
        data._table, sources.known = self, functools.partial(self.known)
        sources.known.cache_clear = self.cache_clear

    def __call__(self, name: str) -> pd.DataFrame:
        self.read.add(name)
        if name in self.changed:
            return self.changed[name]
        if name not in self.kept:
            self.kept[name] = self.parse(name)
        return self.kept[name]

    def known(self) -> "Listed":
        """All references by id."""
        if self.listed is None:
            before = set(self.read)
            self.listed = Listed(self.references(), self)
            self.read.clear()
            self.read |= before
        return self.listed

    def cache_clear(self) -> None:
        """Nothing: `put` says what is no longer true."""

    def put(self, changed: dict[str, pd.DataFrame], ids: set[str] = frozenset()) -> None:
        """From now on this table is changed, and no other; of the sources, only those with these ids."""
        if "sources" in self.changed.keys() | changed.keys():
            self.listed = None
        self.changed = changed
        self.touched = changed.keys() | {f"sources:{id}" for id in ids if "sources" in changed}


class Listed(dict):
    """References by id, which notes those that are asked for."""

    def __init__(self, references: dict, tables: Tables) -> None:
        super().__init__(references)
        self.tables = tables

    def __contains__(self, id: object) -> bool:
        self.tables.read.add(f"sources:{id}")
        return super().__contains__(id)


def forget_questions() -> None:
    """Self-checks keep some of what they compute from the tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("caj.questions."):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
