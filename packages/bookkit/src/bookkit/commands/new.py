"""The commands `caj new`: question, chapter."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from coursekit.commands.answer import WRITE, example, group

Kind = Literal["choice", "number", "date", "word", "set", "function", "open"]
Level = Literal["recall", "compute", "interpret", "argue"]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    new = group("Lay out a question or a chapter that works, to be rewritten.")
    given = "question tokyo-2025 coal-share --kind number"
    new.command("question", epilog=example(f"caj new {given}"))(_question)
    new.command("chapter", epilog=example("caj new chapter a-day-in-osh"))(_chapter)
    app.add_typer(new, name="new", rich_help_panel=WRITE)


def _question(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(help="Chapter, as `chapters/<SLUG>.ipynb`.")],
    name: Annotated[str, typer.Argument(help="Of the question, as coal-share.")],
    kind: Annotated[Kind, typer.Option("--kind", help="What the answer is.")] = "number",
    level: Annotated[Level | None, typer.Option("--level", help="By kind, unless given.")] = None,
    objective: Annotated[
        str, typer.Option("--objective", help="Id of the goal; the one with the fewest questions, unless given.")
    ] = "",
    points: Annotated[float, typer.Option("--points", help="By kind, unless given.")] = 0,
    minutes: Annotated[int, typer.Option("--minutes", help="By kind, unless given.")] = 0,
) -> None:
    """Prompt, solution and declaration of one more question."""
    from bookkit.authoring.question import add_question

    root, about = ctx.obj.root, {"level": level, "objective": objective, "points": points, "minutes": minutes}
    _told(root, add_question(root, slug, name, kind, **about))


def _chapter(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(help="Lower case, hyphens; it is the address and never changes.")],
    title: Annotated[str, typer.Option("--title", help="The slug in words, unless given.")] = "",
    after: Annotated[str, typer.Option("--after", help="The chapter before it; the last one, unless given.")] = "",
) -> None:
    """Notebook, folder, and the line in _toc.yml; they are run."""
    from bookkit.authoring.chapter import add_chapter
    from coursekit.book import Book

    root = Book.at(ctx.obj.root).root
    _told(root, add_chapter(root, slug, title, after))
    print("Then: rows in seeds/ with their sources, and a line in CHANGELOG.md.")


def _told(root: Path, files: list[Path]) -> None:
    print("Laid out, and working as it is; rewrite it part by part:")
    for path in files:
        print(f"  {path.relative_to(root).as_posix()}")
    print("After each change: caj notebooks run, caj notebooks student, caj notebooks check.")
