"""Files that appear whole or not at all."""

import os
from pathlib import Path


def write(path: Path, content: str) -> None:
    """Write a text through a temporary file, so that a kill leaves the old or the new."""
    write_bytes(path, content.encode("utf-8", "replace"))


def write_bytes(path: Path, content: bytes) -> None:
    """The same for bytes.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "new" / "file"
    >>> write_bytes(path, b"all of it")
    >>> path.read_text(), [file.name for file in path.parent.iterdir()]
    ('all of it', ['file'])
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)
