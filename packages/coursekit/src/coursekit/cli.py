"""The command `caj`; each installed package adds its own commands by an entry point `coursekit.commands`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from caj.errors import UserError
from coursekit.commands.answer import PANELS, Answer
from coursekit.inside.skip_slow_imports import quick

SEEDS = "seeds"
# As a newcomer needs them; a command that is not named here comes last.
ORDER = (
    "book",
    "course",
    "exercises",
    "assign",
    "doctor",
    "grade",
    "export",
    "new",
    "questions",
    "check",
    "notebooks",
    "data",
    "refresh",
    "story",
    "documents",
    "release",
    "versions",
    "bench",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 when all is well, 1 when something was found, with a sentence each, 2 when it was not understood."""
    quick()
    answer = Answer()
    try:
        _commands().main(arguments, prog_name="caj", obj=answer)
    except SystemExit as end:
        return int(end.code or 0)
    except (OSError, UserError) as error:
        answer.problems = [str(error)]
    return answer.give()


class Commands(TyperGroup):
    """All commands in the order of a newcomer; what one returns are the sentences of the answer."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, the known ones first."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """A heading for each purpose, with its commands; plain text, for screen readers and files."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        for panel in PANELS:
            rows = [(name, one.get_short_help_str(200)) for name, one in commands if one.rich_help_panel == panel]
            if rows:
                with formatter.section(panel):
                    formatter.write_dl(rows)

    def invoke(self, ctx: Any) -> None:
        """Run the command, and answer with its sentences."""
        ctx.obj.problems = super().invoke(ctx) or []
        raise typer.Exit(ctx.obj.give())


@cache
def _commands() -> TyperGroup:
    app = typer.Typer(cls=Commands, callback=_book, no_args_is_help=True, rich_markup_mode=None)
    for entry in sorted(entry_points(group="coursekit.commands"), key=lambda entry: entry.name):
        entry.load()(app)
    return cast(TyperGroup, typer.main.get_command(app))


def _book(
    ctx: typer.Context,
    root: Annotated[
        Path, typer.Option("--root", metavar="FOLDER", help="Folder of the book.", exists=True, file_okay=False)
    ] = Path("."),
) -> None:
    """Tools of an executable textbook: its notebooks, tables, exercises and classes.

    Each command tells more with `--help`, for example `caj grade --help`.
    """
    ctx.obj.root = root
    ctx.with_resource(_tables_of(root))


@contextmanager
def _tables_of(root: Path) -> Iterator[None]:
    """Read the tables of the book under `root`, here and in every process that this one starts; those of the package where it has none."""
    from caj.data import CHOSEN

    before = os.environ.get(CHOSEN)
    if (root / SEEDS).is_dir():
        os.environ[CHOSEN] = str((root / SEEDS).resolve())
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(CHOSEN, None)
        else:
            os.environ[CHOSEN] = before


if __name__ == "__main__":
    sys.exit(main())
