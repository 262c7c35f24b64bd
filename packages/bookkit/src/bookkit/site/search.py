"""The search: every place of the built pages as text, and all spellings of the names, for the script of the search page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import sphinx.search
from lxml import html
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from caj import data
from coursekit.book import Book

UNITS = {"section", "tr", "article"}  # with an id, a place that a result leads to
MARKS = ("term-", "source-")  # an anchor with such an id begins one too: what follows it belongs to it
HEADINGS = {"h1", "h2", "h3", "h4", "dt"}
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "div", "figcaption", "caption", "tr", *HEADINGS}
NO_PROSE = {"script", "style", "pre", "svg", "nav", "form", "button", "noscript", "details", "thead"}
NO_PROSE_CLASSES = {
    "cite",  # numbers of sources
    "note",  # the same sources in the margin
    "layer",
    "only-in",
    "acts",
    "meta",
    "caj-letter",
    "headerlink",
    "cell_input",
    "caj-source",
    "caj-review",
    "caj-doors",
    "caption-number",
    "section-number",
    "caj-cells",
    "handout",
    "dataframe",
}
KINDS = {"chapters": 0, "guides": 1, "exercises": 2}  # the script shows them in this order of weight
OTHER_LANGUAGE = 3  # a page that a reader of English did not ask for
# A name in Cyrillic, but no adjective.
DECLINED = re.compile(r"(?!\S*(?:[иы]й|[ая]я|[ои]е|ые)\b)\b[А-ЯЁӘҒҚҢӨҰҮҺІҶҲӢӮЎ]\w{2,}")
FAMILY_FIRST = {"preferred", "family_first", "romaji"}  # columns where a person's name may begin with the family
BRACKETS = re.compile(r"\s*\([^)]*\)")
ADDRESS = re.compile(r"https?://\S+")
STEMMERS = ("base-stemmer.js", "porter-stemmer.js", "russian-stemmer.js")


@dataclass
class Place:
    """Something that a result leads to: its anchor, its heading and its prose."""

    anchor: str
    title: str = ""
    text: list[str] = field(default_factory=list)


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's search, which finds pages and not places in them."""
    app.connect("builder-inited", leave_out_own)
    app.connect("html-collect-pages", lambda app: [("search", {}, "search.html")])
    app.connect("build-finished", write)


def leave_out_own(app: Sphinx) -> None:
    """No index of Sphinx; its page of results is ours."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write what the search page loads: places of all pages, stemmers, and spellings, which filters load too."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = {name: (out / f"{name}.html").read_text("utf-8") for name in sorted(app.env.found_docs)}
    index = {
        "declined": declined(),
        "persons": persons(),
        "places": [row for name, page in pages.items() for row in rows(name, page)],
    }
    for file, name, content in (("search-places", "cajSearch", index), ("spellings", "cajSpellings", spellings())):
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (out / f"_static/{file}.js").write_text(f"window.{name} = {written};\n", "utf-8")
    folder = Path(sphinx.search.__file__).with_name("minified-js")
    (out / "_static/stemmers.js").write_text(
        "\n".join((folder / name).read_text("utf-8") for name in STEMMERS), "utf-8"
    )


def rows(name: str, page: str) -> list[list]:
    """Page, kind, anchor, title of page, title and text of each place of a page that has words.

    >>> rows("guides/x", '<article class="bd-article"><section id="a"><h1>A</h1><p>Words.</p><pre>1</pre></section></article>')
    [['guides/x', 1, 'a', 'A', 'A', 'Words.']]
    """
    document = html.document_fromstring(page)
    found = [place for article in document.find_class("bd-article") for place in places(article)]
    title = _words(found[0].title) if found else ""
    if name != "guides/references":  # all sources stand there, and those of each page besides
        found = [place for place in found if not place.anchor.startswith("source-")]
    kind = KINDS.get(name.partition("/")[0], 1) if document.get("lang", "en") == "en" else OTHER_LANGUAGE
    texts = ((place, _words(ADDRESS.sub("", "".join(place.text)))) for place in found)
    return [[name, kind, place.anchor, title, _words(place.title) or text[:60], text] for place, text in texts if text]


def places(article: html.HtmlElement) -> list[Place]:
    """The places of an article in its order."""
    found: list[Place] = []
    _read(article, None, found)
    return found


def _read(element: html.HtmlElement, place: Place | None, found: list[Place]) -> Place | None:
    """Give the words of an element and of all in it to the places they stand in; returns the last of these."""
    if element.tag in UNITS and element.get("id"):
        found.append(place := Place(element.get("id")))
    for words, heading in _texts(element):
        if isinstance(words, str):
            if place and heading:
                place.title += words
            elif place:
                place.text.append(words)
        elif (words.get("id") or "").startswith(MARKS):
            found.append(place := Place(words.get("id")))
        else:
            if place and not place.title and words.tag == "strong":
                place.title = words.text_content()  # of a row of the timeline, say
            inner = _read(words, place, found)
            place = inner if words.tag == "dt" else place  # what follows a term explains it
    return place


def _texts(element: html.HtmlElement) -> Iterator[tuple]:
    """The texts and the elements with prose that stand in an element, with whether it is a heading."""
    heading = element.tag in HEADINGS and (
        element.tag != "dt" or bool(element.get("id"))
    )  # a row of a list is no place
    space = " " if element.tag in BLOCKS else ""
    apart = (
        " · " if element.tag == "td" and element.getprevious() is not None and element.text_content().strip() else ""
    )
    yield space + apart + (element.text or ""), heading
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in NO_PROSE
            and not NO_PROSE_CLASSES & set((child.get("class") or "").split())
        ):
            marked = (child.get("id") or "").startswith(MARKS)
            yield (child.text_content() if heading and not marked else child), heading
        yield child.tail or "", heading
    yield space, heading


def _words(text: str) -> str:
    return " ".join(text.split())


def spellings() -> list[list[str]]:
    """Each name and term with its other spellings, where there are tables of them; of a person, the family names first.

    >>> next(group for group in spellings() if "Nursultan Nazarbayev" in group)[0]
    'Nazarbayev'
    """
    columns = Book.current().settings.spelling_columns
    tables = [name for name in ("names", "glossary") if data.holds(name)]
    groups = [_own(name, row) + _forms(row, columns[name]) for name in tables for row in data.load(name).itertuples()]
    return [list(dict.fromkeys(group)) for group in groups]


def persons() -> list[str]:
    """The persons, as the headings of their rows have them.

    >>> "Kassym-Jomart Tokayev" in persons(), "Tokyo" in persons()
    (True, False)
    """
    return list(data.load("names").query("kind == 'person'")["preferred"]) if data.holds("names") else []


def declined() -> list[str]:
    """The words in Cyrillic of the names of persons and places, which languages with cases decline.

    >>> {"Токаев", "Рахмон"} <= set(declined()), "Бишкек" in declined()
    (True, True)
    """
    columns = Book.current().settings.spelling_columns
    named = data.load("names").query("kind in ['person', 'place']") if data.holds("names") else pd.DataFrame()
    forms = [(row.kind, form) for row in named.itertuples() for form in _forms(row, columns["names"])]
    own = [form for kind, form in forms if kind == "person" or " " not in form]  # not the sea of a sea's name
    return sorted({word for form in own for word in DECLINED.findall(form)})


def _own(name: str, row: Any) -> list[str]:
    """What comes first: the family name of a person, in each spelling."""
    if name != "names" or row.kind != "person" or pd.isna(row.family_first):
        return []
    first, own = row.family_first.split()[0], Book.current().settings.spelling_columns[name]
    given_first = [field for field in own if field not in FAMILY_FIRST]
    last = [re.split(r"[\s・]", form)[-1] for form in _forms(row, given_first) if re.search(r"[\s・]", form)]
    return [first, *(word for word in last if "." not in word and word not in row.family_first)]


def _forms(row: Any, fields: list[str]) -> list[str]:
    """The spellings in some columns, without what brackets say of one."""
    cells = [str(getattr(row, name)) for name in fields if pd.notna(getattr(row, name))]
    return [form for cell in cells for part in cell.split(";") if (form := BRACKETS.sub("", part).strip())]
