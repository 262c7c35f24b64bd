"""Turn what caj.show stores into numbered figures and tables of the page (a MyST-NB renderer)."""

import csv
import io
from typing import Any

from docutils import nodes
from sphinx.addnodes import download_reference

from bookkit.site import anchors, downloads
from bookkit.site.vega import drawn
from bookkit.theme.words import spoken
from caj import sources
from caj.chart_labels import readable
from caj.figures import CHART_MIME, CREDITED, TABLE_MIME, data_of, remainder

SHOWN = 2  # sources that the line under a figure names before its fold


class FigureRenderer:
    """MIME renderer of MyST-NB for the two kinds of output that caj.show writes."""

    mime_priority_overrides = [("*", CHART_MIME, 1), ("*", TABLE_MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, mime: Any, inline_render: bool) -> list[nodes.Element] | None:
        """Nodes of a chart or table of ours; None leaves the output to other renderers."""
        about = mime.output_metadata.get("caj")
        if about is None or inline_render:
            return None
        if mime.mime_type == CHART_MIME:
            return [figure(renderer, mime.content, about)]
        if mime.mime_type == TABLE_MIME:
            return [captioned_table(renderer, mime.content, about)]
        return None


def figure(renderer: Any, spec: dict, about: dict) -> nodes.figure:
    """A figure as Sphinx numbers it: drawing, caption, source, data, and the data as a file; `figure_cards` sets it as a card."""
    text, spec = data_of(spec), readable(spec)
    node = nodes.figure(classes=["caj-chart"], subtitle=about.get("subtitle", ""))
    node["anchor"] = anchors.claim(renderer.renderer.document, node, titles(about))
    node += raw(drawn(spec, about["alt"]))
    node += nodes.caption("", about["caption"])
    node += [credit(about["source"]), table_node(text), download(renderer, text, node["anchor"])]
    return node


def captioned_table(renderer: Any, text: dict, about: dict) -> nodes.container:
    """A numbered table with its source, and as a file."""
    table = table_node(text)
    anchor = anchors.claim(renderer.renderer.document, table, titles(about))
    table.insert(0, nodes.title("", about["caption"]))
    file = download(renderer, text, anchor)
    return nodes.container(
        "",
        table,
        credit(about["source"]),
        file,
        classes=["caj-table"],
        anchor=anchor,
        subtitle=about.get("subtitle", ""),
    )


def titles(about: dict) -> str:
    """Caption and subtitle as one text, so that a caption keeps its address when its end becomes the subtitle.

    >>> titles({"caption": "Cargo, 2019 to 2025.", "subtitle": "In tonnes."})
    'Cargo, 2019 to 2025. In tonnes.'
    """
    return f"{about['caption']} {about.get('subtitle', '')}".rstrip()


def table_node(text: dict) -> nodes.table:
    """A docutils table of text cells; numbers are aligned to the right."""
    group = nodes.tgroup(cols=len(text["columns"]))
    group += [nodes.colspec(colwidth=1) for _ in text["columns"]]
    group += nodes.thead("", _row(text["columns"], text["numeric"]))
    group += nodes.tbody("", *[_row(row, text["numeric"]) for row in text["rows"]])
    return nodes.table("", group, classes=["caj-cells"])


def _row(cells: list[str], numeric: list[bool]) -> nodes.row:
    return nodes.row(
        "",
        *[
            nodes.entry("", nodes.paragraph("", cell), classes=["caj-number"] if number else [])
            for cell, number in zip(cells, numeric)
        ],
    )


def download(renderer: Any, text: dict, name: str) -> nodes.inline:
    """A link to the data of a figure or table as a CSV file."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([text["columns"], *text["rows"]])
    env = renderer.renderer.sphinx_env
    uri = renderer.write_file(
        [downloads.FOLDER, *env.docname.split("/"), f"{name}.csv"], lines.getvalue().encode(), overwrite=True
    )
    words = [raw(f'{spoken("figure.download")}<span class="vh"> (CSV)</span>')]
    return nodes.inline("", "", download_reference("", "", *words, reftarget=uri, refdoc=env.docname))


def credit(ids: list[str]) -> nodes.container:
    """The source line: short citations that link to the chapter's list of sources, those after the first two folded."""
    links = [nodes.reference("", sources.source(id).short, refuri=f"#source-{id}") for id in ids[:CREDITED]]
    line = nodes.container(
        "", nodes.inline("", "", raw(f"{spoken('figure.source')} "), *_joined(links[:SHOWN])), classes=["caj-source"]
    )
    if rest := links[SHOWN:]:
        line += raw(f'<details class="more"><summary>{spoken("figure.more", count=len(ids) - SHOWN)}</summary>')
        line += nodes.inline("", "; ", *_joined(rest), nodes.Text(remainder(ids)))
        line += raw("</details>")
    return line


def _joined(links: list[nodes.reference]) -> list[nodes.Node]:
    """Links with semicolons between them."""
    return [node for link in links for node in (nodes.Text("; "), link)][1:]


def raw(markup: str) -> nodes.raw:
    """Markup for the page only."""
    return nodes.raw("", markup, format="html")
