"""Pages of terms and names: every form stands as text, so that the search finds each spelling."""

import pandas as pd

from caj import data

LANGUAGES = {
    "russian": "Russian",
    "kazakh": "Kazakh",
    "kyrgyz": "Kyrgyz",
    "tajik": "Tajik",
    "turkmen": "Turkmen",
    "uzbek": "Uzbek",
}
KINDS = {
    "person": "Persons",
    "place": "Places",
    "body": "Institutions and companies",
    "format": "Meetings and formats",
    "programme": "Programmes",
}


def glossary() -> str:
    """Every term as a definition list: meaning, then its names in the other languages."""
    terms = data.load("glossary").sort_values("term", key=lambda column: column.str.casefold())
    return "\n\n".join(_term(row) for row in terms.itertuples(index=False))


def _term(row) -> str:
    also = f" Also: {row.aliases.replace(';', ', ')}." if pd.notna(row.aliases) else ""
    note = f" {row.note.rstrip('.')}." if pd.notna(row.note) else ""
    forms = [f"Japanese {row.japanese} ({row.kana}, *{row.romaji}*)"]
    forms += [f"{name} {getattr(row, field)}" for field, name in LANGUAGES.items() if pd.notna(getattr(row, field))]
    return f'<a id="term-{row.id}"></a>**{row.term}**\n: {row.definition}{also}{note}\n\n  {"; ".join(forms)}.'


def names() -> str:
    """Tables of names, one for each kind, with every spelling that we met."""
    frame = data.load("names").sort_values("preferred")
    return "\n\n".join(f"### {title}\n\n{_table(frame[frame['kind'] == kind])}" for kind, title in KINDS.items())


def _table(rows: pd.DataFrame) -> str:
    lines = ["| In this book | Other spellings | Own language | Russian | Japanese | Note |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows.itertuples(index=False):
        own = _joined(row.state_language, row.native)
        japanese = _joined(row.japanese, row.kana, row.romaji)
        cells = [row.preferred, _joined(row.family_first, row.variants, without=row.preferred), own, _joined(row.russian), japanese]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in [*cells, _joined(row.note)]) + " |")
    return "\n".join(lines)


def _joined(*forms: object, without: str = "") -> str:
    """Forms that exist, each once, as a list for one cell."""
    each = [part.strip() for form in forms if pd.notna(form) for part in str(form).split(";")]
    return "; ".join(form for form in dict.fromkeys(each) if form != without)
