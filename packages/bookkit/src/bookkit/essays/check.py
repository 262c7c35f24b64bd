"""Say what is wrong with essays and profiles: form, sentences, rows that they name, ties, length."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bookkit.essays.model import Essay, Profile, Section
from bookkit.story.reading import read_as, sound
from bookkit.story.sentences import count, faults, long_quotations
from caj import data
from caj.errors import Finding
from coursekit.book import Book

ESSAYS, PROFILES = "essays", "profiles"  # folders
KINDS: dict[str, tuple[type, str]] = {ESSAYS: (Essay, "caj-essay/1"), PROFILES: (Profile, "caj-profile/1")}
LENGTH = {ESSAYS: (1200, 3500), PROFILES: (450, 1000)}  # words
TIES = 6
ROWS = ("events", "meetings", "consultations", "projects", "testimonies", "visits", "summits")


@dataclass(frozen=True)
class Known:
    """What the tables hold that a page may name."""

    sources: Collection[str]
    rows: Collection[str]
    names: Collection[str]
    events: pd.DataFrame  # by id
    countries: Collection[str]


def texts(root: Path, folder: str) -> list[Path]:
    """The files of one kind under `root`.

    >>> texts(Path("no-such-folder"), "essays")
    []
    """
    return sorted((root / folder).glob("*.yml"))


def essay(path: Path) -> Essay:
    """The essay in a file; whoever draws it reads it here."""
    return sound(*read_as(Essay, KINDS[ESSAYS][1], path), path)


def profile(path: Path) -> Profile:
    """The profile in a file."""
    return sound(*read_as(Profile, KINDS[PROFILES][1], path), path)


def problems(root: Path) -> list[Finding]:
    """What is wrong with the pages under `root`; an empty list means all is well.

    >>> problems(Path("no-such-folder"))
    []
    """
    paths = [(folder, path) for folder in KINDS for path in texts(root, folder)]
    if not paths:
        return []
    known = Known(
        sources=set(data.load("sources")["id"]),
        rows={id for table in ROWS for id in data.load(table)["id"]},
        names=set(data.load("names")["name"]),
        events=data.load("events").set_index("id"),
        countries=Book.current().settings.countries.keys(),
    )
    return [fault.at(f"{folder}/{path.name}") for folder, path in paths for fault in _in_file(path, folder, known)]


def _in_file(path: Path, folder: str, known: Known) -> Iterator[Finding]:
    made, form = read_as(*KINDS[folder], path)
    yield from form
    if made is None:
        return
    if made.id != path.stem:
        yield Finding("id", f"{made.id}, but the file is {path.stem}.", "Give both one name.")
    for place, block in made.blocks():
        yield from (fault.at(place) for fault in faults(block, known.sources))
    yield from (fault.at("unknown") for fault in long_quotations(made.unknown))
    yield from _in_profile(made, known) if isinstance(made, Profile) else _in_sections(made.sections, known)
    words, (least, most) = sum(count(block) for _, block in made.blocks()), LENGTH[folder]
    if not least <= words <= most:
        yield Finding("", f"the page has {words:,} words; {least:,} to {most:,} are wanted.")


def _in_sections(sections: list[Section], known: Known) -> Iterator[Finding]:
    ids = [section.id for section in sections]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Finding("", f"two sections are called {id}.", "Give each its own name.")
    for section in sections:
        for row in section.rows:
            if row not in known.rows:
                yield Finding(
                    f"section {section.id}", f'the row "{row}" is in no table.', "Correct the id, or add the row."
                )
        for fact in section.facts:
            if len(fact) != 2:
                yield Finding(f"section {section.id}", f"{fact!r} is no pair of a label and a sentence.")
        yield from (fault.at(f"section {section.id}, unknown") for fault in long_quotations(section.unknown))


def _in_profile(made: Profile, known: Known) -> Iterator[Finding]:
    country = made.id.upper()
    if country not in known.countries:
        yield Finding(
            "id",
            f"{made.id} is no country of book.yml.",
            f"Take one of {', '.join(sorted(known.countries))}, in small letters.",
        )
    if len(made.ties) != TIES:
        yield Finding("", f"{len(made.ties)} ties; a profile has {TIES}.")
    days = []
    for tie in made.ties:
        if tie.event not in known.events.index:
            yield Finding(
                "tie", f'the event "{tie.event}" is not in seeds/events.csv.', "Correct it, or add the event there."
            )
            continue
        event = known.events.loc[tie.event]
        days.append(event["date"])
        if country not in (there := str(event["countries"]).split(";")):
            yield Finding(
                f"tie {tie.event}", f"its countries are {', '.join(there)}, without {country}.", "Take another event."
            )
    if days != sorted(days):
        yield Finding("", "the ties are not in the order of their days.", "Put the earliest first.")
    for person in made.persons:
        if person.name not in known.names:
            yield Finding(
                "persons", f'"{person.name}" is not in seeds/names.csv.', "Correct the id, or add the row there."
            )
