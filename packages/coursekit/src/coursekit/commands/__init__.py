"""The commands of coursekit: exercises and assign, grade and doctor, export."""

import argparse

from coursekit.commands import assign, export, grade


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add all of them to the parser of `caj`."""
    for module in (assign, grade, export):
        module.add_commands(groups)
