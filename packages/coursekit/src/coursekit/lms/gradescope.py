"""Gradescope: the autograder archive of one exercise, with our executor in it."""

import json
from collections.abc import Mapping
from pathlib import Path

import coursekit
from caj.errors import UserError
from coursekit import student_package
from coursekit.archive import archive
from coursekit.book import Book
from coursekit.classes.keyfile import ClassKey
from coursekit.classes.roster import Student
from coursekit.exercises.notebooks import source_path
from coursekit.isolation.sandbox import inside_files
from coursekit.lms.people import ids_by, merged

TEMPLATES = Path(__file__).with_name("container")
REQUIREMENTS = ".binder/requirements.txt"
PROGRAMS = frozenset({"setup.sh", "run_autograder"})


def autograder(
    root: Path, slug: str, visibility: str, key: ClassKey | None = None, ids: Mapping[str, str] | None = None
) -> bytes:
    """The archive to upload: programs, the book's side with solution and tests, and what a student's process may see.

    With the key of a class everybody is graded by the own variant; `ids`, as `people` gives them, say who it is.

    Raises UserError when the book under `root` lacks the exercise or the list of packages.
    """
    solution, requirements = source_path(root, slug), root / REQUIREMENTS
    for path in (solution, requirements):
        if not path.is_file():
            raise UserError(f"{path} is missing: give --root, the folder of the book.")
    files = {name: (TEMPLATES / name).read_bytes() for name in sorted(PROGRAMS)}
    files["requirements.txt"] = requirements.read_bytes()
    files["exercise.txt"] = f"{slug}\n{visibility}\n".encode()
    if key:
        values = {student: exercises.get(slug, {}) for student, exercises in key.assigned.items()}
        files["variants.json"] = json.dumps(
            {"ids": dict(ids or {}), "students": values, "countries": Book(root).settings.country_words},
            ensure_ascii=False,
        ).encode()
    for path in (solution, Book(root).questions(slug)):
        files[f"book/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    for name, path in (
        {f"caj/{name}": path for name, path in student_package.files([slug]).items()} | _package()
    ).items():
        files[f"book/src/{name}"] = path.read_bytes()
    for name, path in (
        {f"caj/{name}": path for name, path in student_package.files().items()} | inside_files()
    ).items():
        files[f"student/src/{name}"] = path.read_bytes()
    return archive(files, PROGRAMS)


def people(key: ClassKey, students: list[Student]) -> dict[str, str]:
    """Ids of the class by what Gradescope may call a student: our id, or `sid` and `email` of the roster; lower case.

    UserError when a name would mean two students, or when the roster lacks a student of the key.
    """
    students = [student for student in students if student.id in key.assigned] or students
    if strange := sorted(key.assigned.keys() - {student.id for student in students}) if students else []:
        raise UserError(f"{strange[0]} is in the key and not in the roster; give the roster with which you assigned.")
    lines = {student.id: student for student in students} or {id: Student(id, "", 0) for id in key.assigned}
    named = [ids_by(column, students) for column in ("sid", "email")]
    if students and not any(named):
        raise UserError("The roster has no column `email` or `sid`, by which Gradescope names students.")
    return merged(
        [{id: lines[id]} for id in key.assigned] + [{name: lines[id]} for part in named for name, id in part.items()]
    )


def _package() -> dict[str, Path]:
    """Every file of coursekit, by its path."""
    folder = Path(coursekit.__file__).parent
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {f"coursekit/{path.relative_to(folder).as_posix()}": path for path in found}
