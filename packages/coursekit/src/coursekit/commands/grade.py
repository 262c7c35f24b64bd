"""Commands `caj grade` and `caj doctor`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from coursekit.commands.answer import TEACH, Json, example
from coursekit.commands.grading import Wanted, grade


def add_commands(app: typer.Typer) -> None:
    """Add both commands to `caj`."""
    app.command("doctor", epilog=example("caj doctor"), rich_help_panel=TEACH)(_doctor)
    app.command(
        "grade",
        epilog=example("caj grade submissions.zip --key release-key/ --roster roster.csv --out marks/"),
        rich_help_panel=TEACH,
    )(_grade)


def _doctor(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """Try the sandbox of grading with small attacks, and say whether this machine can grade."""
    from coursekit.isolation.machine import advice

    if said := advice():
        return [said]
    from coursekit.isolation.doctor import examine

    found = examine()
    for trial in found:
        print(f"{'ok     ' if trial.well else 'FAILS  ' if trial.needed else 'note   '}{trial.sentence}")
    ctx.obj.data["findings"] = [
        {"well": trial.well, "needed": trial.needed, "sentence": trial.sentence} for trial in found
    ]
    return ["Grading would not be safe here." for _ in [1] if any(not f.well and f.needed for f in found)]


def _grade(
    ctx: typer.Context,
    submissions: Annotated[
        Path,
        typer.Argument(
            metavar="SUBMISSIONS",
            help="Folder or zip archive: <student>/<exercise>.ipynb, nbgrader's layout, or a platform's.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for marks, feedback and report.")] = Path(
        "marks"
    ),
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", show_default="one for each core", help="Processes at work.")
    ] = os.cpu_count() or 1,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Grade on the workers of this Dask scheduler instead, as tcp://10.0.0.1:8786.",
        ),
    ] = None,
    key: Annotated[
        list[Path] | None,
        typer.Option(
            "--key",
            metavar="FOLDER",
            help="Key of the class, as `caj assign` wrote it: everybody is graded by the own variant; may be given several times.",
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="Roster of the class: who is missing, and whom a name or an e-mail address means.",
        ),
    ] = None,
    expected: Annotated[
        Path | None,
        typer.Option(
            "--expected", metavar="FILE", help="Answers of every student's variant, for the report on copying."
        ),
    ] = None,
    manual: Annotated[
        Path | None,
        typer.Option(
            "--manual",
            metavar="FILE",
            help="Marks given by hand, wherever the marking page saved them; they are kept with those in --out.",
        ),
    ] = None,
    cpu_seconds: Annotated[
        float,
        typer.Option(
            "--cpu-seconds",
            metavar="S",
            help="Seconds that a cell may compute, however busy the machine is; a submission six times as much.",
        ),
    ] = 5.0,
    memory_mb: Annotated[
        int, typer.Option("--memory-mb", metavar="MB", help="Memory for all processes of a submission.")
    ] = 1024,
    trust: Annotated[
        bool, typer.Option("--trust", help="Grade without a sandbox: only for code that you would run yourself.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="End with 1 when a person has to look at anything; without it a run that finished ends with 0.",
        ),
    ] = False,
    as_json: Json = False,
) -> list[str]:
    """Grade a folder of submissions in the sandbox: marks, feedback, and a report of what a person must see."""
    wanted = Wanted(
        submissions, out, workers, scheduler, key or [], roster, expected, manual, cpu_seconds, memory_mb, trust, strict
    )
    return grade(ctx.obj, wanted)
