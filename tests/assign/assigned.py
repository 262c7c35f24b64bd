"""One secret, the exercises, and the variants of each, prepared once for all tests."""

from functools import cache

from conftest import ROOT

from caj import exercises
from caj.assign.variants import Variants

SECRET = "a secret for tests, sixteen letters and more"
# These exercises came last and do not vary yet: everybody gets the book's own values. None may join them.
SAME_FOR_ALL = {"customs-chips-and-ai", "many-suitors", "routes-as-a-network", "training-and-migration", "who-trades-with-whom"}
SLUGS = sorted(set(exercises.slugs(ROOT)) - SAME_FOR_ALL)


@cache
def variants(slug: str) -> Variants:
    return Variants(ROOT / "exercises/solutions" / f"{slug}.ipynb")
