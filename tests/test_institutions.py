"""The values file for a JupyterHub: YAML that says what the guide says; nbgrader's commands work on its mounts, and keep students apart."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT

from coursekit.files import import_path

VALUES = ROOT / "deploy/jupyterhub-values.yml"
SLUG = "the-first-summit"
GRADE_ENV = Path(os.environ.get("GRADE_ENV", ROOT / ".venv-grade")) / "bin"


@dataclass
class V1Container:
    """As the Kubernetes client writes it: fields, no keys. The chart puts one before the hook runs."""

    name: str


@pytest.fixture(scope="module")
def values() -> dict:
    return yaml.safe_load(VALUES.read_text("utf-8"))


def spawned(values: dict, user: str) -> SimpleNamespace:
    """A spawner after the hook of the values file, with the names of its user filled in."""
    config = SimpleNamespace(Spawner=SimpleNamespace())
    exec(values["hub"]["extraConfig"]["course"], {"c": config})
    spawner = SimpleNamespace(
        user=SimpleNamespace(name=user),
        volume_mounts={"home": {}},
        init_containers=[V1Container("block-cloud-metadata")],
    )
    config.Spawner.pre_spawn_hook(spawner)
    config.Spawner.pre_spawn_hook(spawner)  # a second start of the same server
    for mount in spawner.volume_mounts.values():
        mount["subPath"] = mount.get("subPath", "").format(username=user)
    return spawner


def test_a_student_sees_the_own_folder_only(values: dict) -> None:
    mounts = spawned(values, "aizada").volume_mounts
    course = {
        name: (mount["subPath"], mount["readOnly"]) for name, mount in mounts.items() if mount.get("name") == "course"
    }
    assert course == {
        "outbound": ("exchange/outbound", True),
        "inbound": ("exchange/inbound/aizada", False),
        "feedback": ("exchange/feedback/aizada", True),
    }
    whole = spawned(values, "INSTRUCTOR").volume_mounts
    assert all(
        not mount["subPath"].endswith("INSTRUCTOR") and not mount["readOnly"]
        for mount in whole.values()
        if mount.get("name") == "course"
    )
    assert {mount["name"] for mount in whole.values() if "name" in mount} <= set(
        values["singleuser"]["storage"]["extraVolumes"]
    )


def test_the_hook_keeps_the_chart_s_own_containers(values: dict) -> None:
    for user in ("aizada", "INSTRUCTOR"):
        chart, own = spawned(values, user).init_containers
        assert (chart.name, own["name"]) == ("block-cloud-metadata", "own-the-folder")


def test_pods_are_kept_from_each_other_and_from_your_network(values: dict) -> None:
    single = values["singleuser"]
    assert single["networkPolicy"] == {
        "enabled": True,
        "egressAllowRules": {"privateIPs": False, "cloudMetadataServer": False},
    }
    assert (
        single["allowPrivilegeEscalation"] is False
        and single["memory"]["limit"]
        and single["cloudMetadata"]["blockWithIptables"]
    )
    assert "deploy/jupyterhub-values.yml" in (ROOT / "guides/institutions.md").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="mounts are made with bubblewrap")
def test_nbgrader_works_on_these_mounts(values: dict, tmp_path: Path) -> None:
    """Mounts as in a pod, made by bubblewrap: release, fetch, submit twice, and what `caj grade` finds in `inbound`."""
    if not (GRADE_ENV / "nbgrader").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "nbgrader's own environment is not there; `make grade-env` makes it"
        )
    from coursekit.isolation.limits import Limits
    from coursekit.marking.submissions import collect

    disk = tmp_path / "disk"
    config = values["singleuser"]["extraFiles"]["nbgrader"]["stringData"]

    def nbgrader(user: str, *words: str) -> subprocess.CompletedProcess:
        home = tmp_path / user
        (home / "jupyter").mkdir(parents=True, exist_ok=True)
        (home / "jupyter/nbgrader_config.py").write_text(config, "utf-8")
        exchange = tmp_path / f"{user}-exchange"
        exchange.mkdir(exist_ok=True)
        command = ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--tmpfs", "/srv"]
        for mount in sorted(
            (m for m in spawned(values, user).volume_mounts.values() if m), key=lambda m: m.get("mountPath", "")
        ):
            if mount.get("name") not in ("course", "exchange"):
                continue
            source = disk / mount["subPath"] if mount["name"] == "course" else exchange
            source.mkdir(parents=True, exist_ok=True)
            command += ["--ro-bind" if mount.get("readOnly") else "--bind", str(source), mount["mountPath"]]
        environment = {
            **os.environ,
            "PATH": f"{GRADE_ENV}:{os.environ['PATH']}",
            "HOME": str(home),
            "PYTHONPATH": import_path(ROOT),
        }
        environment |= {"JUPYTERHUB_USER": user, "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
        command += [
            "--chdir",
            str(home),
            str(GRADE_ENV / "nbgrader"),
            *words,
            *(f"--student={user}" for _ in [1] if words[0] == "submit"),
        ]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    teacher = tmp_path / "INSTRUCTOR"
    for folder in ("source", "release"):
        (teacher / folder / SLUG).mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / f"{SLUG}.ipynb", teacher / "release" / SLUG)
    released = nbgrader("INSTRUCTOR", "release_assignment", SLUG)
    assert released.returncode == 0, released.stderr
    for student in ("aizada", "bek"):
        fetched = nbgrader(student, "fetch_assignment", SLUG)
        assert fetched.returncode == 0, fetched.stderr
        submitted = nbgrader(student, "submit", SLUG)
        assert submitted.returncode == 0, submitted.stderr
    assert sorted(path.name for path in (disk / "exchange/inbound").iterdir()) == ["aizada", "bek"]
    found = collect(disk / "exchange/inbound", [SLUG], Limits())
    assert [(each.student, each.slug, each.problem) for each in found] == [("aizada", SLUG, ""), ("bek", SLUG, "")]
