"""Numbers in a chapter's prose that nothing ties to evidence: no fact covers them, no citation stands beside them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from bookkit.notebooks.facts import stated, words
from bookkit.story.reading import stories
from caj.errors import Finding
from coursekit.book import CHAPTERS, Book
from coursekit.exercises.notebooks import code_cells, read

GENERATED = {"card", "claims", "data-and-sources"}  # cells written from metadata and tables
CITATION = "](#source-"

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ONES = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
MANY = f"(?:{ONES}|[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
SIZES = "(?:hundred|thousand|million|billion|trillion)s?"
PARTS = rf"(?<!first )(?<!second )half(?= (?:of|the|as|its|their)\b)|halves|thirds|quarters|fifths|tenths|twice|doubled?|tripled?|dozens?|(?:{ONES}|hundred|thousand)fold|(?:hundreds|thousands|millions) of"
FRACTION = (
    "(?:a|one) (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?= of\\b|[.,;:)]|$)"  # not "a third bridge"
)
DATE = rf"\b(?:\d\d? )?(?:{MONTHS}) \d{{4}}\b"
DIGITS = r"(?<![\w.,])[−-]?\d+(?:[.,]\d+)*(?!\w)"
NUMBER = re.compile(rf"{DATE}|{DIGITS}|\b(?:{MANY}|{PARTS}|{FRACTION})\b", re.I)
YEAR = re.compile(r"(?:1[89]|20)\d\d")
ON_THE_PAGE = (
    "answers|ask|cases|cautions|cells|checks|codes|columns|cures|definitions|dots|errors|exercises|factors|figures|forms|functions|groups|habits|keys|kinds|limits|lines"
    "|lists|names|numbers|others|parts|questions|readings|reasons|rows|rules|sentences|short|signs|statements|steps|tables|tests|texts|things|traps|values|ways|warnings|words"
)
OF_METHOD = "dates|indicators|judges|kappas|percentages|people|shares|verdicts|wholes|witnesses"

# What is no prose: one kind a line.
APART = [
    re.compile(r"^(```|~~~).*?^\1", re.M | re.S),  # code shown to be read
    re.compile(r"`[^`\n]*`"),  # code in the sentence
    re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.S),  # formulas
    re.compile(r"^ *#+ .*$", re.M),  # headings name what the text below says
    re.compile(r"^:{3,}.*$", re.M),  # fences and titles of boxes
    re.compile(r"\[[^\]]*\]\([^)]*\)"),  # links: titles of chapters and sources
]
# What states nothing that evidence could tie: one kind a line, with its reason.
ALLOWED = [
    re.compile(r"^[-\d. ]*(?:\*\*[^*\n]+[.?:]\*\*|\*[^*\n]+\*$)", re.M),  # small headings: bold, or a line of its own
    re.compile(r"^ *\d+\. ", re.M),  # numbers of a list
    re.compile(r"\b\d+ (?:minutes|words)\b"),  # lengths of lessons and exercises
    re.compile(r"\b[a-z]+(?:-[a-z]+)*-\d{4}-\d+\b"),  # ids of rows
    re.compile(
        r"\bC5\+1\b|\b[A-Z]\w*-\d+\b|\b(?:[Cc]laim|[Ll]ine|[Ss]tep) \d+\b"
    ),  # names: of meetings, plants, claims, lines of code
    re.compile(r"(?<![\w.,−-])[01](?![\w.,]*\d)(?! (?:per|of|[A-Z]))"),  # no and one: the ends of a scale
    re.compile(rf"\b{MANY}-(?:foot|sided)\b"),  # terms: *twenty-foot equivalent unit*
    re.compile(r"(?:[^.?!:;\n|]|\.(?=\d))*\?"),  # questions ask, they do not state
    re.compile(
        rf"\b(?:the|these|those|all|other|first|last|next) (?:same )?{MANY}\b(?! (?:per|{SIZES}))", re.I
    ),  # a word that points back
    re.compile(rf"\b{MANY} (?:of them )?(?:[a-z]+ )?(?:{ON_THE_PAGE})\b", re.I),  # what a reader can count on the page
    re.compile(rf"\b{MANY} (?:[a-z]+ )?(?:{OF_METHOD})\b", re.I),  # what a method needs: two dates, two judges
]


def problems(root: Path, slugs: list[str] | None = None) -> Iterator[Finding]:
    """One line for each line of prose with an untied number, in these chapters or all: chapter, cell, numbers, line."""
    return in_chapters(root, slugs, lambda slug, notebook: problems_in(notebook, stated(root, slug)))


def in_chapters(
    root: Path, slugs: list[str] | None, faults: Callable[[str, NotebookNode], Iterator[Finding]]
) -> Iterator[Finding]:
    """The faults of these chapters, or of all, each with the chapter it stands in.

    In a chapter of the story each sentence bears the mark of its sources (`bookkit.story.check`).
    """
    told = {path.parent.name for path in stories(root)}
    for path in Book(root).chapters:
        if path.stem not in told and (not slugs or path.stem in slugs):
            yield from (fault.at(f"{CHAPTERS}/{path.name}") for fault in faults(path.stem, read(path)))


def written_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells whose prose somebody wrote."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.get("id") not in GENERATED]


def problems_in(notebook: NotebookNode, facts: list[dict]) -> Iterator[Finding]:
    """The untied numbers of one chapter; `facts` hold at least `says`, the words of the prose that a fact covers.

    A year alone is a label and needs to stand somewhere in the chapter's facts, code or outputs.

    >>> from nbformat.v4 import new_markdown_cell as prose, new_notebook
    >>> chapter = new_notebook(cells=[prose("Cargo grew by 86 per cent.", id="a")])
    >>> list(problems_in(chapter, []))
    ['cell a: 86 in "Cargo grew by 86 per cent."']
    >>> list(problems_in(chapter, [{"says": "grew by 86 per cent"}]))
    []
    """
    labels = set(YEAR.findall(f"{facts} {code_cells(notebook)}"))
    for cell in written_cells(notebook):
        untold = _blank(cell.source, [*map(words, facts), *APART, *ALLOWED, *_groups()])
        for line, left in zip(cell.source.split("\n"), untold.split("\n"), strict=True):
            found = [number for number in NUMBER.findall(left) if number not in labels]
            if found and CITATION not in line:
                yield Finding(f"cell {cell.get('id')}", f'{", ".join(found)} in "{line.strip()}"')


def stating(text: str) -> str:
    """The text with spaces for all that is no prose and for numbers that state nothing; lines stay where they are.

    >>> stating("Two things are known: it grew by 86.")
    '           are known: it grew by 86.'
    """
    return _blank(text, [*APART, *ALLOWED, *_groups()])


def prose_of(text: str) -> str:
    """The text with spaces for code, formulas, headings and links; lines stay where they are.

    >>> prose_of("See `x` in [here](y.md).")
    'See     in             .'
    """
    return _blank(text, APART)


def _groups() -> list[re.Pattern]:
    """Groups that the whole book counts in the same way, such as the members of an alliance; its settings have them."""
    return [re.compile(rf"{pattern}\b", re.I) for pattern in Book.current().settings.counted_groups]


def _blank(text: str, patterns: list[re.Pattern]) -> str:
    left = list(text)
    for pattern in patterns:
        for found in pattern.finditer(text):
            left[found.start() : found.end()] = re.sub(r"[^\n]", " ", found[0])
    return "".join(left)
