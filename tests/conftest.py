"""Settings shared by all tests: static widgets, the folder of the book, and advice for a failing notebook."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
os.environ["CAJ_STATIC"] = "1"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
