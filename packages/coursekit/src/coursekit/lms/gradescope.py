"""Gradescope: the autograder archive of one exercise, with our executor in it."""

import json
from collections.abc import Mapping
from pathlib import Path

import caj
from caj import data
from coursekit import student_package as students
from coursekit.classes.keyfile import ClassKey
from coursekit.classes.roster import Student
from caj.errors import UserError
from coursekit.archive import archive
from coursekit.lms.people import ids_by, merged
from coursekit.isolation.sandbox import ALONG, INSIDE
from coursekit.exercises.notebooks import SOLUTIONS

TEMPLATES = Path(__file__).with_name("container")
REQUIREMENTS = ".binder/requirements.txt"
PROGRAMS = frozenset({"setup.sh", "run_autograder"})


def autograder(root: Path, slug: str, visibility: str, key: ClassKey | None = None, ids: Mapping[str, str] | None = None) -> bytes:
    """The archive to upload: programs, the book's side with solution and tests, and what a student's process may see.

    With the key of a class everybody is graded by the own variant; `ids`, as `people` gives them, say who it is.

    Raises UserError when the book under `root` lacks the exercise or the list of packages.
    """
    solution, requirements = root / SOLUTIONS / f"{slug}.ipynb", root / REQUIREMENTS
    for path in (solution, requirements):
        if not path.is_file():
            raise UserError(f"{path} is missing: give --root, the folder of the book.")
    files = {name: (TEMPLATES / name).read_bytes() for name in sorted(PROGRAMS)}
    files["requirements.txt"] = requirements.read_bytes()
    files["exercise.txt"] = f"{slug}\n{visibility}\n".encode()
    if key:
        values = {student: exercises.get(slug, {}) for student, exercises in key.assigned.items()}
        files["variants.json"] = json.dumps({"ids": dict(ids or {}), "students": values}, ensure_ascii=False).encode()
    files[f"book/{SOLUTIONS}/{slug}.ipynb"] = solution.read_bytes()
    questions = ("__init__.py", f"{slug.replace('-', '_')}.py")
    for name, content in _package().items():
        part, _, module = name.removeprefix("caj/").partition("/")
        if part != "questions" or module in questions:
            files[f"book/src/{name}"] = content
        if part == "grading" and module.removesuffix(".py") in INSIDE:
            files[f"student/src/{name}"] = content
    files |= {f"student/src/caj/{name}.py": (students.PACKAGE / f"{name}.py").read_bytes() for name in (*students.modules(), *ALONG)}
    for path in sorted(data.folder().glob("*")):
        if path.suffix in (".csv", ".json"):
            files |= {f"{side}/seeds/{path.name}": path.read_bytes() for side in ("book", "student")}
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
    return merged([{id: lines[id]} for id in key.assigned] + [{name: lines[id]} for part in named for name, id in part.items()])


def _package() -> dict[str, bytes]:
    """Every file of this package, by its path; the tables apart, which stand beside it."""
    folder = Path(caj.__file__).parent
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    names = ((path.relative_to(folder), path) for path in found)
    return {f"caj/{name.as_posix()}": path.read_bytes() for name, path in names if name.parts[0] != "seeds"}
