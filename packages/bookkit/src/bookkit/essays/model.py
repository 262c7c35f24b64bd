"""What an essay (caj-essay/1) and the profile of a country (caj-profile/1) consist of. A field without a default must be there."""

from dataclasses import dataclass, field

from bookkit.story.model import Link, Next


@dataclass(frozen=True)
class Section:
    """A piece of an essay under one title; an empty line in `prose` begins a new paragraph.

    `facts` are pairs of a label and a sentence with its sources, `argue` is what people say for and against,
    `rows` are ids of events, projects or testimonies that it tells, `unknown` is what could not be found.
    """

    id: str
    title: str
    prose: str
    head: str = ""
    facts: list[list[str]] = field(default_factory=list)
    argue: str = ""
    rows: list[str] = field(default_factory=list)
    unknown: str = ""

    def blocks(self) -> list[tuple[str, str]]:
        """The prose of the section, each block with its place."""
        facts = "\n".join(fact[-1] for fact in self.facts)
        return [(f"section {self.id}, {name}", block) for name, block in self._parts(facts) if block]

    def _parts(self, facts: str) -> list[tuple[str, str]]:
        return [("facts", facts), ("prose", self.prose), ("argue", self.argue)]


@dataclass(frozen=True)
class Essay:
    """One page of reasons, neighbours, projects or voices; `least` and `most` bound its words."""

    schema: str
    id: str
    name: str
    question: str
    stand: str
    minutes: int
    opening: str
    sections: list[Section]
    take: str
    next: Next
    unknown: str
    before: list[Link] = field(default_factory=list)

    def blocks(self) -> list[tuple[str, str]]:
        """All prose in reading order, each block with its place."""
        inside = [block for section in self.sections for block in section.blocks()]
        return [("opening", self.opening), *inside, ("take", self.take), ("next", self.next.prose)]


@dataclass(frozen=True)
class Tie:
    """One of six dated ties with the other side: an event of the tables, which gives the day, and a sentence."""

    event: str
    prose: str


@dataclass(frozen=True)
class Person:
    """Somebody to know: the id of a row of the names, which gives every spelling, and who it is."""

    name: str
    who: str


@dataclass(frozen=True)
class Place:
    """A place for the map, and why."""

    name: str
    prose: str


@dataclass(frozen=True)
class Misconception:
    """What many believe, and what the sources say."""

    belief: str
    prose: str


@dataclass(frozen=True)
class Profile:
    """A country on two pages; its figures come from the tables (`book/profile_figures.yml`)."""

    schema: str
    id: str
    name: str
    own: list[list[str]]  # language and name in it
    stand: str
    history: str
    people: str
    energy: str
    ties: list[Tie]
    persons: list[Person]
    place: Place
    misconception: Misconception
    unknown: str

    def blocks(self) -> list[tuple[str, str]]:
        """All prose in reading order, each block with its place."""
        ties = [(f"tie {tie.event}", tie.prose) for tie in self.ties]
        persons = [(f"person {person.name}", person.who) for person in self.persons]
        ends = [("place", self.place.prose), ("misconception", self.misconception.prose)]
        texts = [(name, getattr(self, name)) for name in ("stand", "history", "people", "energy")]
        return [*texts, *ties, *persons, *ends]
