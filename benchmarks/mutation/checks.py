"""What stands guard over the values: each check knows which tables and columns it reads, and says what turns red."""

import copy
import importlib.util
import re
import sys
from pathlib import Path
from typing import Protocol

from memory import Tables, forget_questions
from replay import Notebook

from bookkit.evidence import integrity
from bookkit.notebooks import cells
from bookkit.notebooks.clean import clean
from bookkit.notebooks.facts import stated
from caj import checks, corridor, sources
from coursekit.exercises.notebooks import code_cells, read, source_path

READERS = {"legs": corridor, "nodes": corridor, "sources": sources, "claims": cells}


class Check(Protocol):
    """A test of the book that can be run for one changed table."""

    name: str
    code: str
    page: str
    tables: set[str]

    def red(self) -> str:
        """What turns red, as words; "" when nothing does."""


class Form:
    """The generated cells of a notebook: its card, its claims, its list of sources (tests/test_notebooks.py)."""

    def __init__(self, path: Path, tables: Tables) -> None:
        self.name, self.path = f"{path.parent.name}/{path.stem}", path
        self.page, self.code = path.read_text("utf-8"), ""
        self.notebook = read(path)
        for output in (output for cell in code_cells(self.notebook) for output in cell.outputs):
            output.pop("data", None)  # heavy, and no generated cell looks at it
        tables.read.clear()
        if self.red():
            raise ValueError(f"{self.name} is not in normal form before any change.")
        self.tables = set(tables.read)

    def red(self) -> str:
        """A cell that no longer is what the tables make of it."""
        made = clean(copy.deepcopy(self.notebook), self.path)
        changed = [
            cell.id for cell, new in zip(self.notebook.cells, made.cells, strict=True) if cell.source != new.source
        ]
        return f"cell {changed[0]} is out of date" if changed else ""


class Questions:
    """The self-checks of a chapter, as tests/test_questions.py tries them."""

    code = ""

    def __init__(self, slug: str, root: Path, tables: Tables) -> None:
        self.name, self.slug, self.memory = f"questions/{slug}", slug, tables
        self.page = (root / f"chapters/{slug}/questions.py").read_text("utf-8")
        self.tests = _tests_of_questions(root)
        self.answered = [question for question in checks.questions(slug) if not question.open]
        self.read = {question.name: self._read(question) for question in self.answered}
        self.tables = set().union(*self.read.values())

    def _read(self, question: checks.Question) -> set[str]:
        self.memory.read.clear()
        if said := self._try(question):
            raise ValueError(f"{self.name} is not green before any change: {said}")
        return set(self.memory.read)

    def red(self) -> str:
        """An answer that is not accepted, or a mistake that is."""
        reached = (question for question in self.answered if self.read[question.name] & self.memory.touched)
        return next(filter(None, map(self._try, reached)), "")

    def _try(self, question: checks.Question) -> str:
        forget_questions()
        try:
            for test in self.tests:
                test(self.slug, question)
        except Exception as error:
            return f"question {question.name}: {type(error).__name__}"
        return ""


class Data:
    """`caj data check`: types, vocabularies, keys, source ids, and what tables owe each other."""

    name = "data check"

    def red(self) -> str:
        """The first sentence of the data check."""
        return next(iter(integrity.problems()), "")


def all_checks(root: Path, slugs: list[str], tables: Tables) -> list[Check]:
    """Every check of these chapters: outputs and facts, solutions, generated cells, self-checks."""
    found: list[Check] = []
    for slug in slugs:
        chapter = root / "chapters" / f"{slug}.ipynb"
        solution = source_path(root, slug)
        found += [
            Notebook(chapter, tables, stated(root, slug)),
            Notebook(solution, tables),
            Form(chapter, tables),
            Form(solution, tables),
            Questions(slug, root, tables),
        ]
    return found


def names(check: Check, table: str, column: str) -> bool:
    """Whether the code of a check, or the module through which it reads the table, names the column."""
    code = check.code + (Path(READERS[table].__file__).read_text("utf-8") if table in READERS else "")
    credited = column == "source_ids" and re.search(r"source=[a-z]", code)  # caj.show names the sources of these rows
    return bool(credited or re.search(rf"(?<!\w){column}(?!\w)", code))


def _tests_of_questions(root: Path) -> list:
    if "test_questions" not in sys.modules:
        sys.path.append(str(root))
        spec = importlib.util.spec_from_file_location("test_questions", root / "tests/test_questions.py")
        sys.modules["test_questions"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["test_questions"])
    module = sys.modules["test_questions"]
    return [module.test_the_answer_is_correct, module.test_each_listed_mistake_gets_its_message]
