"""Say what is wrong with one lesson: form, sources, quotations, links, cards."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bookkit.documents.model import PASSPORT, SEEN, SKILLS, Lesson, Phrase
from bookkit.documents.reading import FOLDER
from bookkit.story import cards
from bookkit.story.links import resolve
from bookkit.story.sentences import LONGEST_QUOTATION, long_quotations, words
from caj.errors import Finding

PHRASES, CARDS, KINDS = (4, 5), 6, 3  # at least and at most; all; at least as many kinds
LONGEST_SENTENCE, LONGEST_ORIGINAL = 30, 24  # words; characters of a script without blanks
MODEL = (80, 120)  # words of a model answer
READING = re.compile(r"<rt>[^<]*</rt>|<[^>]+>")
BARE_KANJI = re.compile(r"[一-龯々]")
TRANSLATED = re.compile(r"Our translation|Plain, in our words")
END = re.compile(r"(?<=[.!?;])[”’]?\s+(?=[A-Z“‘(])")


@dataclass(frozen=True)
class Known:
    """The ids that a lesson may name, and the book in whose folder it stands."""

    sources: Collection[str]
    documents: Collection[str]
    root: Path


def in_lesson(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """What is wrong with one lesson."""
    if lesson.id not in known.documents:
        yield Finding("id", f"{lesson.id} is not in seeds/documents.csv.", "Correct it, or add the document there.")
    yield from _passport(lesson, known)
    yield from _outline(lesson)
    if not PHRASES[0] <= len(lesson.phrases) <= PHRASES[1]:
        yield Finding("phrases", f"{len(lesson.phrases)}.", f"Choose {PHRASES[0]} or {PHRASES[1]}.")
    for number, phrase in enumerate(lesson.phrases, start=1):
        yield from (fault.at(f"phrase {number}") for fault in _phrase(phrase))
    yield from _rival(lesson, known)
    yield from (fault.at("cards") for fault in _cards(lesson))
    yield from _links(lesson, known)
    for place, text in texts(lesson):
        yield from (fault.at(place) for fault in sentences(text))


def _passport(lesson: Lesson, known: Known) -> Iterator[Finding]:
    if tuple(row[0] for row in lesson.passport) != PASSPORT:
        yield Finding("passport", "other rows than a passport has.", f"It has {', '.join(PASSPORT)}, in this order.")
    for label, *rest in lesson.passport:
        if len(rest) != 2 or not isinstance(rest[1], list) or not rest[1]:
            yield Finding(f"passport, {label}", "has no source.", "Write [label, text, [ids of sources]].")
            continue
        yield from (_unknown_source(id, f"passport, {label}") for id in rest[1] if id not in known.sources)


def _unknown_source(id: str, place: str) -> Finding:
    return Finding(
        place, f'names the source "{id}", which is not in seeds/sources.csv.', "Correct it, or add the source there."
    )


def _outline(lesson: Lesson) -> Iterator[Finding]:
    used = {part.seen for part in lesson.outline}
    for kind in sorted(used - set(SEEN)):
        yield Finding("outline", f'seen: "{kind}" is none of {", ".join(SEEN)}.', "Correct it.")
    for kind in sorted(used ^ set(lesson.seen)):
        said = "is not explained" if kind in used else "is explained and belongs to no part"
        yield Finding("seen", f"{kind} {said}.", "Give `seen` one line for each kind of the outline.")


def _phrase(phrase: Phrase) -> Iterator[Finding]:
    original = READING.sub("", phrase.original)
    if bool(phrase.text) == bool(phrase.chunks):
        yield Finding(
            "",
            "has text and chunks, or none of them.",
            "Give one: chunks where words have a reading above them, text for the rest.",
        )
    for chunk in phrase.chunks or []:
        if len(chunk) != 3:
            yield Finding("", f"the chunk {chunk} is not [original, sound, meaning].", "Write all three.")
        elif BARE_KANJI.search(re.sub(r"<ruby>.*?</ruby>", "", chunk[0])):
            yield Finding(
                "", f"{READING.sub('', chunk[0])} has a kanji without its reading.", "Write <ruby>字<rt>じ</rt></ruby>."
            )
    if phrase.chunks and len(original) > LONGEST_ORIGINAL:
        yield Finding("", f"quotes {len(original)} characters; at most {LONGEST_ORIGINAL}.", "Quote what matters.")
    if not phrase.chunks and words(original) > LONGEST_QUOTATION:
        yield Finding("", f"quotes {words(original)} words; at most {LONGEST_QUOTATION}.", "Quote what matters.")
    if not TRANSLATED.match(phrase.en):
        yield Finding(
            "", "does not say whose translation it is.", 'Begin with "Our translation" or "Plain, in our words".'
        )


def _rival(lesson: Lesson, known: Known) -> Iterator[Finding]:
    if len(lesson.rival.src) != 2:
        yield Finding("rival, src", f"{len(lesson.rival.src)} sources.", "Name two, one for each document.")
    yield from (_unknown_source(id, "rival, src") for id in lesson.rival.src if id not in known.sources)
    for row in lesson.rival.rows:
        if len(row) != 3:
            yield Finding("rival", f"the row {row} is not [what, first, second].", "Write all three.")
    for place, pairs in (("rival, also", lesson.rival.also), ("full, more", lesson.full.more), ("words", lesson.words)):
        for pair in pairs:
            if len(pair) != 2:
                yield Finding(place, f"{pair} is no pair.", "Put a text with a comma in quotation marks.")


def _cards(lesson: Lesson) -> Iterator[Finding]:
    if len(lesson.cards) != CARDS:
        yield Finding("", f"{len(lesson.cards)}.", f"A lesson has {CARDS}.")
    if missing := set(SKILLS) - {card.get("skill") for card in lesson.cards}:
        yield Finding("", f"none trains {', '.join(sorted(missing))}.", "Give each skill a card.")
    if len({card.get("kind") for card in lesson.cards}) < KINDS:
        yield Finding("", "too few kinds.", f"Use {KINDS} at least.")
    for id, count in Counter(card.get("id") for card in lesson.cards).items():
        if count > 1:
            yield Finding(str(id), "is there twice.", "Give one of them another id.")
    for card in lesson.cards:
        yield from (Finding(card.get("id"), fault) for fault in cards.faults(card, lesson.id))
    if lesson.cards and (last := lesson.cards[-1]).get("kind") == "open":
        if not MODEL[0] <= (length := words(last.get("model", ""))) <= MODEL[1]:
            yield Finding(last.get("id"), f"the model answer has {length} words.", f"Write {MODEL[0]} to {MODEL[1]}.")
    else:
        yield Finding("", "the last is not open.", "End with a text to write.")


def _links(lesson: Lesson, known: Known) -> Iterator[Finding]:
    pairs = [
        *lesson.rival.also,
        *lesson.full.more,
        [lesson.full.text, lesson.full.href],
        [lesson.before.text, lesson.before.href],
    ]
    for text, href in (pair for pair in pairs if len(pair) == 2):
        if not resolve(href, known.root, f"{FOLDER}/{lesson.id}"):
            yield Finding("links", f'"{text}" leads to {href}, which the book does not have.', "Correct the address.")


def texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """What a reader reads in a lesson, without quotations in the original, each text with its place."""
    yield from (("question", lesson.question), ("stand", lesson.stand), ("reading", lesson.reading))
    yield from ((f"passport, {row[0]}", str(row[1])) for row in lesson.passport if len(row) > 1)
    yield from ((f"outline, {part.name}", part.text) for part in lesson.outline)
    for number, phrase in enumerate(lesson.phrases, start=1):
        yield from ((f"phrase {number}", text) for text in (phrase.en, phrase.notice))
    yield from (("leaves out", text) for text in (*lesson.leaves_out, lesson.leaves_note))
    yield from (("rival", text) for text in (lesson.rival.title, lesson.rival.sub, *chain(*lesson.rival.rows)))
    yield from (("words", text) for _, text in lesson.words)
    for card in lesson.cards:
        yield from ((f"card {card.get('id')}", text) for text in cards.texts(card))


def sentences(text: str) -> Iterator[Finding]:
    """What is wrong with the sentences of a text that readers read."""
    plain = READING.sub("", text)
    for sentence in END.split(plain):
        if (length := words(sentence)) > LONGEST_SENTENCE:
            yield Finding(
                "", f'"{sentence}" has {length} words; at most {LONGEST_SENTENCE}.', "Make two sentences of it."
            )
    yield from (Finding("", fault) for fault in long_quotations(plain))
