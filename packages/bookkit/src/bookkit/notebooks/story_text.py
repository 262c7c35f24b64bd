"""The text cells of a chapter of the story: sentences with their sources as links, scenes, documents, cards and threads."""

import html
import re
from pathlib import Path

from bookkit.notebooks import story_cards as cards
from bookkit.story.links import is_page, resolve
from bookkit.story.model import Document, Link, Scene, Story
from bookkit.story.sentences import Sentence, sentences
from coursekit.book import CHAPTERS, Book

OURS = "[○](#our-reading)"  # a link that the page draws as a ring
MARKS = '<a id="our-reading"></a>A sentence with a ring ○ is our own reading; every other statement names its sources.'
END = re.compile(r"(.*?)([.!?]?[”’]?)$", re.S)
DOCUMENTS = "documents"
ENGLISH = ("en", "text")


def opening(chapter: Story) -> str:
    """The first paragraph."""
    return paragraph(chapter.opening)


def paragraph(block: str) -> str:
    """A block of prose, one sentence a line."""
    return "\n".join(marked(sentence) for sentence in sentences(block))


def marked(sentence: Sentence) -> str:
    """A sentence with its sources before its last sign, or with the mark of our own reading.

    >>> marked(Sentence("They met.", ("mofa-fm1",)))
    'They met [](#source-mofa-fm1).'
    >>> marked(Sentence("It rained.", ("ours",))), marked(Sentence("Then it ended.", ("bridge",)))
    ('It rained [○](#our-reading).', 'Then it ended.')
    """
    found = END.match(sentence.text)
    assert found
    words, last = found.groups()
    if last.endswith(("”", "’")):  # the sign belongs to what is quoted
        words, last = words + last, ""
    links = [f"[](#source-{id})" for id in sentence.sources] or ([OURS] if sentence.mark == ("ours",) else [])
    return f"{words} {', '.join(links)}{last}" if links else sentence.text


def bullets(block: str) -> str:
    """The same as a list."""
    return "\n".join(f"- {marked(sentence)}" for sentence in sentences(block))


def scene(told: Scene, chapter: Story, root: Path) -> dict[str, str]:
    """The cells of a scene by the end of their ids: prose, what is open, document, card and threads."""
    here = f"{CHAPTERS}/{chapter.id}"
    steps = [_step(step, block) for step, block in told.prose.items()]
    return {
        "": "\n\n".join([f"## {told.title}", _head(told), *steps]),
        "-argued": _box("hist", f"**What historians argue.**\n{paragraph(told.historians)}")
        + "\n\n"
        + _box("unk", f"**Not known.** {told.unknown}"),
        "-document": _document(told.document, root, here),
        "-card": cards.markdown(chapter.card(told.card)),
        "-threads": _box("threads", "**Threads**\n\n" + "\n".join(_thread(each, root, here) for each in told.threads)),
    }


def exercises(slug: str, root: Path) -> str:
    """Where to practise: the cards of the scenes, and the set of the chapter, where there is one."""
    cards = "Each scene ends with a card: answer all of them again after a day, without reading the scene first."
    if Book(root).source(slug).exists():
        return f"{cards}\nQuestions on the whole chapter stand in its [exercises](../exercises/{slug}.ipynb)."
    return cards


def reading(chapter: Story) -> str:
    """The works of those who argue in the scenes, each with what it is read for."""
    listed: dict[str, list[str]] = {}
    for told in chapter.scenes:
        for sentence in sentences(told.historians):
            for id in sentence.sources:
                listed.setdefault(id, []).append(told.title)
    return "\n".join(
        f"- [](#source-{id}): for *{'* and *'.join(dict.fromkeys(titles))}*." for id, titles in listed.items()
    )


def _head(told: Scene) -> str:
    cast = "\n\n".join(f"{label}\n: {words}" for label, words in told.cast)
    return f":::{{scene}} {told.map}\n:place: {told.place}\n:when: {told.when}\n:phrase: {told.phrase}\n\n{cast}\n:::"


def _step(step: str, block: str) -> str:
    return _box("turn", paragraph(block)) if step == "turn" else paragraph(block)


def _box(kind: str, inside: str) -> str:
    return f":::{{container}} {kind}\n{inside}\n:::"


def _document(document: Document, root: Path, here: str) -> str:
    lines = [
        f"**{document.title}** [](#source-{document.source})",
        f"{document.place}. Seen: {document.seen}.",
        _phrase(document.phrase),
        document.ask,
    ]
    lesson = f"{DOCUMENTS}/{document.id}" if document.id else ""
    links = [f"[Read it like a historian](../{lesson}.md)"] if lesson and is_page(lesson, Book(root)) else []
    if "://" in document.link.href:
        links.append(f"[{document.link.text}]({document.link.href})")
    return ":::{admonition} Document\n:class: document\n\n" + "\n\n".join([*lines, " · ".join(links)]) + "\n:::"


def _phrase(phrase: dict[str, str]) -> str:
    """A few words in the original with what they mean; English words stand alone, or with a plain form."""
    originals = [
        f'<span lang="{language}">{words}</span>' for language, words in phrase.items() if language not in ENGLISH
    ]
    if "text" in phrase:
        originals.append(f"“{phrase['text']}”")
    meaning = [f"“{phrase['en']}”" if not originals else f"*{phrase['en']}*"] if "en" in phrase else []
    return ": ".join([*originals, *meaning])


def _thread(thread: Link, root: Path, here: str) -> str:
    target = resolve(thread.href, root, here)
    page, mark, anchor = target.partition("#")
    if not target or not (page == here or is_page(page, Book(root))):
        return f"- **{html.escape(thread.name, quote=False)}**: {thread.text}"
    if page == here:
        return f"- [{thread.name}](#{anchor}): {thread.text}"
    ending, up = (".md", "../") if page.startswith(DOCUMENTS) else (".ipynb", "")
    return f"- [{thread.name}]({up}{page.removeprefix(f'{CHAPTERS}/')}{ending}{mark}{anchor}): {thread.text}"
