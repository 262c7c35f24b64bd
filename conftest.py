"""Settings shared by all tests: static widgets, the folder of the book, and advice when a notebook fails."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
os.environ["CAJ_STATIC"] = "1"
# Doctests import every module; these need nbgrader and Dask, which have an environment of their own.
APART = {"nbgrader": ["nbgrader_plugin"], "distributed": ["cluster", "holder"]}
collect_ignore = [f"src/caj/grading/{name}.py" for package, names in APART.items() if not importlib.util.find_spec(package) for name in names]


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
