"""Fixtures shared by the tests of grading: a sandbox that must be there in CI, keys, and notebooks built on our exercises."""

import os
from collections.abc import Iterator
from functools import cache

import pytest
from conftest import ROOT

from coursekit import exercises
from coursekit.exercises.key import Key, prepare
from coursekit.isolation import doctor
from coursekit.marking.grader import Grader


@cache
def key(slug: str) -> Key:
    """The key of one of the book's exercises."""
    return prepare(exercises.load(ROOT / "chapters" / slug / "exercise.ipynb"))


@pytest.fixture(scope="session")
def sandboxed() -> None:
    """Without a sandbox there is nothing to test: a skip at home, a failure in CI."""
    if faults := doctor.faults():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(" ".join(faults))


@pytest.fixture(scope="module")
def grader(sandboxed: None) -> Iterator[Grader]:
    with Grader(lambda slug, student: key(slug)) as started:
        yield started
