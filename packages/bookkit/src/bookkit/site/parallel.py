"""Build the book on all cores of the machine, evenly and without harm."""

import os
import sys

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

HANDS = 8  # more than processes, for they take what is left


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("builder-inited", use_all_cores)
    app.connect("env-before-read-docs", deal_out)
    app.connect("env-updated", write_alone)


def use_all_cores(app: Sphinx) -> None:
    """Read and write pages in as many processes as there are cores, which the program itself never asks for.

    An edition, whose date is given, is made in one: the order of its search index must not depend on the machine.
    """
    app.parallel = 1 if "SOURCE_DATE_EPOCH" in os.environ else os.cpu_count() or 1
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True  # it numbers sections after all is read


def deal_out(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Deal out pages like cards: each process reads neighbours, and chapters, which take long, are neighbours by name."""
    if app.parallel > 1:
        docnames[:] = [name for start in range(HANDS) for name in docnames[start::HANDS]]


def write_alone(app: Sphinx, env: BuildEnvironment) -> None:
    """Write in one process if this one has drawn charts: the threads of the drawing library do not survive a fork."""
    if "vl_convert" in sys.modules:
        app.parallel = 1
