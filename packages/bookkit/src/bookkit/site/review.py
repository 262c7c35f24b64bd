"""The last line of each page: until when it can be trusted, and how to report a mistake."""

import html
import json
from urllib.parse import urlencode

from docutils import nodes

from bookkit.app import BookApp
from coursekit.book import Book


def add_line(app: BookApp, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Put the line under the text of a page, and the way to report a mistake into its frame; chapters and exercises have their own date."""
    guide = context["pathto"]("guides/maintainers") + "#report-a-mistake"
    report = html.escape(form(app.caj_edition.repository, app.caj_edition.tag, pagename) or guide)
    context["report"] = report
    if "body" in context and doctree is not None:
        knows, by = _dates(pagename, app.config.html_context["review_by"])
        context["body"] += (
            f'<p class="caj-review">{knows}To be reviewed by {by}. <span class="only-screen"><a href="{report}" data-w="report">Report a mistake</a>.</span></p>'
        )


def form(repository: str, edition: str, page: str) -> str:
    """Address of the form for corrections, filled in for a page; empty when no repository is known.

    >>> form("owner/name", "v2027.1.15", "guides/map")
    'https://github.com/owner/name/issues/new?template=factual-correction.yml&page=guides%2Fmap&edition=v2027.1.15'
    """
    fields = urlencode({"template": "factual-correction.yml", "page": page, "edition": edition})
    return f"https://github.com/{repository}/issues/new?{fields}" if repository else ""


def _dates(pagename: str, default: str) -> tuple[str, str]:
    folder, _, slug = pagename.partition("/")
    path = Book.current().chapter(slug)
    if folder not in ("chapters", "exercises") or not path.exists():
        return "", default
    about = json.loads(path.read_text("utf-8"))["metadata"]["book"]
    return f"What this page knows ends in {about['figures_to']}. ", about["review_by"]
