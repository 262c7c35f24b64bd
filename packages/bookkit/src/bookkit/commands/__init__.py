"""The commands that bookkit adds to `caj`: notebooks, data, refresh, course."""

import argparse

from bookkit.commands import course, data, notebooks, refresh


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add all of them to the parser of `caj`."""
    for module in (notebooks, data, refresh, course):
        module.add_commands(groups)
