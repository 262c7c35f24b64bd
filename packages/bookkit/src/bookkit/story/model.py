"""What a chapter of the story consists of (schema caj-story/1). A field without a default must be there; a trailing _ is not part of the key."""

from dataclasses import dataclass, field

STEPS = ("place-and-day", "motives", "constraint", "event", "turn", "consequence")
OPTIONAL_STEPS = frozenset({"event"})  # what happened in the room may be told with what stood in the way


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `name` is the thread that they belong to."""

    text: str
    href: str
    name: str = ""


@dataclass(frozen=True)
class Objective:
    """What a reader can do afterwards."""

    id: str
    text: str


@dataclass(frozen=True)
class Minutes:
    """How long a reader needs."""

    read: int
    practice: int


@dataclass(frozen=True)
class Strip:
    """The map behind the opener."""

    map: str
    credit: str
    alt: str = ""


@dataclass(frozen=True)
class Timeline:
    """The events between two years; `key` is the red one; a label is an event, words, a level (negative: above) and a side."""

    title: str
    sub: str
    from_: float
    to: float
    countries: list[str]
    key: str
    labels: list[list]


@dataclass(frozen=True)
class Chairs:
    """Who sat at which meeting, drawn from the table of attendance: meeting and city."""

    title: str
    sub: str
    meetings: list[list[str]]


@dataclass(frozen=True)
class Figure:
    """Rows of a table that answer a query, with one row of another table, in the order of the first column.

    `columns` gives each column its heading, `say` words that stand for parts of a cell, such as a name for a code.
    """

    title: str
    sub: str
    table: str
    query: str
    columns: dict[str, str]
    say: dict[str, str] = field(default_factory=dict)
    plus: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A document beside a scene; `phrase` holds a few words by language, `id` its row in the table of documents."""

    title: str
    place: str
    seen: str
    phrase: dict[str, str]
    ask: str
    link: Link
    source: str
    id: str = ""


@dataclass(frozen=True)
class Scene:
    """A place and a day, six steps of prose, what historians argue, what is not known, a document, a card and threads."""

    id: str
    title: str
    place: str
    when: str
    map: str
    phrase: str
    cast: list[list[str]]
    prose: dict[str, str]
    historians: str
    unknown: str
    document: Document
    card: str
    threads: list[Link]


@dataclass(frozen=True)
class Next:
    """The bridge to the next chapter: its last sentences, and where they lead."""

    prose: str
    text: str
    href: str


@dataclass(frozen=True)
class Story:
    """One chapter. `opening` and `take` (what a reader takes along) are prose like that of the scenes; `figure` is a table other than `chairs`.

    `write` names the open card at the end, a question worth an argument of some 150 words.
    """

    schema: str
    id: str
    part: str
    number: float
    years: list[int]
    name: str
    question: str
    stand: str
    minutes: Minutes
    level: str
    before: list[Link]
    strip: Strip
    timeline: Timeline
    scenes: list[Scene]
    take: str
    next: Next
    cards: list[dict]
    write: str = ""
    objectives: list[Objective] = field(default_factory=list)
    figures_to: str = ""  # until when the chapter knows, and when somebody should look at it again
    review_by: str = ""
    opening: str = ""
    chairs: Chairs | None = None
    figure: Figure | None = None

    def card(self, name: str) -> dict:
        """The card of a name; StopIteration if there is none, which the check tells first."""
        return next(card for card in self.cards if card["id"] == f"{self.id}/{name}")

    def blocks(self) -> list[tuple[str, str]]:
        """All prose of the chapter in reading order, each block with its place."""
        scenes = [block for scene in self.scenes for block in blocks_of(scene)]
        return [("opening", self.opening), *scenes, ("take", self.take), ("next", self.next.prose)]


def blocks_of(scene: Scene) -> list[tuple[str, str]]:
    """The prose of a scene, each block with its place."""
    steps = [*scene.prose.items(), ("historians", scene.historians)]
    return [(f"scene {scene.id}, {step}", prose) for step, prose in steps]
