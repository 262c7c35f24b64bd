"""The variants of one exercise: their notebooks, reference answers and keys, each question's values computed once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from caj.errors import UserError
from coursekit import exercises
from coursekit.book import Book
from coursekit.exercises import Cell, Exercise
from coursekit.exercises.key import Key, KeyedQuestion, fingerprint, prepare
from coursekit.exercises.notebooks import declarations, read, slug_of
from coursekit.exercises.self_checks import answer_asked
from coursekit.variants.declare import Values, frozen, variations
from coursekit.variants.vary import vary
from coursekit.variants.words import Countries

Chosen = Mapping[str, Values]  # values by question; a question that is not named keeps those of the book


class Variants:
    """One exercise and all its variants.

    A question's answer depends on its own values only (`declared` sees to it), so one run of the whole reference
    solution serves another option of every question at once, and no run is made twice.
    """

    def __init__(self, path: Path, countries: Countries | None = None) -> None:
        """Read the source at `path`; without `countries`, those of the book around it are known."""
        self.slug, self.source = slug_of(path), read(path)
        for cell in self.source.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        known = Book.around(path).settings.country_words if countries is None else countries
        try:
            self.declared = variations(self.source, declarations(path), known)
        except UserError as error:
            raise error.at(path) from None
        self.base = exercises.load(path)
        self._sections = _sections(self.base)
        self._rubrics = {question.name: question.rubric for question in self.base.questions}
        self._made: dict[tuple[str, str], Key] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_made": {}}  # code does not travel; the other side runs its own

    def notebook(self, chosen: Chosen) -> NotebookNode:
        """The source notebook of one variant, solutions and hidden tests included."""
        return vary(self.source, self.declared, chosen)

    def run(self, chosen: Chosen) -> Key:
        """The key of one variant from a run of its own. UserError when the solution fails or misses its tests."""
        return prepare(exercises.parse(self.notebook(chosen), self.slug, self._rubrics))

    def sheet(self, question: str, values: Values | None = None) -> Key:
        """A key in which this question has these values; the others have whatever was not run yet."""
        wanted = question, frozen(values or {})
        if wanted not in self._made:
            chosen = {} if values is None else {name: self._next(name) for name in self.declared} | {question: values}
            key = self.run(chosen)
            for name in key.questions:
                self._made.setdefault((name, frozen(chosen.get(name, {}))), key)
        return self._made[wanted]

    def keyed(self, question: str, values: Values | None = None) -> KeyedQuestion:
        """The reference answers and tests of one question with these values."""
        return self.sheet(question, values).questions[question]

    def answer(self, question: str, values: Values | None = None) -> Any:
        """What the reference solution hands to the self-check; the only answer, for a question without a self-check."""
        keyed = self.keyed(question, values)
        if asked := answer_asked(keyed.checks[-1].check.cell.given):
            return eval(asked[1], {**keyed.checks[-1].names, **keyed.answers})
        return next(iter(keyed.answers.values())) if len(keyed.answers) == 1 else None

    def key(self, chosen: Chosen) -> Key:
        """The key of one student, put together from the sheets of the questions."""
        sheets = {
            question.name: self.sheet(question.name, chosen.get(question.name)) for question in self.base.questions
        }
        cells = list(self.base.cells)
        for name, places in self._sections.items():
            cells[places] = sheets[name].exercise.cells[places]
        questions = tuple(sheets[question.name].exercise.question(question.name) for question in self.base.questions)
        exercise = Exercise(self.slug, self.base.title, tuple(cells), questions)
        keyed = {name: sheet.questions[name] for name, sheet in sheets.items()}
        return Key(exercise, keyed, fingerprint(exercise, keyed))

    def _next(self, question: str) -> Values:
        """Values of a question that were not run yet, if any are left."""
        options = self.declared[question].options
        return next((values for values in options if (question, frozen(values)) not in self._made), options[0])


def _sections(exercise: Exercise) -> dict[str, slice]:
    """The cells of each question: from the end of the one before to its own last cell."""
    places = {cell.id: number for number, cell in enumerate(exercise.cells)}
    sections, start = {}, 0
    for question in exercise.questions:
        last: Cell = question.checks[-1].cell if question.checks else question.answer
        end = places[last.id] + 1
        sections[question.name], start = slice(start, end), end
    return sections
