"""What is folded below a question: a nudge, the way, the answer with its reason and its code."""

import html
import re
from collections.abc import Iterable

from docutils import nodes
from sphinx.util import logging

from bookkit.practice.words import WORDS
from caj.answer_types import kind_of
from caj.question import Question, fill, value, varying

LOGGER = logging.getLogger(__name__)
LETTER = re.compile(r"[a-z]")


def raw(markup: str) -> nodes.raw:
    """Markup for the page only."""
    return nodes.raw("", markup, format="html")


def drawer(name: str, step: int, content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """A fold with its content; a step of help has a number."""
    kind = f' data-step="{step}"' if step else ""
    opening = f'<details class="ask-{name}"{kind}><summary>{html.escape(WORDS[name])}</summary><div class="drawer">'
    return [raw(opening), *content, raw("</div></details>")]


def help_of(question: Question) -> list[str]:
    """Nudge and method, with the book's own values in place.

    >>> help_of(Question("n", answer=lambda year=2004: year, nudge="Look.", hint="Count from {year}."))
    ['Look.', 'Count from 2004.']
    """
    return [fill(text, varying(question.answer)) for text in (question.nudge, question.hint)]


def answer_of(question: Question, choices: nodes.bullet_list | None, solution: str) -> list[nodes.Node]:
    """The answer with what it shows, and the code that computes it; of choices the right ones, letter and words."""
    if choices is not None:
        right = [item for item in choices if letter_of(item) in value(question.answer)]
        chosen = [nodes.list_item("", *(part.deepcopy() for part in item)) for item in right]
        return [nodes.bullet_list("", *chosen), nodes.paragraph("", question.praise)]
    told = [question.hints()[-1], question.praise]
    parts: list[nodes.Node] = [nodes.paragraph("", " ".join(filter(None, told)))]
    return [*parts, nodes.literal_block(solution, solution, language="python")] if solution else parts


def mark_letters(answer: list[nodes.Node], question: Question) -> None:
    """Mark the letters of choices in an answer, for each reader sees the choices in another order; warn of a wrong one."""
    marks = [mark for part in answer for mark in part.findall(nodes.strong) if LETTER.fullmatch(mark.astext())]
    right = value(question.answer)
    if kind_of(right) == "letter" and marks and marks[0].astext() != right:
        LOGGER.warning(
            'The answer below the question %s begins with "%s", and "%s" is declared: correct one of them.',
            question.name,
            marks[0].astext(),
            right,
        )
    for mark in marks:
        letter = html.escape(mark.astext())
        mark.replace_self(raw(f'<strong data-letter="{letter}">{letter}</strong>'))


def letter_of(item: nodes.Node) -> str:
    """The letter of a choice, which stands in bold before its words; empty where there is none."""
    strong = item.next_node(nodes.strong)
    return strong.astext() if strong is not None else ""
