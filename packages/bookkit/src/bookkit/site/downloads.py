"""Files to download beside figures: each page has its own, at the address that its name alone had before."""

import hashlib
from collections import defaultdict
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.addnodes import download_reference
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

FOLDER = "figures"  # below the folder into which MyST-NB writes; then the page, then the file


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("env-updated", settle)
    app.connect("doctree-resolved", follow)


def settle(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give every file its address, once all pages are known; the pages on which one changed."""
    named = defaultdict(list)
    for path in sorted(env.dlfiles):
        if len(parts := path.partition(f"/{FOLDER}/")) == 3 and parts[1]:
            named[f"{parts[0]}/{PurePosixPath(path).name}"].append(path)
    changed = set()
    for short, paths in named.items():
        for path, key in zip(paths, [short, *paths[1:]]):  # the first page has the short address, as before
            pages, old = env.dlfiles[path]
            new = f"{hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()}/{PurePosixPath(path).name}"
            env.dlfiles[path] = (pages, new)
            changed |= pages if new != old else set()
    return sorted(changed)


def follow(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Point the links of a page at the settled addresses."""
    for link in doctree.findall(download_reference):
        path = app.env.relfn2path(link["reftarget"], docname)[0]
        if path in app.env.dlfiles:
            link["filename"] = app.env.dlfiles[path][1]
