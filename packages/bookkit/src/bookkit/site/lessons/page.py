"""The page of a document: who speaks, the text as a line, phrases, what it leaves out, a rival, questions, and a sheet for the class."""

import html

from bookkit.documents.model import Hero, Lesson
from bookkit.documents.reading import FOLDER, lessons, sets
from bookkit.practice.authored import section
from bookkit.site.lessons.parts import cited, day, line, link, original, raw
from bookkit.site.lessons.sheet import sheet
from caj import sources


def document(id: str) -> str:
    """The Markdown of a lesson's page, with its title."""
    lesson = lessons()[id]
    asked = "".join(map(section, lesson.cards))
    parts = [
        f"# {lesson.name}",
        _opener(lesson),
        f"## Who speaks, when, for whom, and why then\n\n{_passport(lesson)}",
        f"## The text as a line\n\n{raw(line(lesson))}\n\n:::{{admonition}} Reading this source\n:class: reading\n\n{lesson.reading}\n:::",
        f"## {_count(len(lesson.phrases))} phrases, close up\n\n{raw(_phrases(lesson))}",
        f"## What it leaves out\n\n{_leaves_out(lesson)}",
        f"## {lesson.rival.title}\n\n{_rival(lesson)}",
        f"## {_count(len(lesson.cards))} questions\n\n{raw(asked)}",
        f"## The full text\n\n{_full(lesson)}",
        _sources(lesson),
        raw(sheet(lesson)),
    ]
    return "\n\n".join(parts)


def _opener(lesson: Lesson) -> str:
    before = link(lesson.before.text, lesson.before.href, f"{FOLDER}/{lesson.id}")
    own = [link(one.name, f"sets.html#{one.id}", FOLDER) for one in sets() if lesson.id in one.documents]
    facts = [
        f"{lesson.kind}, {day(lesson.id)}",
        f"<b>Lesson</b> {lesson.minutes} min",
        html.escape(lesson.level),
        f"Read before: {before}",
        f"In the set: {', '.join(own)}" if own else "",
        '<span class="on-paper">Printed, this page is one sheet for the class</span>',
    ]
    meta = "".join(f"<li>{fact}</li>" for fact in facts if fact)
    return "\n\n".join(
        [
            f":::{{container}} lesson-ask\n{lesson.question}\n:::",
            lesson.stand,
            raw(f'{_hero(lesson.hero)}<ul class="lesson-facts">{meta}</ul>'),
        ]
    )


def _hero(hero: Hero) -> str:
    kind = "vert" if hero.ja else "level"
    return f'<figure class="lesson-hero {kind}"><p lang="{hero.language}">{hero.ja or html.escape(hero.text)}</p><figcaption>{html.escape(hero.en)}</figcaption></figure>'


def _passport(lesson: Lesson) -> str:
    rows = "\n\n".join(f"{label}\n: {text}{cited(ids)}" for label, text, ids in lesson.passport)
    return f"::::{{container}} pass\n{rows}\n::::"


def _phrases(lesson: Lesson) -> str:
    items = "".join(
        f'<li><p class="where">{html.escape(phrase.where)}</p>{original(phrase)}'
        f'<p class="mean">{html.escape(phrase.en)}</p><p class="see">{html.escape(phrase.notice)}</p></li>'
        for phrase in lesson.phrases
    )
    return f'<ol class="phr">{items}</ol>'


def _leaves_out(lesson: Lesson) -> str:
    items = "\n".join(f"- {text}" for text in lesson.leaves_out)
    return f"{items}\n\n:::{{container}} unk\n{lesson.leaves_note}\n:::"


def _rival(lesson: Lesson) -> str:
    rival, here = lesson.rival, f"{FOLDER}/{lesson.id}"
    heads = [f"{side.name}, {side.sub}{cited([id])}" for side, id in zip((rival.a, rival.b), rival.src)]
    rows = "\n".join(f"| **{what}** | {first} | {second} |" for what, first, second in rival.rows)
    also = "; ".join(link(text, href, here) for text, href in rival.also)
    return f"{rival.sub}\n\n:::{{container}} rival\n| | {heads[0]} | {heads[1]} |\n| --- | --- | --- |\n{rows}\n:::\n\nRead also: {also}."


def _full(lesson: Lesson) -> str:
    here = f"{FOLDER}/{lesson.id}"
    every = [[lesson.full.text, lesson.full.href], *lesson.full.more]
    words = "\n\n".join(f"{word}\n: {meaning}" for word, meaning in lesson.words)
    places = "\n".join(f"- {link(text, href, here)}" for text, href in every)
    return f"{places}\n\nThe pages belong to their publishers; this book quotes a few words.\n\n::::{{container}} wordl\n{words}\n::::"


def _sources(lesson: Lesson) -> str:
    ids = dict.fromkeys(id for _, _, named in lesson.passport for id in named) | dict.fromkeys(lesson.rival.src)
    listed = "\n".join(f'- <a id="source-{id}"></a>{sources.source(id).markdown}' for id in ids)
    return f"## Sources\n\n{listed}"


def _count(number: int) -> str:
    return {4: "Four", 5: "Five", 6: "Six"}.get(number, str(number))
