"""The block "Ways to run this page": for each door what it costs in megabytes and seconds, and where it leads."""

import html
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from sphinx.config import Config

import caj
from bookkit.in_page.runtime import Runtime
from coursekit.book import Book

# Seconds on an ordinary laptop and a quick line: in the page as benchmarks/live.py measures them, in JupyterLite from a
# trial on a quiet machine; the others are the usual waiting times of these services, not measured by us.
SECONDS = {
    "page": "about 10 seconds",
    "lite": "about 30 seconds",
    "binder": "1 to 5 minutes",
    "hub": "about 1 minute",
    "colab": "about 1 minute",
}
TAG = re.compile(r"v\d+(?:\.\d+)+")  # an edition's; a page published between editions names its commit
LITE_PAGES = 3.5  # megabytes of JupyterLite's own pages, compressed, from the same trial


@dataclass(frozen=True)
class Edition:
    """Where this edition of the book can be had: repository "owner/name" on GitHub, tag, and a JupyterHub; any of these may be empty.

    `package` is the name under which pip knows what notebooks import.
    """

    repository: str = ""
    tag: str = ""
    hub: str = ""
    package: str = "caj"

    @property
    def branch(self) -> str:
        """The branch for nbgitpuller, which cannot follow a tag: an edition has its own, any other commit is main's."""
        return f"editions/{self.tag}" if TAG.fullmatch(self.tag) else "main"

    def folder(self, name: str) -> str:
        """Where nbgitpuller puts the repository `name`: an edition beside the others, for a clone of one branch stops at another.

        >>> Edition("owner/book", "v2027.1.5").folder("book"), Edition("owner/book", "1a2b3c4").folder("book")
        ('book-v2027.1.5', 'book')
        """
        return f"{name}-{self.tag}" if TAG.fullmatch(self.tag) else name

    @property
    def install(self) -> str:
        """The line that brings what a notebook of this edition imports; "" while the book has no address."""
        named = self.repository and self.tag
        return (
            f'pip install "{self.package}[kernel] @ git+https://github.com/{self.repository}@{self.tag}"'
            if named
            else ""
        )

    @classmethod
    def of(cls, config: Config) -> "Edition":
        """The edition that _config.yml states; CAJ_REPOSITORY, CAJ_EDITION and CAJ_HUB in the environment win."""
        return cls(
            os.environ.get("CAJ_REPOSITORY", config.caj_repository),
            os.environ.get("CAJ_EDITION", config.caj_edition),
            os.environ.get("CAJ_HUB", config.caj_hub).rstrip("/"),
            Book.current().settings.short_name,
        )


def block(
    page: str,
    root: str,
    edition: Edition,
    runtime: Runtime | None,
    packages: list[str],
    size: int,
    version: str,
    ids: list[str],
) -> str:
    """Markup of the block for one page; `root` leads from it to the top of the site, `size` is that of its notebook, `ids` those of its code cells."""
    rows = []
    settings = f' data-page="{page}" data-edition="{html.escape(edition.tag or caj.__version__)}" data-cells="{html.escape(json.dumps(ids))}"'
    if runtime:
        page_cost = once(runtime, packages)
        names = html.escape(" ".join(packages))
        settings += f' data-python="{root}{runtime.address}/" data-packages="{names}" data-version="{version}"'
        rows.append(
            _row(
                '<button type="button" class="caj-start" hidden>Run all code in this page</button>',
                f"{page_cost}, {SECONDS['page']}",
            )
        )
    if runtime and runtime.lite:
        cost = runtime.cost(sorted({*packages, *runtime.pins["lite"], "altair"})) + LITE_PAGES
        rows.append(
            _row(
                _link("JupyterLite", f"{root}lite/notebooks/index.html?path={page}.ipynb"),
                f"{cost:.0f} MB once, {SECONDS['lite']}",
            )
        )
    rows += [_row(_link(name, address), note) for name, address, note in _links(page, edition)]
    rows.append(
        _row(
            f'<a href="{root}_sources/{page}.ipynb" download data-w="download">Download the notebook</a>',
            f"{size / 1000:,.0f} kB, for your own Python{edition.install and ', after '}{edition.install}",
        )
    )
    price = f' <small class="caj-cost">Python here costs {page_cost}</small>' if runtime else ""
    return (
        f'<details class="fold caj-doors" id="ways-to-run"{settings}>'
        f'<summary><span id="ways-to-run-title" data-w="run">Ways to run this page</span>{price}</summary><ul>{"".join(rows)}</ul>'
        f'<p class="caj-closed">{_closed(runtime)}</p></details>'
    )


def once(runtime: Runtime, packages: list[str]) -> str:
    """What Python costs on one page: the same everywhere, once, and what this page needs more."""
    basis = runtime.packages([])
    more = [name for name in packages if name not in basis]
    needed = {name for id in more for name in runtime.lock["packages"][id]["depends"]}
    whole, own = round(runtime.cost(packages)), round(runtime.cost(basis))
    named = " and ".join(name for name in more if name not in needed)
    return f"{own} MB once" + (f", and {whole - own} MB for {named}" if more else "")


def _links(page: str, edition: Edition) -> list[tuple[str, str, str]]:
    """Doors at servers of others, each to this edition: (name, address, cost)."""
    notebook, links = f"{page}.ipynb", []
    if edition.repository and edition.tag:
        owner, name = edition.repository.split("/")
        other = "a server of others, 5 MB"
        links.append(
            (
                "Binder",
                f"https://mybinder.org/v2/gh/{owner}/{name}/{edition.tag}?urlpath=lab/tree/{notebook}",
                f"{other}, {SECONDS['binder']}",
            )
        )
        if edition.hub:
            folder = edition.folder(name)
            asked = f"repo=https://github.com/{owner}/{name}&branch={edition.branch}&targetpath={folder}&urlpath=lab/tree/{folder}/{notebook}"
            links.append(
                (
                    "JupyterHub",
                    f"{edition.hub}/hub/user-redirect/git-pull?{asked}",
                    f"your institution's server, 5 MB, {SECONDS['hub']}",
                )
            )
        address = f"https://colab.research.google.com/github/{owner}/{name}/blob/{edition.tag}/{notebook}"
        links.append(
            ("Colab", address, f"a server of others, 10 MB, {SECONDS['colab']}; first run: %{edition.install}")
        )
    return links


def _link(name: str, address: str) -> str:
    return f'<a href="{html.escape(address)}">{name}</a>'


def _row(door: str, note: str) -> str:
    return f"<li>{door} <small>{html.escape(note)}</small></li>"


def _closed(runtime: Runtime | None) -> str:
    """The line for readers for whom code does not run in the page; the script empties it where it does."""
    if runtime:
        return "Code runs in this page only from a web address, with JavaScript and a browser of recent years. Otherwise take another way."
    return "This copy of the book was built without the Python for its pages (make runtime): to run code, take another way."


def notebook_size(source: Path, page: str) -> int:
    """Bytes of the notebook behind a page."""
    return (source / f"{page}.ipynb").stat().st_size
