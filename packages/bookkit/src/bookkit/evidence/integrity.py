"""Keep the data package whole: cross-table checks, and sealing the tables with hash and row count."""

import json
from collections.abc import Iterator

import pandas as pd

from bookkit.evidence import absences, cross_table_checks
from caj import data, sources
from caj.errors import Finding, told
from coursekit.files import write


def problems() -> list[Finding]:
    """Say in one sentence each what is wrong with each table and across tables; an empty list means all is well.

    >>> problems()
    []
    """
    if unlicensed := [entry["name"] for entry in data.package()["resources"] if not entry.get("licenses")]:
        return [
            Finding(
                "seeds/datapackage.json", f'table "{name}" has no licence.', "Add one there and in LICENSE-DATA.md."
            )
            for name in unlicensed
        ]
    checks = [*(_in_table(name) for name in data.tables()["table"]), _absent()]
    found = [finding for check in checks for finding in told(check)]
    return list(dict.fromkeys(found))  # several tables ask one that cannot be read


def _in_table(name: str) -> Iterator[Finding]:
    frame = data.load(name)
    key = data.resource(name)["schema"].get("primaryKey", [])
    if key and (again := frame.duplicated(key)).any():
        yield Finding(_place(name, again), f"the key {', '.join(key)} stands there a second time.")
    if "source_ids" in frame:
        yield from _unknown_sources(name, frame["source_ids"], set(data.load("sources")["id"]))
    yield from cross_table_checks.problems(name, frame)


def _absent() -> Iterator[Finding]:
    yield from absences.problems(data.root())


def _unknown_sources(name: str, cells: pd.Series, known: set[str]) -> list[Finding]:
    ids = cells.dropna().str.split(";").explode()
    return [
        Finding(f"seeds/{name}.csv, line {row + 2}", f'source id "{id}" is not in seeds/sources.csv.')
        for row, id in ids[~ids.isin(known)].items()
    ]


def _place(name: str, rows: pd.Series) -> str:
    return f"seeds/{name}.csv, line {int(rows.to_numpy().argmax()) + 2}"


def seal() -> list[str]:
    """Record sha256, bytes and rows of each table in datapackage.json; returns the names that changed.

    A maintainer runs it after a deliberate change.
    """
    path = data.folder() / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    changed = []
    for entry in package["resources"]:
        content = (data.folder() / entry["path"]).read_bytes()
        now = {
            "hash": data.fingerprint(content),
            "bytes": len(content),
            "rows": content.count(b"\n") - 1,
        }
        if any(entry.get(key) != value for key, value in now.items()):
            entry.update(now)
            changed.append(entry["name"])
    write(path, json.dumps(package, indent=2, ensure_ascii=False) + "\n")
    forget()
    return changed


def forget() -> None:
    """Drop what the loader keeps in memory, so that the next load reads the files again."""
    for cached in (data.package, data._table, sources.known):
        cached.cache_clear()
