"""The answer cards of a chapter: each wrong answer is met with a sentence, and each card is asked in a scene."""

from collections.abc import Iterator
from itertools import pairwise

from caj.errors import Finding

KINDS = {"choice", "several", "order", "match", "open", "number", "word"}
KEYS = {"id", "kind", "title", "ask", "minutes", "skill", "options", "left", "answer", "mistakes", "nudge", "hint"}
KEYS |= {"praise", "shown", "why", "words", "try", "model", "rubric", "within", "unit"}
NEEDED = {"id", "kind", "title", "ask", "minutes"}
OPTION = {"id", "text", "html", "say"}


def faults(card: dict, chapter: str) -> Iterator[Finding]:
    """What is wrong with one card of a chapter.

    >>> options = [{"id": "a", "text": "Astana"}, {"id": "b", "text": "Tashkent"}]
    >>> card = {"id": "x/where", "kind": "choice", "title": "", "ask": "", "minutes": 1, "options": options, "answer": "a"}
    >>> list(faults(card, "x"))
    ['nothing is said to who chooses "Tashkent". Add a mistake with value b, and say why it is wrong.']
    """
    if missing := NEEDED - card.keys():
        yield Finding("", f"lacks {', '.join(sorted(missing))}.", "Add it.")
        return
    if not str(card["id"]).startswith(f"{chapter}/"):
        yield Finding("", f"the id should begin with {chapter}/.", "Correct it.")
    if card["kind"] not in KINDS:
        yield Finding("", f"{card['kind']!r} is no kind of card.", f"Take one of {', '.join(sorted(KINDS))}.")
    for key in sorted(map(str, card.keys() - KEYS)):
        yield Finding(
            "", f"the key {key!r} is not known.", "Take it out, or put a text with a comma in quotation marks."
        )
    options = card.get("options", [])
    for option in [*options, *card.get("left", [])]:
        if stray := sorted(map(str, option.keys() - OPTION)):
            yield Finding(
                "",
                f"option {option.get('id')} has the key {stray[0]!r}.",
                "Put its text in quotation marks if it holds a comma.",
            )
    yield from _unanswered(card, options)


def _unanswered(card: dict, options: list[dict]) -> Iterator[Finding]:
    """What a reader can choose wrongly without being told why."""
    if card["kind"] in ("choice", "several"):
        yield from _choices(card, options)
    elif card["kind"] == "order":
        yield from _orders(card, options)
    elif card["kind"] == "match" and not card.get("hint"):
        yield Finding("", "has no hint.", "Say how the pairs are found.")
    elif card["kind"] == "open" and not card.get("model"):
        yield Finding("", "has no model answer.", "Write one.")


def _choices(card: dict, options: list[dict]) -> Iterator[Finding]:
    right = _list(card.get("answer"))
    if not right or set(right) - {option.get("id") for option in options}:
        yield Finding("", f"the answer {card.get('answer')!r} is none of its options.", "Correct it.")
        return
    told = {id for mistake in card.get("mistakes", []) if mistake.get("say") for id in _list(mistake.get("value"))}
    for option in options:
        if option.get("id") not in {*right, *told} and not option.get("say"):
            yield Finding(
                "",
                f'nothing is said to who chooses "{option.get("text")}".',
                f"Add a mistake with value {option.get('id')}, and say why it is wrong.",
            )


def _orders(card: dict, options: list[dict]) -> Iterator[Finding]:
    steps = card.get("answer") or []
    if any(not isinstance(step, list) or len(step) != 3 or not step[2] for step in steps):
        yield Finding(
            "", "each step of the answer is [earlier, later, sentence].", "Say for each pair why this order is right."
        )
        return
    chain = [steps[0][0], *(step[1] for step in steps)] if steps else []
    if sorted(chain) != sorted(option.get("id") for option in options) or [step[:2] for step in steps] != [
        list(pair) for pair in pairwise(chain)
    ]:
        yield Finding(
            "",
            "the answer does not lead through all options, each pair beginning where the last one ended.",
            "Correct it.",
        )


def _list(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def texts(card: dict) -> Iterator[str]:
    """What a reader reads on a card, also after a wrong answer.

    >>> list(texts({"ask": "Who?", "options": [{"id": "a", "text": "Astana"}], "hint": "Look up."}))
    ['Who?', 'Look up.', 'Astana']
    """
    yield from (str(card[key]) for key in ("ask", "nudge", "hint", "praise", "why", "model") if card.get(key))
    for option in [*card.get("options", []), *card.get("left", [])]:
        yield from (str(option[key]) for key in ("text", "say") if option.get(key))
    yield from (str(mistake["say"]) for mistake in card.get("mistakes", []) if mistake.get("say"))
    if card.get("kind") == "order":
        yield from (str(step[2]) for step in card.get("answer") or [] if len(step) == 3)
    for criterion in card.get("rubric", []):
        yield from (str(level) for level in criterion.get("levels", []))
