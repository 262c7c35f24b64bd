"""What newer figures would change: the chapters that use a series, run with them, and the facts that no longer hold."""

import ast
import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bookkit.evidence.integrity import seal
from bookkit.notebooks.facts import holds, stated
from bookkit.refresh.series import KEY, Series, own, published
from caj import data
from coursekit.book import Book
from coursekit.exercises.notebooks import code_cells, read


def users(indicator: str, root: Path) -> list[str]:
    """Slugs of the chapters whose code or facts name an indicator, whole or by its beginning.

    >>> users("population", Path("no-such-folder"))
    []
    """
    return [path.stem for path in Book(root).chapters if _names(_code(path, root), indicator)]


def _code(path: Path, root: Path) -> str:
    return "\n".join(
        [*(cell.source for cell in code_cells(read(path))), *(fact["expression"] for fact in stated(root, path.stem))]
    )


def _names(code: str, indicator: str) -> bool:
    texts = {
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    parts = {part for text in texts for part in re.findall(r"\w+", text)}  # a query or pattern holds several names
    return any(part == indicator or (part.endswith("_") and indicator.startswith(part)) for part in parts)


def renewed(changes: list[tuple[Series, pd.DataFrame]]) -> pd.DataFrame:
    """The table `indicators` with the newer figures under the published source ids, so that chapters find them."""
    frame = data.load("indicators")
    for series, both in changes:
        rows = published(series)
        newer = rows[KEY].merge(both, on=KEY, how="left")["new"].set_axis(rows.index)
        frame.loc[own(series, frame), "value"] = newer.fillna(rows["value"])
        models = rows.sort_values("year").groupby(KEY[:2]).tail(1).drop(columns=["year", "value", "flag"])
        added = (
            both.loc[both["state"] == "new", [*KEY, "new"]].rename(columns={"new": "value"}).merge(models, on=KEY[:2])
        )
        added["partner"] = added["partner"].replace("", None)
        frame = pd.concat([frame, added], ignore_index=True).astype(frame.dtypes)
    return frame.sort_values(data.FIGURE, na_position="first", kind="stable", ignore_index=True)


def broken_facts(slug: str, root: Path, table: pd.DataFrame) -> list[str]:
    """Run a chapter with `table` as its indicators; one sentence for each fact that would be another, or why it stops."""
    names: dict = {}
    with _renewed_book(root, table), contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(read(Book(root).chapter(slug))):
            try:
                exec(compile(cell.source, f"{slug}/{cell.id}", "exec"), names)
            except Exception as error:  # whatever a chapter's code may meet
                return [f"stops at cell {cell.id}: {type(error).__name__}: {error}"]
        return [sentence for fact in stated(root, slug) if (sentence := _judge(fact, names))]


def _judge(fact: dict, names: dict) -> str:
    try:
        value = eval(fact["expression"], names)
        agrees = holds(fact, value)
    except Exception as error:
        return f'"{fact["says"]}": cannot be computed ({type(error).__name__}: {error})'
    shown = f"{value:.6g}" if isinstance(value, float) else value
    return "" if agrees else f'"{fact["says"]}": {fact["expected"]} would be {shown}'


@contextlib.contextmanager
def _renewed_book(root: Path, table: pd.DataFrame) -> Iterator[None]:
    """Let chapters read a copy of the tables with `table` as its indicators, beside the self-checks of the book."""
    with tempfile.TemporaryDirectory() as folder:
        book, entry = Book(Path(folder)), data.resource("indicators")
        shutil.copytree(data.folder(), book.tables)
        for slug in Book(root).checked:
            book.questions(slug).parent.mkdir(parents=True)
            shutil.copy(Book(root).questions(slug), book.questions(slug))
        table.to_csv(book.tables / entry["path"], index=False, lineterminator="\n")
        with _surroundings({data.CHOSEN: str(book.tables), "CAJ_STATIC": "1"}):  # widgets as on the page
            seal()
            yield


@contextlib.contextmanager
def _surroundings(variables: dict[str, str]) -> Iterator[None]:
    """Other environment variables for a while."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
