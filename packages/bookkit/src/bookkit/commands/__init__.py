"""The commands that bookkit adds to `caj`: notebooks, data, refresh, course."""

import typer

from bookkit.commands import course, data, notebooks, refresh


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (notebooks, data, refresh, course):
        module.add_commands(app)
