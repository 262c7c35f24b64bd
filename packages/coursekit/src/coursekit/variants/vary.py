"""Make a variant: the same notebook with other values in its code, and with their words in its prompts."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from coursekit.variants.declare import Place, Values, Variation
from coursekit.variants.words import is_label, retell


def vary(notebook: NotebookNode, variations: Mapping[str, Variation], chosen: Mapping[str, Values]) -> NotebookNode:
    """A copy of a source notebook in which each question of `chosen` has these values."""
    made = copy.deepcopy(notebook)
    for question, values in chosen.items():
        variation = variations[question]
        prompt = made.cells[variation.prompt]
        base, own = variation.forms(variation.base), variation.forms(values)
        prompt.source = "\n".join(
            line if is_label(line) else retell(line, base, own) for line in prompt.source.split("\n")
        )
        last_first = sorted(variation.places.items(), key=lambda item: (item[1].cell, item[1].start), reverse=True)
        for name, place in last_first:
            cell = made.cells[place.cell]
            cell.source = _replaced(cell.source, place, literal(values[name]))
    return made


def literal(value: Any) -> str:
    """A value as Python code in the style of the book.

    >>> literal("KAZ"), literal(["gas", "oil"]), literal(2.5), literal(2023)
    ('"KAZ"', '["gas", "oil"]', '2.5', '2023')
    """
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _replaced(source: str, place: Place, text: str) -> str:
    lines = source.encode().split(b"\n")
    before = b"\n".join([*lines[: place.start[0] - 1], lines[place.start[0] - 1][: place.start[1]]])
    after = b"\n".join([lines[place.end[0] - 1][place.end[1] :], *lines[place.end[0] :]])
    return (before + text.encode() + after).decode()
