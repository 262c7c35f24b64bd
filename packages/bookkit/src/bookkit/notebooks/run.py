"""Execute notebooks in parallel and store their outputs: only those whose code, data or package changed."""

import hashlib
import json
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

import caj
from bookkit.notebooks.clean import clean
from caj import data
from coursekit.exercises.notebooks import code_cells, find, read, text
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
    """Key of everything that a notebook's outputs depend on: its code, the tables and the package."""
    key = hashlib.sha256(_surroundings())
    for cell in code_cells(read(path)):
        key.update(cell.source.encode())
    return key.hexdigest()


def _surroundings() -> bytes:
    package = [
        *sorted(Path(caj.__file__).parent.glob("*.py")),
        *sorted((data.folder().parent / "chapters").glob("*/questions.py")),
    ]
    tables = [data.folder() / entry["path"] for entry in data.package()["resources"]]
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in [*package, *tables])


def _stored(path: Path) -> bool:
    return all(cell.execution_count for cell in code_cells(read(path)))


def _done(root: Path) -> dict[str, str]:
    try:
        return json.loads((root / CACHE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _name(path: Path, root: Path) -> str:
    return path.resolve().relative_to(root.resolve()).as_posix()
