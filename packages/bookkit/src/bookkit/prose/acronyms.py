"""Acronyms: each is spelt out where a page first uses it, or the glossary explains it and the page links there."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from bookkit.prose.pages import Sentence
from caj import data
from caj.errors import Finding
from coursekit.book import CHAPTERS, Book
from coursekit.settings import read_yaml

ACRONYM = re.compile(r"(?<![\w+-])[A-Z]{2,}[0-9]*(?=s?(?![\w+-]))")
ROMAN = re.compile("[IVX]+")
SMALL = "(?:(?:of|on|for|the|and|in|to|an?|that|is|with) )*"


def acronyms(text: list[Sentence], explained: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Say which acronyms of a page nobody explains; `explained` are those that a reader brings along."""
    seen = set(explained)
    for sentence, after in zip_longest(text, text[1:]):
        if sentence.block.startswith("h"):
            continue  # a heading may announce what the text below spells out
        for word in _found(sentence):
            if word not in seen and not _is_explained(word, sentence, after):
                yield Finding(
                    sentence,
                    f'"{word}" is not spelt out here.',
                    "Write its full name at this first use, or add it to the glossary.",
                )
            seen.add(word)


def used(text: list[Sentence]) -> frozenset[str]:
    """The acronyms that stand in a page.

    >>> sorted(used([Sentence("x", "line 1", "The IEA and two NGOs met.")]))
    ['IEA', 'NGO']
    """
    return frozenset(word for sentence in text for word in _found(sentence))


def _found(sentence: Sentence) -> list[str]:
    return [word for word in ACRONYM.findall(sentence.prose) if not ROMAN.fullmatch(word)]


def _is_explained(word: str, sentence: Sentence, after: Sentence | None) -> bool:
    near = f"{sentence.prose} {after.prose if after else ''}"
    if word in _everyday() or spelt_out(word, near) or any(name in near for name in _full_names().get(word, ())):
        return True
    return word in _linked() and sentence.block == "paragraph" and Path(sentence.file).parent.as_posix() == CHAPTERS


def spelt_out(word: str, near: str) -> bool:
    """Whether words with these initials stand one after the other, or a bracket joins acronym and words.

    >>> spelt_out("OECD", "Organisation for Economic Co-operation and Development"), spelt_out("IEA", "an agency")
    (True, False)
    >>> spelt_out("USGS", "the US Geological Survey (USGS)"), spelt_out("GW", "a plan of gigawatts (GW)")
    (True, True)
    """
    letters = re.sub(r"\d", "", word)
    initials = rf"[\w-]*,?[ -]{SMALL}".join(letters)
    inside = ".*".join(letters)
    before, after = rf"\b{inside}[^(]* \({word}\b", rf"\b{word} \({inside}"
    return any(re.search(pattern, near, re.I) for pattern in (rf"\b{initials}\w", before, after))


@data.cache
def _everyday() -> frozenset[str]:
    """What needs no explanation: acronyms that every reader meets, and firms and agencies whose name this is."""
    path = Book.current().extra("acronyms.yml")
    listed = read_yaml(path) if path.exists() else {}
    return frozenset(word for words in listed.values() for word in words)


@data.cache
def _linked() -> frozenset[str]:
    """Acronyms of the glossary; a chapter links the first use of each in a paragraph by itself."""
    return frozenset(form for row in _rows("glossary") for form in _forms(row.term, row.aliases) if form.isupper())


@data.cache
def _full_names() -> dict[str, list[str]]:
    """Acronyms of bodies and programmes in the names table, with their other names."""
    forms = [_forms(row.preferred, row.variants) for row in _rows("names")]
    return {
        word: [other for other in group if other != word]
        for group in forms
        for word in group
        if ACRONYM.fullmatch(word)
    }


def _rows(name: str) -> list:
    """The rows of a table, if the book has it."""
    return list(data.load(name).itertuples()) if data.holds(name) else []


def _forms(first: str, others: str) -> list[str]:
    return [first, *(others.split(";") if pd.notna(others) else [])]
