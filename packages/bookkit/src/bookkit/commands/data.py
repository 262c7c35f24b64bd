"""The commands `caj data`: check, seal, links."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from caj.errors import Finding, UserError, told
from coursekit.commands.answer import WRITE, Json, example, group

HERE, SEEDS = Path("."), "seeds"


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    tables = group("The evidence: check the tables, seal a change, ask the sources.")
    tables.command("check", epilog=example("caj data check"))(_check)
    tables.command("seal", epilog=example("caj data seal"))(_seal)
    tables.command("links", epilog=example("caj data links --host mofa.go.jp"))(_links)
    app.add_typer(tables, name="data", rich_help_panel=WRITE)


def _check(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """Check all tables and their links, and licences of pictures."""
    return of_tables(ctx.obj.root)


def of_tables(root: Path) -> list[str]:
    """What is wrong with the tables of a book, their links, and the licences of its pictures."""
    own_tables(root)
    checks = (_across_tables(), _of_addresses(), _of_pictures(root))
    return list(dict.fromkeys(found for check in checks for found in told(check)))


def _across_tables() -> Iterator[Finding]:
    from bookkit.evidence import integrity

    yield from integrity.problems()


def _of_addresses() -> Iterator[Finding]:
    from bookkit.evidence import links

    yield from links.problems()


def _of_pictures(root: Path) -> Iterator[Finding]:
    from bookkit.evidence import licences

    yield from licences.problems(root)


def _seal(ctx: typer.Context) -> list[str]:
    """Record hash and rows after a deliberate change."""
    from bookkit.evidence.integrity import problems, seal

    own_tables(ctx.obj.root)
    print("sealed:", ", ".join(seal()) or "nothing had changed")
    return [*problems()]


def _links(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the report goes.")] = Path(
        "_build/links.csv"
    ),
    host: Annotated[
        str, typer.Option("--host", metavar="TEXT", help="Only addresses whose host holds this text.")
    ] = "",
    workers: Annotated[int, typer.Option("--workers", metavar="N", help="Hosts asked at a time.")] = 8,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="Seconds to wait for each answer.")
    ] = 20,
    tries: Annotated[int, typer.Option("--tries", metavar="N", help="How often a failing address is asked.")] = 3,
) -> list[str]:
    """Ask the addresses of all sources whether they answer (needs the network)."""
    from bookkit.evidence.ask_links import listed, report

    own_tables(ctx.obj.root)
    addresses = {id: url for id, url in listed().items() if host in urlsplit(url).netloc}
    if not addresses:
        raise UserError(f'No source has an address on a host with "{host}".')
    return report(ctx.obj.root / out, addresses, workers, timeout, tries)


def own_tables(root: Path) -> None:
    """Refuse to answer for other tables than those of the folder that was given."""
    if root != HERE and not (root / SEEDS).is_dir():
        raise UserError(f"{root} holds no folder {SEEDS} with the tables.", "Give --root, the folder of the book.")
