"""The commands `caj versions`: lock, newest, oldest, pythons, jupyter-book-2."""

from typing import Annotated

import typer

from coursekit.book import Book
from coursekit.commands.answer import MAINTAIN, example, group

Words = Annotated[list[str] | None, typer.Argument(metavar="WORD", help="For pytest, after --: what to run.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    versions = group("The tested versions of all packages, and the book on other ones.")
    versions.command("lock", epilog=example("caj versions lock --upgrade"))(_lock)
    versions.command("newest", epilog=example("caj versions newest"))(_newest)
    versions.command("oldest", epilog=example("caj versions oldest"))(_oldest)
    versions.command("pythons", epilog=example("caj versions pythons -- -k the-first-summit"))(_pythons)
    versions.command("jupyter-book-2", epilog=example("caj versions jupyter-book-2"))(_jupyter_book_2)
    app.add_typer(versions, name="versions", rich_help_panel=MAINTAIN)


def _lock(
    ctx: typer.Context, upgrade: Annotated[bool, typer.Option("--upgrade", help="Take the newest of each.")] = False
) -> None:
    """Write constraints*.txt from the ranges of pyproject.toml; needs uv."""
    from bookkit.versions.lock import write_lock

    write_lock(Book.at(ctx.obj.root).root, upgrade)


def _newest(ctx: typer.Context, words: Words = None) -> list[str]:
    """Run the tests with the newest version of every dependency, and name those that are not the tested ones."""
    from bookkit.versions.trial import with_newest

    return with_newest(Book.at(ctx.obj.root).root, words or [])


def _oldest(ctx: typer.Context) -> list[str]:
    """Run the code of all chapters on the oldest pandas, numpy and Altair that are allowed."""
    from bookkit.versions.trial import with_oldest

    return with_oldest(Book.at(ctx.obj.root).root)


def _pythons(ctx: typer.Context, words: Words = None) -> list[str]:
    """Run all notebooks on every supported Python of this machine, of uv or pyenv too."""
    from bookkit.versions.pythons import run_notebooks

    return run_notebooks(Book.at(ctx.obj.root).root, words or [])


def _jupyter_book_2(
    ctx: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Record the count.")] = False,
) -> list[str]:
    """Convert a copy to Jupyter Book 2, which the book does not use, and count what it complains of."""
    from bookkit.versions.jupyter_book_2 import compare

    return compare(Book.at(ctx.obj.root).root, write)
