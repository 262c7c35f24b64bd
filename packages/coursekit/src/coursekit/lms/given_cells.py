"""What a question gives besides its prompt: the code of its given cells and what they print, as Markdown for a quiz."""

from coursekit.exercises import Exercise, QuestionCells

LONGEST = 60  # lines of what a cell prints


def given(exercise: Exercise, question: QuestionCells) -> str:
    """Code and printed output of the cells between the prompt and the answer; "" when there are none.

    A chart is named and not drawn.
    """
    place = exercise.cells.index(question.answer)
    cells = []
    for cell in reversed(exercise.cells[:place]):
        if cell.role != "given" or (cell.kind == "markdown" and cell.source.startswith("#")):
            break
        if cell.kind == "code":
            cells.insert(0, f"{_block(cell.source, 'python')}{_printed(cell.printed)}")
    return "\n\n".join(cells)


def _printed(text: str) -> str:
    return f"\n\n{_block(text)}" if text else ""


def _block(text: str, language: str = "") -> str:
    """A block of code; what is longer than a screen or two is cut, and says so.

    >>> print(_block("a = 1", "python"))
    ```python
    a = 1
    ```
    """
    lines = text.strip("\n").split("\n")
    cut = (
        [*lines[:LONGEST], f"… and {len(lines) - LONGEST} lines more, in the notebook"]
        if len(lines) > LONGEST
        else lines
    )
    return "\n".join([f"```{language}", *cut, "```"])
