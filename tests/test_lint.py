"""Lint, format, types and the direction of imports: each tool runs once over the whole book, and says itself what it finds."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

BIN = Path(sys.executable).parent
TOOLS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "."],
    "mypy": ["mypy", "--no-error-summary"],
    "lint-imports": ["lint-imports", "--no-cache"],
}
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]


@pytest.mark.parametrize("tool", TOOLS)
def test_finds_nothing(tool: str) -> None:
    program, *options = TOOLS[tool]
    if not (BIN / program).exists():
        pytest.skip(f"{program} is not in this environment; `make test` makes one that has it")
    done = subprocess.run([BIN / program, *options], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{tool} finds:\n{done.stdout}{done.stderr}"


def test_the_hooks_before_a_commit_run_the_same_tools_and_fetch_nothing() -> None:
    assert [entry["repo"] for entry in HOOKS] == ["local"]
    entries = [hook["entry"] for hook in HOOKS[0]["hooks"]]
    assert all(hook["language"] == "system" for hook in HOOKS[0]["hooks"])
    assert all(any(entry.startswith(f".venv/bin/{tool}") for entry in entries) for tool in TOOLS)
    assert ".venv/bin/caj notebooks check" in entries
