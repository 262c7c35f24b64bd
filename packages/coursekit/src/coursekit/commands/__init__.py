"""The commands of coursekit: exercises and assign, questions, grade and doctor, export."""

import typer

from coursekit.commands import assign, audit, export, grade


def add_commands(app: typer.Typer) -> None:
    """Add all of them to `caj`."""
    for module in (assign, audit, grade, export):
        module.add_commands(app)
