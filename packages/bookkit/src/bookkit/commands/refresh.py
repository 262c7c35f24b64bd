"""Command `caj refresh`."""

import argparse
from datetime import date
from pathlib import Path

FOLDER = ".cache/refresh"


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add the command to the parser of `caj`."""
    refresh = groups.add_parser("refresh", help="fetch the newest figures and say what they would change")
    refresh.add_argument(
        "--list", action="store_true", help="which series can be fetched, and which are renewed by hand"
    )
    refresh.add_argument(
        "--only", action="append", default=[], metavar="INDICATOR", help="this indicator; may be given again"
    )
    refresh.add_argument("--all", action="store_true", help="every difference, not the largest ones only")
    refresh.add_argument("--write", action="store_true", help="store the newer figures as a vintage")
    refresh.add_argument("--timeout", type=float, default=30, metavar="SECONDS", help="longest silence (default: 30)")
    refresh.add_argument("--tries", type=int, default=3, help="tries for each address (default: 3)")
    refresh.add_argument("--base-url", default="", metavar="URL", help="ask URL/<provider> in place of the publishers")
    refresh.set_defaults(command=_refresh)


def _refresh(options: argparse.Namespace) -> list[str]:
    from bookkit.refresh import run
    from bookkit.refresh.fetch import Fetcher
    from bookkit.refresh.series import by_hand, chosen

    if options.list:
        print(
            *run.listing(), "", "Renewed by hand:", *(f"  {name}: {why}" for name, why in by_hand().items()), sep="\n"
        )
        return []
    wanted = chosen(options.only)
    run.tables_are_whole()
    folder: Path = options.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    refresh = run.Refresh(
        Fetcher(folder, options.timeout, options.tries), date.today(), options.base_url.rstrip("/"), options.all
    )
    found = refresh.look(wanted)
    if found:
        print(*run.effects(found, options.root), sep="\n")
    if options.write:
        refresh.write(found)
    return refresh.problems
