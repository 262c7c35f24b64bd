"""What an exercise imports, a student can import: in the folder handed out, in the page, in the sandbox, on Gradescope."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.in_page import wheel
from coursekit import exercises, student_package
from coursekit.classes.bundle import write_bundle
from coursekit.exercises.notebooks import EXERCISES, code_cells, read
from coursekit.isolation import doctor
from coursekit.isolation.sandbox import Sandbox

SLUGS = exercises.slugs(ROOT)
TRY = "import caj, sys\nprint(caj.__file__)\n{lines}\nassert len(caj.load('events')), 'no tables'\n"


def imports(slug: str) -> list[str]:
    """The import statements of an exercise, as a student has them."""
    trees = [ast.parse(cell.source) for cell in code_cells(read(ROOT / EXERCISES / f"{slug}.ipynb"))]
    return [
        ast.unparse(node) for tree in trees for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
    ]


def program() -> str:
    """Every exercise's imports, each in a space of its own."""
    return TRY.format(lines="\n".join(f"exec({'; '.join(imports(slug))!r}, {{}})" for slug in SLUGS))


def tried(folder: Path) -> str:
    """Run the imports where only the package in `folder` is caj; where it was found."""
    own = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", program()], cwd=folder, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_exercises_import_something() -> None:
    assert len(SLUGS) == len(list(ROOT.glob("exercises/*.ipynb"))) and all(imports(slug) for slug in SLUGS)
    assert "from caj import corridor" in imports("routes-as-a-network")


def test_in_the_folder_of_a_student(tmp_path: Path) -> None:
    write_bundle(tmp_path)
    assert tried(tmp_path) == str(tmp_path / "caj/__init__.py")
    assert not (tmp_path / "caj/chapters").exists()


def test_in_the_page(tmp_path: Path) -> None:
    for name, content in wheel.contents().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert tried(tmp_path) == str(tmp_path / "caj/__init__.py")


def test_on_gradescope(tmp_path: Path) -> None:
    import io
    import zipfile

    from coursekit.lms.gradescope import autograder

    with zipfile.ZipFile(io.BytesIO(autograder(ROOT, SLUGS[0], "visible"))) as archive:
        archive.extractall(tmp_path, [name for name in archive.namelist() if name.startswith("student/")])
    assert tried(tmp_path / "student/src") == str(tmp_path / "student/src/caj/__init__.py")


def test_in_the_sandbox_which_holds_nothing_else_of_the_package() -> None:
    if faults := doctor.faults():
        pytest.skip(faults[0])
    *command, module, _ = Sandbox()._walled()
    look = "import pathlib\nprint(*sorted(p.stem for p in pathlib.Path(caj.__file__).parent.glob('*.py')))\n"
    done = subprocess.run([*command, "-c", program() + look], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    place, names = done.stdout.strip().splitlines()
    assert module == "-m" and place == "/book/src/caj/__init__.py"
    assert set(names.split()) == {path.stem for path in student_package.modules()}


def test_a_module_goes_along_by_itself_and_no_tool_does() -> None:
    assert student_package.unknown("def f():\n    import caj.grading") == {"caj.grading"}
    assert {"figures", "answer_digests", "errors"} <= {path.stem for path in student_package.modules()}
