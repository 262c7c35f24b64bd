"""Make an edition: a copy of the commit's files, stamped, then site, offline zip, PDF, EPUB, pack, wheel, list of parts."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bookkit.release import changes
from bookkit.release.version import Edition, earlier, export, stamp
from caj.data import CHOSEN, fingerprint
from caj.errors import UserError
from coursekit.archive import archive
from coursekit.book import Book
from coursekit.files import import_path

SUMS = "SHA256SUMS"
CAJ = ("-m", "coursekit.cli", "book")
NOT_FOR_READERS = {
    ".buildinfo",
    ".nojekyll",
}  # the first depends on the folder of the build, the second is for GitHub alone


def build(root: Path, out: Path, commit: str = "HEAD", workshop: Path | None = None) -> Path:
    """Write every file of the edition into a folder of `out` named by its version; returns the folder.

    Nothing but the commit decides what is in the files: the copy lies in a folder of its own (below `workshop`, or
    where temporary files lie), and all dates are the commit's.
    """
    edition, named = Edition.of(root, commit), Book(root).settings.short_name
    target = (out / edition.version).resolve()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=workshop) as folder:
        tree = Path(folder) / named
        export(root, commit, tree)
        stamp(tree, edition)
        write_changes(root, tree, commit)
        make(tree, target, edition, variables(root, tree, edition))
    (target / SUMS).write_text(sums(target), "utf-8")
    return target


def write_changes(root: Path, tree: Path, commit: str = "HEAD") -> None:
    """Put into the changelog, under the newest part, what changed since each earlier edition."""
    parts = []
    for tag in earlier(root, commit):
        with tempfile.TemporaryDirectory() as folder:
            export(root, tag, Path(folder))
            parts.append(f"### Since edition {tag.removeprefix('v')}\n\n{changes.since(Path(folder), tree)}\n")
    log = tree / "CHANGELOG.md"
    text = log.read_text("utf-8")
    heads = [head.start() for head in re.finditer("^## ", text, re.M)]
    end = heads[1] if len(heads) > 1 else len(text)
    log.write_text("\n".join([text[:end], *parts]).rstrip() + "\n\n" * bool(text[end:]) + text[end:], "utf-8")


def variables(root: Path, tree: Path, edition: Edition) -> dict[str, str]:
    """The environment of every step: the package of the copy, the commit's date, and one order of everything."""
    fixed = {"PYTHONPATH": import_path(tree), "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(edition.seconds)}
    places = {"CAJ_EDITION": edition.tag, "CAJ_RUNTIME": str(root.resolve() / ".cache/runtime")}
    given = {name: value for name, value in os.environ.items() if name != CHOSEN}  # the copy has tables of its own
    return {**given, **fixed, **places, "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def make(tree: Path, target: Path, edition: Edition, environment: dict[str, str]) -> None:
    """Run the steps; UserError with the end of what a step said when it fails."""
    named = Book(tree).settings.short_name
    site, stem = target / "site", f"{named}-{edition.version}"
    wheel = target / f"{named.replace('-', '_')}-{edition.version}-py3-none-any.whl"
    program = Path(sys.executable).with_name("jupyter-book")

    def run(title: str, *command: str | Path) -> None:
        print(f"{title} …", flush=True)
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise UserError(f"{title}: this step failed.\n{(done.stdout + done.stderr)[-3000:]}")

    run("Site", program, "build", tree, "-n", "-W", "--keep-going", "-q")
    shutil.copytree(tree / "_build/html", site, ignore=lambda folder, names: NOT_FOR_READERS & set(names))
    print("Offline zip …", flush=True)
    (target / f"{stem}-offline.zip").write_bytes(archive(files(site, stem)))
    run("PDF", sys.executable, *CAJ, "pdf", "--site", site, "--out", target / f"{stem}.pdf")
    run("EPUB", sys.executable, *CAJ, "epub", "--site", site, "--out", target / f"{stem}.epub")
    run("Wheel", sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target)
    run("Teacher pack", sys.executable, "-m", "bookkit.release.teachers", site, wheel, target / f"{stem}-teachers.zip")
    run("List of parts", sys.executable, "-m", "bookkit.release.parts", target / f"{stem}-sbom.cdx.json")
    for name in ("CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA.md", "LICENSE-TEXT.md"):
        shutil.copyfile(tree / name, target / name)


def files(folder: Path, top: str) -> dict[str, bytes]:
    """Every file below a folder, by its name under `top`, in order."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"{top}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def sums(folder: Path) -> str:
    """The sha256 of every file below a folder, in the form that `sha256sum --check` reads."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(
        f"{fingerprint(path.read_bytes()).removeprefix('sha256:')}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    )
