"""What a lesson on a document consists of (schema caj-document/1), and a set of lessons. A field without a default must be there."""

from dataclasses import dataclass

from bookkit.story.model import Link

PASSPORT = ("Who", "When and where", "For whom", "Why then", "What we have")
SKILLS = ("Sourcing", "Corroboration", "Close reading", "Contextualisation", "Argument")
SEEN = ("text", "outline", "report")  # how a part of a document reached us


@dataclass(frozen=True)
class Full:
    """Where the whole text stands, and other copies: words and address."""

    text: str
    href: str
    more: list[list[str]]


@dataclass(frozen=True)
class Part:
    """A part of the document in our words, and how we know it (`text`, `outline` or `report`)."""

    part: object
    name: str
    text: str
    seen: str


@dataclass(frozen=True)
class Hero:
    """The phrase of the opener: Japanese with readings in `ja`, any other in `text` with its language."""

    en: str
    ja: str = ""
    text: str = ""
    lang: str = ""

    @property
    def language(self) -> str:
        """Language of the phrase."""
        return "ja" if self.ja else self.lang


@dataclass(frozen=True)
class Phrase:
    """A few words in the original; `chunks` are pieces of Japanese, each with its sound and its meaning."""

    lang: str
    where: str
    en: str
    notice: str
    text: str = ""
    chunks: list[list[str]] | None = None

    @property
    def original(self) -> str:
        """The words as they stand in the document, with markup."""
        return self.text or "".join(chunk[0] for chunk in self.chunks or [])


@dataclass(frozen=True)
class Side:
    """One of two documents side by side."""

    name: str
    sub: str


@dataclass(frozen=True)
class Rival:
    """The same matter in another document: a question and what each says; a source for each side; what to read also."""

    title: str
    sub: str
    a: Side
    b: Side
    rows: list[list[str]]
    src: list[str]
    also: list[list[str]]


@dataclass(frozen=True)
class Lesson:
    """One lesson. Date, author, place, countries and voice of its document stand in the table `documents`, under the same id."""

    schema: str
    id: str
    name: str
    question: str
    stand: str
    minutes: int
    level: str
    kind: str
    before: Link
    full: Full
    reading: str
    passport: list[list]
    outline: list[Part]
    seen: dict[str, str]
    hero: Hero
    phrases: list[Phrase]
    leaves_out: list[str]
    leaves_note: str
    rival: Rival
    words: list[list[str]]
    cards: list[dict]


@dataclass(frozen=True)
class Set:
    """Lessons that answer one question together, in the order of reading; what they show; what a class writes."""

    id: str
    name: str
    question: str
    documents: list[str]
    shows: list[str]
    write: str
    minutes: int


@dataclass(frozen=True)
class Sets:
    """All sets, and pairs, which are sets of two beside them."""

    schema: str
    sets: list[Set]
    pairs: list[Set]
