"""Plain English: sentences and chapters that are not too long, no idioms, and the right signs inside words."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from bookkit.prose.pages import Sentence
from caj.errors import Finding
from coursekit.book import CHAPTERS

# Of the chapters' sentences half have at most 12 words, and 99 of 100 at most 26: what is longer than 30 stands out.
LONGEST = 30
LONGEST_CHAPTER = 3500  # an hour of reading and running code
QUOTE_INSIDE = re.compile(r"\w*\w[‘`]\w\w*")


def long_sentences(text: list[Sentence]) -> Iterator[Finding]:
    """Say which sentences a reader in a second language would have to read twice."""
    for sentence in text:
        if sentence.length > LONGEST and sentence.block not in ("figure", "story"):  # alt texts list what one sees
            yield Finding(sentence, f"{sentence.length} words; at most {LONGEST}.", "Make two sentences of it.")


def long_chapters(text: list[Sentence]) -> Iterator[Finding]:
    """Say which chapters have too many words; figures, citations and the generated card do not count.

    >>> next(long_chapters([Sentence("chapters/x.ipynb", "cell a", "The corridor grew.")] * 1167))
    'chapters/x.ipynb: 3,501 words; at most 3,500. Cut what is said twice.'
    """
    words: Counter[str] = Counter()
    for sentence in text:
        if (
            Path(sentence.file).parent.as_posix() == CHAPTERS
            and sentence.block != "figure"
            and sentence.place != "cell card"
        ):
            words[sentence.file] += sentence.length
    for file, count in words.items():
        if count > LONGEST_CHAPTER:
            yield Finding(file, f"{count:,} words; at most {LONGEST_CHAPTER:,}.", "Cut what is said twice.")


def idioms(text: list[Sentence]) -> Iterator[Finding]:
    """Say which figures of speech a learner cannot look up word by word."""
    for sentence in text:
        prose = sentence.prose.casefold()
        for anchor, pattern, plain in _idioms():
            if anchor in prose and (found := pattern.search(prose)):
                yield Finding(sentence, f'"{found[0]}" is an idiom.', f'Write for instance "{plain}".')


def signs(text: list[Sentence]) -> Iterator[Finding]:
    """Say which words hold a sign that breaks them: U+2018 is a quotation mark, U+02BB the Uzbek letter."""
    for sentence in text:
        for word in QUOTE_INSIDE.findall(sentence.prose):
            right = re.sub("[‘`]", "ʻ", word)
            yield Finding(
                sentence, f'"{word}" has a quotation mark inside.', f"Write {right} with U+02BB, or an apostrophe."
            )


@cache
def _idioms() -> list[tuple[str, re.Pattern, str]]:
    """For each idiom a word that it always has, its pattern, and plain words; the word saves most of the searches."""
    listed = yaml.safe_load(Path(__file__).with_name("idioms.yml").read_text("utf-8"))
    fixed = {idiom: max((word for word in idiom.split() if "|" not in word), key=len) for idiom in listed}
    return [(fixed[idiom], re.compile(rf"\b{_forms(idiom)}\b"), plain) for idiom, plain in listed.items()]


def _forms(idiom: str) -> str:
    """A pattern of the idiom; `a|b` are forms of a word, `…` is one word or two.

    >>> bool(re.fullmatch(_forms("turn|turns … around"), "turns the tide around"))
    True
    """
    words = {"…": r"\S+(?: \S+)?"}
    return " ".join(words.get(word) or f"(?:{'|'.join(map(re.escape, word.split('|')))})" for word in idiom.split())
