"""Command `caj export`: quizzes, autograders, courses, marks for a gradebook, and feedback for a platform."""

import argparse
import difflib
from collections.abc import Callable
from pathlib import Path

from caj.errors import UserError

VISIBLE = ("after_published", "after_due_date", "visible", "hidden")


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add the command to the parser of `caj`."""
    kinds = groups.add_parser(
        "export", help="quizzes, autograders, courses, marks and feedback for other systems"
    ).add_subparsers(required=True)
    for name, command, help in [
        ("canvas", _canvas, "a quiz of each exercise as QTI"),
        ("moodle", _moodle, "a quiz of each exercise as Moodle XML"),
        ("gradescope", _gradescope, "an autograder archive of each exercise"),
        ("nbgrader", _nbgrader, "a course folder with the exercises as assignments"),
    ]:
        parser = kinds.add_parser(name, help=help)
        parser.add_argument("slugs", nargs="+", metavar="SLUG", help="exercise, as `chapters/<SLUG>/exercise.ipynb`")
        parser.add_argument("--out", type=Path, default=Path("export"), help="folder (default: export)")
        parser.set_defaults(command=_checked(command))
        if name == "gradescope":
            parser.add_argument(
                "--key",
                type=Path,
                help="key of the class, as `caj assign` wrote it: everybody is graded by the own variant",
            )
            parser.add_argument(
                "--roster", type=Path, help="roster whose columns `email` or `sid` say who a student is on Gradescope"
            )
            parser.add_argument(
                "--show", choices=VISIBLE, default=VISIBLE[0], help="when students see the marks of questions"
            )
    marks = kinds.add_parser("marks", help="put marks into a gradebook that you downloaded from Canvas or Moodle")
    marks.add_argument("marks", type=Path, help="marks.csv of `caj grade`")
    marks.add_argument(
        "--into", type=Path, required=True, help="the downloaded CSV file; a filled copy is written beside it"
    )
    marks.add_argument("--exercise", default="", help="the marks of this exercise only")
    marks.add_argument("--column", default="", help="column of the file that takes the marks (default: found by title)")
    marks.add_argument("--match", default="", help="column of the file that names students as your submissions do")
    marks.add_argument(
        "--roster",
        type=Path,
        help="roster with the e-mail addresses or numbers of the gradebook, where it has other ids than yours",
    )
    marks.add_argument("--unfinished", action="store_true", help="also marks that wait for a person")
    marks.add_argument("--scale", action="store_true", help="scale to the points of the gradebook where they differ")
    marks.set_defaults(command=_marks)
    feedback = kinds.add_parser(
        "feedback", help="put the feedback pages into an archive that Moodle or Canvas hands out"
    )
    feedback.add_argument("marks", type=Path, help="marks.csv of `caj grade`, beside its folder feedback")
    feedback.add_argument(
        "--into",
        type=Path,
        required=True,
        help="the archive of submissions that was graded; a new one is written beside it",
    )
    feedback.add_argument("--exercise", default="", help="the feedback on this exercise only")
    feedback.add_argument("--unfinished", action="store_true", help="also pages whose open questions wait for a person")
    feedback.set_defaults(command=_feedback)


def _checked(command: Callable[[argparse.Namespace], list[str]]) -> Callable[[argparse.Namespace], list[str]]:
    """The command, once every slug is known."""

    def run(options: argparse.Namespace) -> list[str]:
        from coursekit import exercises

        known = exercises.slugs(options.root)
        if not known:
            return [
                f"{options.root} holds no chapters with exercises: run this in the folder of the book, or give --root."
            ]
        for slug in options.slugs:
            if slug not in known:
                close = difflib.get_close_matches(slug, known, n=1) or known[:1]
                return [f'There is no exercise "{slug}". Did you mean "{close[0]}"?']
        options.slugs = list(dict.fromkeys(options.slugs))
        return command(options)

    return run


def _canvas(options: argparse.Namespace) -> list[str]:
    from coursekit.lms.canvas import qti, unfit

    for slug, title, fitting in _quizzes(options):
        reasons = {question.name: unfit(question) for question in fitting}
        for name, reason in reasons.items():
            if reason:
                print(f"{slug}, {name}: {reason}; use the notebook for it.")
        kept = [question for question in fitting if not reasons[question.name]]
        _save(options.out / f"{slug}-canvas.zip", qti(title, kept), f"{len(kept)} questions")
    return []


def _moodle(options: argparse.Namespace) -> list[str]:
    from coursekit.lms.moodle import moodle_xml

    for slug, title, fitting in _quizzes(options):
        _save(options.out / f"{slug}-moodle.xml", moodle_xml(slug, title, fitting), f"{len(fitting)} questions")
    return []


def _quizzes(options: argparse.Namespace) -> list[tuple]:
    """Slug, title and fitting questions of each exercise; what does not fit is named."""
    from coursekit import exercises
    from coursekit.exercises.key import prepare
    from coursekit.exercises.notebooks import source_path
    from coursekit.lms.quiz import quiz

    made = []
    for slug in options.slugs:
        key = prepare(exercises.load(source_path(options.root, slug)))
        fitting, left = quiz(key)
        print("\n".join(left), end="\n" * bool(left))
        made.append((slug, key.exercise.title, fitting))
    return made


def _gradescope(options: argparse.Namespace) -> list[str]:
    from coursekit.book import Book
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import read, source_path
    from coursekit.lms.gradescope import autograder, people
    from coursekit.marking.variant_keys import opened
    from coursekit.variants.declare import declared

    key = opened(options.key) if options.key else None
    if options.roster and not key:
        return ["--roster says whose variant is graded, so it needs --key, the key of the class."]
    ids = people(key, read_roster(options.roster)[0] if options.roster else []) if key else {}
    for slug in options.slugs:
        if key and slug not in key.slugs:
            return [f"{options.key} has no {slug}; it was made for {', '.join(key.slugs)}."]
        made = autograder(options.root, slug, options.show, key, ids)
        _save(
            options.out / f"{slug}-gradescope.zip",
            made,
            f"an autograder{f' for {len(key.assigned)} students, each by the own variant' if key else ''}",
        )
        if not key and declared(read(source_path(options.root, slug)), Book(options.root).settings.country_words):
            print(
                f"{slug}: it grades by the book's own values. If you gave variants out with `caj assign`, give --key."
            )
    return []


def _nbgrader(options: argparse.Namespace) -> list[str]:
    from coursekit.lms.nbgrader import course

    written = course(options.root, options.slugs, options.out)
    print(f"{options.out}: {len(written)} files written. Next, there: nbgrader generate_assignment {options.slugs[0]}")
    return []


def _marks(options: argparse.Namespace) -> list[str]:
    from coursekit import exercises
    from coursekit.classes.people import folded
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import source_path
    from coursekit.lms.gradebook import recognise
    from coursekit.lms.marks import Wish, fill
    from coursekit.lms.people import by_roster
    from coursekit.lms.rubric import fill_comments, levels_table, read_judged
    from coursekit.lms.table import read

    marks = _wanted(options)
    known = set(exercises.slugs(options.root))
    titles = {
        slug: exercises.load(source_path(options.root, slug)).title for slug in {mark.slug for mark in marks} & known
    }
    book = recognise(read(options.into.read_bytes()))
    strangers: list[str] = []
    if options.roster:
        students = read_roster(options.roster)[0]
        book, ids = by_roster(book, students, options.match), {folded(student.id) for student in students}
        strangers = [
            f"{mark.student}, {mark.slug}: this id is not in {options.roster}."
            for mark in marks
            if folded(mark.student) not in ids
        ]
        marks = [mark for mark in marks if folded(mark.student) in ids]
    filled, left = fill(book, marks, titles, Wish(options.column, options.match, options.unfinished, options.scale))
    judged = [
        one for one in read_judged(options.marks.with_name("manual.csv")) if one.slug in {mark.slug for mark in marks}
    ]
    comments = fill_comments(book, judged, options.match)
    said = f"{filled} marks" + (f", {comments} comments" if comments else "")
    _save(
        options.into.with_name(f"{options.into.stem}-filled.csv"), book.table.content(), f"{book.kind.name} with {said}"
    )
    if judged:
        _save(
            options.into.with_name(f"{options.into.stem}-rubric.csv"),
            levels_table(judged).encode(),
            "levels of the open questions",
        )
    return strangers + left


def _feedback(options: argparse.Namespace) -> list[str]:
    from coursekit.archive import archive
    from coursekit.lms.feedback import named, pack

    files, left = pack(_wanted(options), options.marks.with_name("feedback"), named(options.into), options.unfinished)
    if files:
        _save(options.into.with_name(f"{options.into.stem}-feedback.zip"), archive(files), f"{len(files)} pages")
    return left


def _wanted(options: argparse.Namespace) -> list:
    """The marks of one exercise or of all; UserError when there is none."""
    from coursekit.lms.marks import read_marks

    marks = [mark for mark in read_marks(options.marks) if mark.slug and options.exercise in ("", mark.slug)]
    if not marks:
        raise UserError(f"{options.marks} holds no mark{f' of {options.exercise}' if options.exercise else ''}.")
    return marks


def _save(path: Path, content: bytes, what: str) -> None:
    from coursekit.files import write_bytes

    write_bytes(path, content)
    print(f"{path}: {what}")
