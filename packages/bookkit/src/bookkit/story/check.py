"""Say what is wrong with the chapters of the story: their form, their sentences, their scenes and their cards."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bookkit.story import cards
from bookkit.story.model import OPTIONAL_STEPS, STEPS, Scene, Story, blocks_of
from bookkit.story.reading import read, stories
from bookkit.story.sentences import count, faults, long_quotations, sentences, words
from caj import data
from caj.errors import Finding

SCENE, CHAPTER = (350, 600), (2500, 3500)  # words
HISTORIANS = 2  # sentences
LONGEST_PHRASE = 8  # words


@dataclass(frozen=True)
class Known:
    """The ids that a chapter may name."""

    sources: Collection[str]
    events: Collection[str]
    documents: Collection[str]
    meetings: Collection[str]


def problems(root: Path) -> list[Finding]:
    """What is wrong with the story under `root`; an empty list means all is well.

    >>> problems(Path("no-such-folder"))
    []
    """
    paths = stories(root)
    if not paths:
        return []
    known = Known(*(set(data.load(table)["id"]) for table in ("sources", "events", "documents", "meetings")))
    return [fault.at(path.relative_to(root).as_posix()) for path in paths for fault in _in_file(path, known)]


def _in_file(path: Path, known: Known) -> Iterator[Finding]:
    chapter, form = read(path)
    yield from form
    if chapter is None:
        return
    if chapter.id != path.parent.name:
        yield Finding("", f"id: {chapter.id}, but the folder is {path.parent.name}.", "Give both one name.")
    yield from in_chapter(chapter, known)


def in_chapter(chapter: Story, known: Known) -> Iterator[Finding]:
    """What is wrong with one chapter."""
    for place, block in chapter.blocks():
        yield from (fault.at(place) for fault in faults(block, known.sources))
    for scene in chapter.scenes:
        yield from (fault.at(f"scene {scene.id}") for fault in _in_scene(scene, chapter, known))
    yield from _in_writing(chapter)
    for card in chapter.cards:
        yield from (fault.at(f"card {card.get('id')}") for fault in cards.faults(card, chapter.id))
    yield from _in_figures(chapter, known)
    total = sum(count(block) for _, block in chapter.blocks())
    yield from _length("the chapter", total, CHAPTER)


def _in_scene(scene: Scene, chapter: Story, known: Known) -> Iterator[Finding]:
    yield from _steps(list(scene.prose))
    yield from (
        Finding("", f"the step {step} is empty.", "Write it.")
        for step, block in scene.prose.items()
        if not sentences(block)
    )
    if (told := len(sentences(scene.historians))) != HISTORIANS:
        yield Finding("", f"what historians argue has {told} sentences; it has exactly two.", "Name two views.")
    if words(scene.phrase) > LONGEST_PHRASE:
        yield Finding("", f"the phrase has {words(scene.phrase)} words; at most {LONGEST_PHRASE}.", "Make it shorter.")
    yield from _length("the scene", sum(count(block) for _, block in blocks_of(scene)), SCENE)
    if scene.card not in {str(card.get("id")).removeprefix(f"{chapter.id}/") for card in chapter.cards}:
        yield Finding("", f"no card is called {scene.card}.", "Correct the name, or add the card.")
    document = scene.document
    if document.source not in known.sources:
        yield Finding(
            "",
            f'the document names the source "{document.source}", which is not in seeds/sources.csv.',
            "Correct it, or add the source there.",
        )
    if document.id and document.id not in known.documents:
        yield Finding(
            "",
            f'the document "{document.id}" is not in seeds/documents.csv.',
            "Correct the id, or add the document there.",
        )
    for text in [*(f"“{quoted}”" for quoted in document.phrase.values()), scene.unknown]:
        yield from (fault.of("the document or what is not known") for fault in long_quotations(text))

    for thread in scene.threads:
        if not thread.href.partition("#")[2]:
            yield Finding(
                "",
                f'the thread "{thread.name}: {thread.text}" leads to no scene.',
                "Give it a chapter and a scene, as in some-chapter#some-scene, or leave it out.",
            )


def _in_writing(chapter: Story) -> Iterator[Finding]:
    """The question at the end is an open card."""
    kinds = {str(card.get("id")).removeprefix(f"{chapter.id}/"): card.get("kind") for card in chapter.cards}
    if chapter.write and kinds.get(chapter.write) != "open":
        yield Finding("write", f"{chapter.write} is no open card.", "Name an open card, or add one.")


def _steps(given: list[str]) -> Iterator[Finding]:
    for step in STEPS:
        if step not in given and step not in OPTIONAL_STEPS:
            yield Finding("", f"the step {step} is missing.", f"A scene goes {', '.join(STEPS)}.")
    for step in given:
        if step not in STEPS:
            yield Finding("", f"{step} is no step of a scene.", f"A scene goes {', '.join(STEPS)}.")
    if [step for step in given if step in STEPS] != [step for step in STEPS if step in given]:
        yield Finding("", "the steps are not in order.", f"A scene goes {', '.join(STEPS)}.")


def _in_figures(chapter: Story, known: Known) -> Iterator[Finding]:
    labelled = [str(label[0]) for label in chapter.timeline.labels if label]
    for id in [*labelled, chapter.timeline.key]:
        if id not in known.events:
            yield Finding(
                "timeline", f'the event "{id}" is not in seeds/events.csv.', "Correct it, or add the event there."
            )
    if chapter.timeline.key not in labelled:
        yield Finding(
            "timeline", f"the key event {chapter.timeline.key} has no label.", "Add one, for it is drawn red."
        )
    for meeting, *_ in chapter.chairs.meetings if chapter.chairs else []:
        if meeting not in known.meetings:
            yield Finding(
                "chairs",
                f'the meeting "{meeting}" is not in seeds/meetings.csv.',
                "Correct it, or add the meeting there.",
            )


def _length(what: str, length: int, bounds: tuple[int, int]) -> Iterator[Finding]:
    least, most = bounds
    if length < least:
        yield Finding("", f"{what} has {length:,} words; at least {least:,}.", "Say what a reader still misses.")
    elif length > most:
        yield Finding("", f"{what} has {length:,} words; at most {most:,}.", "Cut what is said twice.")
