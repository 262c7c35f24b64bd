"""The key of a class: who has which values, and the reference answer to each; for instructors only."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from caj.errors import UserError
from coursekit.classes.origin import Origin
from coursekit.classes.roster import Student
from coursekit.inside import codec
from coursekit.spreadsheet import quoted
from coursekit.variants.declare import Values, frozen
from coursekit.variants.variants import Variants

Assigned = dict[str, dict[str, dict[str, Values]]]  # student, exercise, question: the student's values


@dataclass(frozen=True)
class ClassKey:
    """What `caj grade` needs to know of a class: names and values of the students, and the answers to all values."""

    slugs: list[str]
    assigned: Assigned
    origin: Origin
    answers: dict[tuple[str, str, str], Any] = field(default_factory=dict)  # exercise, question, values
    names: dict[str, str] = field(default_factory=dict)  # of the students
    salts: frozenset[str] = (
        frozenset()
    )  # of the seals that were made with this key; none for practice, and in keys of old
    path: str = ""

    def expected(self) -> dict[tuple[str, str, str], Any]:
        """The answer of each student's own variant, as the report on copying takes it."""
        return {
            (student, slug, question): self.answers[slug, question, frozen(values)]
            for student, exercises in self.assigned.items()
            for slug, questions in exercises.items()
            for question, values in questions.items()
            if (slug, question, frozen(values)) in self.answers
        }


def write_key(
    folder: Path, variants: Iterable[Variants], students: list[Student], assigned: Assigned, salts: Iterable[str] = ()
) -> None:
    """Write `key.csv`, to read, and `key.json`, for `caj grade`."""
    of = {each.slug: each for each in variants}
    columns = list(dict.fromkeys(name for student in students for name in student.other))
    with open(folder / "key.csv", "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["student", "name", "exercise", "question", "values", "answer", *columns])
        for student in students:
            for slug, chosen in assigned[student.id].items():
                extra = [quoted(student.other.get(name, "")) for name in columns]
                for row in _rows(of[slug], chosen):
                    writer.writerow([quoted(student.id), quoted(student.name), slug, *row, *extra])
    names = {student.id: student.name for student in students}
    content = {
        "slugs": list(of),
        **Origin.here().plain(),
        "answers": list(_answers(of, assigned)),
        "students": assigned,
        "names": names,
        "salts": sorted(salts),
    }
    (folder / "key.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


def read_key(path: Path) -> ClassKey:
    """Read `key.json`, or the folder that holds it; UserError when it is not one."""
    path = path / "key.json" if path.is_dir() else path
    try:
        content = json.loads(path.read_text("utf-8"))
        answers = {
            (row["exercise"], row["question"], frozen(row["values"])): codec.decode(row["answer"])
            for row in content["answers"]
        }
        return ClassKey(
            content["slugs"],
            content["students"],
            Origin(content.get("edition", ""), content["tables"]),
            answers,
            content.get("names", {}),
            frozenset(content.get("salts", [])),
            str(path),
        )
    except (ValueError, KeyError, TypeError, codec.Unsupported) as error:
        raise UserError(f"{path} is no key of a class ({type(error).__name__}: {error}).") from None


def shown(answer: Any) -> str:
    """An answer for a person to read.

    >>> shown({"UZB", "KAZ"}), shown(86.134), shown(pd.Series({"KAZ": 1.5}))
    ('KAZ, UZB', '86.134', 'KAZ: 1.5')
    """
    if isinstance(answer, (set, frozenset, list, tuple)):
        return ", ".join(sorted(str(item) for item in answer)) or "none"
    if isinstance(answer, pd.Series):
        return "; ".join(f"{name}: {shown(value)}" for name, value in answer.items())
    if isinstance(answer, pd.Timestamp):
        return f"{answer:%Y-%m-%d}"
    if isinstance(answer, (float, np.floating)):
        return f"{answer:.8g}"
    return "a function or table" if callable(answer) or isinstance(answer, pd.DataFrame) else str(answer)


def _rows(variants: Variants, chosen: dict[str, Values]) -> Iterator[list[str]]:
    for question in variants.base.questions:
        if question.kind == "auto":
            values = chosen.get(question.name)
            given = "; ".join(f"{name} = {value}" for name, value in (values or {}).items())
            answer = variants.answer(question.name, values)
            yield [question.name, given, quoted(answer) if isinstance(answer, str) else shown(answer)]


def _answers(of: dict[str, Variants], assigned: Assigned) -> Iterator[dict[str, Any]]:
    """Each different question once; answers that are no plain value are left out."""
    pairs = {
        (slug, name, frozen(values)): values
        for each in assigned.values()
        for slug, chosen in each.items()
        for name, values in chosen.items()
    }
    for (slug, name, _), values in sorted(pairs.items(), key=lambda item: item[0]):
        answers = of[slug].keyed(name, values).answers
        if len(answers) == 1:
            yield {
                "exercise": slug,
                "question": name,
                "values": values,
                "answer": codec.encode(next(iter(answers.values()))),
            }
