"""The edition of a commit, as `caj release` makes it: built once, built twice to compare, or prepared."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bookkit.release.build import SUMS, build
from bookkit.release.version import Edition, git, stamp, tags
from caj.errors import UserError
from coursekit.book import Book


def prepare(root: Path) -> None:
    """Stamp the checkout itself, so that the tagged commit states its own version."""
    edition = Edition.next(root, datetime.now(UTC))
    stamp(root, edition)
    print(
        f'Version {edition.version} is written. Read the differences, then:\n  git commit -am "Edition {edition.version}"\n  git tag {edition.tag}'
    )


def release(root: Path, out: Path) -> None:
    """Build once and say what is there, and what is missing."""
    target = build(root, out)
    for path in sorted(target.iterdir()):
        print(f"{path.name}{'/' if path.is_dir() else f': {path.stat().st_size / 1e6:.1f} MB'}")
    print(f"The edition is in {target}. To check it: cd {target} && sha256sum --check --quiet {SUMS}")
    edition = Edition.of(root)
    if changed := git(root, "status", "--porcelain", "--untracked-files=no").splitlines():
        print(f"{len(changed)} files differ from the commit; the edition has them as they were committed.")
    if edition.tag not in tags(root):
        print(f"Tag the commit before you publish: git tag {edition.tag}")
    print(
        f"JupyterHub follows a branch of the edition: git push origin {edition.tag}^{{commit}}:refs/heads/editions/{edition.tag}"
    )
    if "mybinder.org" not in (target / f"site/chapters/{next(iter(Book(root).order))}.html").read_text("utf-8"):
        print(
            "No repository is known, so no page leads to Binder or Colab: set caj_repository in _config.yml, or CAJ_REPOSITORY."
        )
    if not (target / "site/_static/python").exists():
        print("Without `make runtime`, code does not run in these pages.")


def check(root: Path) -> None:
    """Build the edition in two folders with different names and compare what came out."""
    commit = git(root, "rev-parse", "HEAD")
    with tempfile.TemporaryDirectory() as place:
        shops = [Path(place) / name for name in ("one", "ein zweiter, längerer Ort")]
        results = []
        for shop in shops:
            shop.mkdir()
            results.append((build(root, shop / "dist", commit, shop) / SUMS).read_text("utf-8").splitlines())
    if differing := sorted({line.split("  ", 1)[1] for line in set(results[0]) ^ set(results[1])}):
        raise UserError(
            f"{len(differing)} of {len(results[0])} files differ between two builds: {', '.join(differing[:20])}"
        )
    print(
        f"Two builds of {commit[:12]} (edition {Edition.of(root, commit).version}) in two folders: all {len(results[0])} files are the same, byte for byte."
    )
