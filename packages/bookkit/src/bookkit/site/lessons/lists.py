"""The page of all documents with its filters, and the page of their sets."""

import html
from typing import Any

import pandas as pd

from bookkit.documents.model import Set
from bookkit.documents.reading import lessons, sets
from bookkit.site.lessons.parts import day, raw
from caj import data
from caj.charts import COUNTRIES


def documents() -> str:
    """All documents by date: a form that a small script serves; without it, all stand."""
    table = data.load("documents").sort_values(["date", "id"])
    rows = "".join(_row(row) for row in table.itertuples() if row.id in lessons())
    return raw(f'{_form(table)}<ol class="doc-list">{rows}</ol>')


def _form(table: pd.DataFrame) -> str:
    years = [(str(year), str(year)) for year in sorted(table["date"].dt.year.unique())]
    fields = [
        _select("set", "Set", [(one.id, one.name) for one in sets()]),
        _select("country", "Country", [(code, name) for code, (name, _) in COUNTRIES.items()]),
        _select("year", "Year", years),
        _select("voice", "Voice", [(voice, voice.replace("_", " ")) for voice in sorted(table["voice"].unique())]),
    ]
    return (
        '<form class="caj-filter" data-list=".doc-list" aria-label="Filter the documents">'
        + "".join(fields)
        + f'<button type="reset">Show all</button><output role="status">{len(table)} of {len(table)} documents</output></form>'
    )


def _select(name: str, label: str, options: list[tuple[str, str]]) -> str:
    choices = "".join(f'<option value="{value}">{html.escape(text)}</option>' for value, text in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{choices}</select></label>'


def _row(row: Any) -> str:
    lesson = lessons()[row.id]
    own = " ".join(one.id for one in sets() if row.id in one.documents)
    return (
        f'<li id="document-{row.id}" data-set="{own}" data-country="{row.countries.replace(";", " ")}" data-year="{row.date.year}" data-voice="{row.voice}">'
        f'<p class="d"><time datetime="{row.date:%Y-%m-%d}">{day(row.id)}</time> {html.escape(lesson.kind)}</p>'
        f'<p class="n"><a class="reference internal" href="{row.id}.html">{html.escape(lesson.name)}</a></p>'
        f'<p class="q">{html.escape(lesson.question)}</p></li>'
    )


def document_sets() -> str:
    """The sets, each with its question, its documents in order, what they show and what a class writes."""
    return "\n\n".join(_set(one) for one in sets())


def _set(one: Set) -> str:
    listed = "\n".join(
        f"{n}. [{lessons()[id].name}]({id}.md), {day(id)}" for n, id in enumerate(one.documents, start=1)
    )
    shows = "\n".join(f"- {text}" for text in one.shows)
    return (
        f"## {one.name}\n\n:::{{container}} lesson-ask\n{one.question}\n:::\n\nAbout {one.minutes} minutes. Read in this order:\n\n{listed}\n\n"
        f"What they show together:\n\n{shows}\n\n**To write.** {one.write}"
    )
