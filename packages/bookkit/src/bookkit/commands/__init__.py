"""The commands that bookkit adds to `caj`: notebooks, new, data, refresh, course."""

import typer

from bookkit.commands import course, data, new, notebooks, refresh


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (new, notebooks, data, refresh, course):
        module.add_commands(app)
