"""JupyterLite in the site: put there when `make lite` has built it from the notebooks as they are now."""

import json
import re
import shutil
from pathlib import Path

CACHE = ".cache/lite"  # where `make lite` puts it
PLACE = "lite"
PARTS = ("chapters", "exercises")
LINKS = Path(__file__).with_name("static") / "lite-links.js"
FENCE = re.compile(r"^(:{3,})\{(\w+)\} *(.*)\n((?::[\w-]+:.*\n)*)((?:.*\n)*?)\1 *$", re.MULTILINE)
OVERRIDES = {
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True}
}  # dark where the reader's system is dark


def find(source: Path) -> Path | None:
    """The folder that `make lite` has made, or None when it is missing or holds other notebooks than the book."""
    built = source / CACHE
    if not (built / "notebooks/index.html").exists():
        return None
    return built if notebooks(source) == {path: content.encode() for path, content in _kept(built).items()} else None


def notebooks(folder: Path) -> dict[str, bytes]:
    """The notebooks of readers as JupyterLite gets them, by their path."""
    return {path.relative_to(folder).as_posix(): prepared(path.read_text("utf-8")).encode() for path in _paths(folder)}


def prepared(notebook: str) -> str:
    """A notebook for JupyterLite: each text in one piece, as its drawing wants it, and boxes that it can show.

    >>> prepared('{"cells": [{"cell_type": "raw", "source": ["a\\\\n", "b"]}]}')
    '{"cells": [{"cell_type": "raw", "source": "a\\\\nb"}]}'
    """
    content = json.loads(notebook)
    for cell in content["cells"]:
        cell["source"] = joined(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = boxes(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = joined(output["text"])
            if "data" in output:
                output["data"] = {
                    kind: value if kind.endswith("json") else joined(value) for kind, value in output["data"].items()
                }
    return json.dumps(content, ensure_ascii=False)


def joined(text: str | list[str]) -> str:
    """Text that a notebook may hold as a list of lines.

    >>> joined(["a\\n", "b"]), joined("c")
    ('a\\nb', 'c')
    """
    return text if isinstance(text, str) else "".join(text)


def boxes(text: str) -> str:
    r"""MyST's boxes as plain Markdown: a quotation with a heading, or for what opens at a click, <details>.

    >>> boxes(":::{admonition} Note well\n:class: tip\nTwo words.\n:::")
    '> **Note well**\n>\n> Two words.'
    >>> boxes(":::{dropdown} Answer\nTwo.\n:::")
    '<details><summary>Answer</summary>\n\nTwo.\n\n</details>'
    """
    changed = FENCE.sub(_box, text)
    return changed if changed == text else boxes(changed)


def _box(fence: re.Match) -> str:
    _, kind, title, _, body = fence.groups()
    if kind == "dropdown":
        return f"<details><summary>{title}</summary>\n\n{body.strip()}\n\n</details>"
    lines = [f"**{title or kind.capitalize()}**", "", *body.strip().splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _kept(built: Path) -> dict[str, str]:
    folder = built / "files"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in _paths(folder)}


def _paths(folder: Path) -> list[Path]:
    return [path for part in PARTS for path in (folder / part).glob("*.ipynb")]


def remove(out: Path) -> None:
    """Take away the JupyterLite of an earlier build: its files of Python are no longer beside it."""
    shutil.rmtree(out / PLACE, ignore_errors=True)


def write(built: Path, out: Path) -> None:
    """Copy JupyterLite into the built site, with the script that leads from notebooks to the book's pages."""
    remove(out)
    shutil.copytree(built, out / PLACE)
    shutil.copy(LINKS, out / PLACE)
    page = out / PLACE / "notebooks/index.html"
    page.write_text(
        page.read_text("utf-8").replace("</head>", f'<script src="../{LINKS.name}"></script></head>', 1), "utf-8"
    )
