"""Markdown of the pages of why and who: sentences with their sources, sections, and the profile of a country."""

import html
from collections.abc import Iterable
from typing import Any

from bookkit.essays import check
from bookkit.essays.figures import figures, strip, used
from bookkit.essays.model import Essay, Profile, Section
from bookkit.story.links import is_page, resolve
from bookkit.story.sentences import Sentence, sentences
from caj import data, sources
from coursekit.book import Book

OWN = '<sup class="own" title="our reading"><span class="visually-hidden"> (our reading)</span></sup>'


def essay(id: str) -> str:
    """The Markdown of an essay, with its title."""
    made = check.essay(Book.current().root / check.ESSAYS / f"{id}.yml")
    parts = [
        f"# {made.name}",
        f":::{{container}} lesson-ask\n{made.question}\n:::",
        made.stand,
        prose(made.opening),
        *(_section(section) for section in made.sections),
        f"## Take with you\n\n{_list(made.take)}",
        _unknown(made.unknown),
        f"{prose(made.next.prose)}\n\n**{_link(made.next.text, made.next.href, f'{check.ESSAYS}/{id}')}**",
        _sources(made),
    ]
    return "\n\n".join(parts)


def profile(id: str) -> str:
    """The Markdown of a profile, with its title."""
    made = check.profile(Book.current().root / check.PROFILES / f"{id}.yml")
    own = " · ".join(f'<span lang="{language}">{html.escape(name)}</span>' for language, name in made.own)
    parts = [
        f"# {made.name}",
        own,
        prose(made.stand),
        _strip(made),
        f"## Political history\n\n{prose(made.history)}",
        f"## People and languages\n\n{prose(made.people)}",
        f"## Energy\n\n{prose(made.energy)}",
        f"## Six dated ties\n\n{_ties(made)}",
        f"## People to know\n\n{_persons(made)}",
        f"## A place for the map\n\n**{made.place.name}.** {prose(made.place.prose)}",
        f"## A common misconception\n\n> {made.misconception.belief}\n\n{prose(made.misconception.prose)}",
        _unknown(made.unknown),
        _sources(made),
    ]
    return "\n\n".join(parts)


def prose(block: str) -> str:
    """A block of prose in paragraphs, each sentence with links to its sources or the sign of our reading.

    >>> prose("They met. [mofa-fm1]\\nWe wonder why. [ours]").startswith("They met. [(Ministry of Foreign Affairs of Japan 2004)](#source-mofa-fm1) We wonder why.")
    True
    """
    return "\n\n".join(" ".join(map(_told, sentences(part))) for part in block.split("\n\n") if part.strip())


def _told(sentence: Sentence) -> str:
    cited = "".join(f" [({sources.source(id).short})](#source-{id})" for id in sentence.sources)
    return f"{sentence.text}{OWN if sentence.mark == ('ours',) else ''}{cited}"


def _list(block: str) -> str:
    return "\n".join(f"- {_told(sentence)}" for sentence in sentences(block))


def _section(section: Section) -> str:
    head = f"*{section.head}*" if section.head else ""
    facts = "\n\n".join(f"{label}\n: {prose(told)}" for label, told in section.facts)
    argue = f":::{{admonition}} Who argues what\n:class: disputed\n{_list(section.argue)}\n:::" if section.argue else ""
    unknown = _aside(section.unknown)
    parts = [f"## {section.title}", head, facts, prose(section.prose), argue, unknown, _events(section)]
    return "\n\n".join(part for part in parts if part)


def _events(section: Section) -> str:
    """Where the events that a section tells stand in the timeline."""
    events = data.load("events").set_index("id")
    links = [_to_timeline(id, str(events.loc[id, "title"])) for id in section.rows if id in events.index]
    return f"In the timeline: {'; '.join(links)}." if links else ""


def _to_timeline(event: str, text: str) -> str:
    return f'<a class="reference internal" href="../guides/timeline.html#{event}">{html.escape(text)}</a>'


def _aside(unknown: str) -> str:
    """What to beware of, or what is not known; the text says which."""
    if not unknown:
        return ""
    return f":::{{container}} unk\n{unknown if unknown.startswith('Care:') else f'Not known: {unknown}'}\n:::"


def _unknown(text: str) -> str:
    return f"## Not known\n\n:::{{container}} unk\n{text}\n:::"


def _strip(made: Profile) -> str:
    """The figures of this country, each between the lowest and the highest of all that have a profile."""
    book = Book.current()
    countries = [path.stem.upper() for path in check.texts(book.root, check.PROFILES)]
    frame = strip(wanted := figures(book), countries)
    lines = [["Figure", "Year", made.name, "Lowest", "Highest"], ["---", "---:", "---:", "---", "---"]]
    for row in frame.to_dict("records"):
        there = sorted((code for code in countries if row[code]), key=lambda code: float(row[code].replace(",", "")))
        ends = [f"{row[code]}, {book.settings.countries[code]['name']}" for code in (there[0], there[-1])]
        lines.append([row["Figure"], str(row["Year"]), f"**{row[made.id.upper()]}**", *ends])
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    cited = "; ".join(f"[{sources.source(id).short}](#source-{id})" for id in used(wanted, countries))
    return f"{table}\n\nSource: {cited}. All years and units are the same on each of these pages."


def _ties(made: Profile) -> str:
    events = data.load("events").set_index("id")
    return "\n".join(
        f"1. {_to_timeline(tie.event, _day(events.loc[tie.event]))}. {prose(tie.prose)}" for tie in made.ties
    )


def _day(event: Any) -> str:
    """The day of an event, as exactly as it is known."""
    date = event["date"]
    return {"day": f"{date.day} {date:%B %Y}", "month": f"{date:%B %Y}", "year": f"{date:%Y}"}[event["precision"]]


def _persons(made: Profile) -> str:
    names = data.load("names").set_index("name")
    own = names["state_language"].fillna(names["native"]).fillna("").astype(str).to_dict()
    told = [(person, str(names.loc[person.name, "preferred"]), own[person.name]) for person in made.persons]
    return "\n\n".join(
        f"{name}{f' ({native})' if native else ''}\n: {prose(person.who)}" for person, name, native in told
    )


def _link(text: str, href: str, here: str) -> str:
    """A link within the book; only words where it has no such page yet."""
    book = Book.current()
    target = _page(href, book) or resolve(href, book.root, here)
    return f"[{text}](../{target})" if target and is_page(target, book) else text


def _page(href: str, book: Book) -> str:
    """An essay or a profile by its name."""
    found = [f"{folder}/{href}" for folder in check.KINDS if (book.root / folder / f"{href}.yml").is_file()]
    return found[0] if found else ""


def _sources(made: Essay | Profile) -> str:
    ids: Iterable[str] = dict.fromkeys(
        id for _, block in made.blocks() for each in sentences(block) for id in each.sources
    )
    if isinstance(made, Profile):
        book = Book.current()
        countries = [path.stem.upper() for path in check.texts(book.root, check.PROFILES)]
        ids = dict.fromkeys([*ids, *used(figures(book), countries)])
    listed = "\n".join(f'- <a id="source-{id}"></a>{sources.source(id).markdown}' for id in ids)
    return f"## Sources\n\n{listed}"
