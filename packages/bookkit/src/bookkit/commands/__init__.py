"""The commands that bookkit adds to `caj`: book, check, new, notebooks, story, documents, data, refresh, course, release, versions, bench."""

import typer

from bookkit.commands import bench, book, check, course, data, new, notebooks, refresh, release, story, versions


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (book, check, new, notebooks, story, data, refresh, course, release, versions, bench):
        module.add_commands(app)
