"""Command line `caj`: notebooks, data, refresh, exercises and assign, grade and doctor, export, course."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from coursekit.commands.assign import add_commands as add_assigning
from bookkit.commands.course import add_commands as add_course
from caj.errors import UserError
from coursekit.commands.export import add_commands as add_export
from coursekit.commands.grade import add_commands as add_grading
from bookkit.commands.refresh import add_commands as add_refresh
from coursekit.inside.skip_slow_imports import quick

HERE, SEEDS = Path("."), "seeds"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 when all is well, 1 when something was found, with a sentence each."""
    quick()
    options = _parser().parse_args(arguments)
    try:
        with _tables_of(options.root):
            sentences = options.command(options)
    except (OSError, UserError) as error:
        sentences = [str(error)]
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1 if sentences else 0


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="caj", description="Tools of the textbook Central Asia plus Japan.")
    parser.add_argument("--root", type=Path, default=HERE, help="folder of the book (default: here)")
    groups = parser.add_subparsers(required=True, metavar="notebooks | data | refresh | course | exercises | assign | grade | export | doctor")

    notebooks = groups.add_parser("notebooks", help="run, clean, check, student, untied, prose").add_subparsers(required=True)
    run = notebooks.add_parser("run", help="execute what changed and store the outputs")
    run.add_argument("paths", nargs="*", type=Path, help="these notebooks only")
    run.add_argument("--force", action="store_true", help="run even what did not change")
    run.set_defaults(command=_run)
    clean = notebooks.add_parser("clean", help="write notebooks in their normal form")
    clean.add_argument("paths", nargs="*", type=Path, help="these notebooks only")
    clean.set_defaults(command=_clean)
    for name, command, help in [
        ("check", _check, "say what is wrong, without running anything"),
        ("student", _student, "write the student copies from the solutions, and run them"),
        ("prose", _prose, "say what is hard to read or misspelt in the pages"),
    ]:
        notebooks.add_parser(name, help=help).set_defaults(command=command)

    untied = notebooks.add_parser("untied", help="list numbers and names of the chapters' prose that nothing ties to evidence")
    untied.add_argument("slugs", nargs="*", help="these chapters only")
    untied.set_defaults(command=_untied)

    tables = groups.add_parser("data", help="check, seal, links").add_subparsers(required=True)
    tables.add_parser("check", help="check all tables and their links, and licences of pictures").set_defaults(command=_data_check)
    tables.add_parser("seal", help="record hash and rows after a deliberate change").set_defaults(command=_data_seal)
    links = tables.add_parser("links", help="ask the addresses of all sources whether they answer (needs the network)")
    links.add_argument("--out", type=Path, default=Path("_build/links.csv"), help="where the report goes (default: _build/links.csv)")
    links.add_argument("--host", default="", help="only addresses whose host holds this text")
    links.add_argument("--workers", type=int, default=8, help="hosts asked at a time (default: 8)")
    links.add_argument("--timeout", type=float, default=20, help="seconds to wait for each answer (default: 20)")
    links.add_argument("--tries", type=int, default=3, help="how often a failing address is asked (default: 3)")
    links.set_defaults(command=_data_links)
    add_refresh(groups)
    add_course(groups)
    add_assigning(groups)
    add_grading(groups)
    add_export(groups)
    return parser


def _run(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.run import run

    return run(options.root, options.paths or None, options.force)


def _clean(options: argparse.Namespace) -> list[str]:
    from coursekit.exercises.notebooks import find
    from bookkit.notebooks.clean import clean_file

    for path in options.paths or find(options.root):
        if clean_file(path):
            print(f"cleaned {path}")
    return []


def _check(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.check import problems

    return problems(options.root)


def _untied(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.unverified_numbers import uncomputed
    from bookkit.notebooks.unknown_names import strangers
    from bookkit.notebooks.uncited_numbers import untied

    return [line for check in (untied, uncomputed, strangers) for line in check(options.root, options.slugs)]


def _student(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.run import run
    from coursekit.exercises.student_copies import write_students

    written = write_students(options.root)
    return run(options.root, written) if written else []


def _prose(options: argparse.Namespace) -> list[str]:
    from bookkit.prose import problems

    return problems(options.root)


def _data_check(options: argparse.Namespace) -> list[str]:
    from bookkit.evidence import integrity, licences, links

    _own_tables(options.root)
    return integrity.problems() + links.problems() + licences.problems(options.root)


def _data_seal(options: argparse.Namespace) -> list[str]:
    from bookkit.evidence.integrity import problems, seal

    _own_tables(options.root)
    print("sealed:", ", ".join(seal()) or "nothing had changed")
    return problems()


def _data_links(options: argparse.Namespace) -> list[str]:
    from bookkit.evidence.ask_links import listed, report

    _own_tables(options.root)
    addresses = {id: url for id, url in listed().items() if options.host in urlsplit(url).netloc}
    if not addresses:
        raise UserError(f'No source has an address on a host with "{options.host}".')
    return report(options.root / options.out, addresses, options.workers, options.timeout, options.tries)


def _own_tables(root: Path) -> None:
    """Refuse to answer for other tables than those of the folder that was given."""
    if root != HERE and not (root / SEEDS).is_dir():
        raise UserError(f"{root} holds no folder {SEEDS} with the tables.", "Give --root, the folder of the book.")


if __name__ == "__main__":
    sys.exit(main())
