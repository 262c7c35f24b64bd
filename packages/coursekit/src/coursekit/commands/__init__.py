"""The commands of coursekit: exercises and assign, grade and doctor, export."""

import typer

from coursekit.commands import assign, export, grade


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (assign, grade, export):
        module.add_commands(app)
