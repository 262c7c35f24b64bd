"""The commands `caj data`: check, seal, links."""

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from caj.errors import UserError

HERE, SEEDS = Path("."), "seeds"


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add the commands to the parser of `caj`."""
    tables = groups.add_parser("data", help="check, seal, links").add_subparsers(required=True)
    tables.add_parser("check", help="check all tables and their links, and licences of pictures").set_defaults(
        command=_data_check
    )
    tables.add_parser("seal", help="record hash and rows after a deliberate change").set_defaults(command=_data_seal)
    links = tables.add_parser("links", help="ask the addresses of all sources whether they answer (needs the network)")
    links.add_argument(
        "--out", type=Path, default=Path("_build/links.csv"), help="where the report goes (default: _build/links.csv)"
    )
    links.add_argument("--host", default="", help="only addresses whose host holds this text")
    links.add_argument("--workers", type=int, default=8, help="hosts asked at a time (default: 8)")
    links.add_argument("--timeout", type=float, default=20, help="seconds to wait for each answer (default: 20)")
    links.add_argument("--tries", type=int, default=3, help="how often a failing address is asked (default: 3)")
    links.set_defaults(command=_data_links)


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
