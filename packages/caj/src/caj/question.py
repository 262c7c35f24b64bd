"""What is declared of a question, once: `chapters/<slug>/questions.py` lists those of a chapter and its exercise."""

import importlib.util
import inspect
import math
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from caj import data
from caj.forms import shown
from caj.nearest import near

FILE = "questions.py"  # in the folder of a chapter


@dataclass(frozen=True)
class Question:
    """One question: how to compute the answer, what the usual wrong answers reveal, and where it counts.

    `answer` and the keys of `mistakes` are values, or functions that compute them from the tables; what may
    vary is an argument with the book's own value as default, such as `country="UZB"`, and stands in braces in
    sentences. Of a variant nothing is said that holds for the book's values only: no praise, and no mistake
    that is not computed from the arguments. `within` is the tolerance for numbers, in the `unit` of the answer.
    Without an answer a question is open: a person reads it, by the rubric of its name in `rubrics.yml`.

    A question of the exercise has a level (recall, compute, interpret, argue), points and minutes; a self-check of
    the chapter has none of them. `objective` is the id of the goal it serves, `also` those
    that it checks beside. `vary` lists other values for names
    that the notebook gives (`caj assign` draws from them), `words` how a prompt calls a value, and `ranked` is an
    expression for the values whose largest the question asks for.
    """

    name: str
    answer: Any = ...
    praise: str = ""
    hint: str = ""
    mistakes: list[tuple[Any, str]] = field(default_factory=list)
    within: float = 0.0
    unit: str = ""
    nudge: str = ""
    level: str = ""
    objective: str = ""
    also: list[str] = field(default_factory=list)
    points: float = 0
    minutes: int = 0
    vary: dict[str, list[Any]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    ranked: str = ""

    @property
    def open(self) -> bool:
        """Whether a person reads the answer."""
        return self.answer is ...

    @property
    def in_exercise(self) -> bool:
        """Whether it is a question of the exercise, with points, and no self-check in the chapter."""
        return bool(self.level)

    def hints(self, **given: Any) -> list[str]:
        """What helps, from the least to the most: a nudge, the method, the answer; those that there are.

        >>> find("the-middle-corridor/base-choice").hints()
        ['A change has a before and an after.', 'Ask where the change started.', 'The answer is c.']
        >>> find("the-middle-corridor/growth-2023").hints()[-1]
        'The answer is 86.1 per cent.'
        """
        own = {**varying(self.answer), **given}
        answer = value(self.answer, **own)
        said = shown(frozenset(answer) if isinstance(answer, (set, list, tuple)) else rounded(answer, self.within))
        told = "" if self.open else f"The answer is {said} {self.unit}".rstrip() + "."
        return [fill(hint, own) for hint in (self.nudge, self.hint, told) if hint]


def questions(chapter: str) -> list[Question]:
    """All questions of one chapter, in order; LookupError for a chapter that has none.

    >>> questions("the-middle-corridor")[0].name
    'growth-2023'
    """
    return declared(data.root() / "chapters" / chapter)


def declared(folder: Path) -> list[Question]:
    """What is declared in the folder of a chapter, in a checkout as in an installed package; LookupError for none."""
    path = folder / FILE
    if not path.is_file():
        raise LookupError(f'There are no questions for a chapter "{folder.name}".')
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, changed: int) -> list[Question]:
    name = f"caj.questions.{path.parent.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses of a module look it up
    spec.loader.exec_module(module)
    found: list[Question] = module.QUESTIONS
    return found


def find(id: str) -> Question:
    """The question behind "chapter/question"; LookupError with the nearest name if there is none.

    >>> find("the-middle-corridor/growth-2023").within > 0
    True
    """
    chapter, _, name = str(id).partition("/")
    known = {question.name: question for question in questions(chapter)}
    if name not in known:
        close = near(name, known) or list(known)[:1]
        raise LookupError(f'There is no question "{name}" in {chapter}. Did you mean "{close[0]}"?')
    return known[name]


def value(spec: Any, **given: Any) -> Any:
    """The answer itself: `spec`, or what it returns when it is a function of some of the given values.

    >>> value(lambda: 1 + 1), value(lambda year=2023: year + 1, year=2024, country="KAZ")
    (2, 2025)
    """
    return spec(**{name: given[name] for name in varying(spec) if name in given}) if callable(spec) else spec


def varying(spec: Any) -> dict[str, Any]:
    """The arguments of an answer that may vary, with the book's own values; `**_` alone stands for any of them.

    >>> varying(lambda year=2023: year), varying(7)
    ({'year': 2023}, {})
    """
    rules = inspect.signature(spec).parameters.values() if callable(spec) else []
    return {rule.name: rule.default for rule in rules if rule.kind is not rule.VAR_KEYWORD}


def rounded(answer: Any, within: float) -> Any:
    """A number with as many digits as its tolerance asks for; any other answer as it is.

    >>> rounded(86.12794, 0.15), rounded(2035, 0), rounded(0.0239667, 0.001), rounded("c", 0)
    (86.1, 2035, 0.024, 'c')
    """
    if not within or isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return answer
    return float(round(answer, max(0, math.ceil(-math.log10(within)))))


def fill(sentence: str, given: dict[str, Any]) -> str:
    """Put the given values for their names in braces; other braces stay.

    >>> fill("Keep {country}, as in {'a'}.", {"country": "KAZ"})
    "Keep KAZ, as in {'a'}."
    """
    return re.sub(r"\{(\w+)\}", lambda match: str(given.get(match[1], match[0])), sentence)
