"""Commands `caj exercises` and `caj assign`."""

from pathlib import Path
from typing import Annotated

import typer

from coursekit.commands.answer import TEACH, Json, example, group


def add_commands(app: typer.Typer) -> None:
    """Add both commands to `caj`."""
    exercises = group("What there is to assign: exercises, and their variants.")
    exercises.command("list", epilog=example("caj exercises list --questions"))(_list)
    exercises.command("variants", epilog=example("caj exercises variants the-first-summit"))(_variants)
    app.add_typer(exercises, name="exercises", rich_help_panel=TEACH)
    app.command("assign", epilog=example("caj assign the-first-summit --roster roster.csv"), rich_help_panel=TEACH)(
        _assign
    )


def _list(
    ctx: typer.Context,
    questions: Annotated[bool, typer.Option("--questions", help="A line for each question as well.")] = False,
    as_json: Json = False,
) -> list[str]:
    """List exercises: slug, questions, points, minutes, level, objectives."""
    from coursekit.classes.listing import described, lines

    root = ctx.obj.root
    found = described(root) if as_json else lines(root, questions)
    if as_json:
        ctx.obj.data["exercises"] = found
    else:
        print(*found, sep="\n")
    return [] if found else [_no_exercises(root)]


def _slugs(incomplete: str) -> list[str]:
    """Exercises of the book here, for the shell to complete."""
    from coursekit import exercises

    return [slug for slug in exercises.slugs(Path(".")) if slug.startswith(incomplete)]


Slug = Annotated[
    str,
    typer.Argument(metavar="SLUG", autocompletion=_slugs, help="An exercise, as `caj exercises list` names it."),
]
Slugs = Annotated[
    list[str],
    typer.Argument(metavar="SLUG", autocompletion=_slugs, help="Exercises, as `caj exercises list` names them."),
]


def _variants(ctx: typer.Context, slug: Slug) -> list[str]:
    """Print every variant of an exercise: its prompts and answers."""
    from coursekit import exercises
    from coursekit.classes.listing import spelled_out
    from coursekit.exercises.notebooks import source_path
    from coursekit.variants.variants import Variants

    root = ctx.obj.root
    if fault := _unknown([slug], exercises.slugs(root), root):
        return fault
    for line in spelled_out(Variants(source_path(root, slug))):
        print(line)
    return []


def _assign(
    ctx: typer.Context,
    slugs: Slugs,
    roster: Annotated[Path, typer.Option("--roster", metavar="FILE", help="CSV file with the columns id and name.")],
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="NAME", help="Encoding of the roster, when it is not found out.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", show_default="release/<exercise>", help="Folder for the students."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FOLDER",
            show_default="<out>-key, beside it; without --out release-key/<exercise>",
            help="Folder for the key of the class.",
        ),
    ] = None,
    secret: Annotated[
        Path, typer.Option("--secret", metavar="FILE", help="File with the course secret; made when it is not there.")
    ] = Path("course-secret.txt"),
    same: Annotated[bool, typer.Option("--same", help="The book's own values for everybody.")] = False,
    practice: Annotated[bool, typer.Option("--practice", help="Self-checks with hints, as in the book.")] = False,
    zipped: Annotated[bool, typer.Option("--zip", help="An archive for each student in place of a folder.")] = False,
) -> list[str]:
    """Write each student's notebooks, and the key of the class."""
    from tqdm import tqdm

    from coursekit import exercises
    from coursekit.classes.release import release
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import source_path
    from coursekit.files import unpublished
    from coursekit.variants.draw import read_secret
    from coursekit.variants.variants import Variants

    root, slugs = ctx.obj.root, list(dict.fromkeys(slugs))
    if fault := _unknown(slugs, exercises.slugs(root), root):
        return fault
    keys = key or (out.with_name(f"{out.name}-key") if out else Path("release-key", "+".join(slugs)))
    if not out:
        out = Path("release", "+".join(slugs))
        unpublished(out.parent)
    students, read_as = read_roster(roster, encoding)
    if read_as not in ("utf-8", "utf-8-sig", encoding):
        print(
            f"{roster} was read as {read_as}; the first name is {students[0].name}. If that is wrong, give --encoding."
        )
    variants = [Variants(source_path(root, slug)) for slug in slugs]
    drawn_with, made = read_secret(secret, out)
    if made:
        print(
            f"A course secret was made in {secret}. Keep this file for the whole course, and show it to nobody: with it and an id, variants are drawn again."
        )
    with tqdm(total=len(students), desc="students", unit="") as bar:
        release(variants, students, drawn_with, out, keys, same, practice, zipped, lambda student: bar.update())
    varied = sum(len(each.declared) for each in variants)
    what = "the book's own values" if same else f"own values in {varied} questions"
    print(
        f"{len(students)} students, {len(slugs)} exercise{'s' * (len(slugs) > 1)}, {what}, {'full self-checks' if practice else 'graded self-checks'}."
    )
    print(
        f"For the students: {out}/<id>{'.zip' if zipped else '/'}. For you only: {keys}/key.csv, and {keys}/key.json for `caj grade --key`."
    )
    return []


def _unknown(slugs: list[str], known: list[str], root: Path) -> list[str]:
    from caj.nearest import nearest

    if not known:
        return [_no_exercises(root)]
    return [
        f'There is no exercise "{slug}". {nearest(slug, known, "See `caj exercises list`.")}'
        for slug in slugs
        if slug not in known
    ]


def _no_exercises(root: Path) -> str:
    return f"{root} holds no chapters with exercises: run this in the folder of the book, or give --root."
