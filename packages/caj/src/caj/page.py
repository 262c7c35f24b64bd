"""Python in the page: run a cell in the reader's browser, and tell of its results, as plain values, while it runs."""

import ast
import asyncio
import builtins
import contextlib
import importlib.util
import inspect
import io
import json
import linecache
import os
import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from caj.readable_errors import NoInput, readable
from caj.set_names import Names, stored
from caj.shown import LONGEST, bundle, result

MOST = 300  # things that one cell may show


class Session:
    """The names that the cells of a page share, and what the cell that runs has shown so far."""

    def __init__(self) -> None:
        self.names = Names({"__name__": "__main__", "__builtins__": builtins, "display": self.display, "input": refuse})
        self.results: list[dict[str, Any]] = []
        self.tell: Callable[[str], Any] = len
        self.left = LONGEST

    def run(self, code: str, number: int) -> str:
        """Run cell `number`; returns JSON: a list of results, in order, of which the last may be an error."""
        asyncio.run(self.answer(code, number, len))
        return json.dumps(self.results)

    async def answer(self, code: str, number: int, tell: Callable[[str], Any]) -> None:
        """Run cell `number`; `tell` hears each result as JSON when it comes, and printed text line by line."""
        self.results, self.tell, self.left = [], tell, LONGEST
        name = f"<cell {number}>"
        self.names.begin(number)
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        printed = Printed(self)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                await self._execute(code, name)
            except BaseException as error:  # SystemExit and the like must not end the page's Python either
                printed.flush()
                self._add({"kind": "error", "text": "\n".join([readable(error), *self.names.lost(error)])})
            printed.flush()
            self.names.end(number)

    async def _execute(self, code: str, name: str) -> None:
        tree = ast.parse(code, name)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr) and not code.rstrip().endswith(";"):
            tree.body.pop()
        else:
            last = None
        await self._value(compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
        if last is not None:
            self.display(
                await self._value(compile(ast.Expression(last.value), name, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
            )

    async def _value(self, code: CodeType) -> Any:
        value = eval(code, self.names.all)
        self.names.stored |= stored(code)
        return await value if code.co_flags & inspect.CO_COROUTINE else value

    def display(self, *things: Any, metadata: dict[str, Any] | None = None, raw: bool = False, **_: Any) -> None:
        """Add things to the results, as IPython's function of this name does; `raw` ones are already MIME bundles."""
        for thing in things:
            if thing is not None and len(self.results) <= MOST:
                sys.stdout.flush()
                self._add(
                    result(thing if raw else bundle(thing), metadata or {}) if len(self.results) < MOST else _enough()
                )

    def write(self, text: str) -> None:
        """Add printed text to the results."""
        if not text or self.left < 0:
            return
        self.left -= len(text)
        if self.left < 0:
            text = f"{text[: self.left]}\n… More is printed than the {LONGEST:,} characters that a page shows; the rest is left out."
        if self.results and self.results[-1]["kind"] == "printed":
            self.results[-1]["text"] += text
            self.tell(json.dumps({"kind": "printed", "text": text}))
        elif len(self.results) < MOST:
            self._add({"kind": "printed", "text": text})

    def _add(self, made: dict[str, Any]) -> None:
        self.results.append(made)
        self.tell(json.dumps(made))


class Printed(io.TextIOBase):
    """Where printed text goes: to the session, line by line."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.held: list[str] = []

    def write(self, text: str) -> int:
        """Take text; a line is told when it ends, or when the code asks for it with flush."""
        self.held.append(text)
        if "\n" in text:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell what is held back."""
        text = "".join(self.held)
        self.held.clear()
        self.session.write(text)


def _enough() -> dict[str, Any]:
    return {"kind": "printed", "text": f"… More than {MOST} things are shown; the rest is left out.\n"}


def refuse(*_: Any, **__: Any) -> str:
    """In place of input() and its like: a page cannot wait for what somebody types."""
    raise NoInput


def start() -> Session:
    """A session as the page uses it: figures reach it, sliders stand still, and Altair loads at its first use."""
    session = Session()
    os.environ["CAJ_STATIC"] = "1"
    builtins.input = sys.breakpointhook = refuse
    sys.stdin = Keyboard()
    sys.modules |= _stand_in(session)
    _import_later("altair")
    return session


class Keyboard(io.TextIOBase):
    """The keyboard of a page, from which nothing can be read."""

    read = readline = __next__ = refuse  # type: ignore[assignment]


def _stand_in(session: Session) -> dict[str, ModuleType]:
    """The few names of IPython that code of a notebook may use; the real one would cost four megabytes."""
    package, display = ModuleType("IPython"), ModuleType("IPython.display")
    vars(display).update(display=session.display, HTML=type("HTML", (str,), {"_repr_html_": str.__str__}))
    vars(package).update(display=display, get_ipython=lambda: session)
    return {"IPython": package, "IPython.display": display}


def _import_later(name: str) -> None:
    """Put a module in place that is read when its first attribute is asked for."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
