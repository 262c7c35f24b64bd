"""What the prose of a chapter states: the words, the expression that computes it, the value expected (chapters/*/facts.yml)."""

import re
from pathlib import Path
from typing import Any

import yaml

from coursekit.book import Book


def stated(root: Path, slug: str) -> list[dict]:
    """The facts of one chapter; none where nothing is listed.

    >>> stated(Path("no-such-folder"), "tokyo-2025")
    []
    """
    path = Book(root).facts(slug)
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else []


def words(fact: dict) -> re.Pattern:
    """The words of a fact, wherever lines break between them.

    >>> bool(words({"says": "86 per cent"}).search("It grew by 86 per\\ncent."))
    True
    """
    return re.compile(r"\s+".join(re.escape(word) for word in str(fact["says"]).split()))


def holds(fact: dict, value: Any) -> bool:
    """Whether a value is the expected one, or as near to it as the fact allows.

    >>> holds({"expected": 79, "within": 0.5}, 79.4), holds({"expected": 79}, 79.4)
    (True, False)
    """
    within = fact.get("within", 0)
    return abs(value - fact["expected"]) <= within if within else value == fact["expected"]
