"""Execute notebooks in parallel and store their outputs: only those whose code, data or package changed."""

import ast
import hashlib
import json
import os
import re
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from bookkit.notebooks.clean import clean
from caj import data
from coursekit import student_package
from coursekit.book import Book
from coursekit.exercises.notebooks import code_cells, find, read, slug_of, text
from coursekit.files import write

CACHE = Path(".cache/notebooks.json")


def run(root: Path, paths: list[Path] | None = None, force: bool = False) -> list[str]:
    """Run what changed (all of `paths` with `force`) and store it; returns one sentence a failure."""
    done = _done(root)
    wanted = {path: digest(path) for path in paths or find(root)}
    todo = [path for path, key in wanted.items() if force or done.get(_name(path, root)) != key or not _stored(path)]
    failures = []
    # Fresh processes: a fork of a process with threads can lock up.
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(run_one, path): path for path in todo}
        for job in tqdm(as_completed(jobs), total=len(jobs), desc="notebooks", disable=not jobs):
            if failure := job.result():
                failures.append(failure)
            else:
                done[_name(jobs[job], root)] = digest(jobs[job])
    cache = root / CACHE
    write(cache, json.dumps(dict(sorted(done.items())), indent=1))
    return sorted(failures)


def run_one(path: Path) -> str:
    """Execute one notebook in its folder and store it in normal form; a sentence when a cell fails."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    os.environ["CAJ_STATIC"] = "1"
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": path.parent}},
        extra_arguments=["--log-level=40"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        number, cell = next(
            (n, c)
            for n, c in enumerate(notebook.cells, 1)
            if any(o.output_type == "error" for o in c.get("outputs", []))
        )
        return f"{path}, cell {number} ({cell.id}): {error.ename}: {error.evalue}"
    write(path, text(clean(notebook, path)))
    return ""


def digest(path: Path) -> str:
    """Key of everything that a notebook's outputs depend on: its code, the package `caj`, the self-checks of its chapter, and the tables that these read."""
    code, questions = [cell.source for cell in code_cells(read(path))], Book.around(path).questions(slug_of(path))
    own = [questions] if questions.is_file() else []
    said = [*code, *(file.read_text("utf-8") for file in own)]
    tables = tables_read([*said, *(file.read_text("utf-8") for file in _helpers("\n".join(said)))])
    key = hashlib.sha256("\0".join(code).encode())
    for file in [*student_package.modules(), *own]:
        key.update(hashlib.sha256(file.read_bytes()).digest())
    for entry in data.package()["resources"]:
        if entry["name"] in tables:
            content = (data.folder() / entry["path"]).read_bytes()
            key.update(json.dumps(entry["schema"]).encode() + hashlib.sha256(content).digest())
    return key.hexdigest()


def _helpers(code: str) -> list[Path]:
    """The modules of `caj` that look into tables by themselves for this code: of sources always, others when it names them."""
    words = set(re.findall(r"\w+", " ".join(re.findall(r"\bcaj\.\w+|\bcaj import .*", code))))
    return [path for path in student_package.modules() if path.stem in {"sources", *words}]


def tables_read(code: list[str]) -> set[str]:
    """The tables that some code may read: those that it names, or all when it lists them or is no Python.

    >>> sorted(tables_read(['caj.load("events")', "for name in ['legs', 'nowhere']: caj.load(name)"]))
    ['events', 'legs']
    """
    known = {entry["name"] for entry in data.package()["resources"]}
    named = [_named(part) for part in code]
    if None in named:
        return known
    vintages = {"vintages"} if any("vintage" in part for part in code) else set()
    return known & vintages.union(*filter(None, named))


@cache
def _named(code: str) -> frozenset[str] | None:
    """The texts in some code that are not documentation; None where that cannot tell which tables it reads."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return None
    if any(isinstance(node, ast.Call) and ast.unparse(node.func) == "caj.tables" for node in nodes):
        return None
    said = {node.value for node in nodes if isinstance(node, ast.Expr)}
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and node not in said)
    return frozenset(text for text in texts if isinstance(text, str))


def _stored(path: Path) -> bool:
    return all(cell.execution_count for cell in code_cells(read(path)))


def _done(root: Path) -> dict[str, str]:
    try:
        return json.loads((root / CACHE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _name(path: Path, root: Path) -> str:
    return path.resolve().relative_to(root.resolve()).as_posix()
