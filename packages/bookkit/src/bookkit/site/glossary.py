"""Pages of terms and names: every form stands as text, so that the search finds each spelling."""

import html
from itertools import groupby
from typing import Any

import pandas as pd

from caj import data
from coursekit.book import Book

KINDS = {
    "person": "Persons",
    "place": "Places",
    "body": "Institutions and companies",
    "format": "Meetings and formats",
    "programme": "Programmes",
}


def glossary() -> str:
    """Every term as a definition list, by letter: meaning, then its names in the other languages."""
    terms = data.load("glossary").sort_values("term", key=lambda column: column.str.casefold())
    letters = {
        letter: list(rows) for letter, rows in groupby(terms.itertuples(index=False), lambda row: row.term[0].upper())
    }
    lists = (_letter(letter) + "\n\n".join(map(_term, rows)) for letter, rows in letters.items())
    return f"{_find(list(letters))}\n\n" + "\n\n".join(lists)


def _find(letters: list[str]) -> str:
    """A field that filters terms and names in every language, and links to the letters."""
    links = "".join(f'<a href="#letter-{letter.lower()}">{letter}</a>' for letter in letters)
    return (
        '```{raw} html\n<form class="caj-filter caj-find" role="search" aria-label="Find a term or a name">'
        '<label>Find a word, in any language <input type="search" name="words" autocomplete="off"></label>'
        '<output role="status"></output></form>'
        f'<nav class="caj-jump" aria-label="Jump to a letter">{links}</nav>\n```'
    )


def _letter(letter: str) -> str:
    return f'```{{raw}} html\n<p class="caj-letter" id="letter-{letter.lower()}">{letter}</p>\n```\n\n'


def _term(row: Any) -> str:
    also = f" Also: {row.aliases.replace(';', ', ')}." if pd.notna(row.aliases) else ""
    note = f" {row.note.rstrip('.')}." if pd.notna(row.note) else ""
    languages = Book.current().settings.languages
    forms = [form for language in languages if (form := _form(row, language["name"], language["columns"]))]
    return f'<a id="term-{row.id}"></a>**{row.term}**\n: {row.definition}{also}{note}\n\n  {"; ".join(forms)}.'


def _form(row: Any, language: str, columns: list[str]) -> str:
    """A term in another language: how it is written, and in brackets its reading and its transcription; "" for none."""
    written, *aids = (getattr(row, column) for column in columns)
    if pd.isna(written):
        return ""
    said = ", ".join([*aids[:-1], *(f"*{aid}*" for aid in aids[-1:])])
    return f"{language} {written}" + f" ({said})" * bool(said)


def names() -> str:
    """Tables of names, one for each kind, with every spelling that we met; each row has the address `name-` and its id."""
    frame = data.load("names").sort_values("preferred")
    return "\n\n".join(f"### {title}\n\n{_table(frame[frame['kind'] == kind])}" for kind, title in KINDS.items())


def _table(rows: pd.DataFrame) -> str:
    """Markup for a Markdown page, whose own tables give rows no address."""
    head = "".join(
        f'<th scope="col">{title}</th>'
        for title in (
            "In this book",
            "Other spellings",
            *(column["title"] for column in Book.current().settings.name_columns),
        )
    )
    body = "\n".join(_row(row) for row in rows.itertuples(index=False))
    return f'```{{raw}} html\n<div class="scroll wide"><table class="caj-names"><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>\n```'


def _row(row: Any) -> str:
    columns = [column["columns"] for column in Book.current().settings.name_columns]
    others = [
        _joined(row.family_first, row.variants, without=row.preferred),
        *(_joined(*(getattr(row, name) for name in names)) for names in columns),
    ]
    cells = "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in others)
    return f'<tr id="name-{row.name}"><th scope="row"><strong>{html.escape(row.preferred, quote=False)}</strong></th>{cells}</tr>'


def _joined(*forms: Any, without: str = "") -> str:
    """Forms that exist, each once, as a list for one cell."""
    each = [part.strip() for form in forms if pd.notna(form) for part in str(form).split(";")]
    return "; ".join(form for form in dict.fromkeys(each) if form != without)
