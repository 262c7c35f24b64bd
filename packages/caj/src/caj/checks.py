"""Self-checks: compare a reader's answer with the one computed from the tables, and name the mistake."""

import html
import inspect
import json
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from caj import answer_digests
from caj.answer_types import kind_of
from caj.arranged import Holding, Match, Order
from caj.forms import Form, agree, read, shown
from caj.question import Question, fill, find, questions, value, varying
from caj.written import Unread

__all__ = ["Question", "Result", "check", "fill", "find", "is_right", "questions", "same", "value", "varying"]


@dataclass(frozen=True)
class Result:
    """What a check says, shown as one sentence.

    `status` is "open", "unread" when the check asks back because it cannot read the answer, "correct", "wrong" or
    "kept".
    """

    status: str
    sentence: str

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        mark = {"open": "…", "unread": "?", "correct": "✓", "wrong": "✗", "kept": "•"}[self.status]
        text = html.escape(self.sentence, quote=False)
        return f'<p role="status" class="caj-check caj-{self.status}"><span aria-hidden="true">{mark}</span> {text}</p>'


def check(id: str, answer: Any = ..., *, seal: str = "", **given: Any) -> Result:
    """Say whether `answer` to question `id` ("chapter/question") is right; never raises.

    `given` are the values that the question's notebook gives, where they may vary; with a `seal`, as in graded
    copies, nothing is looked up or computed, and the check says right or wrong and no more.
    Returns a Result: "Not answered yet", "Not read yet" with how to write the answer, "Correct", or "Not yet,
    because" with the likely mistake.

    >>> check("the-middle-corridor/growth-2023", ...)
    Not answered yet: replace the three dots with your answer.
    """
    try:
        if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
            return Result("open", "Not answered yet: replace the three dots with your answer.")
        return _judge_sealed(seal, answer) if seal else judge(find(id), answer, given)
    except LookupError as error:
        return Result("wrong", str(error.args[0]))
    except Exception as error:
        return Result("wrong", f"Not yet, because this answer could not be compared ({type(error).__name__}).")


def is_right(id: str, answer: Any, **given: Any) -> bool:
    """Whether `check` calls an answer correct; hidden tests ask this, so that no mark contradicts a self-check.

    >>> is_right("the-middle-corridor/growth-2023", "86,1"), is_right("the-middle-corridor/growth-2023", float("nan"))
    (True, False)
    """
    question = find(id)
    return not question.open and same(answer, _computed(question.answer, given), question.within)


def _computed(spec: Any, given: dict[str, Any]) -> Any:
    """The same as `value`, computed once for each set of values: a class asks for the same answer again and again."""
    try:
        return _kept(spec, json.dumps(given, sort_keys=True))
    except TypeError:  # no plain values, or a set or list that is its own answer
        return value(spec, **given)


@cache
def _kept(spec: Any, given: str) -> Any:
    return value(spec, **json.loads(given))


def same(given: Any, expected: Any, within: float = 0.0) -> bool:
    """Whether two answers agree in their normal forms: numbers within a tolerance, text in any case, sets in any order.

    >>> same("86,13", 86.1, within=0.1), same(" Tokyo", "tokyo"), same(["KAZ"], {"KAZ"}), same(float("nan"), 1.0)
    (True, True, True, False)
    """
    if isinstance(expected, (Order, Match)):
        return _judge_arranged(expected, given, "", "").status == "correct"
    kind = kind_of(expected)
    return bool(_agreeing(read(given, kind), read(expected, kind), within))


def _agreeing(form: Form, expected: Form, within: float) -> tuple[Any, ...]:
    """The reading that agrees with what is expected, as a tuple of one."""
    return form.fits(lambda reading: agree(reading, expected.readings[0], within)) if expected.readings else ()


def judge(question: Question, answer: Any, given: dict[str, Any]) -> Result:
    """The verdict on an answer to a question; `given` are values of a variant.

    >>> judge(Question("where", answer="b", nudge="Look east."), "a", {})
    Not yet, because this differs from what the tables give. Look at this next: Look east.
    """
    if question.open:
        return Result("kept", "Answered. This is an open question: a person reads it.")
    own = varying(question.answer)
    given = {**own, **given}
    variant = given != own
    right = _computed(question.answer, given)
    help = fill(question.nudge or question.hint, given)
    look = help and f"Look at this next: {help}"
    if isinstance(right, (Order, Match)):
        return _judge_arranged(right, answer, look, question.praise)
    expected, within = read(right, kind_of(right)), question.within
    form = read(answer, kind_of(right))
    if found := _agreeing(form, expected, within):
        return Result("correct", _told("Correct." if variant else f"Correct. {question.praise}", form, *found))
    for wrong, message in question.mistakes:
        if not variant or _holds_for_all(wrong):
            mistake = _computed(wrong, given)
            if isinstance(mistake, Holding):
                if found := form.fits(lambda reading, item=mistake.item: item in reading):  # type: ignore[misc]
                    return Result("wrong", _told(f"Not yet, because {fill(message, given)}", form, *found))
                continue
            own_form = read(answer, kind_of(mistake))
            if found := _agreeing(own_form, read(mistake, kind_of(mistake)), within):
                return Result("wrong", _told(f"Not yet, because {fill(message, given)}", own_form, *found))
    if form.ask:
        return Result("unread", " ".join([f"Not read yet: {form.ask}", *form.notes]))
    if kind_of(right) == "number":
        if _rounded(form, expected.readings[0]):
            return Result("unread", _told("Close: give one digit more.", form, form.readings[0]))
        if why := _slip(form, expected.readings[0], within):
            return Result("wrong", _told(f"Not yet, because {why}", form, form.readings[0]))
    why = f"Not yet, because {_beside(form.readings[0], expected.readings[0])} {look}"
    return Result("wrong", _told(why, form, form.readings[0]))


def _beside(given: Any, right: Any) -> str:
    """How an answer that is no known mistake stands to the right one."""
    if isinstance(right, frozenset):
        return (
            "all of this is right, but something is missing." if given < right else "something in it does not belong."
        )
    return "this differs from what the tables give."


def _judge_arranged(right: Order | Match, answer: Any, look: str, praise: str) -> Result:
    try:
        read_as = right.read(answer)
    except Unread as why:
        return Result("unread", f"Not read yet: {why}")
    wrong = right.says(read_as, look)  # type: ignore[arg-type]  # each reads what it judges
    return Result("wrong", f"Not yet, because {wrong}") if wrong else Result("correct", f"Correct. {praise}".strip())


def _told(sentence: str, form: Form, reading: Any) -> str:
    """A verdict, with what was read where the answer was written in another way."""
    return " ".join([sentence.strip(), *form.notes, *([f"Read as {shown(reading)}."] if form.told else [])])


def _rounded(form: Form, right: float) -> bool:
    """Whether a number is the right one with too few digits."""
    number = form.readings[0]
    digits = next((digits for digits in range(7) if round(number, digits) == number), 7)
    return (
        bool(number)
        and abs(number - right) < 0.1 * abs(right)
        and abs(number - right) <= 0.5 * 10**-digits
        and number != round(right, 9)
    )


def _slip(form: Form, right: float, within: float) -> str:
    """What usually leads from the right number to this one: another unit, a factor, a sign."""
    number = form.readings[0]
    if right and agree(-number, right, within):
        return "the sign is the other way round."
    if right and agree(number * 100, right, within):
        return "this is a hundredth of the answer; multiply a share by 100 to get per cent."
    if right and agree(number / 100, right, within):
        return "this is a hundred times the answer; the question asks for a share of one, not for per cent."
    for factor in (10**3, 10**6, 10**9):
        if right and any(math.isclose(tried, right, rel_tol=1e-3) for tried in (number * factor, number / factor)):
            return f"the digits are right, but you are off by a factor of {factor:,}; look at the unit."
    return ""


def _holds_for_all(spec: Any) -> bool:
    return callable(spec) and bool(inspect.signature(spec).parameters)


def _judge_sealed(seal: str, answer: Any) -> Result:
    if seal.count("/") != 3:
        raise ValueError("no seal")
    form = read(answer, seal.split("/")[0])
    if form.ask:
        return Result("unread", " ".join([f"Not read yet: {form.ask}", *form.notes]))
    if not answer_digests.tells(seal):
        return Result(
            "kept", _told("Answered. Whether it is right you will see when it is marked.", form, form.readings[0])
        )
    if found := form.fits(lambda reading: bool(answer_digests.opens(seal, reading))):
        return Result("correct", _told("Correct.", form, *found))
    return Result("wrong", _told("Not yet: this is not the answer to your question.", form, form.readings[0]))
