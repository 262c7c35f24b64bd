"""Give every notebook one normal form, and write the cells that are generated from its metadata."""

import re
from pathlib import Path

from nbformat import NotebookNode

from caj import data
from caj.notebooks import code_cells, read, text

CITATION = re.compile(r"\[[^\]]*\]\(#source-([A-Za-z0-9-]+)\)")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")


def clean_file(path: Path) -> bool:
    """Rewrite one notebook in normal form; True when that changed the file."""
    before = path.read_text(encoding="utf-8")
    after = text(clean(read(path), path))
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def clean(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Normalise a notebook in place: format 4.5, stable ids, ordered counts, no traces of editors."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    book = notebook.metadata.get("book", {})
    notebook.metadata = NotebookNode({"book": book, "kernelspec": KERNEL, "language_info": {"name": "python"}})
    if "objectives" in book:
        _generate(notebook, path)
    _name_cells(notebook)
    for count, cell in enumerate(code_cells(notebook), start=1):
        _clean_outputs(cell, count)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("nbgrader", "reason", "tags") if cell.metadata.get(key)}
        cell.metadata = NotebookNode(kept)
        cell.source = cell.source.strip("\n")
        if cell.cell_type == "markdown":
            cell.source = CITATION.sub(_label, cell.source)
    return notebook


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


def _generate(notebook: NotebookNode, path: Path) -> None:
    written = {"card": _card(notebook, path), "data-and-sources": _sources(notebook)}
    for cell in notebook.cells:
        if cell.get("id") in written:
            cell.source = written[cell.id]


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
    references = [f'- <a id="source-{id}"></a>{_reference(data.source(id))}' for id in citations(notebook)]
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


def _reference(source: data.Source) -> str:
    who = source.authors or source.publisher
    where = "" if who == source.publisher else f" {source.publisher}."
    link = f" <{source.url}>" if source.url else ""
    return f"{who} ({source.date or 'n.d.'}). *{source.title}*.{where}{link}"


def _tables(notebook: NotebookNode) -> str:
    return ", ".join(f"[`{name}`](../guides/data.md#{name})" for name in tables_used(notebook)) or "none"


def _title(path: Path) -> str:
    first = read(path).cells[0].source if path.exists() else f"# {path.stem}"
    return first.splitlines()[0].lstrip("# ")


def _label(match: re.Match) -> str:
    return f"[({data.source(match[1]).short})](#source-{match[1]})"


def _name_cells(notebook: NotebookNode) -> None:
    """Keep ids that somebody chose; name the others after the first words of the cell."""
    taken: set[str] = set()
    for cell in notebook.cells:
        id = cell.get("id", "")
        if not id or RANDOM_ID.fullmatch(id) or id in taken:
            code = re.sub(r"^\s*(#|from|import).*", "", cell.source, flags=re.M) if cell.cell_type == "code" else cell.source
            words = re.findall(r"[A-Za-z0-9]+", code or cell.source)[:5] or ["empty"]
            stem = id = "-".join(words).lower()[:40]
            number = 1
            while id in taken:
                number += 1
                id = f"{stem}-{number}"
        cell.id = id
        taken.add(id)


def _clean_outputs(cell: NotebookNode, count: int) -> None:
    if cell.execution_count is None:
        return
    cell.execution_count = count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        if "metadata" in output:
            output.metadata = NotebookNode({k: v for k, v in output.metadata.items() if k == "caj"})
