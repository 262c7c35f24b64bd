"""Python in the page: run a cell in the reader's browser, give its results as plain values and its errors in few lines."""

import ast
import contextlib
import importlib.util
import io
import json
import linecache
import os
import sys
import traceback
from types import ModuleType
from typing import Any

from caj import sources
from caj.charts import THEME
from caj.figures import CHART_MIME, CREDITED, TABLE_MIME, data_of, remainder

LONGEST = 100_000  # characters of printed text that a page shows
FRAMES = 4  # lines of the reader's code that an error names
UNDESCRIBED = "A chart without a description, made by the code above."


class Session:
    """The names that the cells of a page share, and what the cell that runs has shown so far."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__", "display": self.display}
        self.results: list[dict[str, Any]] = []

    def run(self, code: str, number: int) -> str:
        """Run cell `number`; returns JSON: a list of results, in order, of which the last may be an error."""
        self.results = []
        name = f"<cell {number}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        with contextlib.redirect_stdout(_Printed(self)), contextlib.redirect_stderr(_Printed(self)):
            try:
                self._execute(code, name)
            except BaseException as error:  # SystemExit and the like must not end the page's Python either
                self.results.append({"kind": "error", "text": readable(error)})
        return json.dumps(self.results)

    def _execute(self, code: str, name: str) -> None:
        tree = ast.parse(code, name)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr) and not code.rstrip().endswith(";"):
            tree.body.pop()
        else:
            last = None
        exec(compile(tree, name, "exec"), self.names)
        if last is not None:
            self.display(eval(compile(ast.Expression(last.value), name, "eval"), self.names))

    def display(self, *things: Any, metadata: dict | None = None, raw: bool = False, **_: Any) -> None:
        """Add things to the results, as IPython's function of this name does; `raw` ones are already MIME bundles."""
        for thing in things:
            if thing is not None:
                self.results.append(result(thing if raw else bundle(thing), metadata or {}))

    def write(self, text: str) -> None:
        """Add printed text to the results."""
        if not self.results or self.results[-1]["kind"] != "printed":
            self.results.append({"kind": "printed", "text": ""})
        printed = self.results[-1]
        if len(printed["text"]) <= LONGEST:
            printed["text"] += text
            if len(printed["text"]) > LONGEST:
                printed["text"] = printed["text"][:LONGEST] + "\n… (shortened)"


class _Printed(io.TextIOBase):
    def __init__(self, session: Session) -> None:
        self.session = session

    def write(self, text: str) -> int:
        self.session.write(text)
        return len(text)


def bundle(thing: Any) -> dict[str, Any]:
    """What to show of a value: a chart's spec, else its HTML, else its text.

    >>> bundle(6 * 7)
    {'text/plain': '42'}
    """
    if hasattr(thing, "to_dict") and type(thing).__module__.startswith("altair."):
        spec = thing.to_dict()
        return {CHART_MIME: spec | {"config": spec.get("config", {}) | THEME}}
    if not isinstance(thing, type) and hasattr(thing, "_repr_html_") and (markup := thing._repr_html_()):
        return {"text/html": markup}
    return {"text/plain": repr(thing)}


def result(bundle: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle as the values that the page draws.

    >>> result({"text/plain": "42"}, {})
    {'kind': 'value', 'text': '42'}
    """
    about = metadata.get("caj", {})
    ids = about.get("source", [])
    frame = {
        "caption": about.get("caption", ""),
        "credit": [[id, sources.source(id).short] for id in ids[:CREDITED]],
        "more": remainder(ids),
    }
    if CHART_MIME in bundle:
        spec = {key: value for key, value in bundle[CHART_MIME].items() if key != "title"}
        return {"kind": "chart", "spec": spec, "alt": about.get("alt") or UNDESCRIBED, "data": data_of(spec)} | frame
    if TABLE_MIME in bundle:
        return {"kind": "table", "data": bundle[TABLE_MIME]} | frame
    if "text/html" in bundle:
        return {"kind": "html", "html": bundle["text/html"]}
    return {"kind": "value", "text": bundle["text/plain"]}


def readable(error: BaseException) -> str:
    """An error as the lines of the reader's code that led to it, and what is wrong; nothing of the machinery."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<cell ")]
    lines = [f"{_place(frame.filename, frame.lineno)}: {frame.line}" for frame in frames[-FRAMES:]]
    said = list(traceback.TracebackException.from_exception(error, compact=True).format_exception_only())
    if isinstance(error, SyntaxError) and (error.filename or "").startswith("<cell "):
        said[0] = _place(error.filename, error.lineno) + ":\n"
    elif module := getattr(type(error), "__module__", ""):
        said[0] = said[0].removeprefix(f"{module}.")
    return "\n".join([*lines, "".join(said).rstrip()])


def _place(name: str, line: int | None) -> str:
    """Where a line stands, for readers.

    >>> _place("<cell 3>", 2)
    'Cell 3, line 2'
    """
    return f"{name.strip('<>').capitalize()}, line {line}"


def start() -> Session:
    """A session as the page uses it: figures reach it, sliders stand still, and Altair loads at its first use."""
    session = Session()
    os.environ["CAJ_STATIC"] = "1"
    sys.modules |= _stand_in(session)
    _import_later("altair")
    return session


def _stand_in(session: Session) -> dict[str, ModuleType]:
    """The few names of IPython that code of a notebook may use; the real one would cost four megabytes."""
    package, display = ModuleType("IPython"), ModuleType("IPython.display")
    display.display = session.display
    display.HTML = type("HTML", (str,), {"_repr_html_": str.__str__})
    package.display, package.get_ipython = display, lambda: session
    return {"IPython": package, "IPython.display": display}


def _import_later(name: str) -> None:
    """Put a module in place that is read when its first attribute is asked for."""
    spec = importlib.util.find_spec(name)
    if spec is None or name in sys.modules:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
