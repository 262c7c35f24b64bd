"""What there is to assign: exercises and questions as lines of text, and every variant spelled out."""

from collections.abc import Iterator
from pathlib import Path

from coursekit import exercises
from coursekit.book import Book
from coursekit.classes.keyfile import shown
from coursekit.exercises import Exercise
from coursekit.exercises.notebooks import read, source_path
from coursekit.variants.variants import Variants


def lines(root: Path, questions: bool = False) -> list[str]:
    """A table of all exercises of the book, each followed by its questions if wanted; empty when there are none."""
    rows = []
    for slug in exercises.slugs(root):
        path = source_path(root, slug)
        exercise, varied = exercises.load(path), Variants(path).declared
        rows.append(_row(exercise, len(varied), _level(root, slug)))
        if questions:
            rows += [
                _question(question, len(varied[question.name].options) if question.name in varied else 0)
                for question in exercise.questions
            ]
    if not rows:
        return []
    head = ["exercise", "questions", "varied", "points", "minutes", "level", "objectives"]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths)), row[-1]]).rstrip() for row in [head, *rows]
    ]


def described(root: Path) -> list[dict]:
    """The same for a script: an object for each exercise, with its questions."""
    found = []
    for slug in exercises.slugs(root):
        path = source_path(root, slug)
        exercise, varied = exercises.load(path), Variants(path).declared
        questions = [
            {
                "name": question.name,
                "kind": question.kind,
                "level": question.level,
                "points": question.points,
                "minutes": question.minutes,
                "objective": question.objective,
                "variants": len(varied[question.name].options) if question.name in varied else 0,
            }
            for question in exercise.questions
        ]
        found.append(
            {
                "slug": slug,
                "title": exercise.title,
                "level": _level(root, slug),
                "points": exercise.points,
                "minutes": exercise.minutes,
                "questions": questions,
            }
        )
    return found


def spelled_out(variants: Variants) -> Iterator[str]:
    """The prompt and the answer of every variant, question by question, the book's own first."""
    for name, variation in variants.declared.items():
        for values in (None, *variation.options):
            prompt = variants.notebook({name: values} if values else {}).cells[variation.prompt].source
            yield f"{name}, {'the book' if values is None else ', '.join(f'{key} = {value}' for key, value in values.items())}"
            yield from (f"    {line}" for line in prompt.split("\n")[1:] if line.strip())
            yield f"    -> {shown(variants.answer(name, values))}"


def _row(exercise: Exercise, varied: int, level: str) -> list[str]:
    opened = sum(question.kind == "manual" for question in exercise.questions)
    goals = ", ".join(dict.fromkeys(question.objective for question in exercise.questions if question.objective))
    count = f"{len(exercise.questions)} ({opened} open)"
    return [exercise.slug, count, str(varied), f"{exercise.points:g}", str(exercise.minutes), level, goals]


def _question(question: exercises.QuestionCells, variants: int) -> list[str]:
    number = f"{variants} variants" if variants else ""
    return [
        f"  {question.name}",
        "open" if question.kind == "manual" else "",
        number,
        f"{question.points:g}",
        str(question.minutes),
        question.level,
        question.objective,
    ]


def _level(root: Path, slug: str) -> str:
    path = Book(root).chapter(slug)
    return read(path).metadata.get("book", {}).get("level", "") if path.exists() else ""
