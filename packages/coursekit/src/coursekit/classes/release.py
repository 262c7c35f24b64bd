"""Write a release: a folder or an archive for each student, and the key of the class; whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from caj.errors import UserError
from coursekit.archive import archive
from coursekit.classes.bundle import link, write_bundle
from coursekit.classes.copies import Copies, readme
from coursekit.classes.keyfile import Assigned, write_key
from coursekit.classes.roster import Student
from coursekit.exercises.notebooks import text
from coursekit.files import unpublished
from coursekit.variants.draw import draw
from coursekit.variants.variants import Variants


def release(
    variants: list[Variants],
    students: list[Student],
    secret: str,
    out: Path,
    keys: Path,
    same: bool = False,
    practice: bool = False,
    zipped: bool = False,
    each: Callable[[Student], None] = lambda student: None,
) -> Assigned:
    """Write `out` for the students and `keys` for the instructor; returns who got which values.

    Every student's folder, or `zipped` archive of it, holds the notebooks, the package `caj` with all tables, and a README.
    The same roster, secret and tables give the same files, byte for byte. UserError when a folder is there already.
    """
    for folder in (out, keys):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(
                f"{folder} exists and is not empty, and nothing is overwritten. Give each exercise a folder of its own, as --out release/week-2, or leave --out away."
            )
    if keys.resolve().is_relative_to(out.resolve()):
        raise UserError(f"The key {keys} must not lie in {out}, which students receive.")
    assigned = {student.id: _values(variants, student, secret, same) for student in students}
    copies = {each.slug: Copies(each, secret, practice) for each in variants}
    with (
        _beside(keys, 0o700) as key_part,
        _beside(out, 0o755) as part,
        tempfile.TemporaryDirectory(dir=part.parent, prefix=".bundle-") as bundle,
    ):
        write_bundle(Path(bundle), [each.slug for each in variants] if practice else [])
        shared = (
            {
                path.relative_to(bundle).as_posix(): path.read_bytes()
                for path in sorted(Path(bundle).rglob("*"))
                if path.is_file()
            }
            if zipped
            else {}
        )
        for student in students:
            own = _own(student, copies, assigned[student.id], practice)
            if zipped:
                content = archive({f"{student.id}/{name}": content for name, content in (own | shared).items()})
                (part / f"{student.id}.zip").write_bytes(content)
            else:
                _folder(part / student.id, own, Path(bundle))
            each(student)
        unpublished(key_part)
        write_key(
            key_part,
            variants,
            students,
            assigned,
            set() if practice else {salt for own in copies.values() for salt in own.salts()},
        )
    return assigned


def _values(variants: list[Variants], student: Student, secret: str, same: bool) -> dict:
    return {
        each.slug: {}
        if same
        else {name: draw(secret, student.id, each.slug, variation) for name, variation in each.declared.items()}
        for each in variants
    }


def _own(student: Student, copies: dict[str, Copies], chosen: dict, practice: bool) -> dict[str, bytes]:
    """What one student alone gets, by the name of the file: the notebooks and a README."""
    notebooks = {f"{slug}.ipynb": text(own.copy(chosen[slug])).encode() for slug, own in copies.items()}
    return {
        **notebooks,
        "README.md": readme(student.name, [own.variants.base for own in copies.values()], practice).encode(),
    }


def _folder(folder: Path, own: dict[str, bytes], bundle: Path) -> None:
    folder.mkdir()
    for name, content in own.items():
        (folder / name).write_bytes(content)
    link(bundle, folder)


@contextmanager
def _beside(target: Path, mode: int) -> Iterator[Path]:
    """A folder next to `target` that takes its place when all went well, and vanishes when not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    part.chmod(mode)
    try:
        yield part
        if target.exists():
            target.rmdir()
        os.replace(part, target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
