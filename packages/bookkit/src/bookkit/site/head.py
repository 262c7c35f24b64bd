"""What machines read in the head of a page: description, social card, and a chapter as a learning resource."""

import html
import json
import os

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from bookkit.curriculum.chapters import Chapter
from bookkit.site.cards import CARDS
from bookkit.site.curriculum import book
from caj.charts import PALETTE
from coursekit.book import Book

# The colours of two countries; in the page itself, so that no browser asks for a file that is not there.
ICON = f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'><path fill='{PALETTE[0]}' d='M0 0h2v2H0z'/><circle cx='1' cy='1' r='.6' fill='{PALETTE[1]}'/></svg>".replace(
    "#", "%23"
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def set_base(app: Sphinx, config: Config) -> None:
    """Take the address of the site from CAJ_BASE_URL, else from `baseurl` in _config.yml; without one no page names it."""
    base = os.environ.get("CAJ_BASE_URL", config.html_baseurl)
    config.html_baseurl = base and base.rstrip("/") + "/"


def add_head(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Write the head of a page; addresses only when the site has one."""
    named = Book.current().settings.title
    base, slug = app.config.html_baseurl, pagename.removeprefix("chapters/")
    chapter = book().get(slug) if pagename.startswith("chapters/") else None
    title = chapter.title if chapter else context.get("title", named)
    summary = (
        " ".join(goal.text for goal in chapter.objectives)
        if chapter
        else f"{title}: a page of the open textbook {named}."
    )
    tags = {"og:title": title, "og:description": summary, "og:site_name": named, "og:type": "article"}
    if base:
        card = slug if chapter else "index"
        tags |= {"og:url": context.get("pageurl") or base, "og:image": f"{base}_static/{CARDS}/{card}.png"}
    lines = [
        f'<link rel="icon" href="{html.escape(ICON)}" />',
        f'<meta name="description" content="{html.escape(summary)}" />',
    ]
    lines += [f'<meta property="{name}" content="{html.escape(text)}" />' for name, text in tags.items()]
    if chapter:
        facts = json.dumps(resource(chapter, summary, base, named), ensure_ascii=False).replace("</", "<\\/")
        lines.append(f'<script type="application/ld+json">{facts}</script>')
    context["about_page"] = "\n".join(lines)


def resource(chapter: Chapter, summary: str, base: str, named: str) -> dict:
    """A chapter of the book `named` so, in the words of schema.org."""
    address = {"url": f"{base}chapters/{chapter.slug}.html"} if base else {}
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": chapter.title,
        "description": summary,
        "inLanguage": "en",
        "learningResourceType": "textbook chapter with exercises",
        "educationalLevel": chapter.level,
        "timeRequired": f"PT{chapter.minutes}M",
        "teaches": [goal.text for goal in chapter.objectives],
        "isAccessibleForFree": True,
        "license": LICENCE,
        "isPartOf": {"@type": "Book", "name": named},
        **address,
    }
