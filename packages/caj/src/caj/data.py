"""Load the evidence tables of seeds/: typed, verified against datapackage.json, safe to edit."""

import csv
import functools
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

import pandas as pd

from caj.errors import UserError
from caj.nearest import nearest

CHOSEN = "CAJ_SEEDS"  # names a folder of tables, for this process and those that it starts
P = ParamSpec("P")
T = TypeVar("T")
FIGURE = ["indicator", "country", "partner", "year", "period"]  # what a row of `indicators` is about


SAVE = 'Save it with commas and as UTF-8 (in a spreadsheet: "CSV UTF-8").'


class DataError(UserError):
    """A table is unknown, damaged or altered; the message names the file and, where it can, the line."""


def folder() -> Path:
    """Folder of the tables: the one that CAJ_SEEDS names, else inside the installed package, else `seeds/` of the checkout."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen)
    packaged = Path(__file__).with_name("seeds")
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "seeds"


def root() -> Path:
    """Folder of the book to which the tables belong."""
    return folder().parent


class cache(Generic[P, T]):
    """Keep what a function made of the tables, as `functools.cache` does, apart for each folder of tables."""

    def __init__(self, function: Callable[P, T]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.kept: dict[tuple[object, ...], T] = {}

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> T:
        key = (folder(), *arguments, *sorted(named.items()))
        if key not in self.kept:
            self.kept[key] = self.function(*arguments, **named)
        return self.kept[key]

    def cache_clear(self) -> None:
        """Forget everything."""
        self.kept.clear()


@cache
def package() -> dict[str, Any]:
    """Content of `seeds/datapackage.json` (Frictionless Data Package)."""
    path = folder() / "datapackage.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path} is missing: the tables cannot be found. Reinstall the package.") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise DataError(f"seeds/datapackage.json, line {line}: this is not valid JSON ({error}).") from None
    return content


def resource(name: str) -> dict[str, Any]:
    """Entry of table `name` in the data package; a DataError with the nearest names if there is none."""
    known: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in package()["resources"]}
    if name not in known:
        raise DataError(f'There is no table "{name}". {nearest(name, known)}')
    return known[name]


def holds(name: str) -> bool:
    """Whether there is a table of this name.

    >>> holds("sources"), holds("no-such-table")
    (True, False)
    """
    return any(entry["name"] == name for entry in package()["resources"])


def load(name: str, vintage: str | None = None) -> pd.DataFrame:
    """Load one evidence table.

    Parameters: `name`, one of the names that `caj.tables()` lists; `vintage`, for `indicators` only: the day of a
    vintage in the table `vintages`. Its figures, and those of vintages before it, then stand in place of the published.
    Returns a new DataFrame, one fact a row: dates as datetime64, closed vocabularies as category,
    counts as integers. The unit stands in a `unit` column or in `caj.describe(name)`.
    Raises DataError for an unknown, damaged or altered table, or an unknown vintage.
    Source: seeds/ (each row names its own in `source_ids`).

    >>> load("terms").columns.tolist()
    ['role', 'name', 'start', 'end', 'source_ids']
    """
    return _table(name).copy() if vintage is None else _renewed(name, vintage)


def tables() -> pd.DataFrame:
    """List the evidence tables: one row each, with number of rows, title and licence.

    >>> "events" in tables()["table"].tolist()
    True
    """
    return pd.DataFrame(
        {"table": r["name"], "rows": r["rows"], "title": r["title"], "licence": r["licenses"][0]["name"]}
        for r in package()["resources"]
    )


def describe(name: str) -> pd.DataFrame:
    """Describe the fields of one table: one row a field, with type, unit and meaning.

    Raises DataError for an unknown table.

    >>> describe("terms")["field"].tolist()
    ['role', 'name', 'start', 'end', 'source_ids']
    """
    return pd.DataFrame(
        {
            "field": f["name"],
            "type": f["type"],
            "unit": f.get("unit", ""),
            "required": f.get("constraints", {}).get("required", False),
            "description": f["description"],
        }
        for f in resource(name)["schema"]["fields"]
    )


def fingerprint(content: bytes) -> str:
    """Hash of a file in the form that the data package records.

    >>> fingerprint(b"")[:14]
    'sha256:e3b0c44'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _renewed(name: str, vintage: str) -> pd.DataFrame:
    """The published rows, with newer figures of the same source in their place."""
    if name != "indicators":
        raise DataError(f'Only "indicators" has vintages, not "{name}".')
    stored = _table("vintages")
    known = sorted(set(stored["vintage"].dt.strftime("%Y-%m-%d")))
    if vintage not in known:
        raise DataError(f'There is no vintage "{vintage}". Stored: {", ".join(known) or "none yet"}.')
    published = _table(name)
    newer = stored[stored["vintage"] <= vintage].drop_duplicates([*FIGURE, "replaces"], keep="last")
    replaced = pd.MultiIndex.from_frame(newer[[*FIGURE, "replaces"]])
    kept = published[~pd.MultiIndex.from_frame(published[[*FIGURE, "source_ids"]]).isin(replaced)]
    both = pd.concat([kept, newer[published.columns]]).astype(published.dtypes)
    return both.sort_values(FIGURE, na_position="first", kind="stable", ignore_index=True)


@cache
def _table(name: str) -> pd.DataFrame:
    entry = resource(name)
    path = folder() / entry["path"]
    label = f"seeds/{entry['path']}"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{label} is missing. Restore it from the repository or reinstall the package.") from None
    frame = _typed(_rows(content, entry["schema"]["fields"], label), entry["schema"]["fields"], label)
    if fingerprint(content) != entry["hash"]:
        raise DataError(
            f"{label} is not the file that was released: its sha256 differs from seeds/datapackage.json."
            " Restore it, or, if you changed it on purpose, run `caj data seal`."
        )
    return frame


def _rows(content: bytes, fields: list[dict[str, Any]], label: str) -> pd.DataFrame:
    """Read the cells as text; each record must stand on one line and have every column."""
    names = [field["name"] for field in fields]
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError("this is not UTF-8 text.", SAVE, f"{label}, line {line}") from None
    records = list(csv.reader(lines))
    header = records[0] if records else []
    if missing := [name for name in names if name not in header]:
        parted = len(header) == 1 and len(names) > 1  # by semicolons or tabs
        raise DataError(
            f'column "{missing[0]}" is missing; expected {", ".join(names)}.', SAVE * parted, f"{label}, line 1"
        )
    for line, record in enumerate(records, start=1):
        if len(record) != len(header):
            raise DataError(f"{label}, line {line}: {len(record)} cells instead of {len(header)}.")
    return pd.DataFrame(records[1:], columns=header, dtype="str")[names]


def _typed(text: pd.DataFrame, fields: list[dict[str, Any]], label: str) -> pd.DataFrame:
    return pd.DataFrame({field["name"]: _column(text[field["name"]], field, label) for field in fields})


def _column(text: pd.Series, field: dict[str, Any], label: str) -> pd.Series:
    """Convert one column of text to the field's type, or say which line does not fit."""
    rules = field.get("constraints", {})
    empty = text == ""
    if rules.get("required"):
        _refuse(empty, text, label, "must not be empty")
    kind = field["type"]
    values: pd.Series
    if kind == "date":
        values = pd.to_datetime(text.mask(empty), format="%Y-%m-%d", errors="coerce")
        _refuse(values.isna() & ~empty, text, label, "must be a date such as 2004-08-28")
    elif kind in ("integer", "number"):
        values = pd.to_numeric(text.mask(empty), errors="coerce")
        bad = values.isna() & ~empty
        if kind == "integer":
            bad |= values.notna() & (values % 1 != 0)
        _refuse(bad, text, label, f"must be {'a whole ' if kind == 'integer' else 'a '}number")
        if kind == "integer":
            values = values.astype("int64" if rules.get("required") else "Int64")
    elif "enum" in rules:
        _refuse(~text.isin(rules["enum"]) & ~empty, text, label, "must be one of " + ", ".join(rules["enum"]))
        values = text.mask(empty).astype(pd.CategoricalDtype(rules["enum"]))
    else:
        values = text.mask(empty)
    return values


def _refuse(bad: pd.Series, text: pd.Series, label: str, rule: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise DataError(f'{label}, line {row + 2}: {text.name} is "{text.iloc[row]}" but {rule}.')
