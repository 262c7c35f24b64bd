"""Hostile and broken submissions of `the-first-summit`: what is handed in, the fair points, what the report must say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from made import ANSWERS, FULL, answered, blank, cell, stripped, with_code, without

EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __getattr__(self, name): return self
import caj
caj.check = lambda *given: "Correct."
"""
NO_ASSERT = """
import ast, builtins, json, sys
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Strip())
pd.Series.__eq__ = pd.DataFrame.__eq__ = lambda *given: True
json.dumps_before, json.dumps = json.dumps, lambda *given, **named: json.dumps_before(*given, **named)
sys.modules["doctest"] = sys.modules["unittest"] = sys
"""
PICKLE = """
import pickle, json
pickle.dump = pickle.dumps = lambda *given, **named: b"passed"
json.dump = lambda *given, **named: None
"""
READS = """
import glob, os
try:
    text = open({solution!r}).read()
except OSError:
    text = ""
found = [path for root, _, files in os.walk("/") for path in files if path.endswith(".ipynb") or "the_first_summit" in path]
import caj.checks
try:
    meetings_in_tokyo = caj.checks.value(caj.checks.find("the-first-summit/meetings-in-tokyo").answer)
except LookupError:
    meetings_in_tokyo = len(text) + len(found)
"""
WRITES = """
import pathlib
for place in [{home!r}, "/", "/tmp", "..", "/book/seeds", "/usr/local", {out!r}]:
    for name in ("caj-was-here", "marks.csv", "journal.jsonl", "gradebook.db"):
        try:
            pathlib.Path(place, name).write_text("80 of 25")
        except OSError:
            pass
"""
SOCKETS = """
import socket, urllib.request
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
    try:
        socket.socket(family).connect(("127.0.0.1", {port}))
    except OSError:
        pass
"""
FRAMES = """
import os, struct, threading
for handle in range(3, 64):
    try:
        os.write(handle, struct.pack(">I", 12) + b'{"values":1}' + b"garbage" * 50 + struct.pack(">I", 2**31) + b"[" * 90000)
    except OSError:
        pass
"""
CALLS = """
import ctypes
libc = ctypes.CDLL(None)
libc.unshare(0x10000000), libc.mount(b"x", b"/box", b"tmpfs", 0, None), libc.ptrace(0, 0, 0, 0), libc.chroot(b"/"), libc.setuid(0)
"""
HOOKS = """
import sys, importlib.abc
class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.startswith("coursekit.marking") or name == "json": raise ImportError("mine")
sys.meta_path.insert(0, Hook())
"""
VANDAL = """
Hook.find_spec = lambda *given: 1 / 0
for name in [name for name in sys.modules if name.startswith(("json", "numpy", "coursekit.marking"))]:
    del sys.modules[name]
"""
SHELL = """
shell = get_ipython()
shell.run_cell("verdict_before = 1")
shell.events.register("post_run_cell", lambda result: shell.user_ns.update(extra=1))
shell.system("true")
shell.run_line_magic("who_ls", "")
shell.user_ns["_"] = shell
"""
META = {
    "kernelspec": {"name": "__import__('os').system('id')", "argv": ["sh", "-c", "touch /tmp/caj-meta"]},
    "code": "raise SystemExit",
    "nbgrader": "no",
}
FORKS = "import os, time\nfor _ in range(200):\n    try:\n        if os.fork() == 0:\n            time.sleep(60)\n            os._exit(0)\n    except OSError:\n        break"
HOGS = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        hog = bytearray(400_000_000)
        time.sleep(20)
        os._exit(0)
time.sleep(1)
"""


@dataclass(frozen=True)
class Case:
    """`make` gives the notebook (or the bytes of a file); `fair` the points; `says` words of the report line."""

    name: str
    make: Callable[[dict[str, Any]], Any]
    fair: float
    says: str = ""
    graded: bool = True


def _metadata() -> dict[str, Any]:
    notebook = answered()
    notebook["metadata"] = META
    for each in notebook["cells"]:
        each.setdefault("metadata", {})["hooks"] = {"on_load": "import os; os._exit(1)"}
    cell(notebook, "meetings-in-tokyo")["metadata"]["nbgrader"] = "import os"
    return notebook


def _outputs(megabytes: int) -> dict[str, Any]:
    notebook = answered()
    html = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>x</b>" * (megabytes * 125_000)}}
    cell(notebook, "meetings-in-tokyo")["outputs"] = [html]
    return notebook


def _kernel() -> dict[str, Any]:
    notebook = answered()
    notebook["metadata"]["kernelspec"] = {"name": "no-such-kernel", "display_name": "R", "language": "R"}
    return notebook


def _all(source: str) -> dict[str, Any]:
    """Every answer is such an object."""
    return answered(**{name.replace("-", "_"): f"{source}\n{name.replace('-', '_')} = Equal()" for name in ANSWERS})


def _only(source: str) -> dict[str, Any]:
    """Nothing answered, and this in the first answer cell."""
    notebook = blank()
    cell(notebook, "row-of-attendance")["source"] = source
    return notebook


CASES = [
    Case("syntax-error", lambda at: answered(meetings_in_tokyo="meetings_in_tokyo = = 3"), FULL - 2, "SyntaxError"),
    Case(
        "endless-loop",
        lambda at: answered(meetings_in_tokyo="while True:\n    pass"),
        FULL - 2,
        "question meetings-in-tokyo: took too long",
    ),
    Case("four-gigabytes", lambda at: with_code("hog = bytearray(4_000_000_000)"), FULL, "MemoryError"),
    Case(
        "deleted-cell",
        lambda at: without(answered(), "prime-ministers"),
        FULL - 2,
        "The answer cell of prime-ministers is missing",
    ),
    Case(
        "deleted-set-up",
        lambda at: without(answered(), "import-pandas-as-pd-import", "meetings-caj-load-meetings"),
        FULL,
        "2 given code cells",
    ),
    Case("stripped", lambda at: stripped(answered()), FULL, "found again by their text"),
    Case("equal-to-everything", lambda at: _all(EQUAL), 0, "type Equal cannot be graded"),
    Case(
        "breaks-builtins",
        lambda at: _all(f"{EQUAL}\nimport builtins\nbuiltins.isinstance = builtins.all = lambda *given: True"),
        0,
    ),
    Case("strips-asserts", lambda at: _only(NO_ASSERT), 0),
    Case(
        "exits",
        lambda at: answered(verdict_choice="import os\nos._exit(0)"),
        FULL - 2,
        "question verdict-choice: ended its process",
    ),
    Case("sys-exit", lambda at: answered(verdict_choice="import sys\nsys.exit()"), FULL - 2, "SystemExit"),
    Case(
        "crashes",
        lambda at: answered(verdict_choice="import ctypes\nctypes.string_at(0)"),
        FULL - 2,
        "ended its process",
    ),
    Case("reads-tests", lambda at: answered(meetings_in_tokyo=READS.format(**at)), FULL - 2),
    Case("writes-outside", lambda at: with_code(WRITES.format(**at)), FULL),
    Case("two-hundred-forks", lambda at: with_code(FORKS), FULL),
    Case("prints-100-mb", lambda at: with_code("for _ in range(100):\n    print('x' * 1_000_000)"), FULL),
    Case("opens-sockets", lambda at: with_code(SOCKETS.format(**at)), FULL),
    Case("empty-file", lambda at: b"", 0, "The file is empty", graded=False),
    Case("invalid-json", lambda at: b'{"cells": [', 0, "not valid JSON", graded=False),
    Case("no-cells", lambda at: b'{"cells": 3}', 0, "it has no cells", graded=False),
    Case("deep-json", lambda at: b"[" * 100_000, 0, "nested too deeply", graded=False),
    Case("wrong-kernel", lambda at: _kernel(), FULL),
    Case(
        "nan-and-inf",
        lambda at: answered(
            meetings_in_tokyo='meetings_in_tokyo = float("nan")', prime_ministers='prime_ministers = float("inf")'
        ),
        FULL - 4,
    ),
    Case("49-mb-output", lambda at: _outputs(49), FULL),
    Case("200-mb", lambda at: _outputs(200), 0, "larger than 64 MB", graded=False),
    Case("writes-gradebook", lambda at: _only(WRITES.format(**at)), 0),
    Case("patches-pickle", lambda at: _only(PICKLE), 0),
    Case(
        "malicious-pickle",
        lambda at: answered(
            verdict_choice=f"class Evil:\n    def __reduce__(self):\n        import os\n        return os.system, ('touch {at['home']}/caj-pickle',)\nverdict_choice = Evil()"
        ),
        FULL - 2,
        "cannot be graded",
    ),
    Case("garbage-frames", lambda at: with_code(FRAMES, "prime-ministers"), FULL - 2, "ended its process"),
    Case(
        "kills-everything",
        lambda at: answered(verdict_choice="import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)"),
        FULL - 2,
    ),
    Case(
        "deep-value",
        lambda at: answered(
            verdict_choice="verdict_choice = []\nfor _ in range(5000):\n    verdict_choice = [verdict_choice]"
        ),
        FULL - 2,
        "nested too deeply",
    ),
    Case(
        "huge-value",
        lambda at: answered(
            verdict_choice="verdict_choice = 'c' * 50_000_000", meetings_in_tokyo="meetings_in_tokyo = 10 ** 4000"
        ),
        FULL - 4,
    ),
    Case("forbidden-calls", lambda at: with_code(CALLS), FULL),
    Case("memory-hogs", lambda at: with_code(HOGS), FULL),
    Case(
        "threads-left",
        lambda at: with_code(
            "import threading\ndef spin():\n    while True:\n        sum(range(1000))\nfor _ in range(3):\n    threading.Thread(target=spin, daemon=True).start()"
        ),
        FULL,
    ),
    Case("import-hooks", lambda at: with_code(HOOKS), FULL),
    Case("import-vandal", lambda at: with_code(f"{HOOKS}{VANDAL}", "prime-ministers"), FULL - 2, "cannot be graded"),
    Case("shell-tricks", lambda at: with_code(SHELL), FULL),
    Case("code-in-metadata", lambda at: _metadata(), FULL),
    Case(
        "wrong-assignment",
        lambda at: blank("six-power-systems"),
        0,
        "is not the exercise the-first-summit",
        graded=False,
    ),
    Case(
        "odd-cells",
        lambda at: {
            **answered(),
            "cells": [*answered()["cells"], {"cell_type": 3}, "text", {"cell_type": "code", "source": {"a": 1}}],
        },
        FULL,
    ),
    Case(
        "two-thousand-cells",
        lambda at: {"cells": [{"cell_type": "code", "source": "1"}] * 3000},
        0,
        "more than 2,000 cells",
        graded=False,
    ),
    Case("much-text", lambda at: with_code("#" * 3_000_000), 0, "more than 2,000,000 characters", graded=False),
    Case(
        "deep-code",
        lambda at: stripped(answered(verdict_choice="verdict_choice = " + "-" * 200_000 + "1")),
        FULL - 2,
        "RecursionError|MemoryError|ended its process",
    ),
    Case("blank", lambda at: blank(), 0),
    Case("magic", lambda at: with_code("%pip --version\n!ls /\n%matplotlib inline"), FULL),
    Case("own-cell", lambda at: _moved(), FULL),
]


def _moved() -> dict[str, Any]:
    """The answer stands in a cell of its own between the stub and the check."""
    notebook = answered(meetings_in_tokyo="meetings_in_tokyo = ...")
    place = notebook["cells"].index(cell(notebook, "meetings-in-tokyo"))
    extra = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": ANSWERS["meetings-in-tokyo"],
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"].insert(place + 1, extra)
    return notebook
