"""Files that appear whole or not at all."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
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


def import_path(root: Path) -> str:
    """What PYTHONPATH must be for the packages of this checkout to be imported, and no other copy of them.

    >>> import_path(Path("/book")).split(os.pathsep)[0]
    '/book/packages/caj/src'
    """
    return os.pathsep.join(str(root / "packages" / name / "src") for name in ("caj", "coursekit", "bookkit"))


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


def cut_off(line: bytes, start: bytes) -> bool:
    r"""Whether a last line without its end is what a kill left of one, of those that begin with `start`.

    An editor may take the last line end away, or write all line ends otherwise: that is somebody's work, and no rest.

    >>> [cut_off(line, b'{"at": ') for line in (b'{"at": "20', b'{"a', b'{"at": 1}', b'{"at": 1}\r{"at": 2}\r')]
    [True, True, False, False]
    """
    try:
        json.loads(line)
    except ValueError:
        return (line.startswith(start) or start.startswith(line)) and b"\r" not in line
    return False


def back_up(path: Path, content: bytes) -> Path:
    """A copy beside the file, named after the moment; its path.

    >>> import tempfile
    >>> back_up(Path(tempfile.mkdtemp()) / "marks.csv", b"before").name[:8]
    'marks-20'
    """
    copy = dated(path)
    write_bytes(copy, content)
    return copy


def dated(path: Path) -> Path:
    """A free name beside the file, named after the moment; of one second too, the later name comes later in the order of names."""
    stem = f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{stem}{count}{path.suffix}") for count in ("", *(f"_{n:03}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())
