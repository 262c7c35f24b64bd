"""Settings shared by all tests: static widgets, the folder of the book, and advice when a notebook fails."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
os.environ["CAJ_STATIC"] = "1"
# Doctests import every module; this one needs nbgrader, which has an environment of its own.
collect_ignore = [] if importlib.util.find_spec("nbgrader") else ["src/caj/grading/nbgrader_plugin.py"]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and item.path.suffix == ".ipynb":
        path = item.path.relative_to(ROOT)
        report.sections.append(
            (
                "what to do",
                f"{item.name} of {path} fails or no longer prints what is stored.\n"
                f"If the change is meant: `caj notebooks run {path}`, read the difference, commit it.",
            )
        )
    return report
