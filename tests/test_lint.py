"""Lint, format, types and the direction of imports: each tool runs once over the whole book, and says itself what it finds."""

import re
import subprocess
import sys
import tomllib
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


@pytest.mark.parametrize("package", ["bookkit", "coursekit"])
def test_the_drawing_of_the_architecture_shows_the_rooms_of_the_contract_in_their_order(package: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [layers] = [contract["layers"] for contract in contracts if contract.get("containers") == [package]]
    rooms = {path.parent.name for path in (ROOT / f"packages/{package}/src/{package}").glob("*/__init__.py")}
    assert {room for layer in layers for room in layer.split(" | ")} == rooms, "a room has no place in the contract"
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    [line] = re.findall(rf"^{package} {{2,}}\S.*? {{2,}}(.+)$", text, re.M)
    assert [layer.split(", ") for layer in line.split(" · ")] == [layer.split(" | ") for layer in layers]


def test_the_hooks_before_a_commit_run_the_same_tools_and_fetch_nothing() -> None:
    assert [entry["repo"] for entry in HOOKS] == ["local"]
    entries = [hook["entry"] for hook in HOOKS[0]["hooks"]]
    assert all(hook["language"] == "system" for hook in HOOKS[0]["hooks"])
    assert all(any(entry.startswith(f".venv/bin/{tool}") for entry in entries) for tool in TOOLS)
    assert ".venv/bin/caj notebooks check" in entries
