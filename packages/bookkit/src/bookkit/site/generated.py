"""Pages that are made from the tables: a marker `<!-- generated: name argument -->` becomes Markdown."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
from sphinx.application import Sphinx

from bookkit.site import curriculum, front
from bookkit.site.essays import essay, profile
from bookkit.site.glossary import glossary, names
from bookkit.site.lessons.lists import document_sets, documents
from bookkit.site.lessons.page import document
from bookkit.site.routemap import route_list, route_map
from bookkit.site.status import status
from bookkit.site.timeline import timeline
from caj import __version__, data, sources
from coursekit.book import Book

MARKER = re.compile(r"<!-- generated: (\w+) ?([\w-]*) -->")


def expand(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the markers of a page; the page is built again when what they are made from changes."""
    if docname.startswith(("chapters/", "exercises/")):
        return
    for name, argument in MARKER.findall(content[0]):
        for path in made_from(data.root(), name, argument):
            app.env.note_dependency(str(path))
    content[0] = MARKER.sub(lambda match: PAGES[match[1]](*filter(None, [match[2]])), content[0])


def made_from(root: Path, name: str, argument: str) -> list[Path]:
    """The files behind a marker: always the tables; of the curriculum also chapters, solutions, notes, plans and rubrics."""
    patterns = ["seeds/datapackage.json"]
    if name == "teaching":
        patterns += [
            f"chapters/{argument}.ipynb",
            f"chapters/{argument}/exercise.ipynb",
            f"chapters/{argument}/questions.py",
            f"chapters/{argument}/teaching.yml",
        ]
    elif name == "document":
        patterns += [f"documents/{argument}.yml", "documents/sets.yml", "_toc.yml"]
    elif name in ("documents", "document_sets"):
        patterns += ["documents/*.yml"]
    elif name == "essay":
        patterns += [f"essays/{argument}.yml", "_toc.yml"]
    elif name == "profile":
        patterns += ["profiles/*.yml", "book/profile_figures.yml"]
    elif name == "route_map":
        patterns += ["book/map.yml", "book/map/*"]
    elif name == "status":
        patterns += ["benchmarks/results.json", "benchmarks/misses.yml"]
    elif PAGES[name].__module__ == front.__name__:
        patterns += [
            "book/front.yml",
            "book/map.yml",
            "book/map/*",
            "chapters/*.ipynb",
            "chapters/*/facts.yml",
            "chapters/*/questions.py",
        ]
    elif PAGES[name].__module__ == curriculum.__name__:
        patterns += [
            "chapters/*.ipynb",
            "chapters/*/exercise.ipynb",
            "chapters/*/questions.py",
            "chapters/*/teaching.yml",
            "chapters/*/rubrics.yml",
            "guides/*/*.yml",
            "guides/criteria.yml",
        ]
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def catalogue() -> str:
    """Data dictionary: each table with its fields, licence, provenance, disputes and file."""
    return "\n\n".join(_entry(entry) for entry in data.package()["resources"])


def _entry(entry: dict) -> str:
    disputes = "\n".join(f"- {dispute}" for dispute in entry["disputes"]) or "- None known."
    fields = data.describe(entry["name"])
    fields["required"] = fields["required"].map({True: "yes", False: ""})
    licence = entry["licenses"][0]
    return (
        f"## {entry['name']}\n\n"
        f"{entry['title']}: {entry['description']}\n\n"
        f"- Rows: {entry['rows']:,}. Size: {entry['bytes'] / 1000:,.0f} kB."
        f" Download: [{entry['path']}](../seeds/{entry['path']}).\n"
        f'- In Python: `caj.load("{entry["name"]}")`\n'
        f"- Where it comes from: {entry['provenance']}\n"
        f"- Licence: {licence['title']}.\n"
        f"- sha256: `{entry['hash'].removeprefix('sha256:')[:16]}…`\n\n"
        f"Known disputes and gaps:\n\n{disputes}\n\n{pipe_table(fields)}"
    )


def citing() -> str:
    """How to cite each table: title, version of the book, hash."""
    title = Book.current().settings.title
    lines = ["| Table | How to cite it |", "| --- | --- |"]
    for entry in data.package()["resources"]:
        hash = entry["hash"].removeprefix("sha256:")[:12]
        lines.append(
            f"| [`{entry['name']}`](data.md#{entry['name']}) | {entry['title']} (table `{entry['name']}`). In: {title}, version {__version__}, sha256 {hash}. {entry['licenses'][0]['name']}. |"
        )
    return "\n".join(lines)


def verdicts() -> str:
    """Verdicts by article, as a table."""
    frame = data.load("claims")
    counts = pd.crosstab(frame["article"], frame["verdict"])
    counts = counts.assign(all=counts.sum(axis=1)).rename_axis(columns=None).reset_index()
    counts["article"] = [f"[{article}](claims/{article}.md)" for article in counts["article"]]
    return pipe_table(counts)


def claims(article: str) -> str:
    """Every claim of one article: verdict, evidence, sources, and the chapter on its subject."""
    frame = data.load("claims")
    return "\n\n".join(_claim(row) for row in frame[frame["article"] == article].itertuples())


def _claim(row: Any) -> str:
    links = "; ".join(f"[{sources.source(id).short}](#source-{id})" for id in row.source_ids.split(";"))
    rival = f" Another reader of ours says: {row.rival_verdict}." if pd.notna(row.rival_verdict) else ""
    return (
        f"### {row.id}\n\n{row.paraphrase} (*{row.kind}*)\n\n"
        f"> **{row.verdict}**, confidence {row.confidence}. {row.evidence}{rival} Sources: {links}.\n\n"
        f"Subject of: {_chapter(row.chapter)}."
    )


def _chapter(slug: str) -> str:
    """A link to the chapter, or its name while it is still to come."""
    written = Book.current().chapter(slug).exists()
    return f"[{slug}](../../chapters/{slug}.ipynb)" if written else f"*{slug}* (to come)"


def references() -> str:
    """All sources, by id."""
    ids = data.load("sources")["id"]
    return "\n".join(f'- <a id="source-{id}"></a>`{id}`: {sources.source(id).markdown}' for id in ids)


def pipe_table(frame: pd.DataFrame) -> str:
    """A DataFrame as a Markdown table.

    >>> print(pipe_table(pd.DataFrame({"a": ["x|y"]})))
    | a |
    | --- |
    | x\\|y |
    """
    cells = [
        ["" if pd.isna(value) else str(value).replace("|", "\\|") for value in row]
        for row in frame.itertuples(index=False)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [frame.columns, ["---"] * frame.shape[1], *cells])


PAGES = {
    "bibliography": curriculum.bibliography,
    "catalogue": catalogue,
    "citing": citing,
    "claims": claims,
    "chapter_cards": front.chapters,
    "course_map": curriculum.course_map,
    "coverage": curriculum.coverage,
    "document": document,
    "document_sets": document_sets,
    "documents": documents,
    "essay": essay,
    "findings": front.findings,
    "front_opening": front.opening,
    "glossary": glossary,
    "ledger": front.ledger,
    "names": names,
    "profile": profile,
    "plan": curriculum.plan,
    "plans": curriculum.plan_list,
    "prerequisites": curriculum.prerequisites,
    "reading_order": curriculum.reading_order,
    "references": references,
    "route_list": route_list,
    "route_map": route_map,
    "rubrics": curriculum.rubric_pages,
    "status": lambda: status(data.root() / "benchmarks"),
    "teaching": curriculum.teaching_page,
    "timeline": timeline,
    "verdicts": verdicts,
}
