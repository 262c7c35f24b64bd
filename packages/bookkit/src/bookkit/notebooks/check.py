"""Say what is wrong with the book's notebooks, without running them: form, evidence, alt text, exercises, leaks; and with story, essays and documents."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx
from nbformat import NotebookNode

from bookkit.documents import check as documents
from bookkit.essays import check as essays
from bookkit.notebooks import links, story_write
from bookkit.notebooks.cells import claims_of
from bookkit.notebooks.clean import clean
from bookkit.story import check as story
from bookkit.story.reading import stories
from caj import data
from caj.errors import Finding, UserError, told
from caj.figures import CHART_MIME, describes
from caj.question import FILE
from coursekit.book import Book
from coursekit.exercises import self_checks
from coursekit.exercises.notebooks import (
    CHAPTERS,
    EXERCISES,
    SOURCE,
    code_cells,
    declarations,
    find,
    read,
    slug_of,
    source_path,
    source_paths,
    text,
)
from coursekit.exercises.student_copies import HIDDEN, SOLUTION, sources, student_copy
from coursekit.student_package import unknown

TAGS = {"hide-input", "hide-output", "remove-input", "slide"}
TAGS_WITH_REASON = {"raises-exception", "nbval-ignore-output"}
LONGEST_CELL, LONGEST_LINE = 15, 88
CHAPTER_FIELDS = {"id", "minutes", "level", "objectives", "requires", "figures_to", "review_by", "question"}
LEVELS = {"recall", "compute", "interpret", "argue"}
UNSTABLE = re.compile(r"\bat 0x[0-9a-f]{6,}|/tmp/ipykernel_")


def problems(root: Path) -> list[Finding]:
    """One sentence for each fault of the notebooks under `root`; an empty list means all is well."""
    book = Book(root)
    checks = [_in_notebook(path, root) for path in find(root)]
    checks += [_pasted_in(path, root) for path in sorted((root / "guides").rglob("*.ipynb"))]
    checks += [_mirror(root), *(_copy(slug, root) for slug in sorted(_slugs_of_all(root)))]
    checks += [_prerequisites(root), *(_objectives(path, root) for path in book.sources)]
    checks += [links.problems(root), *(_written(part.problems, root) for part in (story, essays))]
    checks += [*(_of_story(path, root) for path in stories(root)), iter(documents.problems(root))]
    found = [_inside(finding, root) for check in checks for finding in told(check)]
    return list(dict.fromkeys(found))  # several checks meet a file that cannot be read


def _inside(finding: Finding, root: Path) -> Finding:
    """A finding with its place as it is seen from the book."""
    place, what = (words.replace(f"{root.resolve()}/", "") for words in (finding.place, finding.what))
    return Finding(place, what, finding.remedy)


def _in_notebook(path: Path, root: Path) -> Iterator[Finding]:
    yield from (fault.at(path.relative_to(root)) for fault in _faults(read(path), path))


def _written(check: Callable[[Path], list[Finding]], root: Path) -> Iterator[Finding]:
    """What a check of the story finds, asked when its turn comes."""
    yield from check(root)


def _of_story(path: Path, root: Path) -> Iterator[Finding]:
    """The page of a chapter of the story is what its data give."""
    page = Book(root).chapter(path.parent.name)
    if page.exists() and not story_write.is_from_data(path, root):
        yield Finding(page.relative_to(root), "is not what its story.yml gives.", "Run `caj story write`.")


def _pasted_in(path: Path, root: Path) -> Iterator[Finding]:
    """Pasted pictures of a notebook among the guides."""
    yield from (fault.at(path.relative_to(root)) for fault in pasted(read(path, nameless=True)))


def _faults(notebook: NotebookNode, path: Path) -> Iterator[Finding]:
    before = text(notebook)
    for cell in code_cells(notebook):
        yield from (fault.at(f"cell {cell.id}") for fault in _cell_faults(cell))
    yield from pasted(notebook)
    blocks = list(_without_normal_form(notebook, path))
    yield from blocks
    if path.parent.name == CHAPTERS and claims_of(path) and "claims" not in {cell.id for cell in notebook.cells}:
        yield Finding("", "no cell with id `claims` for the claims of the three articles that belong to it.")
    if not blocks and text(clean(notebook, path)) != before:
        yield Finding("", "not in normal form.", "Run `caj notebooks clean`.")


def _without_normal_form(notebook: NotebookNode, path: Path) -> Iterator[Finding]:
    """What must be mended before anybody can say what the normal form is."""
    for id in _unknown_sources(notebook):
        yield Finding("", f'source id "{id}" is not in seeds/sources.csv.', "Correct it, or add the source there.")
    if path.parent.name == CHAPTERS and (missing := CHAPTER_FIELDS - set(notebook.metadata.get("book", {}))):
        yield Finding("", f"the metadata `book` lacks {', '.join(sorted(missing))}.")


def _cell_faults(cell: NotebookNode) -> Iterator[Finding]:
    if fault := _not_python(cell.source):
        yield Finding(
            "", f"this is not plain Python ({fault}).", "Commands with % or ! run in one editor only: leave them out."
        )
    elif foreign := unknown(cell.source):
        yield Finding("", f"imports {min(foreign)}, which students do not have: they have the modules of packages/caj.")
    lines = sum(1 for line in cell.source.splitlines() if line.strip())
    tags = set(cell.metadata.get("tags", []))
    if lines > LONGEST_CELL:
        yield Finding("", f"{lines} lines of code; at most {LONGEST_CELL}.", "Move logic to packages/caj.")
    if any(len(line) > LONGEST_LINE for line in cell.source.splitlines()):
        yield Finding("", f"a line of code is longer than {LONGEST_LINE} characters; readers would have to scroll.")
    for tag in sorted(tags - TAGS - TAGS_WITH_REASON):
        yield Finding("", f'tag "{tag}" is not allowed.')
    if tags & TAGS_WITH_REASON and not cell.metadata.get("reason"):
        yield Finding("", "this tag needs a reason: add `reason` to the cell's metadata.")
    if cell.execution_count is None:
        yield Finding("", "no stored run.", "Run `caj notebooks run`.")
    for output in cell.outputs:
        yield from _output_faults(output, tags)


def pasted(notebook: NotebookNode) -> Iterator[Finding]:
    """Pictures that were pasted into a cell: they have no file, so no licence, and reach no page."""
    for number, cell in enumerate(notebook.cells, start=1):
        shown = re.findall(r"attachment:([^)\s\"'>]+)", cell.source) if cell.cell_type == "markdown" else []
        for name in dict.fromkeys([*shown, *cell.get("attachments", {})]):
            yield Finding(
                f"cell {cell.get('id', number)}",
                f"the picture {name} was pasted into the cell.",
                f"Save it as a file beside the notebook, show it with ![what one sees]({name}), and name its licence in LICENSE-DATA.md.",
            )


def _not_python(code: str) -> str:
    """What keeps code from being Python; empty when it is."""
    try:
        ast.parse(code)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    return ""


def _output_faults(output: NotebookNode, tags: set[str]) -> Iterator[Finding]:
    if output.output_type == "stream" and output.name == "stderr":
        yield Finding("", "a warning is stored.", "Mend the code, then run `caj notebooks run`.")
    if output.output_type == "error" and "raises-exception" not in tags:
        yield Finding("", "an error is stored.", "Mend the code, then run `caj notebooks run`.")
    if UNSTABLE.search(str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))):
        yield Finding("", "the stored output holds an address that changes from run to run.")
    chart = output.get("data", {}).get(CHART_MIME)
    if chart and not describes(chart.get("description", "")):
        yield Finding("", "a figure has no alt text.", "Give caj.show an alt= that says what one sees.")


def _unknown_sources(notebook: NotebookNode) -> list[str]:
    cited = {id for cell in notebook.cells for id in re.findall(r"#source-([A-Za-z0-9-]+)", cell.source)}
    python = [cell.source for cell in code_cells(notebook) if not _not_python(cell.source)]
    shown = {id for code in python for id in _shown_sources(code)}
    return sorted((cited | shown) - set(data.load("sources")["id"]))


def _shown_sources(code: str) -> list[str]:
    """Source ids that a call names, as in `caj.show(…, source="id;id")`."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    values = [word.value for call in calls for word in call.keywords if word.arg == "source"]
    return [id for value in values if isinstance(value, ast.Constant) for id in str(value.value).split(";")]


def _slugs(root: Path) -> dict[str, set[str]]:
    """The slugs that have a chapter, a student's copy, and the source of an exercise, by the form of the file's name."""
    parts = {
        f"{part}/{{}}.ipynb": {path.stem for path in (root / part).glob("*.ipynb")} for part in (CHAPTERS, EXERCISES)
    }
    return parts | {f"{CHAPTERS}/{{}}/{SOURCE}": {slug_of(path) for path in source_paths(root)}}


def _slugs_of_all(root: Path) -> set[str]:
    return set.intersection(*_slugs(root).values())


def _mirror(root: Path) -> Iterator[Finding]:
    """The same slugs in chapters, solutions and exercises."""
    slugs = _slugs(root)
    practised = {
        slug for part, present in slugs.items() if not part.startswith(f"{CHAPTERS}/{{}}.") for slug in present
    }
    untold = {path.parent.name for path in stories(root)} - practised  # its cards stand in its page
    for slug in sorted(set.union(*slugs.values()) - untold):
        for part in (part for part, present in slugs.items() if slug not in present):
            yield Finding(
                "",
                f"{part.format(slug)} is missing: a chapter, the source of its exercise and the student's copy share one slug.",
            )


def _copy(slug: str, root: Path) -> Iterator[Finding]:
    """Each copy is made from its solution, and shows nothing of it."""
    copy, solution = read(root / EXERCISES / f"{slug}.ipynb"), read(source_path(root, slug))
    yield from (fault.at(f"{EXERCISES}/{slug}.ipynb") for fault in _leaks(copy, solution))


def _leaks(copy: NotebookNode, solution: NotebookNode) -> Iterator[Finding]:
    shown = {line.strip() for cell in student_copy(solution).cells for line in cell.source.splitlines()}
    secret = {
        line.strip()
        for cell in code_cells(solution)
        for pattern in (SOLUTION, HIDDEN)
        for block in pattern.findall(cell.source)
        for line in block.splitlines()
        if len(line.strip()) > 8
    } - shown
    for cell in copy.cells:
        if leaked := secret & {line.strip() for line in cell.source.splitlines()}:
            yield Finding(f"cell {cell.id}", f"leaks a solution: {min(leaked)!r}.", "Run `caj notebooks student`.")
    if sources(copy) != sources(student_copy(solution)):
        yield Finding("", "this is not the copy of its solution.", "Run `caj notebooks student`.")


def _prerequisites(root: Path) -> Iterator[Finding]:
    graph = networkx.DiGraph()
    slugs = {path.stem for path in (root / CHAPTERS).glob("*.ipynb")}
    for path in sorted((root / CHAPTERS).glob("*.ipynb")):
        try:
            required = read(path, nameless=True).metadata.get("book", {}).get("requires", [])
        except UserError:
            continue  # that it cannot be read is told where its cells are looked at
        for needed in required:
            graph.add_edge(path.stem, needed)
            if needed not in slugs:
                yield Finding(f"chapters/{path.name}", f"requires a chapter {needed} that does not exist.")
    for circle in networkx.simple_cycles(graph):
        yield Finding("", f"chapters require each other in a circle: {' -> '.join(circle)}.")


def _objectives(path: Path, root: Path) -> Iterator[Finding]:
    """Every objective has an exercise, every exercise a known level, every check a question."""
    chapter = root / CHAPTERS / f"{slug_of(path)}.ipynb"
    if not chapter.exists():
        return
    goals = {goal["id"] for goal in read(chapter).metadata.get("book", {}).get("objectives", [])}
    declared = declarations(path)
    file = f"{path.parent.relative_to(root)}/{FILE}"
    aims = {goal for question in declared for goal in (question.objective, *question.also)}
    for goal in sorted(goals - {question.objective for question in declared if question.in_exercise}):
        yield Finding(
            f"chapters/{chapter.name}",
            f"objective {goal} has no exercise.",
            "Add a question that aims at it, or take the objective out.",
        )
    for aim in sorted(aims - goals):
        yield Finding(file, f'a question aims at objective "{aim}", which the chapter does not have.')
    for question in declared:
        if question.in_exercise and question.level not in LEVELS:
            yield Finding(file, f"level of {question.name} is none of {', '.join(sorted(LEVELS))}.")
    yield from _checks(path, chapter)


def _checks(path: Path, chapter: Path) -> Iterator[Finding]:
    """Each declared self-check is used in the chapter or its exercises, and each used one is declared."""
    slug = slug_of(path)
    used = {
        name
        for notebook in (read(path), read(chapter))
        for cell in code_cells(notebook)
        for asked, name in self_checks.asked(cell.source)
        if asked == slug
    }
    declared = {question.name for question in declarations(path) if not question.open}
    for name in sorted(used ^ declared):
        yield Finding(
            f"chapters/{slug}/questions.py",
            f"{slug}/{name} is {'not declared' if name in used else 'never asked'}.",
        )
