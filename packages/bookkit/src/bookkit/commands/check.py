"""The command `caj check`: everything that can be said of the content without running it."""

import typer

from bookkit.commands.data import of_tables
from coursekit.commands.answer import WRITE, Json, example


def add_commands(app: typer.Typer) -> None:
    """Add the command to `caj`."""
    app.command("check", epilog=example("caj check"), rich_help_panel=WRITE)(_check)


def _check(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """Check tables, notebooks and prose, without running anything."""
    from bookkit import prose
    from bookkit.notebooks import check

    root = ctx.obj.root
    return [*of_tables(root), *check.problems(root), *prose.problems(root)]
