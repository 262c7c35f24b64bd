"""Command `caj export`: quizzes, autograders, courses, marks for a gradebook, and feedback for a platform."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from caj.errors import UserError
from caj.nearest import nearest
from coursekit.commands.answer import TEACH, example, group
from coursekit.commands.assign import Slugs

Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for the files.")]
Marks = Annotated[Path, typer.Argument(metavar="MARKS", help="marks.csv of `caj grade`.")]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="End with 1 when anything was left out; without it only when there was nothing to write."
    ),
]
EXPORT = Path("export")


def add_commands(app: typer.Typer) -> None:
    """Add the command to `caj`."""
    kinds = group("Quizzes, autograders, courses, marks and feedback for other systems.")
    for name, command, given in [
        ("canvas", _canvas, "the-first-summit --out export/"),
        ("moodle", _moodle, "the-first-summit six-power-systems --out export/"),
        ("gradescope", _gradescope, "the-first-summit --key release-key/ --roster roster.csv"),
        ("nbgrader", _nbgrader, "the-first-summit --out course/"),
        ("marks", _marks, "marks/marks.csv --into grades.csv"),
        ("feedback", _feedback, "marks/marks.csv --into submissions.zip"),
    ]:
        kinds.command(name, epilog=example(f"caj export {name} {given}"))(command)
    app.add_typer(kinds, name="export", rich_help_panel=TEACH)


def _known(root: Path, slugs: list[str]) -> list[str]:
    """The slugs, once each; UserError when one of them is no exercise."""
    from coursekit import exercises

    known = exercises.slugs(root)
    if not known:
        raise UserError(f"{root} holds no chapters with exercises: run this in the folder of the book, or give --root.")
    for slug in slugs:
        if slug not in known:
            raise UserError(f'There is no exercise "{slug}".', nearest(slug, known, "See `caj exercises list`."))
    return list(dict.fromkeys(slugs))


def _canvas(ctx: typer.Context, slugs: Slugs, out: Out = EXPORT) -> None:
    """Write a quiz of each exercise as QTI, for Canvas."""
    from coursekit.lms.canvas import qti, unfit

    for slug, title, fitting in _quizzes(ctx.obj.root, slugs):
        reasons = {question.name: unfit(question) for question in fitting}
        for name, reason in reasons.items():
            if reason:
                print(f"{slug}, {name}: {reason}; use the notebook for it.")
        kept = [question for question in fitting if not reasons[question.name]]
        _save(out / f"{slug}-canvas.zip", qti(title, kept), f"{len(kept)} questions")


def _moodle(ctx: typer.Context, slugs: Slugs, out: Out = EXPORT) -> None:
    """Write a quiz of each exercise as Moodle XML."""
    from coursekit.lms.moodle import moodle_xml

    for slug, title, fitting in _quizzes(ctx.obj.root, slugs):
        _save(out / f"{slug}-moodle.xml", moodle_xml(slug, title, fitting), f"{len(fitting)} questions")


def _quizzes(root: Path, slugs: list[str]) -> list[tuple]:
    """Slug, title and fitting questions of each exercise; what does not fit is named."""
    from coursekit import exercises
    from coursekit.exercises.key import prepare
    from coursekit.exercises.notebooks import source_path
    from coursekit.lms.quiz import quiz

    made = []
    for slug in _known(root, slugs):
        key = prepare(exercises.load(source_path(root, slug)))
        fitting, left = quiz(key)
        print("\n".join(left), end="\n" * bool(left))
        made.append((slug, key.exercise.title, fitting))
    return made


def _gradescope(
    ctx: typer.Context,
    slugs: Slugs,
    out: Out = EXPORT,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FOLDER",
            help="Key of the class, as `caj assign` wrote it: everybody is graded by the own variant.",
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster", metavar="FILE", help="Roster whose columns `email` or `sid` say who a student is on Gradescope."
        ),
    ] = None,
    show: Annotated[
        Literal["after_published", "after_due_date", "visible", "hidden"],
        typer.Option("--show", help="When students see the marks of questions."),
    ] = "after_published",
) -> list[str]:
    """Write an autograder archive of each exercise, for Gradescope."""
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import declarations, source_path
    from coursekit.lms.gradescope import autograder, people
    from coursekit.marking.variant_keys import opened

    root, slugs = ctx.obj.root, _known(ctx.obj.root, slugs)
    class_key = opened(key) if key else None
    if roster and not class_key:
        return ["--roster says whose variant is graded, so it needs --key, the key of the class."]
    ids = people(class_key, read_roster(roster)[0] if roster else []) if class_key else {}
    for slug in slugs:
        if class_key and slug not in class_key.slugs:
            return [f"{key} has no {slug}; it was made for {', '.join(class_key.slugs)}."]
        made = autograder(root, slug, show, class_key, ids)
        each = f" for {len(class_key.assigned)} students, each by the own variant" if class_key else ""
        _save(out / f"{slug}-gradescope.zip", made, f"an autograder{each}")
        if not class_key and any(one.vary for one in declarations(source_path(root, slug))):
            print(
                f"{slug}: it grades by the book's own values. If you gave variants out with `caj assign`, give --key."
            )
    return []


def _nbgrader(ctx: typer.Context, slugs: Slugs, out: Out = EXPORT) -> None:
    """Write a course folder with the exercises as assignments, for nbgrader."""
    from coursekit.lms.nbgrader import course

    slugs = _known(ctx.obj.root, slugs)
    written = course(ctx.obj.root, slugs, out)
    print(f"{out}: {len(written)} files written. Next, there: nbgrader generate_assignment {slugs[0]}")


def _marks(
    ctx: typer.Context,
    marks: Marks,
    into: Annotated[
        Path,
        typer.Option("--into", metavar="FILE", help="The downloaded CSV file; a filled copy is written beside it."),
    ],
    exercise: Annotated[str, typer.Option("--exercise", metavar="SLUG", help="The marks of this exercise only.")] = "",
    column: Annotated[
        str,
        typer.Option(
            "--column", metavar="NAME", show_default="found by title", help="Column of the file that takes the marks."
        ),
    ] = "",
    match: Annotated[
        str,
        typer.Option("--match", metavar="NAME", help="Column of the file that names students as your submissions do."),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="Roster with the e-mail addresses or numbers of the gradebook, where it has other ids than yours.",
        ),
    ] = None,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="Also marks that wait for a person.")] = False,
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale to the points of the gradebook where they differ.")
    ] = False,
    strict: Strict = False,
) -> list[str]:
    """Put marks into a gradebook that you downloaded from Canvas or Moodle."""
    from coursekit import exercises
    from coursekit.classes.people import folded
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import source_path
    from coursekit.lms.gradebook import recognise
    from coursekit.lms.marks import Wish, fill
    from coursekit.lms.people import by_roster
    from coursekit.lms.rubric import fill_comments, levels_table, read_judged
    from coursekit.lms.table import read

    root, given = ctx.obj.root, _wanted(marks, exercise)
    known = set(exercises.slugs(root))
    titles = {slug: exercises.load(source_path(root, slug)).title for slug in {mark.slug for mark in given} & known}
    book = recognise(read(into.read_bytes()))
    strangers: list[str] = []
    if roster:
        students = read_roster(roster)[0]
        book, ids = by_roster(book, students, match), {folded(student.id) for student in students}
        strangers = [
            f"{mark.student}, {mark.slug}: this id is not in {roster}."
            for mark in given
            if folded(mark.student) not in ids
        ]
        given = [mark for mark in given if folded(mark.student) in ids]
    filled, left = fill(book, given, titles, Wish(column, match, unfinished, scale))
    judged = [one for one in read_judged(marks.with_name("manual.csv")) if one.slug in {mark.slug for mark in given}]
    comments = fill_comments(book, judged, match)
    said = f"{filled} marks" + (f", {comments} comments" if comments else "")
    _save(into.with_name(f"{into.stem}-filled.csv"), book.table.content(), f"{book.kind.name} with {said}")
    if judged:
        levels = levels_table(judged).encode()
        _save(into.with_name(f"{into.stem}-rubric.csv"), levels, "levels of the open questions")
    return _left_out(strangers + left, strict or not filled)


def _feedback(
    marks: Marks,
    into: Annotated[
        Path,
        typer.Option(
            "--into", metavar="FILE", help="The archive of submissions that was graded; a new one is written beside it."
        ),
    ],
    exercise: Annotated[
        str, typer.Option("--exercise", metavar="SLUG", help="The feedback on this exercise only.")
    ] = "",
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="Also pages whose open questions wait for a person.")
    ] = False,
    strict: Strict = False,
) -> list[str]:
    """Put the feedback pages into an archive that Moodle or Canvas hands out."""
    from coursekit.archive import archive
    from coursekit.lms.feedback import named, of_archive, pack

    names, wanted = named(into), _wanted(marks, exercise)
    fitting = of_archive(wanted, into)
    if others := sorted({mark.slug for mark in wanted} - {mark.slug for mark in fitting}):
        print(f"{into} holds nothing of {', '.join(others)}: these pages go back with their own archives.")
    files, left = pack(fitting, marks.with_name("feedback"), names, unfinished)
    if files:
        _save(into.with_name(f"{into.stem}-feedback.zip"), archive(files), f"{len(files)} pages")
    return _left_out(left, strict or not files)


def _left_out(sentences: list[str], fault: bool) -> list[str]:
    """What was left out, told to a person, who expects that somebody is missing; what of it is a fault for a script."""
    if fault or not sentences:
        return sentences
    print("Left out:", *sentences, sep="\n", file=sys.stderr)
    return []


def _wanted(path: Path, exercise: str) -> list:
    """The marks of one exercise or of all; UserError when there is none."""
    from coursekit.lms.marks import read_marks

    marks = [mark for mark in read_marks(path) if mark.slug and exercise in ("", mark.slug)]
    if not marks:
        raise UserError(f"{path} holds no mark{f' of {exercise}' if exercise else ''}.")
    return marks


def _save(path: Path, content: bytes, what: str) -> None:
    from coursekit.files import write_bytes

    write_bytes(path, content)
    print(f"{path}: {what}")
