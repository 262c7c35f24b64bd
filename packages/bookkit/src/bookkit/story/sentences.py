"""Each sentence of the story stands on a line of its own and ends in its mark: [sources], [ours] or [bridge]."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from caj.errors import Finding

LONGEST, LONGEST_QUOTATION, LONGEST_BRIDGE = 35, 10, 12
MARKED = re.compile(r"(?P<text>.*?)\s*\[(?P<mark>[^\[\]]+)\]\s*")
ALONE = ("ours", "bridge")  # marks that no source accompanies
QUOTATION = re.compile(r"“([^”]*)”|\"([^\"]*)\"|「([^」]*)」|«([^»]*)»")
END_INSIDE = re.compile(r"(?<!\b[A-Z])[.!?…][”\"’)»」]*\s+[“\"‘(«]?[A-ZÀ-ÞĀ-ŽА-ЯЁ]")
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Sentence:
    """A sentence and its mark; `sources` is empty for our own reading and for a bridge."""

    text: str
    mark: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its sources."""
        return tuple(each for each in self.mark if each not in ALONE)


def words(text: str) -> int:
    """How many words a text has; tags do not count.

    >>> words("They met in <i>Astana</i>.")
    4
    """
    return len(TAG.sub("", text).split())


def sentences(block: str) -> list[Sentence]:
    """The sentences of a block of prose, one a line; the mark of a line without one is empty.

    >>> sentences("They met. [mofa-fm1; abc-unsc-2004]")[0].sources
    ('mofa-fm1', 'abc-unsc-2004')
    """
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    return [_sentence(line) for line in lines]


def count(block: str) -> int:
    """How many words the sentences of a block have; marks do not count."""
    return sum(words(sentence.text) for sentence in sentences(block))


def faults(block: str, known: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the sentences of a block; `known` are the ids of sources.

    >>> list(faults("They met.", []))
    ['"They met." has no mark. End the line with [ids of its sources], [ours] or [bridge].']
    """
    for sentence in sentences(block):
        yield from (fault.of(f'"{_short(sentence.text)}"') for fault in _faults(sentence, known))


def long_quotations(text: str) -> Iterator[Finding]:
    """Quotations that are too long to be a few words."""
    for found in QUOTATION.finditer(text):
        quoted = next(filter(None, found.groups()), "")
        if words(quoted) > LONGEST_QUOTATION:
            yield Finding(
                "",
                f"quotes {words(quoted)} words; at most {LONGEST_QUOTATION}.",
                "Quote the words that matter, and tell the rest.",
            )


def _faults(sentence: Sentence, known: Collection[str]) -> Iterator[Finding]:
    text, mark, length = sentence.text, sentence.mark, words(sentence.text)
    if not mark:
        yield Finding("", "has no mark.", "End the line with [ids of its sources], [ours] or [bridge].")
    if not text:
        yield Finding("", "is a mark without a sentence.", "Write the sentence before it, on the same line.")
    if length > LONGEST:
        yield Finding("", f"has {length} words; at most {LONGEST}.", "Make two sentences of it.")
    if END_INSIDE.search(text):
        yield Finding("", "holds two sentences.", "Give each a line and a mark of its own.")
    yield from long_quotations(text)
    if len(mark) > 1 and set(mark) & set(ALONE):
        yield Finding(
            "",
            f"is marked [{'; '.join(mark)}].",
            "Our reading and a bridge stand alone: make a sentence of what the source says.",
        )
    for id in sentence.sources:
        if id not in known:
            yield Finding(
                "",
                f'names the source "{id}", which is not in seeds/sources.csv.',
                "Correct it, or add the source there.",
            )
    if mark == ("bridge",) and (length > LONGEST_BRIDGE or re.search(r"\d", text)):
        yield Finding(
            "", f"is no bridge: at most {LONGEST_BRIDGE} words and no figure.", "Name its source, or say less."
        )


def _sentence(line: str) -> Sentence:
    found = MARKED.fullmatch(line)
    if not found:
        return Sentence(line, ())
    return Sentence(found["text"], tuple(each.strip() for each in found["mark"].split(";")))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
