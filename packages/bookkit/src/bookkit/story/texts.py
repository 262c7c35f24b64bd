"""What a reader reads in a chapter of the story, text by text, for the checks of language."""

from collections.abc import Iterator

from bookkit.story import cards
from bookkit.story.model import Scene, Story
from bookkit.story.sentences import sentences


def texts(chapter: Story) -> Iterator[tuple[str, str]]:
    """Each text with its place; marks of sources are not read."""
    yield from (("question", chapter.question), ("stand", chapter.stand))
    yield from (("timeline", text) for text in (chapter.timeline.title, chapter.timeline.sub))
    yield from ((place, text) for place, shown in _tables(chapter) for text in shown)
    yield from (("timeline", f"{label[1]}.") for label in chapter.timeline.labels if len(label) > 1)
    for place, block in chapter.blocks():
        yield from ((place, sentence.text) for sentence in sentences(block))
    for scene in chapter.scenes:
        yield from ((f"scene {scene.id}", text) for text in _around(scene))
    for card in chapter.cards:
        yield from ((f"card {card.get('id')}", text) for text in cards.texts(card))


def _tables(chapter: Story) -> Iterator[tuple[str, tuple[str, str]]]:
    """Title and words below it of each table."""
    for place in ("chairs", "figure"):
        if shown := getattr(chapter, place):
            yield place, (f"{shown.title}.", shown.sub)


def _around(scene: Scene) -> Iterator[str]:
    yield from (f"{scene.title}.", f"{scene.phrase}.", scene.unknown, f"{scene.document.title}.", scene.document.ask)
    yield from (f"{words}." for _, words in scene.cast)
    yield from (f"{thread.text}." for thread in scene.threads)
