"""Spelling: each word is English in British spelling, a name of the tables, or a word of the project dictionary."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from spellchecker import SpellChecker

from bookkit.prose.names import LETTERS, near_name
from bookkit.prose.pages import Sentence
from caj import data
from caj.errors import Finding
from coursekit.book import Book

DICTIONARY = "dictionary.txt"
ADDRESS = re.compile(r"\S*(?:://|\w_\w|\w\.[a-z]{2,5}\b)\S*")  # of a page or a file, or a name in code


def spelling(text: list[Sentence]) -> Iterator[Finding]:
    """Say which words are not spelt as the book spells them."""
    for sentence in text:
        for word in _words(sentence):
            if word.casefold() not in known():
                if word[0].isupper() and (name := near_name(word)):
                    yield Finding(
                        sentence,
                        f'"{word}" looks like {name}, as seeds/names.csv spells it.',
                        f'Write {name}, or add "{word}" to {DICTIONARY}.',
                    )
                else:
                    yield Finding(
                        sentence, f'"{word}" is no known word.', f"Mend it, or add it to {DICTIONARY} if it is right."
                    )


def british(text: list[Sentence]) -> Iterator[Finding]:
    """Say which words are American, or misspelt in a well-known way."""
    accepted = {*project_words(), *_table_words()}
    for line, word, instead in _typos([" ".join(_words(sentence)) for sentence in text]):
        if word not in accepted:
            yield Finding(
                text[line],
                f'"{word}": the book writes {" or ".join(instead)}.',
                f"A name that is spelt so belongs into {DICTIONARY}.",
            )


@data.cache
def known() -> frozenset[str]:
    """Every word that may stand in the prose, in small letters: English, the tables' names, the project's words."""
    english = SpellChecker(language="en").word_frequency.words()
    return frozenset(word.casefold() for word in [*english, *_table_words(), *project_words()])


@data.cache
def project_words() -> list[str]:
    """The project dictionary, one word a line; lines with # are headings."""
    path = Book.current().extra(DICTIONARY)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [line for line in lines if line and not line.startswith("#")]


@data.cache
def _table_words() -> frozenset[str]:
    """The words of names in the tables: persons, places, bodies, and authors of sources; and of the book's countries."""
    countries = " ".join(word for words in Book.current().settings.country_words.values() for word in words)
    columns = (("names", "preferred"), ("nodes", "name"), ("institutions", "name"), ("sources", "authors"))
    texts = (text for table, column in columns if data.holds(table) for text in data.load(table)[column].dropna())
    return frozenset(word for text in [countries, *texts] for word in LETTERS.findall(text))


def _words(sentence: Sentence) -> list[str]:
    """The words of a sentence without code, addresses, acronyms and the genitive."""
    found = LETTERS.findall(ADDRESS.sub(" ", sentence.prose))
    words = [re.sub(r"['’]s?$", "", each) for each in found]
    return [word for word in words if len(word) > 1 and not word.isupper()]


def _typos(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Line, word and better words, as the program `typos` sees them in British English."""
    program = Path(sys.executable).with_name("typos")
    done = subprocess.run(
        [program, "--isolated", "--locale", "en-gb", "--format", "json", "-"],
        input="\n".join(lines), capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode not in (0, 2):  # 2: it found something
        raise OSError(f"typos failed: {done.stderr.strip()}")
    for found in map(json.loads, done.stdout.splitlines()):
        if found["type"] == "typo":
            yield found["line_num"] - 1, found["typo"], found["corrections"]
