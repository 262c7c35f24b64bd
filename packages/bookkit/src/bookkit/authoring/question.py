"""Lay out a new question: its prompt and solution in the exercise, its declaration beside it."""

import re
import textwrap
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from bookkit.authoring.layout import fill, named
from bookkit.notebooks.clean import clean_file
from caj.errors import UserError
from caj.question import FILE
from coursekit.exercises.notebooks import CHAPTERS, declarations, read, source_path, source_paths, text
from coursekit.exercises.rubrics import FILE as RUBRICS
from coursekit.exercises.rubrics import rubrics
from coursekit.files import write

KINDS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("kinds.yml").read_text("utf-8"))
LETTERS = "abcd"
IMPORT = "from caj.checks import Question\n"


def add_question(root: Path, slug: str, name: str, kind: str, **about: Any) -> list[Path]:
    """Write prompt, solution and declaration of a question that works; returns the files, to be rewritten by hand.

    `about` may say level, objective, points and minutes. UserError for an unknown chapter, or a name that is taken.
    """
    path = source_path(root, slug)
    if not path.exists():
        raise UserError(f"there is no chapter {slug}.", f"Begin it with `caj new chapter {slug}`.", path)
    taken = {question.name for question in declarations(path)}
    if named(name, "question") in taken:
        raise UserError(f"the question {name} is declared already.", "Choose another name.", path.with_name(FILE))
    if (goal := about.get("objective")) and goal not in (goals := _goals(root, slug)):
        raise UserError(f'the chapter has no objective "{goal}".', f"There are {', '.join(goals)}.", path)
    form = KINDS[kind]
    about = {
        "level": form["level"],
        "objective": _objective(root, slug),
        "points": form["points"],
        "minutes": form["minutes"],
    } | {key: given for key, given in about.items() if given}
    values = {"name": name, "variable": name.replace("-", "_"), "id": f"{slug}/{name}"}
    values |= _choices(root, form["options"]) if kind == "choice" else {}
    _declare(path.with_name(FILE), name, about, fill(form.get("declaration", ""), **values))
    changed = [path, path.with_name(FILE)]
    if kind == "open":
        _rubric(root, path.with_name(RUBRICS), name, form["criteria"])
        changed.append(path.with_name(RUBRICS))
    notebook = read(path, nameless=True)
    place = len(notebook.cells) if kind == "open" else _before_open(notebook)
    notebook.cells[place:place] = _cells(form, name, values)
    write(path, text(notebook))
    clean_file(path)
    return changed


def _cells(form: dict[str, Any], name: str, values: dict[str, str]) -> list[NotebookNode]:
    title = name.replace("-", " ").capitalize()
    prompt = nbformat.v4.new_markdown_cell(f"## {title}\n\n{fill(form['prompt'], **values).strip()}")
    prompt.id = f"{name}-prompt"
    if "answer" in form:
        answer = nbformat.v4.new_markdown_cell(form["answer"].strip())
        answer.id = name
        return [prompt, answer]
    stub = fill(form.get("stub", "[[variable]] = ..."), **values).strip()
    solution = fill(form["solution"], **values).strip()
    answer = nbformat.v4.new_code_cell(f"{stub}\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION")
    answer.id = name
    check = nbformat.v4.new_code_cell(fill(form.get("check", ""), **values).strip())
    return [prompt, answer, *([check] if check.source else [])]


def _before_open(notebook: NotebookNode) -> int:
    """Where the prompt of the first open question stands: they come last."""
    heading = len(notebook.cells)
    for place, cell in enumerate(notebook.cells):
        if cell.source.startswith("## ") and cell.cell_type == "markdown":
            heading = place
        elif cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade"):
            return heading
    return len(notebook.cells)


def _objective(root: Path, slug: str) -> str:
    """The goal of the chapter that has the fewest questions."""
    asked = [question.objective for question in declarations(source_path(root, slug)) if question.in_exercise]
    return min(_goals(root, slug), key=asked.count)


def _goals(root: Path, slug: str) -> list[str]:
    """The ids of the chapter's objectives."""
    return [goal["id"] for goal in read(root / CHAPTERS / f"{slug}.ipynb").metadata["book"]["objectives"]]


def _choices(root: Path, options: list[str]) -> dict[str, str]:
    """The options at their letters; the right one stands where the book's right answers stand least often."""
    everywhere = [question for path in source_paths(root) for question in declarations(path)]
    used = [question.answer for question in everywhere if question.in_exercise and question.answer in list(LETTERS)]
    right = min(LETTERS, key=used.count)
    wrong = [letter for letter in LETTERS if letter != right]
    placed = dict(zip([right, *wrong], options))
    return placed | {"right": right} | {f"wrong{number}": letter for number, letter in enumerate(wrong, start=1)}


def _declare(path: Path, name: str, about: dict[str, Any], body: str) -> None:
    """Put the declaration at the end of the list."""
    source = path.read_text("utf-8")
    head, bracket, tail = source.rpartition("]")
    if not bracket or tail.strip():
        raise UserError("the file does not end with the list QUESTIONS.", "Put the list last, closed by `]`.", path)
    if "load(" in body and not re.search(r"^from caj\.data import .*\bload\b", head, re.M):
        head = head.replace(IMPORT, f"{IMPORT}from caj.data import load\n", 1)
    given = {"name": name} | about
    lines = [f"{key}={_literal(given[key])}," for key in ("name", "level", "objective", "points", "minutes")]
    if body:
        inside = textwrap.indent("\n".join([*lines, body.strip()]), " " * 8)
        made = f"    Question(\n{inside}\n    ),\n"
    else:
        made = f"    Question({' '.join(lines).rstrip(',')}),\n"
    write(path, f"{head}{made}]\n")


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


def _rubric(root: Path, path: Path, name: str, criteria: list[str]) -> None:
    """The book's general levels of some criteria, to be made particular to the question."""
    known = rubrics(root)["criteria"]
    chosen = {name: {criterion: known[criterion]["levels"] for criterion in criteria if criterion in known}}
    before = path.read_text("utf-8") if path.exists() else ""
    write(
        path, before + yaml.safe_dump(chosen, allow_unicode=True, sort_keys=False, width=1000).replace("  - ", "    - ")
    )
    rubrics.cache_clear()
