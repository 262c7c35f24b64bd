"""Write the notebooks of the story: their sources are what the data give, their outputs stay where the code did not change."""

from pathlib import Path

from nbformat import NotebookNode

from bookkit.notebooks.clean import clean
from bookkit.notebooks.story_notebook import notebook
from bookkit.story.reading import read as read_story
from bookkit.story.reading import stories, story
from coursekit.book import Book
from coursekit.exercises.notebooks import code_cells, read, text
from coursekit.files import write


def is_from_data(path: Path, root: Path) -> bool:
    """Whether the notebook of a chapter is what its data give; a chapter that cannot be read has faults of its own."""
    if read_story(path)[0] is None:
        return True
    return text(from_data(path, root)) == Book(root).chapter(path.parent.name).read_text("utf-8")


def write_notebooks(root: Path) -> list[Path]:
    """The notebooks that had to be written; none when all stood."""
    changed = []
    for path in stories(root):
        page = Book(root).chapter(path.parent.name)
        made = text(from_data(path, root))
        if not page.exists() or page.read_text("utf-8") != made:
            write(page, made)
            changed.append(page)
    return changed


def from_data(path: Path, root: Path) -> NotebookNode:
    """The notebook that a chapter's data give, with the stored outputs of cells whose code is the same."""
    chapter = story(path)
    page = Book(root).chapter(path.parent.name)
    made = notebook(chapter, root)
    if page.exists():
        _keep_outputs(made, read(page, nameless=True))
    return clean(made, page)


def _keep_outputs(made: NotebookNode, stored: NotebookNode) -> None:
    known = {cell.id: cell for cell in code_cells(stored)}
    for cell in code_cells(made):
        before = known.get(cell.id)
        if before is not None and before.source == cell.source:
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
