"""Practice in the page: cards that ask, judge, keep and hand in, from what the chapters declare; no Python and no network."""

import json
from pathlib import Path

from caj.written import UNITS

STATIC = Path(__file__).with_name("static")
CORE = ("words.en.js", "forms.js", "judge.js")


def script(parts: tuple[str, ...] = CORE) -> str:
    """The modules as one classic script, for pages opened as files load no other kind; units come from Python."""
    units = f"(globalThis.cajPractice ??= {{}}).units = new Set({json.dumps(sorted(UNITS))});\n"
    return units + "".join((STATIC / name).read_text("utf-8") for name in parts)
