"""Search: Japanese writes words without spaces, so each run of kanji and katakana is found by its parts too."""

import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

RUN = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff々]{2,}")
EXCERPTS = "SHOW_SEARCH_SUMMARY: true"
LONGEST = 6  # of longer words the script of the search finds parts by itself


class SearchParts(SearchEnglish):
    """English, which leaves other scripts as they are, and the parts of Japanese runs."""

    def split(self, input: str) -> list[str]:
        """Words of a text, and of each Japanese run every part of two to six characters.

        >>> SearchParts({}).split("Dialogue 東京対話")
        ['Dialogue', '東京対話', '東京', '京対', '対話', '東京対', '京対話']
        """
        words = super().split(input)
        return [*words, *(part for word in words for run in RUN.findall(word) for part in parts(run) if part != word)]


def parts(run: str) -> list[str]:
    """Every part of a run, short ones first.

    >>> parts("油田")
    ['油田']
    """
    return [run[start : start + length] for length in range(2, LONGEST + 1) for start in range(len(run) - length + 1)]


def spare_files(app, exception) -> None:
    """Ask for excerpts of the pages found only where a browser may: pages opened as files cannot read each other."""
    options = Path(app.outdir) / "_static/documentation_options.js"
    if not exception and app.builder.name == "html":
        options.write_text(options.read_text("utf-8").replace(EXCERPTS, 'SHOW_SEARCH_SUMMARY: location.protocol !== "file:"'), "utf-8")
