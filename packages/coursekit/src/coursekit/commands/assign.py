"""Commands `caj exercises` and `caj assign`."""

import argparse
from pathlib import Path


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add both commands to the parser of `caj`."""
    exercises = groups.add_parser("exercises", help="list, variants").add_subparsers(required=True)
    lists = exercises.add_parser("list", help="slug, questions, points, minutes, objectives, level")
    lists.add_argument("--questions", action="store_true", help="a line for each question as well")
    lists.set_defaults(command=_list)
    variants = exercises.add_parser("variants", help="every variant of an exercise: its prompts and answers")
    variants.add_argument("slug")
    variants.set_defaults(command=_variants)

    assign = groups.add_parser("assign", help="write each student's notebooks, and the key of the class")
    assign.add_argument("slugs", nargs="+", metavar="SLUG", help="exercises, as `caj exercises list` names them")
    assign.add_argument("--roster", type=Path, required=True, help="CSV file with the columns id and name")
    assign.add_argument("--encoding", default="", help="encoding of the roster, when it is not found out")
    assign.add_argument("--out", type=Path, help="folder for the students (default: release/<exercise>)")
    assign.add_argument(
        "--key",
        type=Path,
        help="folder for the key of the class (default: <out>-key, beside it; without --out release-key/<exercise>)",
    )
    assign.add_argument(
        "--secret",
        type=Path,
        default=Path("course-secret.txt"),
        help="file with the course secret; made when it is not there",
    )
    assign.add_argument("--same", action="store_true", help="the book's own values for everybody")
    assign.add_argument("--practice", action="store_true", help="self-checks with hints, as in the book")
    assign.add_argument(
        "--zip", action="store_true", dest="zipped", help="an archive for each student in place of a folder"
    )
    assign.set_defaults(command=_assign)


def _list(options: argparse.Namespace) -> list[str]:
    from coursekit.classes.listing import lines

    found = lines(options.root, options.questions)
    print("\n".join(found))
    return [] if found else [_no_exercises(options.root)]


def _variants(options: argparse.Namespace) -> list[str]:
    from coursekit import exercises
    from coursekit.classes.listing import spelled_out
    from coursekit.exercises.notebooks import source_path
    from coursekit.variants.variants import Variants

    if fault := _unknown([options.slug], exercises.slugs(options.root), options.root):
        return fault
    for line in spelled_out(Variants(source_path(options.root, options.slug))):
        print(line)
    return []


def _assign(options: argparse.Namespace) -> list[str]:
    from tqdm import tqdm

    from coursekit import exercises
    from coursekit.classes.release import release
    from coursekit.classes.roster import read_roster
    from coursekit.exercises.notebooks import source_path
    from coursekit.files import unpublished
    from coursekit.variants.draw import read_secret
    from coursekit.variants.variants import Variants

    slugs = list(dict.fromkeys(options.slugs))
    if fault := _unknown(slugs, exercises.slugs(options.root), options.root):
        return fault
    keys = options.key or (
        options.out.with_name(f"{options.out.name}-key") if options.out else Path("release-key", "+".join(slugs))
    )
    if not options.out:
        options.out = Path("release", "+".join(slugs))
        unpublished(options.out.parent)
    students, encoding = read_roster(options.roster, options.encoding)
    if encoding not in ("utf-8", "utf-8-sig", options.encoding):
        print(
            f"{options.roster} was read as {encoding}; the first name is {students[0].name}. If that is wrong, give --encoding."
        )
    variants = [Variants(source_path(options.root, slug)) for slug in slugs]
    secret, made = read_secret(options.secret, options.out)
    if made:
        print(
            f"A course secret was made in {options.secret}. Keep this file for the whole course, and show it to nobody: with it and an id, variants are drawn again."
        )
    with tqdm(total=len(students), desc="students", unit="") as bar:
        release(
            variants,
            students,
            secret,
            options.out,
            keys,
            options.same,
            options.practice,
            options.zipped,
            lambda student: bar.update(),
        )
    varied = sum(len(each.declared) for each in variants)
    what = "the book's own values" if options.same else f"own values in {varied} questions"
    print(
        f"{len(students)} students, {len(slugs)} exercise{'s' * (len(slugs) > 1)}, {what}, {'full self-checks' if options.practice else 'graded self-checks'}."
    )
    print(
        f"For the students: {options.out}/<id>{'.zip' if options.zipped else '/'}. For you only: {keys}/key.csv, and {keys}/key.json for `caj grade --key`."
    )
    return []


def _unknown(slugs: list[str], known: list[str], root: Path) -> list[str]:
    from caj.data import nearest

    if not known:
        return [_no_exercises(root)]
    return [
        f'There is no exercise "{slug}". {nearest(slug, known).replace("See caj.tables()", "See `caj exercises list`")}'
        for slug in slugs
        if slug not in known
    ]


def _no_exercises(root: Path) -> str:
    return f"{root} holds no chapters with exercises: run this in the folder of the book, or give --root."
