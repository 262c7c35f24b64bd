"""nbgrader: a course folder whose assignments are exercises of the book, graded by our executor."""

import re
from pathlib import Path

from caj import data
from caj.errors import UserError
from coursekit.exercises.notebooks import source_path
from coursekit.files import write

CONFIG = '''"""Settings of this course: students' code runs in the sandbox of caj, hidden tests stay out of the feedback."""

from pathlib import Path

from coursekit.marking.nbgrader_plugin import configure

c = get_config()
configure(c)
c.CourseDirectory.root = str(Path(__file__).parent)
'''
LOADED = re.compile(r"caj\.load\([\"'](\w+)[\"']\)")


def course(root: Path, slugs: list[str], folder: Path) -> list[Path]:
    """Write `folder` for nbgrader's commands: one assignment an exercise; a file of yours that differs stays.

    Students' notebooks load their tables from the package, which their kernel needs; copies of the tables lie
    beside each notebook for who looks with another program.
    """
    written = [_keep(folder / "nbgrader_config.py", CONFIG)]
    for slug in slugs:
        notebook = (source_path(root, slug)).read_text("utf-8")
        place = folder / "source" / slug
        written.append(_keep(place / f"{slug}.ipynb", notebook))
        for table in sorted(set(LOADED.findall(notebook.replace('\\"', '"')))):
            written.append(
                _keep(place / "tables" / f"{table}.csv", (data.folder() / f"{table}.csv").read_bytes().decode("utf-8"))
            )
    return [path for path in written if path]


def _keep(path: Path, content: str) -> Path | None:
    """Write a file that is not there yet; UserError when a different one is."""
    if path.exists():
        if path.read_bytes() != content.encode():
            raise UserError(f"{path} is there already and differs; move it away, or choose another folder.")
        return None
    write(path, content)
    return path
