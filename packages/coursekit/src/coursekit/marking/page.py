"""Plain, accessible HTML pages: no scripts from elsewhere, nothing of a stranger but text."""

import base64
import html
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

STYLE = """
body{font:1.05rem/1.6 system-ui,'Noto Sans',sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #8a929b;padding:.3rem .6rem;text-align:left;vertical-align:top}td.number{text-align:right}
pre{overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f4f6;padding:.6rem;border:1px solid #8a929b}
.yes{color:#0b5d33}.no{color:#9b1c1c}figure{margin:1.5rem 0}img{max-width:100%}
td,li,p,h1,h2{overflow-wrap:anywhere}th{overflow-wrap:break-word}tbody th{max-width:20rem}.rubric td{overflow-wrap:break-word}
@media(max-width:40rem){
.wide thead{display:none}.wide,.wide caption,.wide tbody,.wide tr,.wide th,.wide td{display:block;border-width:0}
.wide tr{border-top:1px solid #8a929b;padding:.4rem 0}.wide td:empty{display:none}.wide td.number{text-align:left}
.wide td::before{content:attr(data-column) ": "}
}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#15181c}a{color:#8ab4f8}pre{background:#22262b}.yes{color:#7fd8a4}.no{color:#ff9d9d}img{background:#fff}}
"""

WIDE = 3  # columns; tables with more are stacked on a phone


def page(title: str, body: str, script: str = "", style: str = "") -> str:
    """A whole page; `body` is HTML, `title` is text, `script` is the only one that may run, `style` comes on top of ours."""
    allowed = f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'" if script else "'none'"
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {allowed}"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<title>{text(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{text(title)}</h1>\n{body}\n</main>\n{f'<script>{script}</script>' if script else ''}</body>\n</html>\n"
    )


def text(value: Any) -> str:
    """A value as HTML text.

    >>> text('<b> "x"')
    '&lt;b&gt; &quot;x&quot;'
    """
    return html.escape(str(value).encode("utf-8", "replace").decode())


def table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table with caption and column heads; numbers stand to the right, the first cell names its row.

    On a narrow screen the cells of a wide table stand below each other, each behind the name of its column.
    """
    columns = list(columns)
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    kind = ' class="wide"' if len(columns) > WIDE else ""
    body = "".join(
        f"<tr>{''.join(_cell(value, columns[place], place) for place, value in enumerate(row))}</tr>\n" for row in rows
    )
    return f"<table{kind}>\n<caption>{text(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def items(sentences: Iterable[str]) -> str:
    """A list of sentences; nothing for none."""
    entries = "".join(f"<li>{text(sentence)}</li>\n" for sentence in sentences)
    return f"<ul>\n{entries}</ul>\n" if entries else ""


def number(value: float) -> str:
    """Points as people write them.

    >>> number(2.0), number(1.5)
    ('2', '1.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _cell(value: Any, column: str, place: int) -> str:
    if place == 0:
        return f'<th scope="row">{text(value)}</th>'
    named = f'data-column="{text(column)}"'
    if isinstance(value, (int, float)):
        return f'<td class="number" {named}>{number(value)}</td>'
    return f"<td {named}>{text(value)}</td>"
