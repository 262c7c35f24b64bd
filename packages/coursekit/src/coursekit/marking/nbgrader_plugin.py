"""Our executor inside `nbgrader autograde`: students' code in the sandbox, tests on the trusted side.

In a course's `nbgrader_config.py`:

    from coursekit.marking.nbgrader_plugin import configure
    configure(get_config())
"""

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearOutput,
    DeduplicateIds,
    GetGrades,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from coursekit import exercises
from coursekit.exercises.key import Key, prepare
from coursekit.exercises.notebooks import read
from coursekit.isolation.doctor import faults
from coursekit.isolation.sandbox import SandboxError
from coursekit.marking.cell_matching import repair
from coursekit.marking.grader import Grader
from coursekit.marking.marks import Mark
from coursekit.marking.notebook import CELLS, SubmittedCell
from coursekit.marking.page import number


class RepairCells(NbGraderPreprocessor):
    """Gives cells that lost their metadata it back, so that nbgrader knows them again."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        path = _source(self, resources)
        marks = {cell.id: cell.metadata.get("nbgrader") for cell in read(path).cells}
        for cell, own in zip(nb.cells, repair(_key(path).exercise, _cells(nb)).places):
            cell.metadata.pop("nbgrader", None)
            if own and marks[own.id]:
                cell.metadata["nbgrader"] = NotebookNode(marks[own.id])
            if own and own.kind != cell.cell_type:  # an open answer that became raw or code
                cell.cell_type = own.kind
                for name in ("outputs", "execution_count"):
                    cell.pop(name, None)
        return nb, resources


class SandboxExecute(NbGraderPreprocessor):
    """In place of nbgrader's Execute: writes into each check cell what nbgrader turns into its points."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        key = _key(_source(self, resources))
        outcome = _grader().run(key, _cells(nb))
        for note in outcome.notes:
            self.log.warning("%s", note)
        marks = {grade_id: (mark, earned) for mark in outcome.marks for grade_id, earned in mark.checks.items()}
        for cell in nb.cells:
            own = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
            if cell.cell_type == "code" and own.get("grade") and not own.get("solution"):
                mark, earned = marks.get(own["grade_id"], (None, 0.0))
                cell.outputs = _outputs(mark, earned, float(own["points"]))
        return nb, resources


def configure(config: Any) -> None:
    """Put our executor into a course's configuration, and hidden tests out of its feedback."""
    config.Autograde.sanitize_preprocessors = [
        RepairCells,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    config.Autograde.autograde_preprocessors = [
        SandboxExecute,
        IgnorePattern,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    config.OverwriteCells.add_missing_cells = True
    config.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, CSSHTMLHeaderPreprocessor]


def _outputs(mark: Mark | None, earned: float, points: float) -> list[NotebookNode]:
    """nbgrader reads no output as full points, an error as none, a number as this part."""
    if earned == points:
        return []
    failed = [sentence for sentence, holds in mark.tests if not holds] if mark else []
    said = " ".join(filter(None, [mark.said if mark else "This question was not reached.", *failed])) or "Not yet."
    if earned:
        return [
            new_output("stream", name="stdout", text=f"{said}\n"),
            new_output("execute_result", {"text/plain": number(earned)}, execution_count=1),
        ]
    return [new_output("error", ename="NotYet", evalue=said, traceback=[said])]


def _cells(nb: NotebookNode) -> list[SubmittedCell]:
    own = [cell.metadata.get("nbgrader", {}) for cell in nb.cells[:CELLS]]
    return [
        SubmittedCell(cell.cell_type, cell.source, cell.get("id", ""), marks.get("grade_id", ""))
        for cell, marks in zip(nb.cells, own)
    ]


def _source(preprocessor: NbGraderPreprocessor, resources: dict[str, Any]) -> Path:
    about = resources["nbgrader"]
    course = CourseDirectory(config=preprocessor.config)
    return Path(course.format_path(course.source_directory, ".", about["assignment"]), f"{about['notebook']}.ipynb")


@cache
def _key(path: Path) -> Key:
    return prepare(exercises.load(path))


@cache
def _grader() -> Grader:
    """One sandbox for the whole run; without a sandbox that holds, nothing is graded."""
    if found := faults():
        raise SandboxError(" ".join([*found, "See `caj doctor`."]))
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(Grader(_by_slug))


def _by_slug(slug: str, student: str) -> Key:
    raise LookupError("nbgrader names its sources by path.")
