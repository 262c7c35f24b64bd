"""One secret, the exercises, and the variants of each, prepared once for all tests."""

from functools import cache

from conftest import ROOT

from coursekit import exercises
from coursekit.variants.variants import Variants

SECRET = "a secret for tests, sixteen letters and more"
SLUGS = exercises.slugs(ROOT)


@cache
def variants(slug: str) -> Variants:
    return Variants(ROOT / "chapters" / slug / "exercise.ipynb")
