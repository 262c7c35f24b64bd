"""What runs on GitHub: few rights, pinned actions, only targets of the Makefile and commands of caj; and forms that ask for a source."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import ROOT

from bookkit.site import review
from coursekit import cli

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
MAY_WRITE = {("book", "deploy"): {"pages": "write", "id-token": "write"}}


def workflow(path: Path) -> dict:
    content = yaml.safe_load(path.read_text("utf-8"))
    return {**content, "on": content[True]}  # YAML reads the key `on` as True


def steps(content: dict) -> list[dict]:
    return [step for job in content["jobs"].values() for step in job["steps"]]


def commands(content: dict) -> str:
    """Everything that is run, once for each value of a matrix."""
    runs = []
    for job in content["jobs"].values():
        script = "\n".join(step.get("run", "") for step in job["steps"])
        chosen = job.get("strategy", {}).get("matrix", {})
        runs += [
            script.replace(f"${{{{ matrix.{name} }}}}", str(value))
            for name, values in chosen.items()
            for value in values
        ] or [script]
    return "\n".join(runs)


def test_the_three_workflows_are_there() -> None:
    assert [path.stem for path in WORKFLOWS] == ["book", "nightly", "test"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
class TestWorkflow:
    def test_is_short(self, path: Path) -> None:
        assert len(path.read_text("utf-8").splitlines()) < 50

    def test_has_the_least_rights(self, path: Path) -> None:
        content = workflow(path)
        assert content["permissions"] == {"contents": "read"}
        for name, job in content["jobs"].items():
            assert job.get("permissions") == MAY_WRITE.get((path.stem, name)), name
            assert job["timeout-minutes"] <= 120, name
        assert "pull_request_target" not in content["on"]

    def test_pins_each_action_to_a_commit_and_says_which_version(self, path: Path) -> None:
        for line in path.read_text("utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line

    def test_leaves_no_token_behind(self, path: Path) -> None:
        for step in steps(workflow(path)):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False

    def test_runs_what_the_makefile_and_caj_offer_and_nothing_that_a_stranger_wrote(self, path: Path) -> None:
        content = workflow(path)
        rules = re.findall(r"^([\w -]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
        targets = {name for names in rules for name in names.split()}
        called = {word for line in re.findall(r"^\s*make (.+)$", commands(content), re.M) for word in line.split()}
        assert called and called <= targets, called - targets
        for words in re.findall(r"^\s*\.venv/bin/caj (.+)$", commands(content), re.M):
            assert cli.main([*words.split(), "--help"]) == 0, words
        assert "github.event." not in "".join(step.get("run", "") for step in steps(content))


def test_one_commit_for_each_action() -> None:
    pins = {pin for path in WORKFLOWS for pin in re.findall(r"uses: (\S+)", path.read_text("utf-8"))}
    assert len(pins) == len({pin.split("@")[0] for pin in pins})


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_ask_for_something(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["type"] in ("input", "textarea") and field["attributes"]["label"] for field in fields)
    assert len({field["id"] for field in fields}) == len(fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_a_correction_needs_a_source_and_pages_lead_to_its_form() -> None:
    asked = urlsplit(review.form("owner/name", "v2027.1.5", "chapters/tokyo-2025"))
    filled = parse_qs(asked.query)
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / filled.pop("template")[0]).read_text("utf-8"))
    fields = {field["id"]: field for field in form["body"] if "id" in field}
    assert fields["source"]["validations"]["required"]
    assert (
        asked.path == "/owner/name/issues/new"
        and filled.keys() <= fields.keys()
        and filled["page"] == ["chapters/tokyo-2025"]
    )
    assert review.form("", "v2027.1.5", "index") == ""
