"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary file that takes the place of `path` once it is written, so that a kill leaves the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)  # on a full disk half of it is there


def unpublished(folder: Path) -> None:
    """Keep what is in a folder from git: keys, marks and names of students are nobody else's. What stands there already stays."""
    path = folder / ".gitignore"
    if not path.exists():
        write(path, "# Keys, marks and names of students: not to be published.\n*\n")


def write(path: Path, content: str) -> None:
    """Write a text."""
    write_bytes(path, content.encode("utf-8", "replace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "new" / "file"
    >>> write_bytes(path, b"all of it")
    >>> path.read_text(), [file.name for file in path.parent.iterdir()]
    ('all of it', ['file'])
    """
    with whole(path) as part:
        part.write_bytes(content)
