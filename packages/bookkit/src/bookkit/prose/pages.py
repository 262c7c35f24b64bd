"""The book's prose as sentences: chapters, prompts of exercises, figures, guides, teaching notes and the front page."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from bookkit.documents import reading as lessons
from bookkit.documents.rules import texts as texts_of_lesson
from bookkit.story import reading as stories
from bookkit.story.texts import texts as texts_of_story
from coursekit.book import Book
from coursekit.exercises.notebooks import read

GENERATED = {"claims", "data-and-sources"}  # their words stand in seeds/: titles of sources, and claims
TAG = re.compile(r"<[^>]+>")
CODE = re.compile(r"`[^`]*`")
WORD = re.compile(r"`[^`]*`|\w[\w'’.,:/%-]*")
END = re.compile(r"(?<=[.?!])[\"”)*]*(?:\s+(?=[A-Z0-9\"“(`])|\n)")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its file, the cell or line where its block begins, its words, and what sort of block holds it."""

    file: str
    place: str
    text: str
    block: str = "paragraph"

    def __str__(self) -> str:
        return f'{self.file}, {self.place}: "{self.text}"'

    @property
    def prose(self) -> str:
        """The sentence without code."""
        return CODE.sub(" ", self.text)

    @property
    def length(self) -> int:
        """Number of words; a piece of code, a number or a word with hyphens counts as one.

        >>> Sentence("x", "line 1", "In `seeds/` a well-kept table has 1,000 rows.").length
        8
        """
        return len(WORD.findall(self.text))


def pages(root: Path) -> dict[str, list[Sentence]]:
    """All sentences of each English page under `root`, in reading order, by file."""
    book = Book(root)
    told = {path.parent.name for path in stories.stories(root)}  # their pages are made from texts that stand below
    notebooks = [*(path for path in book.chapters if path.stem not in told), *book.sources]
    texts = [*sorted((root / "guides").rglob("*.md")), root / "index.md"]
    notes = [
        *sorted((root / "guides").rglob("*.yml")),
        *(place(path.stem) for place in (book.teaching, book.rubrics) for path in book.chapters),
    ]
    found = {}
    for paths, reader in ((notebooks, _notebook), (texts, _markdown), (notes, _values)):
        for path in filter(Path.exists, paths):
            file = path.relative_to(root).as_posix()
            found[file] = list(reader(path, file))
    for paths, reader in ((lessons.paths(root), _lesson), (stories.stories(root), _story)):
        for path in paths:
            file = path.relative_to(root).as_posix()
            found[file] = list(reader(path, file))
    return found


def _lesson(path: Path, file: str) -> Iterator[Sentence]:
    made, _ = lessons.read(path)
    for place, text in texts_of_lesson(made) if made else ():
        yield from _told(text, file, place)


def _story(path: Path, file: str) -> Iterator[Sentence]:
    made, _ = stories.read(path)
    for place, text in texts_of_story(made) if made else ():
        yield from _told(text, file, place)


def _told(text: str, file: str, place: str) -> Iterator[Sentence]:
    """Sentences whose length has rules of its own (`bookkit.story`, `bookkit.documents`)."""
    yield from (replace(each, block="story") for each in sentences(TAG.sub("", text), file, place))


def sentences(markdown: str, file: str, place: str = "") -> Iterator[Sentence]:
    """The sentences of a Markdown text; without citations, code blocks and formulas.

    >>> [str(each) for each in sentences("One [(A 2004)](#source-a). *Two*?", "x.md")]
    ['x.md, line 1: "One."', 'x.md, line 1: "Two?"']
    """
    block = "paragraph"
    for token in _parser().parse(markdown):
        where = place or f"line {token.map[0] + 1 if token.map else 1}"
        if token.type.endswith("_open"):
            block = token.type.removesuffix("_open")
        elif token.type == "inline":
            yield from (Sentence(file, where, text, block) for text in split(_plain(token)))
        elif token.type == "colon_fence":
            title, body = token.info.partition("}")[2], re.sub(r"\A(:[\w-]+:.*\n)+", "", token.content)
            yield from sentences(f"{title.strip()}\n\n{body}", file, where)


def split(text: str) -> list[str]:
    """Cut a paragraph into sentences, each on one line.

    >>> split("At 7:15 p.m. on 9 August it ended. Why?")
    ['At 7:15 p.m. on 9 August it ended.', 'Why?']
    """
    return [" ".join(piece.split()) for piece in END.split(text) if piece.strip()]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(colon_fence_plugin).use(dollarmath_plugin).use(front_matter_plugin)


def _plain(inline: Token) -> str:
    pieces, cited = [], False
    for token in inline.children or []:
        if token.type == "link_open":
            cited = token.attrGet("href").startswith("#source-")
        elif token.type == "link_close":
            cited = False
        elif token.type == "softbreak":
            pieces.append("\n")
        elif token.type == "code_inline":
            pieces.append(f"`{token.content}`")
        elif token.type == "text" and not cited:
            pieces.append(token.content)
    return re.sub(r" +(?=[.,;:)])", "", "".join(pieces))


def _notebook(path: Path, file: str) -> Iterator[Sentence]:
    for cell in read(path).cells:
        answer = cell.metadata.get("nbgrader", {}).get("solution")
        if cell.cell_type == "markdown" and cell.id not in GENERATED and not answer:
            yield from sentences(cell.source, file, f"cell {cell.id}")
        elif cell.cell_type == "code":
            for words in _shown(cell.source):
                yield from (Sentence(file, f"cell {cell.id}", text, "figure") for text in split(words))


def _shown(code: str) -> Iterator[str]:
    """Captions, subtitles and alt texts that a cell gives to its figures; a computed value is a number.

    >>> list(_shown('caj.show(chart, caption="Two lines.", alt=f"It ends at {last}.")'))
    ['Two lines.', 'It ends at 0.']
    """
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for value in (word.value for call in calls for word in call.keywords if word.arg in ("caption", "subtitle", "alt")):
        pieces = value.values if isinstance(value, ast.JoinedStr) else [value]
        yield "".join(str(piece.value) if isinstance(piece, ast.Constant) else "0" for piece in pieces)


def _markdown(path: Path, file: str) -> Iterator[Sentence]:
    text = path.read_text("utf-8")
    if not re.match(r"---\nlang: (?!en)", text):
        yield from sentences(text, file)


def _values(path: Path, file: str) -> Iterator[Sentence]:
    """The texts of a YAML file that are more than a key: those with a space."""

    def walk(node: yaml.Node) -> Iterator[Sentence]:
        if isinstance(node, yaml.ScalarNode) and " " in node.value:
            yield from sentences(node.value, file, f"line {node.start_mark.line + 1}")
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                yield from walk(child)
        elif isinstance(node, yaml.MappingNode):
            for _, child in node.value:
                yield from walk(child)

    yield from walk(yaml.compose(path.read_text("utf-8")))
