"""The command `caj`; each installed package adds its own commands by an entry point `coursekit.commands`."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

from caj.errors import UserError
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
    parser = argparse.ArgumentParser(
        prog="caj", description="Tools of an executable textbook: its notebooks, tables, exercises and classes."
    )
    parser.add_argument("--root", type=Path, default=HERE, help="folder of the book (default: here)")
    groups = parser.add_subparsers(required=True, metavar="COMMAND")
    for entry in sorted(entry_points(group="coursekit.commands"), key=lambda entry: entry.name):
        entry.load()(groups)
    return parser


if __name__ == "__main__":
    sys.exit(main())
