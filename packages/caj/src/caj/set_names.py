"""The names that the cells of a page share: a cell that runs again first gives back what it set before, so that nothing of an earlier text stays."""

import dis
from types import CodeType
from typing import Any


class Names:
    """Names with, for each, the cells that have set it and the value of each, the last one at the end.

    >>> names = Names({})
    >>> for number, value in ((1, "a"), (2, "b")):
    ...     names.begin(number); names.all["x"] = value; names.end(number)
    >>> names.begin(2); names.all
    {'x': 'a'}
    """

    def __init__(self, given: dict[str, Any]) -> None:
        self.all = dict(given)
        self.stored: set[str] = set()  # what the code of the running cell stores, where it gets that far
        self.made: dict[str, dict[int, Any]] = {name: {0: value} for name, value in given.items()}
        self.gone: dict[str, int] = {}  # names that nothing sets any more, with the cell that did
        self.before: dict[str, Any] = {}

    def begin(self, number: int) -> None:
        """Take back what the last run of this cell has set; a name that another cell set too has that one's value again."""
        for name in [name for name, values in self.made.items() if number in values]:
            values = self.made[name]
            last = next(reversed(values)) == number
            del values[number]
            if not values:
                del self.made[name]
                self.all.pop(name, None)
                self.gone[name] = number
            elif last:
                self.all[name] = values[next(reversed(values))]
        self.before, self.stored = dict(self.all), set()

    def end(self, number: int) -> None:
        """Note what the cell has set; what it has deleted belongs to nobody."""
        for name in self.before.keys() - self.all.keys():
            self.made.pop(name, None)
        for name, value in self.all.items():
            if name not in self.before or value is not self.before[name] or name in self.stored:
                values = self.made.setdefault(name, {})
                values.pop(number, None)
                values[number] = value
                self.gone.pop(name, None)

    def lost(self, error: BaseException) -> list[str]:
        """For an error about a name that only an earlier run had set: which cell did, and what to do."""
        if not isinstance(error, NameError) or (number := self.gone.get(error.name or "")) is None:
            return []
        return [
            f"→ Cell {number} set {error.name} when it ran before; as its code stands now, it does not. Set {error.name} there again, and run it."
        ]


def stored(code: CodeType) -> set[str]:
    """Names that code stores where all cells see them, also from inside its functions.

    >>> sorted(stored(compile("a = 1\\ndef f():\\n    global b\\n    b = c = 2", "", "exec")))
    ['a', 'b', 'f']
    """
    return _named(code, {"STORE_NAME", "STORE_GLOBAL"}).union(*map(_inner, code.co_consts))


def _inner(part: object) -> set[str]:
    """The same of a function or class, whose other names are its own."""
    return _named(part, {"STORE_GLOBAL"}).union(*map(_inner, part.co_consts)) if isinstance(part, CodeType) else set()


def _named(code: CodeType, steps: set[str]) -> set[str]:
    return {str(step.argval) for step in dis.get_instructions(code) if step.opname in steps}
