"""The commands `caj release`: build, check, stamp."""

from pathlib import Path
from typing import Annotated

import typer

from coursekit.commands.answer import MAINTAIN, example, group


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    release = group("An edition: everything of one commit, with checksums.")
    release.command("build", epilog=example("caj release build --out dist"))(_build)
    release.command("check", epilog=example("caj release check"))(_check)
    release.command("stamp", epilog=example("caj release stamp"))(_stamp)
    app.add_typer(release, name="release", rich_help_panel=MAINTAIN)


def _build(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for the edition.")] = Path("dist"),
) -> None:
    """Write this commit's edition: site, offline zip, PDF, EPUB, teacher pack, wheel, list of parts."""
    from bookkit.release.edition import release

    release(ctx.obj.root.resolve(), out)


def _check(ctx: typer.Context) -> None:
    """Build the edition twice in different folders and compare every byte."""
    from bookkit.release.edition import check

    check(ctx.obj.root.resolve())


def _stamp(ctx: typer.Context) -> None:
    """Write version and date of today into the files, to commit and tag them."""
    from bookkit.release.edition import prepare

    prepare(ctx.obj.root.resolve())
