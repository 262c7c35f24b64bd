"""Read the templates: text with [[names]] to fill, and notebooks written as text, cell by cell."""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from caj.errors import UserError

TEMPLATE = Path(__file__).with_name("template")
CELL = re.compile(r"^%%[ ]*(.*)\n", re.M)
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TAGS = {"slide", "hide-input", "hide-output", "remove-input"}


def fill(text: str, **values: object) -> str:
    """Put values for their names in double brackets; a name without value stays, so that a fault is seen.

    >>> fill("# [[title]] of [[what]]", title="Coal")
    '# Coal of [[what]]'
    """
    return re.sub(r"\[\[(\w+)\]\]", lambda match: str(values.get(match[1], match[0])), text)


def cells(text: str) -> list[NotebookNode]:
    """The cells of a notebook that is written as text: `%% python` begins code, any other `%%` a text cell.

    Behind it may stand tags and one id.

    >>> [(cell.cell_type, cell.source, cell.metadata) for cell in cells("%% title slide\\n# Coal\\n\\n%% python\\n1 + 1\\n")]
    [('markdown', '# Coal', {'tags': ['slide']}), ('code', '1 + 1', {})]
    """
    heads, bodies = CELL.findall(text), CELL.split(text)[2::2]
    return [_cell(head.split(), body.strip("\n")) for head, body in zip(heads, bodies)]


def _cell(head: list[str], body: str) -> NotebookNode:
    code = "python" in head
    make = nbformat.v4.new_code_cell if code else nbformat.v4.new_markdown_cell
    tags = [word for word in head if word in TAGS]
    ids = [word for word in head if word not in TAGS | {"python", "text"}]
    return make(body, metadata={"tags": tags} if tags else {}, **({"id": ids[0]} if ids else {}))


def named(name: str, what: str) -> str:
    """A name that can be an address; UserError for any other."""
    if not SLUG.fullmatch(name):
        raise UserError(
            f'"{name}" cannot be the name of a {what}.', "Use lower case letters, digits and hyphens, as in coal-share."
        )
    return name
