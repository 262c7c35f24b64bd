"""A cell that asks for an answer becomes a card: prompt, choices or field, three steps of help, and the cell in a fold."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.util import logging
from sphinx_design.dropdown import dropdown_main

from bookkit.practice import prompts
from bookkit.practice.drawers import LETTER, answer_of, drawer, help_of, letter_of, mark_letters, raw
from bookkit.practice.export import exported
from bookkit.practice.words import WORDS
from caj.question import Question, declared
from coursekit.exercises import Exercise, load, self_checks

LOGGER = logging.getLogger(__name__)
STUB = re.compile(r"^\w+ *= *\.\.\.", re.M)


class Card:
    """One question on a page: its declaration, and the nodes that belong to it."""

    def __init__(self, check: nodes.Element, chapter: str, question: Question) -> None:
        self.check, self.question = check, question
        self.data = exported(chapter, question)
        self.section: nodes.Element = check.parent
        place = self.section.index(check)
        before = self.section[place - 1] if place else None
        self.cells = [before, check] if question.in_exercise and _is_cell(before) else [check]
        self.start = self.section.index(self.cells[0])
        after = self.section[place + 1] if place + 1 < len(self.section) else None
        self.printed = after if _is_answer(after) else None

    @property
    def answerable(self) -> bool:
        """Whether a field can hold the answer: a value is asked for, and neither a table nor a function."""
        return bool(self.data) and any(STUB.search(_code(cell)) for cell in self.cells)

    @property
    def prompt(self) -> list[nodes.Node]:
        """What stands above the answer, without the heading and the line with points and minutes."""
        parts = [
            part for part in self.section[: self.start] if not isinstance(part, nodes.title) and not _is_cell(part)
        ]
        return parts[1:] if self.question.in_exercise else parts

    def choices(self) -> nodes.bullet_list | None:
        """The list of choices, each beginning with its letter in bold."""
        lists = [part for part in self.prompt if isinstance(part, nodes.bullet_list)]
        return next(
            (found for found in reversed(lists) if all(LETTER.fullmatch(letter_of(item)) for item in found)), None
        )

    def entry(self, choices: nodes.bullet_list | None) -> dict[str, Any]:
        """What the script needs to know."""
        prompt = [" ".join(part.astext().split()) for part in self.prompt if part is not choices]
        sentences = re.split(r"(?<=[.?!]) +(?=[A-Z\"“(])", " ".join(prompt))
        asks = next((sentence for sentence in reversed(sentences) if sentence.endswith("?")), sentences[-1])
        title = self.section.next_node(nodes.title).astext() if isinstance(self.section, nodes.section) else ""
        told = [
            self.data["kind"],
            self.data["answer"],
            self.question.within,
            prompt,
            choices.astext() if choices else "",
        ]
        more = {
            "name": self.question.name,
            "title": re.sub(r"^Question \d+: *", "", title),
            "ask": asks,
            "key": hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8],
        }
        if choices is not None:
            more["as"] = "choice" if self.data["kind"] == "letter" else "several"
        return self.data | more


def lay_out(doctree: nodes.document, docname: str, source: Path) -> list[dict[str, Any]]:
    """Make cards of all questions of a page; what the script needs of those that it can judge."""
    folder, _, slug = docname.partition("/")
    questions = {question.name: question for question in _declared(source / "chapters" / slug)}
    exercise = _exercise(source / "chapters" / slug / "exercise.ipynb") if folder == "exercises" else None
    entries = []
    for cell in [node for node in doctree.findall(nodes.container) if _is_cell(node)]:
        asked = next((name for _, name in self_checks.asked(_code(cell)) if name in questions), None)
        if asked is None:
            continue
        card = Card(cell, slug, questions[asked])
        if card.answerable:
            choices = card.choices()
            entries.append(card.entry(choices))
            prompts.mark(card.prompt)
            _write(card, choices, exercise)
        _frame(card.section, card.question)
    if exercise:
        _frame_open(doctree, exercise)
    return entries


def _write(card: Card, choices: nodes.bullet_list | None, exercise: Exercise | None) -> None:
    """Choices and place of the form, then the drawers: nudge, way, answer, and the cells."""
    solution = exercise.question(card.question.name).answer.solution if exercise else ""
    answer = list(card.printed[1:]) if card.printed is not None else answer_of(card.question, choices, solution)
    if choices is not None:
        mark_letters(answer, card.question)
    parts: list[nodes.Node] = [
        raw(f'<div class="ask-card" id="ask-{card.question.name}" data-ask="{card.data["id"]}">')
    ]
    if choices is not None:
        card.section.remove(choices)
        parts.append(choices)
    parts.append(raw('</div><div class="aside">'))
    for step, (name, text) in enumerate(zip(("nudge", "way"), help_of(card.question)), start=1):
        if text:
            parts += drawer(name, step, [nodes.paragraph("", text)])
    parts += drawer("answer", 3, answer)
    parts += drawer("code", 0, card.cells)
    parts.append(raw("</div>"))
    place = card.section.index(card.cells[0])
    for gone in [*card.cells, *([card.printed] if card.printed is not None else [])]:
        card.section.remove(gone)
    card.section[place:place] = parts


def _frame(section: nodes.Element, question: Question) -> None:
    """The section of a question is its card; what follows a self-check in its section is text of the chapter again."""
    heading = section.next_node(nodes.title)
    if not question.in_exercise and heading is not None and heading.astext() != "Check yourself":
        LOGGER.warning(
            'The self-check %s stands below "%s": write ### Check yourself above its prompt.',
            question.name,
            heading.astext(),
        )
    section["classes"] += ["ask", "wide"] if question.in_exercise else ["ask"]
    ends = [place for place, part in enumerate(section) if isinstance(part, nodes.raw) and part.astext() == "</div>"]
    if not question.in_exercise and ends:
        rest = section[ends[-1] + 1 :]
        for part in rest:
            section.remove(part)
        place = section.parent.index(section) + 1
        section.parent[place:place] = rest


def _frame_open(doctree: nodes.document, exercise: Exercise) -> None:
    """Open questions keep their field; a model answer waits in the page until something is written."""
    models = {
        question.prompt.partition("\n")[0].lstrip("# ").strip(): question
        for question in exercise.questions
        if question.kind == "manual"
    }
    for section in list(doctree.findall(nodes.section)):
        heading = section.next_node(nodes.title)
        question = models.get(heading.rawsource or heading.astext()) or models.get(heading.astext())
        if question:
            section["classes"] += ["ask", "wide"]
            model = MarkdownIt("commonmark", {"html": False}).enable("table").render(question.answer.source)
            section.append(raw(f'<template class="ask-model" data-open="{question.name}">{model}</template>'))


def script(data: dict[str, Any]) -> nodes.Node:
    """The data of a page for its script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return raw(
        f'<section class="ask-mine" hidden></section><script type="application/json" class="caj-questions">{text}</script>'
    )


@cache
def _declared(folder: Path) -> list[Question]:
    return declared(folder) if (folder / "questions.py").is_file() else []


@cache
def _exercise(path: Path) -> Exercise | None:
    return load(path) if path.is_file() else None


def _is_cell(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _is_answer(node: nodes.Node | None) -> bool:
    """Whether this is the fold "Answer" that an author wrote below a self-check."""
    return isinstance(node, dropdown_main) and node[0].astext() == WORDS["answer"]


def _code(cell: nodes.Element) -> str:
    return "\n".join(
        literal.astext()
        for literal in cell.findall(nodes.literal_block)
        if literal.parent.get("nb_element") == "cell_code_source"
    )
