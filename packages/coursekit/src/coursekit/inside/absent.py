"""What an honest cell asks for and the sandbox has not (packages, magics, shell lines): stood in for or skipped, with a note."""

import ast
import importlib.util
import sys
import types
from collections.abc import Callable
from functools import cache
from typing import Any

NOTES = 20  # at most so many are kept of one cell
QUIET = {
    "matplotlib",
    "config",
    "load_ext",
    "reload_ext",
    "unload_ext",
    "autoreload",
    "pylab",
}  # how things look, never what an answer is
INSTALLS = {"pip", "conda", "mamba", "micromamba", "uv"}
PROGRAMS = {"bash", "sh", "script", "system", "sx", "!", "python", "python2", "python3", "pypy", "perl", "ruby", "cmd"}
MAKE = "__import__('coursekit.inside.absent', fromlist=['Absent']).Absent()"

skipped: list[str] = []


class Absent:
    """Stands in for a package that is not here: whatever is asked of it is another such object.

    So a drawing does not stop a cell; an answer made of it cannot be graded.

    >>> figure, axes = Absent().subplots(1, 2)
    >>> type(axes[0].plot([1, 2]))
    <class 'coursekit.inside.absent.Absent'>
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent()

    def __call__(self, *given: Any, **named: Any) -> Any:
        decorated = len(given) == 1 and not named and isinstance(given[0], types.FunctionType)
        return given[0] if decorated else Absent()

    def __getitem__(self, place: Any) -> "Absent":
        return Absent()

    def __setitem__(self, place: Any, value: Any) -> None:
        pass

    def __enter__(self) -> "Absent":
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def __iter__(self) -> Any:
        """As many as are unpacked, `figure, axes = …`; none for a loop."""
        frame = sys._getframe(1)
        code, wanted = frame.f_code.co_code[frame.f_lasti], frame.f_code.co_code[frame.f_lasti + 1]
        return iter([Absent() for _ in range(wanted if code in _unpackers() else 0)])


def prepare(shell: Any) -> None:
    """Let a shell go on where it would stop at what is not here; what was left out is in `skipped`."""
    shell.ast_transformers.append(_Imports())
    line_magic, cell_magic = shell.run_line_magic, shell.run_cell_magic

    def line(name: str, rest: str, *given: Any, **named: Any) -> Any:
        return _tried(name, f"%{name}", lambda: line_magic(name, rest, *given, **named))

    def cell(name: str, rest: str, body: str) -> Any:
        name = "time" if name == "timeit" else name  # which keeps the answers
        return _tried(name, f"%%{name} and its cell", lambda: cell_magic(name, rest, body))

    shell.run_line_magic, shell.run_cell_magic = line, cell
    shell.system = lambda command: _skip(f"the line !{command}")
    shell.getoutput = lambda command, *given, **named: _skip(f"the line !{command}") or []
    _draw_nothing()


def _tried(name: str, what: str, run: Callable[[], Any]) -> Any:
    if name in INSTALLS | PROGRAMS:
        return _skip(what)
    try:
        return run()
    except Exception:
        return None if name in QUIET else _skip(what)


def _skip(what: str) -> Any:
    if len(skipped) < NOTES:
        skipped.append(f"{what[:80]} was skipped")


def _draw_nothing() -> None:
    """`frame.plot()` needs matplotlib; without it, it draws nothing and stops nothing."""
    import pandas as pd

    if not _here("matplotlib"):
        backend = types.ModuleType("caj_draws_nothing")
        vars(backend)["plot"] = lambda *given, **named: Absent()
        sys.modules[backend.__name__] = backend
        pd.set_option("plotting.backend", backend.__name__)


class _Imports(ast.NodeTransformer):
    """Takes packages that are not here out of the imports at the top level of a cell."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        node.body = [made for statement in node.body for made in self._mended(statement)]
        return node

    def _mended(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.ImportFrom) and not node.level and not _here(_top(node.module)):
            return [_bound(name.asname or name.name, node, node.module) for name in node.names if name.name != "*"]
        if isinstance(node, ast.Import):
            away = [name for name in node.names if not _here(_top(name.name))]
            node.names = [name for name in node.names if name not in away]
            return [
                *([node] if node.names else []),
                *(_bound(name.asname or _top(name.name), node, name.name) for name in away),
            ]
        return [node]


def _bound(name: str, node: ast.stmt, package: str) -> ast.stmt:
    note = f"{_top(package)[:60]} is not here, so what it does is left out"
    if note not in skipped and len(skipped) < NOTES:
        skipped.append(note)
    made = ast.parse(f"{name} = {MAKE}").body[0]
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _top(name: str) -> str:
    return name.partition(".")[0]


def _here(package: str) -> bool:
    if package in sys.modules:
        return True
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError, AttributeError):
        return False


@cache
def _unpackers() -> set[int]:
    """The codes of the instruction that unpacks, also as the interpreter specialises it."""
    import opcode

    return {code for code, name in enumerate(opcode.opname) if name.startswith("UNPACK_SEQUENCE")}
