"""Say what is wrong with the lessons on documents and with their sets."""

from collections.abc import Iterator
from pathlib import Path

from bookkit.documents.model import Set
from bookkit.documents.reading import FOLDER, SETS, paths, read, read_sets
from bookkit.documents.rules import Known, in_lesson, sentences
from caj import data
from caj.errors import Finding


def problems(root: Path) -> list[Finding]:
    """One sentence for each fault of the lessons under `root`; an empty list means all is well.

    >>> problems(Path("no-such-folder"))
    []
    """
    files = paths(root)
    if not files:
        return []
    known = Known(set(data.load("sources")["id"]), set(data.load("documents")["id"]), root)
    found = [fault.at(f"{FOLDER}/{path.name}") for path in files for fault in _in_file(path, known)]
    for missing in sorted(set(known.documents) - {path.stem for path in files}):
        found.append(Finding("seeds/documents.csv", f"{missing} has no lesson.", f"Write {FOLDER}/{missing}.yml."))
    sets = root / FOLDER / SETS
    return found + [fault.at(f"{FOLDER}/{SETS}") for fault in (_sets(sets, known) if sets.exists() else ())]


def _in_file(path: Path, known: Known) -> Iterator[Finding]:
    lesson, form = read(path)
    yield from (Finding("", fault) for fault in form)
    if lesson is None:
        return
    if lesson.id != path.stem:
        yield Finding("id", f"{lesson.id}, but the file is {path.name}.", "Give both one name.")
    if not path.with_suffix(".md").exists():
        yield Finding("", "has no page.", "Run `caj documents write`.")
    yield from in_lesson(lesson, known)


def _sets(path: Path, known: Known) -> Iterator[Finding]:
    found, form = read_sets(path)
    yield from (Finding("", fault) for fault in form)
    if found is None:
        return
    for one in [*found.sets, *found.pairs]:
        yield from (fault.at(one.id) for fault in _set(one, known))
    told = {id: {one.name for one in found.sets if id in one.documents} for id in known.documents}
    table = data.load("documents").set_index("id")["sets"].fillna("")
    for id, names in table.items():
        if set(filter(None, names.split(";"))) != told[id]:
            yield Finding(
                str(id), f'the column `sets` of seeds/documents.csv says "{names}".', "Let both say the same."
            )


def _set(one: Set, known: Known) -> Iterator[Finding]:
    for id in one.documents:
        if id not in known.documents:
            yield Finding("", f'names the document "{id}", which the book does not have.', "Correct it.")
    for text in (one.question, *one.shows, one.write):
        yield from sentences(text)
