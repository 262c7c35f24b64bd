"""The commands `caj story` and `caj documents`: write the chapters of the story, and the pages of the documents."""

import typer

from coursekit.book import Book
from coursekit.commands.answer import WRITE, example, group


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    story = group("Chapters of the story: the notebooks that are made from their data.")
    story.command("write", epilog=example("caj story write"))(_story)
    app.add_typer(story, name="story", rich_help_panel=WRITE)
    documents = group("Lessons on documents: the pages that are made from their data.")
    documents.command("write", epilog=example("caj documents write"))(_documents)
    app.add_typer(documents, name="documents", rich_help_panel=WRITE)


def _documents(ctx: typer.Context) -> None:
    """Write the page of each lesson, and its line in _toc.yml."""
    from bookkit.documents.write import write_pages

    root = Book.at(ctx.obj.root).root
    for path in write_pages(root):
        print(f"written: {path.relative_to(root).as_posix()}")


def _story(ctx: typer.Context) -> list[str]:
    """Write the notebooks of the story from their data, and run what changed."""
    from bookkit.notebooks.run import run
    from bookkit.notebooks.story_write import write_notebooks

    written = write_notebooks(ctx.obj.root)
    return run(ctx.obj.root, written) if written else []
