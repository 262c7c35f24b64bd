"""Which questions of an exercise can be quiz questions, as plain values: text, right answer, tolerance, feedback."""

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from caj import checks
from coursekit.exercises import Exercise, QuestionCells
from coursekit.exercises.key import Key, KeyedQuestion
from coursekit.exercises.rubrics import table
from coursekit.lms.given_cells import given

CHOICE = re.compile(r"^- \*\*([a-z])\*\* +(.+)$", re.M)
ASIDE = re.compile(r"^\*[^*\n]*points?[^*\n]*\*$|^[^\n]*quotation marks[^\n]*$", re.M | re.I)
QUOTED = re.compile(r'`"([^"`]+)"`')  # a form asks for the word itself, a cell for a text in quotation marks
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)")


@dataclass(frozen=True)
class Choice:
    """One choice of a question: its text, whether it is right, and what to tell who takes it."""

    letter: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer and the sentence that names it; `within` is the tolerance for a number."""

    answer: str
    within: float
    sentence: str


@dataclass(frozen=True)
class QuizItem:
    """One question of a quiz, an item as QTI calls it; texts are Markdown.

    `kind` is choice, number, text or essay; `within` is the tolerance for a number: what the hidden tests accept.
    `model` is the author's answer to an essay and is for markers only.
    """

    name: str
    title: str
    kind: str
    points: float
    text: str
    answer: str = ""
    within: float = 0.0
    choices: tuple[Choice, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    praise: str = ""
    hint: str = ""
    rubric: str = ""
    model: str = ""


class NoQuiz(ValueError):
    """This question cannot be a quiz question; the message says why."""


def quiz(key: Key) -> tuple[list[QuizItem], list[str]]:
    """The questions of an exercise that fit a quiz, and a sentence for each that does not."""
    fitting, left = [], []
    for question in key.exercise.questions:
        try:
            fitting.append(
                _essay(question, key.exercise)
                if question.kind == "manual"
                else _auto(key, key.questions[question.name])
            )
        except NoQuiz as error:
            left.append(f"{key.exercise.slug}, {question.name}: {error}; use the notebook for it.")
    return fitting, left


def _essay(question: QuestionCells, exercise: Exercise) -> QuizItem:
    title, text = _texts(question, exercise)
    return QuizItem(
        question.name,
        title,
        "essay",
        question.points,
        text,
        rubric=table(question.rubric) if question.rubric else "",
        model=question.answer.source,
    )


def _auto(key: Key, keyed: KeyedQuestion) -> QuizItem:
    question, slug = keyed.question, key.exercise.slug
    if len(keyed.answers) != 1:
        raise NoQuiz(f"its answer has {len(keyed.answers)} parts")
    answer = next(iter(keyed.answers.values()))
    try:
        known = checks.find(f"{slug}/{question.name}")
    except LookupError:
        known = checks.Question(question.name, answer, "", "")
    own = checks.varying(known.answer)
    wrong = [(checks.value(value), checks.fill(sentence, own)) for value, sentence in known.mistakes]
    title, text = _texts(question, key.exercise)
    about = {
        "name": question.name,
        "title": title,
        "points": question.points,
        "praise": checks.fill(known.praise, own),
        "hint": checks.fill(known.hint, own),
    }
    if isinstance(answer, str):
        return _words(keyed, answer, wrong, text, about)
    if isinstance(answer, pd.Timestamp):
        mistakes = tuple(
            Mistake(f"{value:%Y-%m-%d}", 0.0, _sentence(said))
            for value, said in wrong
            if isinstance(value, pd.Timestamp)
        )
        return QuizItem(
            **about,
            kind="text",
            text=f"{text}\nWrite the date like 2001-12-31.",
            answer=f"{answer:%Y-%m-%d}",
            mistakes=mistakes,
        )
    if isinstance(answer, (int, float, np.number)) and not isinstance(answer, bool):
        return _number(keyed, float(answer), known.within, wrong, text, about)
    raise NoQuiz(f"its answer is a {'function' if callable(answer) else type(answer).__name__}, which no quiz can take")


def _words(keyed: KeyedQuestion, answer: str, wrong: list, text: str, about: dict) -> QuizItem:
    """A choice when the text lists letters, else a short text."""
    said = {str(value): _sentence(sentence) for value, sentence in wrong}
    listed = CHOICE.findall(text)
    if answer in [letter for letter, _ in listed]:
        choices = tuple(
            Choice(letter, words, letter == answer, about["praise"] if letter == answer else said.get(letter, ""))
            for letter, words in listed
        )
        return QuizItem(
            **about,
            kind="choice",
            text=re.sub(r"\n{3,}", "\n\n", CHOICE.sub("", text)).strip(),
            answer=answer,
            choices=choices,
        )
    if len(answer) == 1:
        raise NoQuiz("its choices are not a list whose lines begin like `- **a** …`")
    mistakes = tuple(Mistake(value, 0.0, sentence) for value, sentence in said.items())
    return QuizItem(**about, kind="text", text=text, answer=answer, mistakes=mistakes)


def _number(keyed: KeyedQuestion, answer: float, usual: float, wrong: list, text: str, about: dict) -> QuizItem:
    whole = answer.is_integer() and not usual
    within = tolerance(keyed, answer, whole)
    if not whole and not within:
        raise NoQuiz("its tests take one exact decimal number only")
    decimals = 0 if whole else max(0, math.ceil(-math.log10(2 * within)))
    how = (
        "Enter a whole number."
        if whole
        else f"Enter a number{f' with {decimals} or more digits after the point' if decimals else ''}, without its unit."
    )
    mistakes = []
    for value, sentence in wrong:
        if isinstance(value, (int, float, np.number)) and (gap := abs(float(value) - answer) - within) > 0:
            mistakes.append(Mistake(f"{float(value):.10g}", min(usual, float(f"{gap * 0.9:.2g}")), _sentence(sentence)))
    return QuizItem(
        **about,
        kind="number",
        text=f"{text}\n{how}",
        answer=str(int(answer)) if whole else f"{answer:.10g}",
        within=within,
        mistakes=tuple(mistakes),
    )


def tolerance(keyed: KeyedQuestion, answer: float, whole: bool) -> float:
    """How far a number may lie from the answer, on either side, so that all hidden tests hold; two digits, rounded down."""
    name = next(iter(keyed.answers))

    def passes(distance: float) -> bool:
        tried = [int(answer + sign * distance) if whole else answer + sign * distance for sign in (1, -1)]
        return all(all(check.program.run({**check.names, name: value})) for value in tried for check in keyed.checks)

    if whole:
        return float(next(steps for steps in range(1000) if not passes(steps + 1)))
    low, high = 0.0, max(abs(answer), 1.0)
    for _ in range(26):
        middle = (low + high) / 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    if not low:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(low)) - 1)
    return float(f"{math.floor(low / unit + 1e-6) * unit:.2g}")


def _texts(question: QuestionCells, exercise: Exercise) -> tuple[str, str]:
    """Title and text of a question with what its given cells show, without what a quiz says itself."""
    head, _, rest = question.prompt.partition("\n")
    title = re.sub(r"^#+ *(Question \d+: *)?", "", head).strip() or question.name
    if "![" in rest:
        raise NoQuiz("its text holds a picture")
    text = re.sub(r"\n{3,}", "\n\n", QUOTED.sub(r"\1", LINK.sub(r"\1", ASIDE.sub("", rest)))).strip()
    where = f"The whole notebook is `{exercise.slug}.ipynb`."
    return title[:1].upper() + title[1:], "\n\n".join(filter(None, [text, given(exercise, question), where]))


def _sentence(said: Any) -> str:
    """A mistake's words as a sentence of their own."""
    return f"Not yet: {said}"
