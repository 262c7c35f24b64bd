"""Which key a copy was made with: the seals in a notebook tell, so a missing or a wrong key is seen before it costs points."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from caj import answer_digests
from coursekit.classes.keyfile import ClassKey
from coursekit.classes.origin import Origin
from coursekit.isolation.limits import Limits
from coursekit.marking.account import STRANGER
from coursekit.marking.labels import NAMED
from coursekit.marking.notebook import Unreadable
from coursekit.marking.submissions import Submission
from coursekit.marking.variant_keys import ClassKeys
from coursekit.variants.declare import Values, frozen
from coursekit.variants.variants import Variants

NO_KEY = "This copy was made by `caj assign`, with values and seals of its own. Give --key with the key that was written beside the release, as --key {key}."
CALLS = 1000
WRONG, WITHOUT, OTHER_TABLES = "wrong key", "no key", "other tables"
# A self-check with a seal, as it stands in a notebook's JSON; what a student made of it is read no further than this.
SEALED = re.compile(
    rb'caj\.check\(\\"[\w-]{1,80}/([\w-]{1,80})\\"(?:(?!caj\.check)[^}]){0,400}?seal=\\"([^"\\]{1,200})\\"'
)


def seals_in(content: bytes) -> dict[str, str]:
    """The seals of a notebook by question; none in the book's own exercises.

    >>> seals_in(b'{"source": ["caj.check(\\\\"x/q\\\\", q,\\\\n", "  seal=\\\\"number/1+2/ab/cd\\\\")"]}')
    {'q': 'number/1+2/ab/cd'}
    """
    content = content.replace(b"\\/", b"/")
    calls = (SEALED.match(content, call.start()) for call in islice(re.finditer(rb"caj\.check\(", content), CALLS))
    return {match[1].decode(): match[2].decode("utf-8", "replace") for match in calls if match}


def without_key(submissions: Iterable[Submission], limits: Limits) -> list[Submission]:
    """The submissions, those refused that are sealed and so need a key, or that were made from other tables."""
    return [_without(one, _content(one, limits)) for one in submissions]


def all_without(submissions: Iterable[Submission]) -> str:
    """Whose copies need a key, in words, when nothing else was handed in; else empty."""
    handed = [one for one in submissions if one.path]
    if {one.status for one in handed} != {WITHOUT}:
        return ""
    named = ", ".join(f"{one.student} ({one.slug})" for one in handed[:NAMED]) + (
        f" and {len(handed) - NAMED} more" if len(handed) > NAMED else ""
    )
    keys = " ".join(f"--key {_key_of(slug)}" for slug in sorted({one.slug for one in handed}))
    return f"The copies of {named} were made by `caj assign`, with values and seals of their own. Give the key that was written beside the release, as {keys}."


class Fitting:
    """Finds the key that fits each submission; `assigned` then holds everybody's values."""

    def __init__(self, keys: list[ClassKey], variants: ClassKeys, limits: Limits) -> None:
        self.keys, self._variants, self._limits = keys, variants, limits
        self._opened: dict[tuple[str, str, str, str], bool | None] = {}

    def fit(self, one: Submission, assigned: dict[str, dict[str, dict[str, Values]]]) -> Submission:
        """The submission, with the student's values written into `assigned`; refused where no key fits."""
        if one.status == STRANGER:  # nobody knows the values
            return replace(one, problem=one.notes[-1], notes=one.notes[:-1])
        if one.problem or not one.slug:
            return one
        content = _content(one, self._limits)
        if said := _other_tables(content):
            return replace(one, problem=said, status=OTHER_TABLES)
        holders = [key for key in self.keys if one.slug in key.assigned.get(one.student, {})]
        if not holders:
            return replace(one, problem=_not_given(one, self.keys), status=WRONG)
        tokens = seals_in(content)
        found = [(key, *self._compared(key, one, tokens)) for key in holders]
        fitting = [(key, other) for key, fits, other in found if fits]
        if not fitting:
            return replace(one, problem=_other(holders), status=WRONG)
        key, other = min(fitting, key=lambda pair: len(pair[1]))
        assigned.setdefault(one.student, {})[one.slug] = key.assigned[one.student][one.slug]
        note = (
            f"Its copy has other values than this student was given in {', '.join(other)}: it may be somebody else's."
        )
        return replace(one, notes=(*one.notes, note)) if other else one

    def _compared(self, key: ClassKey, one: Submission, tokens: dict[str, str]) -> tuple[bool, list[str]]:
        """Whether a copy can be of this key, and the questions in which it is not the student's own."""
        variants, values = self._variants.variants(one.slug), key.assigned[one.student][one.slug]
        hashed = {
            question: parts[2] for question, token in tokens.items() if len(parts := token.split("/")) == 4 and parts[2]
        }
        answers = {
            question: self._opens(variants, question, values.get(question), tokens[question])
            for question in hashed
            if question in variants.declared
        }
        other = [question for question, opens in answers.items() if opens is False]
        if key.salts:
            return not hashed or any(salt in key.salts for salt in hashed.values()), other
        return not other or len(other) < len(answers), other

    def _opens(self, variants: Variants, question: str, values: Values | None, token: str) -> bool | None:
        """Whether the answer to these values opens a seal, which a student may have changed in any way."""
        asked = variants.slug, question, frozen(values or {}), token
        if asked not in self._opened:
            try:
                self._opened[asked] = answer_digests.opens(token, variants.answer(question, values))
            except (TypeError, ValueError, ArithmeticError):
                self._opened[asked] = False
        return self._opened[asked]


def _content(one: Submission, limits: Limits) -> bytes:
    try:
        return b"" if one.problem else one.content(limits)
    except Unreadable:
        return b""


def _without(one: Submission, content: bytes) -> Submission:
    if seals_in(content):
        return replace(one, problem=NO_KEY.format(key=_key_of(one.slug)), status=WITHOUT)
    said = _other_tables(content)
    return replace(one, problem=said, status=OTHER_TABLES) if said else one


def _key_of(slug: str) -> str:
    """Where `caj assign` writes the key of an exercise, unless told otherwise."""
    return f"release-key/{slug}/key.json" if slug else "release-key/key.json"


def _other_tables(content: bytes) -> str:
    """Why a copy from other tables is not graded here; empty for one from these tables."""
    made, here = Origin.of_copy(content), Origin.here()
    if made is None or made.tables == here.tables:
        return ""
    return (
        f"This copy was made with {made} of the book, and this is {here}: other tables give other answers. Grade it with that book and the key of its release, "
        f"into the same folder, or let the student hand in the copy of this release. {made.where(here)}"
    )


def _not_given(one: Submission, keys: list[ClassKey]) -> str:
    held = "; ".join(f"{key.path} is for {', '.join(key.slugs)}" for key in keys)
    return f"The key of {one.slug} was not given: {held}. Add --key with the key that was written beside that release; several may be given."


def _other(keys: list[ClassKey]) -> str:
    names = ", ".join(key.path for key in keys)
    return f"This copy was made with another key than {names}: for another class or from another course secret. Add --key with the key of that release; several may be given."
