"""The whole book as one page for print, and as PDF by a headless Chromium: `caj book pdf`."""

import posixpath
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from bookkit.outputs import pdf_front_matter
from bookkit.site.web_files import released
from caj.errors import UserError
from coursekit.book import Book

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ONLY_ON_SCREEN = "script, .caj-drawing > .narrow, .handout, .on-paper, .headerlink, .caj-filter, .caj-map-form, .caj-place, .caj-zoom, .relief, svg .names:not(.en), svg :is(.z2, .z4, .z8, .z16), .caj-review, .caj-doors, .caj-closed, .ask-mine, .ask-code, .only-screen, .only-in, .caj-field, template, .acts, .layer, aside.note, details.quiet, details.fold .tag_hide-input, dialog, button"
STYLES = ("pygments.css", "book.css")
PAPER = Path(__file__).with_name("paper.css")


def order(root: Path) -> list[tuple[str, list[str]]]:
    """The parts of the book and their pages, in the order of the table of contents; the first is the book itself."""
    book = Book(root)
    return [(book.settings.title, [book.front]), *book.parts.items()]


def assemble(site: Path, root: Path) -> str:
    """One HTML page of all pages: ids carry the page's name, links between pages lead inside."""
    parts, named = order(root), Book(root).settings.title
    known = {name for _, names in parts for name in names}
    body, listed = [], []
    for caption, names in parts:
        body.append(f'<section class="part"><p class="part-title">{caption}</p></section>' if caption != named else "")
        articles = [_article(site, name, known) for name in names]
        listed.append((caption, [(article["id"], article.h1.get_text().strip()) for article in articles]))
        body += map(str, articles)
    front = pdf_front_matter.title_page(root) + pdf_front_matter.contents(listed)
    static = site / "_static"
    styles = "\n".join(path.read_text("utf-8") for path in [*(static / name for name in STYLES), PAPER])
    return (
        f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{named}</title>'
        f"<style>{styles}</style></head><body>{front}{''.join(body)}</body></html>"
    )


def _article(site: Path, name: str, known: set[str]) -> Tag:
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    article = page.select_one("article.bd-article")
    show_models(page, article)
    for part in article.select(ONLY_ON_SCREEN):
        part.decompose()
    gather_answers(page, article)
    for fold in article.select("details"):
        fold["open"] = ""
    for part in article.select("[id]"):
        part["id"] = inner(name, part["id"])
    for picture, source in pictures(article):
        picture["src"] = picture_file(site, name, source).as_uri()
        picture.attrs.pop("srcset", None)
    for link in article.select("a[href]"):
        link["href"] = resolve(name, link["href"], known)
        if not link["href"]:
            link.unwrap()
    article["id"] = inner(name, "")
    if language := page.html.get("lang"):
        article["lang"] = language
    return article  # type: ignore[return-value]


def show_models(page: BeautifulSoup, article: Tag) -> None:
    """The model answers of open questions, which wait in a page until something is written, as folds like other help."""
    for model in article.select("template.ask-model"):
        fold = page.new_tag("details", attrs={"class": "aside ask-model"})
        fold.append(page.new_tag("summary", string="Model answer"))
        fold.extend([part.extract() for part in list(model.contents)])
        model.replace_with(fold)


def gather_answers(page: BeautifulSoup, article: Tag) -> None:
    """Help and answers of all questions of a page stand at its end, not below the question that one has yet to try.

    >>> card = '<section class="ask"><p>Who?</p><div class="ask-card"></div><div class="aside">She.</div></section>'
    >>> page = BeautifulSoup(f"<article>{card}</article>", "html.parser")
    >>> gather_answers(page, page.article)
    >>> page.article.get_text(" ")
    'Who? Answer 1 at the end of this page. Answers Answer 1 She.'
    """
    helps = article.select(".ask > .aside")
    if not helps:
        return
    end = page.new_tag("section", attrs={"class": "answers"})
    end.append(page.new_tag("h2", string="Answers"))
    for number, help in enumerate(helps, start=1):
        note = page.new_tag("p", attrs={"class": "to-answer"}, string=f"Answer {number} at the end of this page.")
        help.replace_with(note)
        end.extend([page.new_tag("p", attrs={"class": "answer-number"}, string=f"Answer {number}"), help])
    article.append(end)


def pictures(article: Tag) -> list[tuple[Tag, str]]:
    """Pictures that are files of the site, with their addresses; those written into the page travel along by themselves."""
    return [
        (picture, picture["src"]) for picture in article.select("img[src]") if not re.match(r"[a-z]+:", picture["src"])
    ]


def picture_file(site: Path, name: str, source: str) -> Path:
    """The file of a picture on a page; UserError when the site lacks it."""
    file = (site / name).parent / unquote(source.partition("?")[0])
    if not file.resolve().is_file():
        raise UserError(f"the picture {source} is not in {site}.", "Build the book anew: make book.", name)
    return file.resolve()


def inner(name: str, anchor: str) -> str:
    """The id of a place of a page in the one page of all."""
    return f"{name.replace('/', '-')}--{anchor}"


def resolve(name: str, target: str, known: set[str]) -> str:
    """Where a link leads in the one page of all; empty when it leads to a file that paper does not have.

    >>> resolve("chapters/tokyo-2025", "../guides/data.html#events", {"guides/data"})
    '#guides-data--events'
    """
    if re.match(r"[a-z]+:", target):
        return target
    path, _, anchor = unquote(target).partition("#")
    if not path:
        return f"#{inner(name, anchor)}"
    page = place(name, path)
    return f"#{inner(page, anchor)}" if page in known else ""


def place(name: str, path: str) -> str:
    """The page that a relative address on a page means.

    >>> place("guides/claims/wpr-2012", "../../chapters/tokyo-2025.html")
    'chapters/tokyo-2025'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path)).removesuffix(".html")


def write_pdf(site: Path, root: Path, target: Path) -> None:
    """Print the whole book; needs Chromium on this machine."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        raise UserError("No Chromium on this machine, so no PDF.", "On Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "book.html"
        page.write_text(assemble(site, root), "utf-8")
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
        ]
        command = [browser, *flags, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", page.as_uri()]
        target.unlink(missing_ok=True)
        done = subprocess.run(command, capture_output=True, text=True)
    if not target.exists():
        raise UserError(f"Chromium wrote no PDF: {done.stderr[-500:]}")
    _finish(target, {inner(name, "") for _, names in order(root) for name in names}, released(root))
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _finish(target: Path, pages: set[str], date: str) -> None:
    """Number the contents, store the description for screen readers compressed (a third of the size), date it."""
    import pikepdf

    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        pdf.Root.Lang = "en"
        pdf_front_matter.number_contents(pdf, pages)
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = f"D:{date.replace('-', '')}000000Z"
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
