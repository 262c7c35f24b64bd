"""The commands `caj bench`: all, scale, mutation; they run the programs of `benchmarks/`."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from caj.errors import UserError
from coursekit.commands.answer import MAINTAIN, example, group


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    bench = group("What is promised of speed, size and tests, measured; wants a quiet machine.")
    bench.command("all", epilog=example("caj bench all"))(_all)
    bench.command("scale", epilog=example("caj bench scale --minutes 20"))(_scale)
    bench.command("mutation", epilog=example("caj bench mutation"))(_mutation)
    app.add_typer(bench, name="bench", rich_help_panel=MAINTAIN)


def _all(ctx: typer.Context) -> list[str]:
    """Measure everything, each thing beside an alternative, and renew the status page."""
    return _run(ctx.obj.root)


def _scale(
    ctx: typer.Context,
    minutes: Annotated[float, typer.Option("--minutes", metavar="N", help="Time for it.")] = 20,
) -> list[str]:
    """Grade classes of up to 10,000, as many as fit into the time, and renew the tables for institutions."""
    return _run(ctx.obj.root, "scale.py", "--minutes", str(minutes), "--write")


def _mutation(ctx: typer.Context) -> list[str]:
    """Change single values of the tables at random; nearly every change must turn a test red."""
    return _run(ctx.obj.root, "mutation/run.py", "--write")


def _run(root: Path, name: str = "", *arguments: str) -> list[str]:
    program = root / "benchmarks" / name
    if not program.exists():
        raise UserError(f"{program} is not there.", "Give --root, the folder of the book.")
    done = subprocess.run([sys.executable, program, *arguments])
    return ["An expectation is missed; which one stands above."] if done.returncode else []
