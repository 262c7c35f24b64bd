"""The commands `caj notebooks`: run, clean, check, student, untied, prose."""

import argparse
from pathlib import Path


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add the commands to the parser of `caj`."""
    notebooks = groups.add_parser("notebooks", help="run, clean, check, student, untied, prose").add_subparsers(
        required=True
    )
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

    untied = notebooks.add_parser(
        "untied", help="list numbers and names of the chapters' prose that nothing ties to evidence"
    )
    untied.add_argument("slugs", nargs="*", help="these chapters only")
    untied.set_defaults(command=_untied)


def _run(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.run import run

    return run(options.root, options.paths or None, options.force)


def _clean(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.clean import clean_file
    from coursekit.exercises.notebooks import find

    for path in options.paths or find(options.root):
        if clean_file(path):
            print(f"cleaned {path}")
    return []


def _check(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.check import problems

    return problems(options.root)


def _untied(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.uncited_numbers import untied
    from bookkit.notebooks.unknown_names import strangers
    from bookkit.notebooks.unverified_numbers import uncomputed

    return [line for check in (untied, uncomputed, strangers) for line in check(options.root, options.slugs)]


def _student(options: argparse.Namespace) -> list[str]:
    from bookkit.notebooks.run import run
    from coursekit.exercises.student_copies import write_students

    written = write_students(options.root)
    return run(options.root, written) if written else []


def _prose(options: argparse.Namespace) -> list[str]:
    from bookkit.prose import problems

    return problems(options.root)
