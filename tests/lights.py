"""A small book about lighthouses that nobody built: two chapters, three questions, two tables. It shares no row with ours."""

import csv
import io
import json
import shutil
from pathlib import Path

import nbformat
from conftest import ROOT

LIGHTS = [
    ("north-rock", "North Rock", "A", 1801, 21.5),
    ("south-rock", "South Rock", "A", 1830, 30.0),
    ("long-sand", "Long Sand", "A", 1844, 12.0),
    ("grey-head", "Grey Head", "B", 1851, 40.5),
    ("old-bar", "Old Bar", "B", 1869, 18.0),
    ("high-skerry", "High Skerry", "C", 1902, 44.0),
]
TABLES = {
    "lights": (
        "Invented lights",
        {"id": "string", "name": "string", "coast": "string", "lit": "integer", "metres": "number", "source_ids": "string"},
        [(*light, "made-up-2001") for light in LIGHTS],
    ),
    "sources": (
        "Sources",
        dict.fromkeys(["id", "title", "authors", "publisher"], "string")
        | {"date": "date"}
        | dict.fromkeys(["precision", "url", "kind", "language", "licence"], "string"),
        [("made-up-2001", "A list of lights", "KEEPER, Ann", "The Test Press", "2001-01-01", "year", "", "reference", "en", "none")],
    ),
}  # fmt: skip
OPTIONAL = {"authors", "publisher", "date", "precision", "url"}
FILES = {
    "book.yml": """title: Lights that nobody built
short_name: lights
authors: The keepers
subtitle: A book for tests
countries:
  A: {name: Arland, adjective: Arish}
  B: {name: Borland, adjective: Borish}
  C: {name: Corland, adjective: Corish}
""",
    "_toc.yml": """format: jb-book
root: index
parts:
  - caption: Lights
    numbered: true
    chapters:
      - file: chapters/first-lights
      - file: chapters/high-lights
  - caption: Guides
    chapters:
      - file: guides/data
      - file: guides/curriculum
      - file: guides/references
      - file: guides/maintainers
""",
    "index.md": "# Lights\n\nA book for tests.\n",
    "guides/data.md": "# Data\n\n<!-- generated: catalogue -->\n\n<!-- generated: citing -->\n",
    "guides/curriculum.md": "# Curriculum\n\n<!-- generated: course_map -->\n\n## Coverage\n\n<!-- generated: coverage -->\n",
    "guides/references.md": "# References\n\n<!-- generated: references -->\n",
    "guides/maintainers.md": "# For those who keep it\n\n## Report a mistake\n\nWrite to us.\n",
    "guides/criteria.yml": "reasoning:\n  asks: Does it follow?\n  levels: [no, partly, mostly, yes]\n",
    "guides/courses/two-days.yml": """title: Two days of lights
weeks: 1
sessions_a_week: 2
minutes: 20
for: Keepers.
outcome: You can read a light.
assessment: [{what: Exercises, weight: 100, how: by test}]
sessions:
  - {title: First, class: [{chapter: first-lights}]}
  - {title: Second, class: [{chapter: high-lights}]}
""",
    "CHANGELOG.md": "# Changelog\n\n## 0.1.0 (unreleased)\n\n- Lit.\n",
    "CITATION.cff": "cff-version: 1.2.0\ndate-released: 2026-01-01\n",
    "LICENSE-DATA.md": "# Licences\n\nAll of it is invented.\n",
    "_redirects": "/old.html /index.html 301\n",
    ".binder/requirements.txt": "pandas\n",
    "chapters/first-lights/questions.py": '''"""Self-checks of the first lights."""

from caj.checks import Question
from caj.data import load


def _lit(coast: str = "A") -> int:
    """Lights of a coast."""
    return int((load("lights")["coast"] == coast).sum())


QUESTIONS = [
    Question("how-many", level="compute", objective="count", points=2, minutes=5, vary={"coast": ["A", "B", "C"]},
             answer=_lit, praise="The coast has them all.", hint="Count the rows of the coast."),
    Question("oldest", level="recall", objective="count", points=1, minutes=3,
             answer="North Rock", praise="It is the oldest.", hint="Sort by year.",
             mistakes=[("High Skerry", "that is the youngest.")]),
]
''',
    "chapters/high-lights/questions.py": '''"""The question of the high lights."""

from caj.checks import Question

QUESTIONS = [Question("why-high", level="argue", objective="argue", points=4, minutes=10)]
''',
    "chapters/high-lights/rubrics.yml": "why-high:\n  reasoning: [no reason, a reason, two reasons, reasons weighed]\n",
}  # fmt: skip


def make(root: Path) -> Path:
    """Write the book, its student copies still to be made and its notebooks to be run; returns its folder."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "_static", root / "_static", ignore=shutil.ignore_patterns("relief-*"))  # ours
    write_tables(root / "seeds")
    notebook(root / "chapters/first-lights.ipynb", chapter("first-lights", "First lights", "count", []), *FIRST)
    notebook(
        root / "chapters/high-lights.ipynb", chapter("high-lights", "High lights", "argue", ["first-lights"]), *HIGH
    )
    notebook(
        root / "chapters/first-lights/exercise.ipynb",
        {"book": {"chapter": "first-lights", "questions": []}},
        *FIRST_EXERCISE,
    )
    notebook(
        root / "chapters/high-lights/exercise.ipynb",
        {"book": {"chapter": "high-lights", "questions": []}},
        *HIGH_EXERCISE,
    )
    return root


def write_tables(folder: Path) -> None:
    from caj.data import fingerprint

    folder.mkdir()
    resources = []
    for name, (title, fields, rows) in TABLES.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([list(fields), *rows])
        content = text.getvalue().encode()
        (folder / f"{name}.csv").write_bytes(content)
        schema = [
            {"name": field, "type": kind, "description": field, "constraints": {"required": field not in OPTIONAL}}
            for field, kind in fields.items()
        ]
        resources.append(
            {"name": name, "path": f"{name}.csv", "title": title, "description": "Invented.", "provenance": "Invented.",
             "licenses": [{"name": "CC0", "title": "CC0"}], "disputes": [], "hash": fingerprint(content),
             "bytes": len(content), "rows": len(rows), "schema": {"fields": schema, "primaryKey": ["id"]}}
        )  # fmt: skip
    package = {"name": "lights", "title": "Lights", "version": "0.1.0", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2) + "\n", "utf-8")


def chapter(slug: str, title: str, goal: str, requires: list[str]) -> dict:
    book = {
        "id": slug,
        "minutes": 15,
        "level": "beginner",
        "requires": requires,
        "figures_to": "May 2001",
        "review_by": "June 2030",
    }
    return {
        "book": book
        | {"question": f"What of {title.lower()}?", "objectives": [{"id": goal, "text": f"Learn to {goal}."}]}
    }


def notebook(path: Path, about: dict, *cells: nbformat.NotebookNode) -> None:
    made = nbformat.v4.new_notebook(cells=list(cells), metadata=about)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(made).rstrip("\n") + "\n", "utf-8")


def said(id: str, text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text, id=id)


def code(id: str, text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(text, id=id)


def marked(name: str, text: str, kind: str = "code", **marks: object) -> nbformat.NotebookNode:
    """A cell of nbgrader: an answer, or a check with its points."""
    base = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False, "task": False}
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(text, id=name, metadata={"nbgrader": base | marks})


def solution(name: str, given: str, solved: str, **more: object) -> nbformat.NotebookNode:
    return marked(name, f"{given}\n### BEGIN SOLUTION\n{solved}\n### END SOLUTION", solution=True, **more)


START = code("start", "import caj")
CARD, SOURCES = said("card", ":::"), said("data-and-sources", "## Data and sources")
SHOW = 'caj.show(lights, caption="All lights.", source=lights)'
FIRST = [
    said("first", "# First lights\n\nThe first was lit in 1801 [](#source-made-up-2001)."), CARD, START,
    code("table", f'lights = caj.load("lights")\n{SHOW}'),
    said("further", "## Further reading\n\nNothing."), SOURCES,
]  # fmt: skip
HIGH = [
    said("high", "# High lights\n\nSome stand high."), CARD, START,
    code("tall", 'tall = caj.load("lights").query("metres > 40")\nprint(len(tall))'),
    said("further", "## Further reading\n\nNothing."), SOURCES,
]  # fmt: skip
FIRST_EXERCISE = [
    said("head", "# Exercises: First lights\n\nReplace the dots."), START,
    said("q1", "## Question 1: How many?\n\n*Compute, 2 points, about 5 minutes.*\n\nHow many lights has Arland (`A`)?"),
    solution("how-many", 'coast = "A"\nhow_many = ...', 'how_many = (caj.load("lights")["coast"] == coast).sum()'),
    said("q2", "## Question 2: Which?\n\n*Recall, 1 point, about 3 minutes.*\n\nWhich light is the oldest?"),
    solution("oldest", "oldest = ...", 'oldest = "North Rock"'),
]  # fmt: skip
HIGH_EXERCISE = [
    said("head", "# Exercises: High lights\n\nWrite."), START,
    said("q1", "## Question 1: Why high?\n\n*Argue, 4 points, about 10 minutes.*\n\nWhy do some lights stand high?\n\n| Criterion |"),
    marked("why-high", "So that they are seen from afar.", kind="markdown", solution=True, grade=True, points=4),
]  # fmt: skip
