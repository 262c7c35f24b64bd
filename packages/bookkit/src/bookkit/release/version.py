"""The edition that a commit makes: its version and date, and both written into a copy of the book's files."""

import io
import re
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from caj.errors import UserError

TAG = re.compile(r"v(\d{4}\.\d{1,2}\.\d{1,2}(?:\.\d+)?)")
# Where the book states its version and date; the group is what an edition replaces.
VERSIONS = {
    "packages/caj/src/caj/__init__.py": r'^__version__ = "(.+)"$',
    "CITATION.cff": r"^version: (.+)$",
    "seeds/datapackage.json": r'^  "version": "(.+)",$',
    "guides/citing.md": r"\bversion (\d[\w.]*?)(?=[.)]*(?: |$))",
}
DATES = {"CITATION.cff": r"^date-released: (.+)$"}
YEARS = {"guides/citing.md": r"authors \((\d{4})\)"}
UNRELEASED = re.compile(r"^## .+ \(unreleased\)$", re.M)


@dataclass(frozen=True)
class Edition:
    """One commit as an edition: version by date, ISO date, and seconds since 1970, all of the commit."""

    version: str
    date: str
    seconds: int

    @property
    def tag(self) -> str:
        """Name of the tag that marks the commit, and to which the doors of the pages lead."""
        return f"v{self.version}"

    @classmethod
    def of(cls, root: Path, commit: str = "HEAD") -> "Edition":
        """The edition of a commit: by its tag, else by its date."""
        date = datetime.fromtimestamp(int(git(root, "log", "-1", "--format=%ct", commit)), UTC)
        here = tags(root, f"--points-at={commit}")
        return cls(
            here[0].removeprefix("v") if here else free(date, tags(root)), f"{date:%Y-%m-%d}", int(date.timestamp())
        )

    @classmethod
    def next(cls, root: Path, now: datetime) -> "Edition":
        """The edition that a commit made now would be."""
        return cls(free(now, tags(root)), f"{now:%Y-%m-%d}", int(now.timestamp()))


def free(date: datetime, taken: list[str]) -> str:
    """The version of a day; a further edition of the same day gets a further number.

    >>> free(datetime(2027, 1, 5), []), free(datetime(2027, 1, 5), ["v2027.1.5"])
    ('2027.1.5', '2027.1.5.1')
    """
    day = f"{date.year}.{date.month}.{date.day}"
    names = [day, *(f"{day}.{number}" for number in range(1, len(taken) + 1))]
    return next(name for name in names if f"v{name}" not in taken)


def git(root: Path, *arguments: str) -> str:
    """What a git command prints; UserError with a sentence where that cannot be had."""
    try:
        return subprocess.run(
            ["git", "-C", root, *arguments], check=True, capture_output=True, text=True
        ).stdout.strip()
    except FileNotFoundError:
        raise UserError("An edition is made of a commit, so git is needed; on Debian: apt-get install git") from None
    except subprocess.CalledProcessError as error:
        raise UserError(
            f"An edition is made of a commit, but git {arguments[0]} says: {error.stderr.strip()}"
        ) from None


def tags(root: Path, *conditions: str) -> list[str]:
    """Tags of editions, the newest first."""
    found = [name for name in git(root, "tag", "--list", *conditions).splitlines() if TAG.fullmatch(name)]
    return sorted(found, key=lambda name: [int(part) for part in name[1:].split(".")], reverse=True)


def earlier(root: Path, commit: str = "HEAD") -> list[str]:
    """Tags of the editions before a commit, the newest first."""
    here = tags(root, f"--points-at={commit}")
    return [name for name in tags(root, f"--merged={commit}") if name not in here]


def export(root: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit into a folder, with nothing that the checkout holds besides."""
    done = subprocess.run(["git", "-C", root, "archive", commit], check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")


def stamp(tree: Path, edition: Edition) -> None:
    """Write version and date wherever the book states them; the changelog's unreleased part gets both.

    Raises UserError when a file does not state what it should.
    """
    for places, value in ((VERSIONS, edition.version), (DATES, edition.date), (YEARS, edition.date[:4])):
        for name, pattern in places.items():
            path = tree / name
            text, count = re.subn(
                pattern,
                lambda found, value=value: found[0].replace(found[1], value),
                path.read_text("utf-8"),
                flags=re.M,
            )
            if not count:
                raise UserError(f"{name} states no version, date or year where an edition writes it: {pattern}")
            path.write_text(text, "utf-8")
    log = tree / "CHANGELOG.md"
    log.write_text(head(log.read_text("utf-8"), edition), "utf-8")


def head(changelog: str, edition: Edition) -> str:
    """The changelog with this edition over its newest part; an empty part when nothing was written for it.

    >>> head("## next (unreleased)\\n", Edition("2027.1.5", "2027-01-05", 0))
    '## 2027.1.5 (2027-01-05)\\n'
    """
    title = f"## {edition.version} ({edition.date})"
    if re.search(f"^{re.escape(title)}$", changelog, re.M):
        return changelog
    if UNRELEASED.search(changelog):
        return UNRELEASED.sub(title, changelog, count=1)
    return re.sub("^## ", f"{title}\n\n## ", changelog, count=1, flags=re.M)
