"""Prose checks for readers in a second language: length, idioms, acronyms, spelling and names."""

from pathlib import Path

from bookkit.prose.acronyms import acronyms, used
from bookkit.prose.names import variants
from bookkit.prose.pages import Sentence, pages
from bookkit.prose.readability import idioms, long_chapters, long_sentences, signs
from bookkit.prose.words import british, spelling
from caj.errors import Finding
from coursekit.book import CHAPTERS


def problems(root: Path) -> list[Finding]:
    """One sentence for each fault of the prose under `root`; an empty list means all is well."""
    text = pages(root)
    everything = [sentence for page in text.values() for sentence in page]
    found: list[Finding] = [
        fault
        for check in (long_sentences, long_chapters, idioms, signs, variants, spelling, british)
        for fault in check(everything)
    ]
    for file, page in text.items():
        found += acronyms(page, _brought_along(file, text))
    return found


def _brought_along(file: str, text: dict[str, list[Sentence]]) -> frozenset[str]:
    """The acronyms that a reader of an exercise or of a teaching note knows from its chapter."""
    folder = Path(file).parent.as_posix()
    return frozenset(used(text.get(f"{folder}.ipynb", []))) if folder.startswith(f"{CHAPTERS}/") else frozenset()
