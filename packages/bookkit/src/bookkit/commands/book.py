"""The commands `caj book`: build, runtime, lite, pdf, epub."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from caj.errors import UserError
from coursekit.commands.answer import READ, example, group

SITE = Path("_build/html")
Site = Annotated[Path | None, typer.Option("--site", metavar="FOLDER", show_default=str(SITE), help="The built pages.")]
File = Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default="beside the pages", help="The file.")]

Archive = Annotated[
    str | None,
    typer.Option("--archive", metavar="PLACE", help="Path or address of Pyodide's release archive, in place of npm."),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    book = group("The site, and the whole book as one file.")
    book.command("build", epilog=example("caj book build"))(_build)
    book.command("runtime", epilog=example("caj book runtime"))(_runtime)
    book.command("lite", epilog=example("caj book lite"))(_lite)
    book.command("pdf", epilog=example("caj book pdf --out book.pdf"))(_pdf)
    book.command("epub", epilog=example("caj book epub --out book.epub"))(_epub)
    app.add_typer(book, name="book", rich_help_panel=READ)


def _build(ctx: typer.Context) -> None:
    """Build the site; a warning is a fault."""
    from coursekit.book import Book

    root = Book.at(ctx.obj.root).root
    program = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([program, "build", root, "-n", "-W", "--keep-going", "-q"])
    if done.returncode:
        shutil.rmtree(root / "_build/.doctrees", ignore_errors=True)  # else a second try would forget the warnings
        raise UserError("The book was not built; what is wrong stands above.")
    print(f"The book is built. Open {(root / SITE / 'index.html').resolve()}")


def _runtime(ctx: typer.Context, archive: Archive = None) -> None:
    """Fetch the Python that runs in the pages, 25 MB; needs npm. The next build takes it."""
    from bookkit.in_page.fetch import fetch

    fetch(ctx.obj.root, archive)


def _lite(ctx: typer.Context, archive: Archive = None) -> None:
    """Build JupyterLite on the same Python, for whole notebooks. The next build takes it."""
    from bookkit.in_page.lite_build import build

    build(ctx.obj.root, archive)


def _pdf(ctx: typer.Context, site: Site = None, out: File = None) -> None:
    """Print the whole book as PDF; needs the built site and Chromium."""
    from bookkit.outputs.paper import write_pdf

    root: Path = ctx.obj.root.resolve()
    write_pdf(_built(root, site), root, _file(root, out, "pdf"))


def _epub(ctx: typer.Context, site: Site = None, out: File = None) -> None:
    """Pack the whole book as EPUB 3; needs the built site."""
    from bookkit.outputs.epub import write_epub

    root: Path = ctx.obj.root.resolve()
    write_epub(_built(root, site), root, _file(root, out, "epub"))


def _built(root: Path, site: Path | None) -> Path:
    """The folder of the pages; UserError when there are none."""
    site = site or root / SITE
    if not (site / "index.html").is_file():
        raise UserError(f"{site} holds no built pages.", "Build them: `caj book build`.")
    return site


def _file(root: Path, out: Path | None, suffix: str) -> Path:
    from coursekit.book import Book

    return (out or root / "_build" / f"{Book(root).settings.short_name}.{suffix}").resolve()
