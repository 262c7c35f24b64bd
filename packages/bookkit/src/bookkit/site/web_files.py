"""Files for the outside world: sitemap, robots, feed of changes, redirects and the page of lost readers."""

import html
import re
import shutil
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from sphinx.application import Sphinx

from bookkit.site.head import ICON
from coursekit.book import Book
from coursekit.settings import Settings

FORWARD = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta http-equiv="refresh" content="0; url={to}">{canonical}</head><body><main><h1>{title}</h1><p>This page is now <a href="{to}">here</a>.</p></main></body></html>\n'
RELEASE = re.compile(r"^## (\S+) \((\d{4}-\d{2}-\d{2}|unreleased)\)\n(.*?)(?=^## |\Z)", re.M | re.S)


def write_all(app: Sphinx, exception: Exception | None) -> None:
    """Write the files; those that must name an address only when the site has one."""
    if exception or app.builder.name != "html":
        return
    root, out, base = Path(app.srcdir), Path(app.outdir), app.config.html_baseurl
    book = Book(root)
    robots = "User-agent: *\nAllow: /\n"
    if base:
        pages = [f"{base}{app.builder.get_target_uri(name)}" for name in sorted(app.env.found_docs)]
        (out / "sitemap.xml").write_text(sitemap(pages), "utf-8")
        robots += f"Sitemap: {base}sitemap.xml\n"
    (out / "robots.txt").write_text(robots, "utf-8")
    (out / "changes.xml").write_text(
        feed((root / "CHANGELOG.md").read_text("utf-8"), released(root), base, book.settings), "utf-8"
    )
    template = jinja2.Template(Path(__file__).with_name("404.html").read_text("utf-8"), autoescape=True)
    (out / "404.html").write_text(
        template.render(
            top=urlsplit(base).path or "/",
            book=book.settings.title,
            icon=ICON,
            glossary="guides/glossary" in app.env.found_docs,
        ),
        "utf-8",
    )
    shutil.copy(root / "_redirects", out)
    for old, new in redirects((root / "_redirects").read_text("utf-8")).items():
        if not (out / old).exists() or "http-equiv" in (out / old).read_text("utf-8"):
            (out / old).parent.mkdir(parents=True, exist_ok=True)
            (out / old).write_text(forward(old, new, base), "utf-8")


def redirects(text: str) -> dict[str, str]:
    """Old and new address of each line; # begins a comment.

    >>> redirects("# moved\\n/map.html /guides/map.html 301\\n")
    {'map.html': 'guides/map.html'}
    """
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {old.strip("/"): new.strip("/") for old, new, *_ in lines}


def forward(old: str, new: str, base: str) -> str:
    """A page that leads on at once, without a script."""
    canonical = f'<link rel="canonical" href="{base}{new}">' if base else ""
    return FORWARD.format(title="Moved", to="../" * old.count("/") + new, canonical=canonical)


def sitemap(pages: list[str]) -> str:
    """All pages for search engines."""
    entries = "".join(f"<url><loc>{html.escape(page)}</loc></url>\n" for page in pages)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'


def released(root: Path) -> str:
    """The date of the edition, as CITATION.cff gives it."""
    return re.search(r"^date-released: (\S+)", (root / "CITATION.cff").read_text("utf-8"), re.M)[1]


def feed(changelog: str, today: str, base: str, book: Settings) -> str:
    """Each release of the changelog as an entry of an Atom feed; what is not yet released has the edition's date."""
    entries, latest = "", today
    for position, (version, date, text) in enumerate(RELEASE.findall(changelog)):
        date = today if date == "unreleased" else date
        latest = date if position == 0 else latest
        entries += (
            f"<entry><title>{version}</title><id>{_name(book, version)}</id><updated>{date}T00:00:00Z</updated>"
            f'<content type="text">{html.escape(text.strip())}</content></entry>\n'
        )
    link = f'<link href="{base}"/><link rel="self" href="{base}changes.xml"/>' if base else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{book.title}: changes</title>'
        f"<id>{_name(book, 'feed')}</id><updated>{latest}T00:00:00Z</updated>"
        f"<author><name>{book.authors}</name></author>{link}\n{entries}</feed>\n"
    )


def _name(book: Settings, text: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{book.title} {text}").urn
