"""What changed since an earlier edition, computed from the files of both: facts, data and their vintages, exercises."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bookkit.notebooks.facts import stated
from coursekit.exercises import load
from coursekit.exercises.notebooks import slug_of, source_paths

# Tables without a declared key, because a part of it may be empty: what tells their rows apart.
KEYS = {
    "indicators": ["indicator", "country", "partner", "year", "period", "source_ids"],
    "programmes": ["programme", "country", "start_year", "unit", "as_of", "source_ids"],
}
NUMBER = re.compile(r"^## Question \d+", re.M)  # another place is no other question
LISTED = 20  # so many changed rows of a table are spelled out
LONGEST = 160  # so much of a cell is shown
Table = dict[tuple[str, ...], dict[str, str]]


def since(old: Path, new: Path) -> str:
    """The differences between two trees of the book as Markdown, for somebody who has the old one."""
    parts = {"Facts": facts(old, new), "Data": data(old, new), "Exercises": exercises(old, new)}
    return "\n\n".join(
        f"#### {title}\n\n" + ("\n".join(lines) or "- Nothing changed.") for title, lines in parts.items()
    )


def plain(text: str) -> str:
    """A text of the book as words of a Markdown page: short, without links or code.

    >>> plain("see [this](a.md) for $1")
    'see \\\\[this](a.md) for \\\\$1'
    """
    shortened = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"
    return re.sub(r"([\[<$`{])", r"\\\1", shortened)


def facts(old: Path, new: Path) -> list[str]:
    """Sentences of the chapters that state another value, or no longer stand there; new ones are counted."""
    before, after = _facts(old), _facts(new)
    lines = [
        f"- {key[0]}: {_reworded(before[key], after[key])}."
        for key in after
        if key in before and not _same(before[key], after[key])
    ]
    lines += [
        f'- {key[0]}: "{plain(before[key]["says"])}" is no longer stated, or computed in another way.'
        for key in before
        if key not in after
    ]
    added = Counter(slug for slug, _ in after.keys() - before.keys())
    return lines + [f"- {slug}: {count} new." for slug, count in sorted(added.items())]


def _same(old: dict, new: dict) -> bool:
    return (old["says"], old["expected"]) == (new["says"], new["expected"])


def _reworded(old: dict, new: dict) -> str:
    if old["says"] != new["says"]:
        return f'"{plain(old["says"])}" is now "{plain(new["says"])}"'
    return f'"{plain(new["says"])}" now stands for {new["expected"]}, before for {old["expected"]}'


def _facts(tree: Path) -> dict[tuple[str, str], dict]:
    """Facts by chapter and expression, which stays where a value changes."""
    return {
        (path.parent.name, fact["expression"]): fact
        for path in sorted((tree / "chapters").glob("*/facts.yml"))
        for fact in stated(tree, path.parent.name)
    }


def data(old: Path, new: Path) -> list[str]:
    """For each table its new, changed and lost rows; then the vintages, by the source that brings them."""
    before, after = _tables(old), _tables(new)
    figures = [{**tables.get("indicators", {}), **tables.get("vintages", {})} for tables in (before, after)]
    lines = []
    for name in sorted(before.keys() | after.keys()):
        lines += _rows(name, before.get(name, {}), after.get(name, {}))
    return [*lines, *_vintages(figures[0], figures[1], after["sources"])]


def _rows(name: str, before: Table, after: Table) -> Iterator[str]:
    changed = [key for key in after if key in before and before[key] != after[key]]
    counts = {
        "new": len(after.keys() - before.keys()),
        "changed": len(changed),
        "gone": len(before.keys() - after.keys()),
    }
    if any(counts.values()):
        yield f"- `{name}`: rows " + ", ".join(f"{count} {what}" for what, count in counts.items() if count) + "."
    for key in changed[:LISTED]:
        cells = [
            f'{column} "{plain(before[key].get(column, ""))}" is now "{plain(value)}"'
            for column, value in after[key].items()
            if before[key].get(column, "") != value
        ]
        yield f"  - {', '.join(filter(None, key))}: {'; '.join(cells) or 'a column is gone'}."
    if len(changed) > LISTED:
        yield f"  - and {len(changed) - LISTED} more."


def _vintages(before: Table, after: Table, sources: Table) -> Iterator[str]:
    """New series of figures, or new editions of old ones, and how many figures they have made old."""
    known = {row["source_ids"] for row in before.values()}
    fresh = [row for row in after.values() if row["source_ids"] not in known]
    for ids in dict.fromkeys(row["source_ids"] for row in fresh):
        rows = [row for row in fresh if row["source_ids"] == ids]
        titles = "; ".join(sources.get((id,), {}).get("title", id) for id in ids.split(";"))
        yield f"- New vintage {ids} ({titles}): {len(rows)} figures of {', '.join(sorted({row['indicator'] for row in rows}))}."
    old = sum(after[key]["flag"] == "superseded" != row["flag"] for key, row in before.items() if key in after)
    if old:
        yield f"- {old} figures are now marked superseded."


def _tables(tree: Path) -> dict[str, Table]:
    package = json.loads((tree / "seeds/datapackage.json").read_text("utf-8"))
    return {entry["name"]: _table(tree / "seeds" / entry["path"], entry) for entry in package["resources"]}


def _table(path: Path, entry: dict) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = entry["schema"].get("primaryKey") or KEYS[entry["name"]]
    return {tuple(row[column] for column in key): row for row in rows}


def exercises(old: Path, new: Path) -> list[str]:
    """Questions that are new, gone, or ask, answer or count something else."""
    before, after = _questions(old), _questions(new)
    lines = [f"- {slug}/{name}: new." for slug, name in after if (slug, name) not in before]
    lines += [f"- {slug}/{name}: gone." for slug, name in before if (slug, name) not in after]
    for key in after.keys() & before.keys():
        if changed := [part for part, value in after[key].items() if before[key][part] != value]:
            lines.append(f"- {'/'.join(key)}: another {_listed(changed)}.")
    return sorted(lines)


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _questions(tree: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Wording, answer or test, and points of each question, by exercise and name."""
    found = {}
    for path in source_paths(tree):
        exercise = load(path)
        cells = iter(exercise.cells)
        for question in exercise.questions:
            parts = {"wording": "", "answer or test": "", "number of points": f"{question.points:g}"}
            last = question.checks[-1].cell if question.checks else question.answer
            for cell in cells:
                parts["wording" if cell.role == "given" else "answer or test"] += NUMBER.sub("", cell.source)
                if cell is last:
                    break
            found[slug_of(path), question.name] = parts
    return found
