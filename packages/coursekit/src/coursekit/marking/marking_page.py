"""The page to mark on: open answers with question and rubric beside them, and a form to change marks of the tests."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from coursekit.exercises import Exercise, QuestionCells
from coursekit.exercises.rubrics import HEAD, rows, table
from coursekit.markdown import html
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import Hand
from coursekit.marking.manual import Answer, levels_of, same_text, text_of
from coursekit.marking.page import number, page

STATIC = Path(__file__).parent / "static"
LONGEST = 400_000  # letters of an answer on the page; the rest is in the notebook
NOTHING = "0 nothing of it"


def marking_page(
    answers: Sequence[Answer],
    results: Sequence[Result],
    exercises: Mapping[str, Exercise],
    hand: Hand,
    names: Mapping[str, str] = {},
) -> str:
    """The whole page; `names` says who the students are."""
    template = jinja2.Template((STATIC / "marking.html").read_text("utf-8"), autoescape=True, trim_blocks=True)
    marks = list(_marks(results, hand))
    on_page = {(*one.entry.place, one.entry.answer) for one in answers} | {tuple(mark[:4]) for mark in marks}
    kept = [
        [*one.place, one.answer, "", one.points, one.comment, one.levels]
        for one in hand
        if (*one.place, one.answer) not in on_page
    ]
    data = {"marks": marks, "kept": kept, "names": {mark[0]: names[mark[0]] for mark in marks if names.get(mark[0])}}
    body = template.render(answers=_articles(answers, exercises, names), changeable=bool(marks), data=_harmless(data))
    return page(
        "Marking", body, (STATIC / "marking.js").read_text("utf-8"), (STATIC / "marking.css").read_text("utf-8")
    )


def title(question: QuestionCells) -> str:
    """The heading of a question."""
    return question.prompt.splitlines()[0].lstrip("# ") if question.prompt else question.name


def _articles(
    answers: Sequence[Answer], exercises: Mapping[str, Exercise], names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    same = Counter((one.slug, one.question.name, same_text(one.text)) for one in answers)
    before = None
    for place, one in enumerate(answers, 1):
        question, entry = one.question, one.entry
        head = f"{exercises[one.slug].title}. {title(question)}"
        group = one.slug, question.name, same_text(one.text)
        given = {name: entry.given(name) for name in ("points", "comment", "levels")}
        last = hand_words(one)
        yield {
            "number": place,
            "head": head if head != before else "",
            "title": title(question),
            "who": f"{one.student} {names.get(one.student, '')}".strip(),
            "student": one.student,
            "exercise": one.slug,
            "question": question.name,
            "answer": entry.answer,
            "of": number(question.points),
            **given,
            **last,
            "text": _shortened(one.text),
            "pictures": one.pictures,
            "prompt": _prose(question),
            "model": _formatted(question.answer.source),
            "same": "-".join(group),
            "alike": _others(same[group] - 1),
            **_rubric(question, dict(levels_of(entry))),
        }
        before = head


def hand_words(one: Answer) -> dict[str, str]:
    """What the page says of an earlier text: its mark in words, and what would be given again."""
    earlier = one.earlier
    return (
        {"earlier": one.earlier_words, "again": earlier.given("points"), "said": earlier.given("comment")}
        if earlier
        else {"earlier": "", "again": "", "said": ""}
    )


def _rubric(question: QuestionCells, chosen: dict[str, str]) -> dict[str, Any]:
    """The rubric with a level 0 in front, and the levels chosen before."""
    if not question.rubric:
        return {"rubric": [], "top": 1, "chosen": {}}
    head = [HEAD[0], NOTHING, *HEAD[1:]]
    levels = [(row[0], ["nothing", *row[1:]]) for row in rows(question.rubric)]
    return {
        "rubric": levels,
        "levels_head": head,
        "top": len(head) - 2,
        "chosen": {name: int(level) for name, level in chosen.items() if level.isdecimal()},
    }


def _prose(question: QuestionCells) -> Markup:
    """The text of a question without its heading and without the table that stands below as the rubric."""
    return _formatted(question.prompt.partition("\n")[2].replace(table(question.rubric), ""))


def _formatted(words: str) -> Markup:
    """An author's Markdown, its headings as lines of bold type: those of the page are the students'."""
    return Markup(re.sub(r"<(/?)h[1-6]>", lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html(words)))


def _shortened(text: str) -> str:
    return (
        text
        if len(text) <= LONGEST
        else f"{text[:LONGEST]}\n\n[{len(text) - LONGEST:,} more letters are only in the notebook.]"
    )


def _others(count: int) -> str:
    return f"{count} other{'s' * (count > 1)}" if count else ""


def _marks(results: Sequence[Result], hand: Hand) -> Iterator[list[Any]]:
    """Every mark that no open answer stands for, with what a person made of it."""
    for result in results:
        for mark in result.marks:
            if not isinstance(mark.answer, str):
                place, answer = (result.student, result.slug, mark.question), text_of(result, mark)
                entry = hand.of(place, answer)
                automatic = mark.earned if mark.automatic is None else mark.automatic
                given = [entry.given("points"), entry.given("comment")] if entry else ["", ""]
                yield [*place, answer, number(mark.points), number(automatic or 0.0), *given]


def _harmless(data: Any) -> Markup:
    """JSON that no page takes for a tag."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
