"""The edition of this commit: python -m bookkit.release, with --check to build it twice, with --stamp to prepare the commit."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bookkit.release.build import SUMS, build
from bookkit.release.version import Edition, git, stamp, tags
from caj.errors import UserError
from coursekit.book import Book


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three; 1 and a sentence when it fails."""
    parser = argparse.ArgumentParser(prog="python -m bookkit.release", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder for the edition (default: dist)")
    parser.add_argument(
        "--check", action="store_true", help="build it twice in different folders and compare every byte"
    )
    parser.add_argument(
        "--stamp", action="store_true", help="write version and date of today into the files, to commit them"
    )
    options = parser.parse_args(arguments)
    root = Path.cwd()
    try:
        return prepare(root) if options.stamp else check(root) if options.check else release(root, options.out)
    except (OSError, UserError) as error:
        print(error, file=sys.stderr)
        return 1


def prepare(root: Path) -> int:
    """Stamp the checkout itself, so that the tagged commit states its own version."""
    edition = Edition.next(root, datetime.now(UTC))
    stamp(root, edition)
    print(
        f'Version {edition.version} is written. Read the differences, then:\n  git commit -am "Edition {edition.version}"\n  git tag {edition.tag}'
    )
    return 0


def release(root: Path, out: Path) -> int:
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
    return 0


def check(root: Path) -> int:
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
