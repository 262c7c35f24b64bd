"""Names: persons, places and bodies are written as the names table writes them."""

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bookkit.prose.pages import Sentence
from caj import data
from caj.errors import Finding

LETTERS = re.compile(r"(?:[A-Za-zÀ-ɏʻʼ]|(?<=\w)['’](?=\w))+")
SHORTEST = 5  # letters of a name that can be told from another one with a letter changed


def variants(text: list[Sentence]) -> Iterator[Finding]:
    """Say which names stand in a form that the names table lists as a variant: another order, another spelling.

    A form in quotation marks is what a source wrote, and stays.
    """
    preferred = _other_forms()
    if not preferred:
        return
    forms = "|".join(sorted(map(re.escape, preferred), key=len, reverse=True))
    pattern = re.compile(rf'(?<![\w"-])(?:{forms})(?![\w-])')
    for sentence in text:
        for form in pattern.findall(sentence.prose):
            yield Finding(sentence, f'the book writes {preferred[form]}, not "{form}" (seeds/names.csv).')


def near_name(word: str) -> str | None:
    """The single name that differs from `word` by one letter, or by two if it is long.

    >>> near_name("Mirziyoev"), near_name("Hashimoto"), near_name("Tables")
    ('Mirziyoyev', None, None)
    """
    limit = 2 if len(word) > 7 else 1
    if len(word) < SHORTEST or word in _single_names():
        return None
    found = process.extractOne(word, _single_names(), scorer=DamerauLevenshtein.distance, score_cutoff=limit)
    return str(found[0]) if found else None


@data.cache
def _single_names() -> tuple[str, ...]:
    """The words of persons' and places' names that are long enough to be compared."""
    if not data.holds("names"):
        return ()
    names = data.load("names").query("kind in ['person', 'place']")["preferred"]
    return tuple(sorted({word for name in names for word in LETTERS.findall(name) if len(word) >= SHORTEST}))


@data.cache
def _other_forms() -> dict:
    """Latin variants with the preferred form: of persons all full names, of other things what differs by a letter or two."""
    forms: dict = {}
    if not data.holds("names"):
        return forms
    for row in data.load("names").dropna(subset="variants").itertuples():
        for form in row.variants.split(";"):
            same = DamerauLevenshtein.distance(form, row.preferred) <= 2
            if (same or (row.kind == "person" and " " in form)) and LETTERS.match(form) and len(form) > SHORTEST:
                forms[form] = row.preferred
    return {form: name for form, name in forms.items() if form not in set(data.load("names")["preferred"])}
