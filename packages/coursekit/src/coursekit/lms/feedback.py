"""Feedback pages in one archive, under the names of the archive that was graded: Moodle and Canvas hand them out by these.

Moodle takes a student's number from a folder `Full name_number_assignsubmission_file_`. Canvas takes the numbers of student and
attachment from a file's name, and gives the file the name of that attachment: so there a page has to be a notebook too.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from caj.errors import UserError
from coursekit.lms.marks import Earned
from coursekit.marking.feedback import safe
from coursekit.marking.platforms import platform
from coursekit.marking.submissions import MISSING

Names = dict[str, list[re.Match[str]]]


def named(source: Path) -> Names:
    """The platform's names in its archive, or in the unpacked folder, by each student's number.

    UserError when the archive cannot be read, or when no name in it is like those of Moodle and Canvas.
    """
    try:
        if source.is_dir():
            entries = {(entry.name, entry.is_dir()) for entry in source.iterdir()}
        else:
            with zipfile.ZipFile(source) as archive:
                entries = {
                    (first, bool(slash)) for first, slash, _ in (name.partition("/") for name in archive.namelist())
                }
    except (OSError, zipfile.BadZipFile) as error:
        raise UserError(f"{source} cannot be read as an archive of submissions ({type(error).__name__}).") from None
    found: Names = {}
    for match in (platform(name, folder) for name, folder in sorted(entries)):
        if match:
            found.setdefault(match["number"], []).append(match)
    if not found:
        raise UserError(
            f"{source} is no archive of all submissions by Moodle or Canvas: no name in it is like "
            "`Full name_1234567_assignsubmission_file_` or `lastfirst_4711_99001_name.ipynb`. Give the archive that you graded."
        )
    return found


def of_archive(marks: Sequence[Earned], source: Path) -> list[Earned]:
    """The marks of the exercises that an archive, or an unpacked one, was graded for; all, where no name in it tells.

    Marks of a whole term stand in one table, and a platform has an archive for each exercise: without this, week
    one's page would go back with week two. Whoever handed in nothing has no page.
    """
    if source.is_dir():
        names = {path.name for path in source.rglob("*")}
    else:
        with zipfile.ZipFile(source) as archive:
            names = {name.rpartition("/")[2] for name in archive.namelist()}
    handed = [mark for mark in marks if mark.status != MISSING]
    slugs = {mark.slug for mark in handed if mark.attempt.rpartition("/")[2] in names - {""}}
    return [mark for mark in handed if mark.slug in slugs or not slugs]


def pack(
    marks: Iterable[Earned], pages: Path, names: Names, unfinished: bool = False
) -> tuple[dict[str, bytes], list[str]]:
    """Files of the archive by name, and a sentence for each mark whose page stays out.

    `pages` is the folder `feedback` of `caj grade`; with `unfinished` pages that wait for a person go along.
    """
    files, left = {}, []
    for mark in sorted(marks, key=lambda mark: (mark.student, mark.slug)):
        page = pages / safe(mark.student) / f"{mark.slug}.html"
        if mark.student not in names:
            left.append(f"{mark.student}, {mark.slug}: the archive has no submission of this student.")
        elif mark.waiting and not unfinished:
            left.append(
                f"{mark.student}, {mark.slug}: open questions wait for a person; --unfinished sends the page all the same."
            )
        elif not page.is_file():
            left.append(f"{mark.student}, {mark.slug}: {page} is missing; run `caj grade` again.")
        else:
            file, content = _file(mark.slug, page.read_text("utf-8"), names[mark.student])
            files[file] = content
    return files, left


def _file(slug: str, page: str, matches: list[re.Match[str]]) -> tuple[str, bytes]:
    """Name and content for the platform; of several files of a student the one that is named after the exercise counts."""
    match = next((match for match in matches if slug in match.string), matches[0])
    if "attachment" in match.re.groupindex:
        return f"{match['name']}_{match['number']}_{match['attachment']}_{slug}-feedback.ipynb", as_notebook(page)
    return (
        f"{match['name'].replace('_', ' ')}_{match['number']}_assignsubmission_file_/{slug}-feedback.html",
        page.encode(),
    )


def as_notebook(page: str) -> bytes:
    """The page as a notebook of one cell.

    An empty line would end the HTML in a Markdown cell, and a pair of dollars would be a formula: both are spelt otherwise.

    >>> nbformat.reads(as_notebook("<main><pre>a\\n\\nb</pre></main>"), as_version=4).cells[0].source
    '<pre>a&#10;\\nb</pre>'
    """
    body = page.partition("<main>")[2].partition("</main>")[0].strip()
    body = re.sub(r"\n(?=[ \t]*\n)", "&#10;", body).replace("$", "<span>&#36;</span>")
    notebook = new_notebook(cells=[new_markdown_cell(body, id="feedback")])
    return f"{nbformat.writes(notebook)}\n".encode()
