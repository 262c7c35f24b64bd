"""Command `caj refresh`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from coursekit.commands.answer import WRITE, example

FOLDER = ".cache/refresh"


def add_commands(app: typer.Typer) -> None:
    """Add the command to `caj`."""
    app.command("refresh", epilog=example("caj refresh --only population --all"), rich_help_panel=WRITE)(_refresh)


def _refresh(
    ctx: typer.Context,
    listed: Annotated[
        bool, typer.Option("--list", help="Which series can be fetched, and which are renewed by hand.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="INDICATOR", help="This indicator; may be given again."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every difference, not the largest ones only.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Store the newer figures as a vintage.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="Longest silence.")] = 30,
    tries: Annotated[int, typer.Option("--tries", metavar="N", help="Tries for each address.")] = 3,
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Ask URL/<provider> in place of the publishers.")
    ] = "",
) -> list[str]:
    """Fetch the newest figures and say what they would change."""
    from bookkit.refresh import run
    from bookkit.refresh.fetch import Fetcher
    from bookkit.refresh.series import by_hand, chosen

    if listed:
        hand = [f"  {name}: {why}" for name, why in by_hand().items()]
        print(*run.listing(), "", "Renewed by hand:", *hand, sep="\n")
        return []
    wanted = chosen(only or [])
    run.tables_are_whole()
    folder: Path = ctx.obj.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    refresh = run.Refresh(Fetcher(folder, timeout, tries), date.today(), base_url.rstrip("/"), every)
    found = refresh.look(wanted)
    if found:
        print(*run.effects(found, ctx.obj.root), sep="\n")
    if write:
        refresh.write(found)
    return refresh.problems
