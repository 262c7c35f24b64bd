"""Gradescope: the autograder archive of one exercise, with our executor in it."""

from pathlib import Path

import caj
from caj import data
from caj.export.archive import archive
from caj.grading.sandbox import INSIDE, WITHHELD
from caj.notebooks import SOLUTIONS

TEMPLATES = Path(__file__).with_name("container")
REQUIREMENTS = ".binder/requirements.txt"
PROGRAMS = frozenset({"setup.sh", "run_autograder"})


def autograder(root: Path, slug: str, visibility: str) -> bytes:
    """The archive to upload: programs, the book's side with solution and tests, and what a student's process may see.

    Raises ValueError when the book under `root` lacks the exercise or the list of packages.
    """
    solution, requirements = root / SOLUTIONS / f"{slug}.ipynb", root / REQUIREMENTS
    for path in (solution, requirements):
        if not path.is_file():
            raise ValueError(f"{path} is missing: give --root, the folder of the book.")
    files = {name: (TEMPLATES / name).read_bytes() for name in sorted(PROGRAMS)}
    files["requirements.txt"] = requirements.read_bytes()
    files["exercise.txt"] = f"{slug}\n{visibility}\n".encode()
    files[f"book/{SOLUTIONS}/{slug}.ipynb"] = solution.read_bytes()
    questions = ("__init__.py", f"{slug.replace('-', '_')}.py")
    for name, content in _package().items():
        part, _, module = name.removeprefix("caj/").partition("/")
        if part != "questions" or module in questions:
            files[f"book/src/{name}"] = content
        if part not in WITHHELD or (part == "grading" and module.removesuffix(".py") in INSIDE):
            files[f"student/src/{name}"] = content
    for path in sorted(data.folder().glob("*")):
        if path.suffix in (".csv", ".json"):
            files |= {f"{side}/seeds/{path.name}": path.read_bytes() for side in ("book", "student")}
    return archive(files, PROGRAMS)


def _package() -> dict[str, bytes]:
    """Every file of this package, by its path; the tables apart, which stand beside it."""
    folder = Path(caj.__file__).parent
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    names = ((path.relative_to(folder), path) for path in found)
    return {f"caj/{name.as_posix()}": path.read_bytes() for name, path in names if name.parts[0] != "seeds"}
