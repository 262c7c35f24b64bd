"""What the mutation test found, in words: rates by table, who found it, and an explanation for each survivor."""

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

LIMIT = 95  # per cent of the changes that must turn a test red
EXPLAINED = Path(__file__).with_name("survivors.yml")
ABOUT = """# Mutation test of the book

Written by `caj bench mutation`; do not edit. Single values of `seeds/*.csv` were changed at random, {draws} in all (seed {seed}).
The table was drawn first, then one of its columns, then one of its rows, each with equal chances; empty cells were left out.
A change keeps the type of the value: another digit, day, word of the vocabulary, part of a list, or letter.
It was sealed with its new hash, so that no hash gave it away.

A value counts as used when a chapter, or its exercise, needs its row and its column:
its code names the column, and a stored output, a fact or a generated cell is no longer right
both without the row and when the column's values change places.
All {draws} values are used in this sense; whether the one change in it is noticed is what was asked.

The checks are those of `make test`: the stored outputs of chapters and solutions, the facts of `chapters/*/facts.yml`,
the generated cells, the self-checks with their mistakes, and `caj data check`.
They run in one process, cell by cell, and only where a changed value can reach.
"""


def report(trials: list, given: Any) -> tuple[str, bool]:
    """The report as Markdown, and whether the limit is kept and every survivor explained."""
    found = [trial for trial in trials if trial.found]
    survivors = [(trial, explanation(trial.value)) for trial in trials if not trial.found]
    rate = 100 * len(found) / len(trials)
    lines = [
        ABOUT.format(draws=len(trials), seed=given.seed),
        f"**Found: {len(found)} of {len(trials)}, {rate:.1f} per cent** (at least {LIMIT} expected).\n",
        "| table | changed | found |",
        "| --- | ---: | ---: |",
        *(
            f"| {table} | {count} | {sum(trial.value.table == table for trial in found)} |"
            for table, count in sorted(Counter(trial.value.table for trial in trials).items())
        ),
        "\nWho found it first:\n",
        *(f"- {who}: {count}" for who, count in Counter(finder(trial.found) for trial in found).most_common()),
        "\n## Survivors\n",
        *(
            f"- {trial.value.place}: “{short(trial.value.text)}” became “{short(trial.text)}” ({trial.use}). {why or 'NOT EXPLAINED.'}"
            for trial, why in survivors
        ),
    ]
    return "\n".join(lines) + "\n", rate >= LIMIT and all(why for _, why in survivors)


def explanation(value: Any) -> str:
    """Why a change of this value can stay unseen, from survivors.yml; "" when nobody has said so."""
    reasons = yaml.safe_load(EXPLAINED.read_text("utf-8"))
    return next(
        (reason["why"] for reason in reasons if reason["table"] == value.table and value.column in reason["columns"]),
        "",
    )


def finder(found: str) -> str:
    """The kind of check that turned red.

    >>> finder('chapters/tokyo-2025: fact "two"'), finder("data check: x")
    ('facts', 'data check')
    """
    name, said = found.split(": ", 1)
    return (
        "facts"
        if said.startswith("fact ")
        else "generated cells"
        if said.endswith("out of date")
        else name.split("/")[0]
    )


def short(text: str) -> str:
    """A text of the report, cut where it is long."""
    return text if len(text) <= 60 else f"{text[:57]}…"
