"""The command `caj check`: everything that can be said of the content without running it."""

import typer

from bookkit.commands.data import own_tables
from coursekit.commands.answer import WRITE, Json, example


def add_commands(app: typer.Typer) -> None:
    """Add the command to `caj`."""
    app.command("check", epilog=example("caj check"), rich_help_panel=WRITE)(_check)


def _check(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """Check tables, notebooks and prose, without running anything."""
    from bookkit import prose
    from bookkit.evidence import integrity, licences, links
    from bookkit.notebooks import check

    root = ctx.obj.root
    own_tables(root)
    tables = [*integrity.problems(), *links.problems(), *licences.problems(root)]
    return [*tables, *check.problems(root), *prose.problems(root)]
