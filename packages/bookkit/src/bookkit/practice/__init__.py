"""Practice in the page: cards that ask, judge, keep and hand in, from what the chapters declare; no Python and no network."""

import json
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

import caj
from bookkit.app import BookApp
from bookkit.practice import cards, mine, opening, told
from bookkit.practice.export import SCHEMA
from caj.question import declared
from caj.written import UNITS

LOGGER = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")
CORE = ("words.en.js", "forms.js", "judge.js", "memory.js", "card.js", "start.js")
TYPED = ("words-typed.en.js", "numbers.js", "dates.js")
ARRANGED = ("words-arranged.en.js", "arrange.js", "write.js")
PARTS = {
    "number": "typed",
    "date": "typed",
    "order": "arranged",
    "match": "arranged",
    "open": "arranged",
}  # a kind needs
FILES = (
    "words-files.en.js",
    "files.js",
    "handin.js",
    "actions.js",
    "open.js",
    "mine.js",
)  # at the first press, and on exercises
NEEDS = re.compile(r'class="caj-questions">.*?"parts":(\[[^\]]*\])')
COMMENT = re.compile(r"^\s*/\*.*?\*/\n?|^ +", re.M | re.S)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx: cards before anything else looks at the cells of a page."""
    app.add_config_value("caj_practice", 0, "html")  # other questions or scripts, and all pages are written anew
    app.connect("config-inited", seal)
    app.connect("doctree-resolved", add_cards, priority=400)
    app.connect("html-page-context", add_script)
    app.connect("builder-inited", write_scripts)


def seal(app: Sphinx, config: Config) -> None:
    """Let Sphinx know when a question, an exercise or the way of showing them is another."""
    files = [*Path(app.srcdir).glob("chapters/*/questions.py"), *Path(app.srcdir).glob("chapters/*/exercise.ipynb")]
    files += [*Path(app.srcdir).glob("chapters/*/story.yml"), *Path(app.srcdir).glob("documents/*.yml")]
    files += [path for path in Path(__file__).parent.rglob("*.*") if path.suffix in (".py", ".js")]
    config.caj_practice = zlib.crc32(b"".join(path.read_bytes() for path in sorted(files)))


def add_cards(app: BookApp, doctree: nodes.document, docname: str) -> None:
    """Make cards of the questions of a chapter or an exercise, and give the page what its script needs."""
    folder, _, slug = docname.partition("/")
    if app.builder.name not in ("html", "dirhtml"):
        return
    source = Path(app.srcdir)
    data: dict[str, Any] = {"schema": SCHEMA, "edition": app.caj_edition.tag or caj.__version__}
    if docname == mine.PAGE:
        data |= mine.lay_out(doctree, app.env.titles, source)
    elif folder in ("chapters", "exercises", "documents"):
        asked = [*cards.lay_out(doctree, docname, source), *told.lay_out(doctree, docname, source)]
        for id, number in Counter(entry["id"] for entry in asked).items():
            if number > 1:
                LOGGER.warning("Two questions are called %s: give one of them another name.", id)
        data |= {"parts": parts(asked), "chapter": slug, "questions": asked, "index": mine.index(slug, source)}
    if not data.get("pages") and not data.get("questions"):
        return
    if folder == "exercises":
        data["open"] = [question.name for question in declared(source / "chapters" / slug) if question.open]
        opening.rewrite(doctree)
        data["handin"] = {"notebook": f"../_sources/{docname}.ipynb", "script": f"../_static/handin/{slug}.js"}
    doctree.append(cards.script(data))


def parts(asked: list[dict[str, Any]]) -> list[str]:
    """The scripts that the kinds of some questions and of their mistakes need beside the first.

    >>> parts([{"kind": "letter"}, {"kind": "order"}, {"kind": "letter", "mistakes": [{"kind": "number"}]}])
    ['arranged', 'typed']
    """
    kinds = {part.get("kind") for entry in asked for part in (entry, *entry.get("mistakes", []))}
    return sorted({PARTS[kind] for kind in kinds & PARTS.keys()})


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """Load the script on pages that ask something."""
    if 'class="caj-questions"' in context.get("body", ""):
        needed = NEEDS.search(context["body"])
        for part in json.loads(needed[1]) if needed else []:
            app.add_js_file(f"practice-{part}.js", defer="defer", priority=609)
        app.add_js_file("practice.js", defer="defer", priority=610)
        if pagename == mine.PAGE or 'class="ask-model"' in context["body"]:
            app.add_js_file("practice-files.js", defer="defer", priority=611)


def script(parts: tuple[str, ...] = CORE) -> str:
    """The modules as one classic script, for pages opened as files load no other kind."""
    return "".join(COMMENT.sub("", (STATIC / name).read_text("utf-8")) for name in parts)


def given() -> str:
    """What the script takes from Python: the words that may follow a number."""
    return f"(globalThis.cajPractice ??= {{}}).units = {json.dumps(sorted(UNITS), separators=(',', ':'))};\n"


def write_scripts(app: Sphinx) -> None:
    """Write the scripts before pages ask for their seal, and each exercise as one: a page opened as a file fetches no notebook."""
    if app.builder.name not in ("html", "dirhtml"):
        return
    source, static = Path(app.srcdir), Path(app.outdir) / "_static"
    (static / "handin").mkdir(exist_ok=True, parents=True)
    (static / "practice.js").write_text(script(), "utf-8")
    (static / "practice-typed.js").write_text(given() + script(TYPED), "utf-8")
    (static / "practice-arranged.js").write_text(script(ARRANGED), "utf-8")
    (static / "practice-files.js").write_text(script(FILES), "utf-8")
    for path in sorted((source / "exercises").glob("*.ipynb")):
        notebook = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
        (static / "handin" / f"{path.stem}.js").write_text(f"globalThis.cajNotebook = {notebook};\n", "utf-8")
