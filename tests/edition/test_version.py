"""The edition of a commit: its version and date, written everywhere, and what is new since the one before."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.release import build, version
from bookkit.release.version import Edition

EDITION = Edition("2027.1.5", "2027-01-05", 1799107200)


def git(folder: Path, *arguments: str, when: str = "2027-01-05T23:30:00-02:00") -> None:
    who = {f"GIT_{role}_{what}": "reader@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, env={**os.environ, **who, **dates}
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A repository with what an edition states and compares, and one commit."""
    for name in ("seeds", "chapters", *version.VERSIONS, "CHANGELOG.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name, **{"dirs_exist_ok": True} if copy is shutil.copytree else {})
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def commit(book: Path, **when: str) -> None:
    git(book, "add", "--all")
    git(book, "commit", "--quiet", "--message", "A change", **when)


def test_the_version_is_the_day_of_the_commit_in_utc(book: Path) -> None:
    assert Edition.of(book) == Edition("2027.1.6", "2027-01-06", 1799199000)
    git(book, "tag", "v2027.1.6")
    assert Edition.of(book).tag == "v2027.1.6"


def test_a_second_edition_of_a_day_has_a_number(book: Path) -> None:
    git(book, "tag", "v2027.1.6")
    (book / "new").touch()
    commit(book)
    assert Edition.of(book).version == "2027.1.6.1"
    assert version.earlier(book) == ["v2027.1.6"]


def test_editions_are_sorted_by_date_and_other_tags_are_none(book: Path) -> None:
    for tag in ("v2027.1.6", "v2026.12.31", "v2027.1.10", "v1.0", "backup"):
        git(book, "tag", tag)
    assert version.tags(book) == ["v2027.1.10", "v2027.1.6", "v2026.12.31"]


def test_every_file_states_the_edition(book: Path) -> None:
    version.stamp(book, EDITION)
    cited = yaml.safe_load((book / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == EDITION.version and str(cited["date-released"]) == EDITION.date
    assert f"## {EDITION.version} ({EDITION.date})" in (book / "CHANGELOG.md").read_text("utf-8")
    for name in version.VERSIONS:
        text = (book / name).read_text("utf-8")
        assert EDITION.version in text and "0.1.0" not in text.replace("==0.1.0", ""), name
    before = {name: (book / name).read_text("utf-8") for name in version.VERSIONS}
    version.stamp(book, EDITION)
    assert before == {name: (book / name).read_text("utf-8") for name in before}, "a second stamp changes something"


def test_a_file_without_a_version_is_named(book: Path) -> None:
    (book / "CITATION.cff").write_text("title: x\n")
    with pytest.raises(ValueError, match="CITATION.cff states no version"):
        version.stamp(book, EDITION)


def test_outside_of_git_there_is_no_edition(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="An edition is made of a commit"):
        Edition.of(tmp_path)


def test_the_changelog_says_what_changed_since_each_edition(
    book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    facts = book / "chapters/tokyo-2025/facts.yml"
    for days, tag, when in ((498, "v2027.1.6", "2027-01-06T12:00:00Z"), (499, "v2027.2.1", "2027-02-01T12:00:00Z")):
        facts.write_text(f"- says: gives {days} days\n  expression: days\n  expected: {days}\n")
        commit(book, when=when)
        git(book, "tag", tag)
    (book / "new").touch()
    commit(book, when="2027-03-01T12:00:00Z")
    tree = tmp_path_factory.mktemp("tree")
    version.export(book, "HEAD", tree)
    version.stamp(tree, Edition.of(book))
    build.write_changes(book, tree)
    newest = (tree / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    assert newest.startswith("2027.3.1 (2027-03-01)\n")
    assert newest.index("### Since edition 2027.2.1") < newest.index("### Since edition 2027.1.6")
    assert newest.count('tokyo-2025: "gives 498 days" is now "gives 499 days".') == 1
