"""Submissions are found as learning platforms hand them over, each under the student's number there."""

import zipfile
from pathlib import Path

import pytest
from made import SLUG, answered, content

from coursekit.isolation.limits import Limits
from coursekit.marking.submissions import collect

CANVAS = {
    f"bekovaaizada_4711_99001_{SLUG}.ipynb": "4711",
    f"smithbob_LATE_4712_99002_{SLUG}-1.ipynb": "4712",
    f"leeann_4713_99003_4711_1_{SLUG}.ipynb": "4713",  # the student's own name for the file claims another's number
}
MOODLE = {
    f"Айзада Бекова_1234567_assignsubmission_file_/{SLUG}.ipynb": "1234567",
    f"Bob_9 Smith_1234568_assignsubmission_file_/homework/{SLUG}.ipynb": "1234568",
}
FLAT = {  # Moodle, with folders turned off
    f"Айзада Бекова_1234567_assignsubmission_file_{SLUG}.ipynb": "1234567",
    f"Bob Smith_1234568_assignsubmission_file_7_8_{SLUG}.ipynb": "1234568",
}
OTHERS = {f"s01/{SLUG}.ipynb": "s01", f"group_7_8_b/{SLUG}.ipynb": "group_7_8_b", f"s02_{SLUG}.ipynb": "s02"}


@pytest.mark.parametrize("names", [CANVAS, MOODLE, FLAT, OTHERS], ids=["canvas", "moodle", "moodle-files", "others"])
@pytest.mark.parametrize("unpacked", [False, True], ids=["archive", "folder"])
def test_students_are_known_by_the_platform_s_number(names: dict[str, str], unpacked: bool, tmp_path: Path) -> None:
    path = tmp_path / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, content(answered()))
        if unpacked:
            path = tmp_path / "submissions"
            archive.extractall(path)
    found = collect(path, [SLUG], Limits())
    assert sorted(submission.student for submission in found) == sorted(names.values())
    assert {submission.slug for submission in found} == {SLUG} and {submission.attempts for submission in found} == {1}
    assert all(submission.content(Limits()) for submission in found)
