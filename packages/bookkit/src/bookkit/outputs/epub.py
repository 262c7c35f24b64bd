"""The whole book as EPUB 3, made of the built pages: `caj book epub`."""

import html
import re
import uuid
from pathlib import Path
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag

from bookkit.outputs.paper import ONLY_ON_SCREEN, order, picture_file, pictures, place, show_models
from bookkit.site.head import LICENCE
from bookkit.site.web_files import released
from caj.errors import UserError
from coursekit.archive import archive
from coursekit.book import Book
from coursekit.settings import Settings

# Names that the HTML parser writes in small letters.
MIXED = (
    "viewBox",
    "clipPath",
    "preserveAspectRatio",
    "linearGradient",
    "gradientUnits",
    "textLength",
    "markerWidth",
    "markerHeight",
    "refX",
    "refY",
)
SMALL = re.compile(rf"(?<=[\s</])({'|'.join(name.lower() for name in MIXED)})(?=[\s=>])")
BY_SMALL = {name.lower(): name for name in MIXED}
NOT_IN_A_BOOK = "style, path:not([d]), .sd-summary-state-marker"
NOT_IN_XHTML = ("border", "align", "autocomplete", "data-bs-toggle", "name")
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
CONTAINER = '<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
PAGE = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}"><head><title>{title}</title><link rel="stylesheet" href="{up}book.css"/></head><body>{body}</body></html>\n'
ABILITIES = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": ("alternativeText", "MathML", "structuralNavigation", "tableOfContents"),
    "accessibilityHazard": ("none",),
    "accessibilitySummary": ("Every figure has a description; formulas are MathML.",),
}


def page(site: Path, name: str, known: set[str]) -> tuple[str, str, dict[str, bytes]]:
    """A page of the site as XHTML, its title, and its pictures by their place; links lead inside the book or are only words."""
    soup = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    article = soup.select_one("article.bd-article")
    show_models(soup, article)
    for part in article.select(f"{ONLY_ON_SCREEN}, {NOT_IN_A_BOOK}"):
        part.decompose()
    for part in article.select("svg a, a a"):
        part.unwrap()
    for fold in article.select("summary:has(> p)"):
        fold.string = (
            fold.p.get_text()
        )  # the first of two names, of which a page shows one; paragraphs are not allowed here
    for part in article.select("mtable[scriptlevel]"):
        del part["scriptlevel"]  # MathML Core has it, the MathML of reading devices does not
    for part in article.find_all(True):
        for attribute in NOT_IN_XHTML:
            part.attrs.pop(attribute, None)
    for link in article.select("a[href]"):
        _relink(link, name, known)
    held = {}
    for picture, source in pictures(article):
        file = picture_file(site, name, source)
        held[place(name, unquote(source.partition("?")[0]))] = file.read_bytes()
        picture["src"] = source.partition("?")[0]
    title = article.h1.get_text().strip()
    body = SMALL.sub(lambda small: BY_SMALL[small[1]], article.decode(formatter="minimal"))
    up = "../" * name.count("/")
    return PAGE.format(lang=soup.html["lang"], title=html.escape(title), up=up, body=body), title, held


def _relink(link: Tag, name: str, known: set[str]) -> None:
    path, mark, anchor = link["href"].partition("#")
    if re.match(r"[a-z]+:", path) or not path:
        return
    if place(name, path) in known:
        link["href"] = path.removesuffix(".html") + ".xhtml" + mark + anchor
    else:
        link.unwrap()


def write_epub(site: Path, root: Path, target: Path) -> None:
    """Write the book as one file."""
    parts = order(root)
    names = [name for _, group in parts for name in group]
    pages = {name: page(site, name, set(names)) for name in names}
    held = {name: content for _, _, own in pages.values() for name, content in own.items()}
    style = "\n".join(
        path.read_text("utf-8") for path in (site / "_static/pygments.css", Path(__file__).with_name("epub.css"))
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "EPUB/book.opf": package(
            {name: text for name, (text, *_) in pages.items()}, sorted(held), released(root), Book(root).settings
        ),
        "EPUB/nav.xhtml": contents(parts, {name: title for name, (_, title, _) in pages.items()}),
        "EPUB/book.css": style,
        **{f"EPUB/{name}.xhtml": text for name, (text, *_) in pages.items()},
    }
    content = {name: text.encode() for name, text in files.items()} | {
        f"EPUB/{name}": held[name] for name in sorted(held)
    }
    target.write_bytes(archive(content, stored=frozenset({"mimetype"})))
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def contents(parts: list[tuple[str, list[str]]], titles: dict[str, str]) -> str:
    """The table of contents of a reading device."""
    lists = "".join(
        f"<li><span>{html.escape(part)}</span><ol>"
        + "".join(f'<li><a href="{name}.xhtml">{html.escape(titles[name])}</a></li>' for name in names)
        + "</ol></li>"
        for part, names in parts
    )
    body = f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>{lists}</ol></nav>'
    return PAGE.format(lang="en", title="Contents", up="", body=body)


def package(pages: dict[str, str], held: list[str], date: str, book: Settings) -> str:
    """The list of what the file holds, in reading order."""
    ids = {name: name.replace("/", "-") for name in pages}
    items = "".join(
        f'<item id="{ids[name]}" href="{name}.xhtml" media-type="application/xhtml+xml"{_properties(text)}/>\n'
        for name, text in pages.items()
    )
    items += "".join(
        f'<item id="picture-{number}" href="{quote(name)}" media-type="{_kind(name)}"/>\n'
        for number, name in enumerate(held, start=1)
    )
    spine = "".join(f'<itemref idref="{id}"/>' for id in ids.values())
    abilities = "".join(
        f'<meta property="schema:{name}">{value}</meta>' for name, values in ABILITIES.items() for value in values
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{uuid.uuid5(uuid.NAMESPACE_URL, book.title).urn}</dc:identifier>'
        f"<dc:title>{book.title}</dc:title><dc:language>en</dc:language><dc:creator>{book.authors}</dc:creator><dc:rights>{LICENCE}</dc:rights>"
        f'<meta property="dcterms:modified">{date}T00:00:00Z</meta>{abilities}</metadata>\n<manifest>\n'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="style" href="book.css" media-type="text/css"/>\n{items}</manifest>\n'
        f"<spine>{spine}</spine></package>\n"
    )


def _kind(name: str) -> str:
    """The media type of a picture; UserError for one that reading devices need not show."""
    kind = PICTURES.get(Path(name).suffix.lower())
    if kind is None:
        raise UserError(
            "reading devices need not show this kind of picture.", f"Save it as {', '.join(PICTURES)}.", name
        )
    return kind


def _properties(text: str) -> str:
    kinds = " ".join(kind for kind, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in text)
    return f' properties="{kinds}"' if kinds else ""
