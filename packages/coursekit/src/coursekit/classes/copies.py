"""The notebooks that students get: without solutions, with the self-checks of practice or of graded work.

What a self-check may say. The book's own questions and answers are public, in `chapters/`; so are the
solutions, and with them anybody can compute the answer to any variant. A variant does not hide the method: it makes
an answer worthless to a neighbour, and a copied one visible. Graded copies keep to that. Their checks hold a seal in
place of the answer (`caj.answer_digests`), say right or wrong and no hint; what few tries would find (a letter, a name, a set,
a small count, a rough share) and tables are only taken note of. The package beside a graded copy has no
declared answers. So nothing that a student is given holds an answer, or code that computes one. A loop over all values
still finds a sealed number in minutes, as with every check that says right or wrong; it then stands in the code that
is handed in.
Practice copies keep the full self-checks, with hints, for each variant's own values.
"""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from caj import answer_digests, checks
from coursekit import exercises, student_package
from coursekit.classes.origin import Origin
from coursekit.exercises.self_checks import answer_asked
from coursekit.exercises.student_copies import student_copy
from coursekit.variants.declare import frozen
from coursekit.variants.draw import salt
from coursekit.variants.variants import Chosen, Variants

CHAPTER = re.compile(r"\[([^\]]+)\]\(\.\./chapters/[\w-]+\.ipynb\)")


class Copies:
    """Student copies of one exercise; equal questions are sealed once."""

    def __init__(self, variants: Variants, secret: str, practice: bool) -> None:
        self.variants, self.secret, self.practice = variants, secret, practice
        self._seals: dict[tuple[str, str], str] = {}

    def copy(self, chosen: Chosen) -> NotebookNode:
        """The notebook for these values."""
        made = student_copy(self.variants.notebook(chosen))
        made.metadata["caj"] = Origin.here().plain()
        owners = {
            check.cell.id: question.name for question in self.variants.base.questions for check in question.checks
        }
        for cell in made.cells:
            if cell.cell_type == "markdown":
                cell.source = CHAPTER.sub(r"\1 of the book", cell.source)
            elif cell.id in owners and not self.practice:
                cell.source = self._sealed(cell.source, owners[cell.id], chosen)
        return made

    def salts(self) -> Iterator[str]:
        """The salts of all seals that this secret can make for the exercise: they tell its copies from those of another key."""
        for question in self.variants.base.questions:
            varied = self.variants.declared.get(question.name)
            for values in [{}, *(varied.options if varied else [])]:
                yield salt(self.secret, self.variants.slug, question.name, frozen(values))

    def _sealed(self, source: str, question: str, chosen: Chosen) -> str:
        """Put a seal into the call of a self-check, in place of the values that vary."""
        if not (found := answer_asked(source)):
            return source
        call, _ = found
        lines = source.split("\n")
        before, after = lines[: call.lineno - 1], lines[call.end_lineno :]
        id, asked = (ast.unparse(argument).replace("'", '"') for argument in call.args)
        return "\n".join(
            [*before, f"caj.check({id}, {asked},", f'          seal="{self._seal(question, chosen)}")', *after]
        )

    def _seal(self, question: str, chosen: Chosen) -> str:
        values = chosen.get(question)
        key = question, frozen(values or {})
        if key not in self._seals:
            own = salt(self.secret, self.variants.slug, *key)
            self._seals[key] = answer_digests.seal(self.variants.answer(question, values), self._within(question), own)
        return self._seals[key]

    def _within(self, question: str) -> float:
        try:
            return checks.find(f"{self.variants.slug}/{question}").within
        except LookupError:
            return 0.0


def readme(name: str, listed: list[exercises.Exercise], practice: bool) -> str:
    """The page beside a student's notebooks."""
    rows = [
        f"- `{exercise.slug}.ipynb`: {exercise.title}. {exercise.points:g} points, about {exercise.minutes} minutes."
        for exercise in listed
    ]
    about = (
        "The checks below the answers say whether an answer is right, or which mistake it may hold."
        if practice
        else "The checks below the answers say right or wrong, or only that an answer is there; they do not count. Your values may differ from those of other students: answer the questions that stand in your own copy."
    )
    needed = " ".join(f'"{line}"' if set(line) & set("<>=") else line for line in student_package.needs())
    return "\n".join(
        [
            f"# Exercises{f' for {name}' if name else ''}",
            "",
            *rows,
            "",
            "1. Keep this folder together: `caj` holds the tables and helpers that the notebooks load.",
            f"2. Open a notebook in JupyterLab, on your computer or in the course's hub. On your computer once: `pip install {needed}`.",
            f"3. {about}",
            "4. Hand in the notebooks under their own names, and only them.",
            "",
        ]
    )
