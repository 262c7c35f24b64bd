"""The commands `caj notebooks`: run, clean, check, student, untied, prose."""

from pathlib import Path
from typing import Annotated

import typer

from caj.nearest import near
from coursekit.book import Book
from coursekit.commands.answer import WRITE, Json, example, group

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="These notebooks only.", exists=True, dir_okay=False)
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    notebooks = group("Chapters and exercises: run, clean and check them, write the student copies.")
    for name, command, given in [
        ("run", _run, " chapters/the-first-summit.ipynb"),
        ("clean", _clean, ""),
        ("check", _check, ""),
        ("student", _student, ""),
        ("untied", _untied, " the-first-summit"),
        ("prose", _prose, ""),
    ]:
        notebooks.command(name, epilog=example(f"caj notebooks {name}{given}"))(command)
    app.add_typer(notebooks, name="notebooks", rich_help_panel=WRITE)


def _run(
    ctx: typer.Context,
    paths: Paths = None,
    force: Annotated[bool, typer.Option("--force", help="Run even what did not change.")] = False,
) -> list[str]:
    """Execute what changed and store the outputs."""
    from bookkit.notebooks.run import run

    return run(ctx.obj.root, paths or None, force)


def _clean(ctx: typer.Context, paths: Paths = None) -> None:
    """Write notebooks in their normal form."""
    from bookkit.notebooks.clean import clean_file
    from coursekit.exercises.notebooks import find

    for path in paths or find(ctx.obj.root):
        if clean_file(path):
            print(f"cleaned {path}")


def _check(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """Say what is wrong, without running anything."""
    from bookkit.notebooks.check import problems
    from coursekit.exercises.notebooks import find

    if not find(ctx.obj.root):
        return [f"{ctx.obj.root} holds no notebooks: run this in the folder of the book, or give --root."]
    return [*problems(ctx.obj.root)]


def _student(ctx: typer.Context) -> list[str]:
    """Write the student copies from the solutions, and run them."""
    from bookkit.notebooks.run import run
    from coursekit.exercises.student_copies import write_students

    written = write_students(ctx.obj.root)
    return run(ctx.obj.root, written) if written else []


def _untied(
    ctx: typer.Context,
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="These chapters only.")] = None,
) -> list[str]:
    """List numbers and names of the chapters' prose that nothing ties to evidence."""
    from bookkit.notebooks import uncited_numbers, unknown_names, unverified_numbers

    known = [path.stem for path in Book(ctx.obj.root).chapters]
    if strange := [slug for slug in slugs or [] if slug not in known]:
        close = near(strange[0], known)
        return [f'There is no chapter "{strange[0]}".' + (f' Did you mean "{close[0]}"?' if close else "")]
    checks = (uncited_numbers, unverified_numbers, unknown_names)
    return [found for check in checks for found in check.problems(ctx.obj.root, slugs or [])]


def _prose(ctx: typer.Context) -> list[str]:
    """Say what is hard to read or misspelt in the pages."""
    from bookkit.prose import problems

    return [*problems(ctx.obj.root)]
