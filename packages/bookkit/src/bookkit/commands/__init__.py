"""The commands that bookkit adds to `caj`: book and release, new, notebooks, data, refresh, course."""

import typer

from bookkit.commands import book, course, data, new, notebooks, refresh, release


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (book, release, new, notebooks, data, refresh, course):
        module.add_commands(app)
