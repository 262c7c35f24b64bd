"""The cells of a chapter that are generated: the card at its head, the claims it treats, its sources."""

import re
from pathlib import Path

from nbformat import NotebookNode

from caj import data, sources
from coursekit.book import Book
from coursekit.exercises.notebooks import code_cells, read

CITATION = re.compile(r"\[[^\]]*\]\(#source-([A-Za-z0-9-]+)\)")

# Cells that are written here, by their first lines.
GENERATED = {
    ":::{admonition} In this chapter": "card",
    "## What the articles claim on this": "claims",
    "## Data and sources": "data-and-sources",
}


def write_cells(notebook: NotebookNode, path: Path) -> None:
    """Fill the cells with ids `card`, `claims` and `data-and-sources` from metadata, tables and outputs."""
    written = {"card": _card(notebook, path), "claims": _claims(path), "data-and-sources": _sources(notebook)}
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.get("id") in written:
            cell.source = written[cell.id]


def claims_of(path: Path) -> list[str]:
    """Ids of the claims that belong to the chapter at `path`; none in a book that judges no claims."""
    if not data.holds("claims"):
        return []
    claims = data.load("claims").set_index("id")["chapter"]
    book = Book.around(path)
    if path.stem == book.settings.claims_of_no_chapter:
        written = {chapter.stem for chapter in book.chapters}
        return claims[~claims.isin(written - {path.stem})].index.tolist()
    return claims[claims == path.stem].index.tolist()


def citations(notebook: NotebookNode) -> list[str]:
    """Ids of all sources that the prose cites or a figure names, sorted."""
    prose = {id for cell in notebook.cells if cell.cell_type == "markdown" for id in CITATION.findall(cell.source)}
    shown = {
        id
        for cell in code_cells(notebook)
        for output in cell.outputs
        for id in output.get("metadata", {}).get("caj", {}).get("source", [])
    }
    return sorted(prose | shown)


def tables_used(notebook: NotebookNode) -> list[str]:
    """Names of the tables that the code loads, sorted."""
    code = "\n".join(cell.source for cell in code_cells(notebook))
    return sorted(set(re.findall(r"caj\.load\([\"'](\w+)[\"']\)", code)))


def _card(notebook: NotebookNode, path: Path) -> str:
    book = notebook.metadata.book
    needs = [f"[{_title(path.with_name(slug + '.ipynb'))}]({slug}.ipynb)" for slug in book.get("requires", [])]
    goals = [f"{n}. {objective['text']}" for n, objective in enumerate(book["objectives"], start=1)]
    return "\n".join(
        [
            ":::{admonition} In this chapter",
            ":class: in-this-chapter",
            "",
            f"- Time: about {book['minutes']} minutes. Level: {book['level']}.",
            f"- Read before: {', '.join(needs) or 'nothing; you can start here'}.",
            f"- Data: {_tables(notebook)}.",
            "",
            "After it you can:",
            "",
            *goals,
            ":::",
        ]
    )


def _sources(notebook: NotebookNode) -> str:
    book = notebook.metadata.book
    references = [f'- <a id="source-{id}"></a>{sources.source(id).markdown}' for id in citations(notebook)]
    return "\n".join(
        [
            "## Data and sources",
            "",
            f"Tables: {_tables(notebook)}.",
            f"What this chapter knows ends in {book['figures_to']}; it is to be reviewed by {book['review_by']}.",
            "",
            *references,
        ]
    )


def _tables(notebook: NotebookNode) -> str:
    return ", ".join(f"[`{name}`](../guides/data.md#{name})" for name in tables_used(notebook)) or "none"


def _title(path: Path) -> str:
    first = read(path, nameless=True).cells[0].source if path.exists() else f"# {path.stem}"
    return first.splitlines()[0].lstrip("# ")


def _claims(path: Path) -> str:
    own = claims_of(path)
    claims = data.load("claims").set_index("id") if own else None
    lines = [
        f"- [{id}](../guides/claims/{claims.article[id]}.md#{id}): {claims.paraphrase[id]}"
        f" **{claims.verdict[id].capitalize()}.** {claims.evidence[id]}"
        for id in own
    ]
    return "\n".join(["## What the articles claim on this", "", ":::{dropdown} Our verdicts and why", *lines, ":::"])
