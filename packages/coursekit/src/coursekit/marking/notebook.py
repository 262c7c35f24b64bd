"""A submitted notebook file, read without trusting anything in it."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

CELLS, LETTERS, PIECES = 2_000, 2_000_000, 2_000_000
ATTACHED, ATTACHMENT = 20, 8_000_000  # pictures of a cell, and letters of one; what is longer is named only
PASTED = re.compile(r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=]*")


class Unreadable(ValueError):
    """The file cannot be graded; the message is for student and instructor."""


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as it came; `id` and `grade_id` are empty where there is none.

    `attachments` are the pictures of a text cell by name: kind and base64, as the file says.
    """

    kind: str
    source: str
    id: str = ""
    grade_id: str = ""
    attachments: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)


def read(content: bytes) -> list[SubmittedCell]:
    """Cells of a notebook file; Unreadable with one sentence for anything else. Outputs and metadata are left behind.

    >>> read(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a = 1"]}]}')
    [SubmittedCell(kind='code', source='a = 1', id='', grade_id='')]
    """
    if not content.strip():
        raise Unreadable("The file is empty.")
    if sum(map(content.count, (b"{", b"[", b","))) > PIECES:  # each would be an object in memory
        raise Unreadable(f"The file is made of more than {PIECES:,} pieces; clear its outputs and hand it in again.")
    try:
        notebook = json.loads(content.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        raise Unreadable(
            f"The file is not a notebook: it is not valid JSON (line {getattr(error, 'lineno', 1)})."
        ) from None
    except RecursionError:
        raise Unreadable("The file is not a notebook: it is nested too deeply.") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        old = isinstance(notebook, dict) and "worksheets" in notebook
        raise Unreadable(
            "The notebook has a format from before 2015; save it with a current Jupyter."
            if old
            else "The file is not a notebook: it has no cells."
        )
    if len(notebook["cells"]) > CELLS:
        raise Unreadable(f"The notebook has more than {CELLS:,} cells.")
    cells = [_cell(cell) for cell in notebook["cells"] if isinstance(cell, dict)]
    if sum(len(PASTED.sub("", cell.source)) for cell in cells) > LETTERS:
        raise Unreadable(f"The cells of the notebook hold more than {LETTERS:,} characters.")
    return cells


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else ""
    return SubmittedCell(
        _text(cell.get("cell_type")),
        _text(source),
        _text(cell.get("id")),
        _text(grade_id),
        _attachments(cell.get("attachments")),
    )


def _attachments(found: Any) -> dict[str, tuple[str, str]]:
    """The first picture of each name; those that are no text are left out."""
    if not isinstance(found, dict):
        return {}
    pairs = ((_text(name), content) for name, content in list(found.items())[:ATTACHED])
    kinds = ((name, next(iter(content.items()))) for name, content in pairs if isinstance(content, dict) and content)
    return {name: (_text(kind)[:40], _joined(encoded)) for name, (kind, encoded) in kinds}


def _joined(encoded: Any) -> str:
    encoded = (
        "".join(part for part in encoded if isinstance(part, str)) if isinstance(encoded, list) else _text(encoded)
    )
    return encoded if len(encoded) <= ATTACHMENT else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
