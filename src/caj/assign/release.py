"""Write a release: a folder for each student, and the key of the class; whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from caj.assign.bundle import link, write_bundle
from caj.assign.copies import Copies, readme
from caj.assign.draw import draw
from caj.assign.keyfile import Assigned, write_key
from caj.assign.roster import Student
from caj.assign.variants import Variants
from caj.notebooks import text


def release(
    variants: list[Variants],
    students: list[Student],
    secret: str,
    out: Path,
    keys: Path,
    same: bool = False,
    practice: bool = False,
    each: Callable[[Student], None] = lambda student: None,
) -> Assigned:
    """Write `out` for the students and `keys` for the instructor; returns who got which values.

    Every student's folder holds the notebooks, the package `caj` with all tables, and a README. The same roster,
    secret and tables give the same files, byte for byte. ValueError when a folder is there already.
    """
    for folder in (out, keys):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ValueError(f"{folder} exists and is not empty. Move it away, or choose another folder: nothing is overwritten.")
    if keys.resolve().is_relative_to(out.resolve()):
        raise ValueError(f"The key {keys} must not lie in {out}, which students receive.")
    assigned = {student.id: _values(variants, student, secret, same) for student in students}
    copies = {each.slug: Copies(each, secret, practice) for each in variants}
    with _beside(keys, 0o700) as key_part, _beside(out, 0o755) as part, tempfile.TemporaryDirectory(dir=part.parent, prefix=".bundle-") as bundle:
        write_bundle(Path(bundle), [each.slug for each in variants] if practice else [])
        for student in students:
            _student(part / student.id, Path(bundle), student, copies, assigned[student.id], practice)
            each(student)
        write_key(key_part, variants, students, assigned)
    return assigned


def _values(variants: list[Variants], student: Student, secret: str, same: bool) -> dict:
    return {
        each.slug: {} if same else {name: draw(secret, student.id, each.slug, variation) for name, variation in each.declared.items()}
        for each in variants
    }


def _student(folder: Path, bundle: Path, student: Student, copies: dict[str, Copies], chosen: dict, practice: bool) -> None:
    folder.mkdir()
    for slug, own in copies.items():
        (folder / f"{slug}.ipynb").write_text(text(own.copy(chosen[slug])), encoding="utf-8", newline="\n")
    listed = [own.variants.base for own in copies.values()]
    (folder / "README.md").write_text(readme(student.name, listed, practice), encoding="utf-8", newline="\n")
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
