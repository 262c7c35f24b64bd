"""Grading on Dask: the same bytes as on one machine, also when a worker is killed; sentences when it cannot be."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from made import FULL, SLUG, answered, blank, content, with_code
from shared import sandboxed

from coursekit.classes.keyfile import ClassKey, read_key
from coursekit.cli import main
from coursekit.exercises.keys import Keys
from coursekit.exercises.notebooks import source_path, text
from coursekit.files import import_path
from coursekit.isolation.limits import Limits
from coursekit.marking.journal import JOURNAL
from coursekit.marking.submissions import Submission
from coursekit.marking.variant_keys import ClassKeys
from coursekit.variants.variants import Variants
from coursekit.workers.dask_worker import Delivered
from coursekit.workers.local_pool import given_up

PYTHON = Path(os.environ.get("GRADE_ENV", ROOT / ".venv-grade")) / "bin/python"
SCRIPT = Path(__file__).with_name("local_cluster.py")
SAME = ["marks.csv", "questions.csv", "marks.json"]


@pytest.fixture(scope="module")
def dask() -> None:
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import distributed"], capture_output=True).returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Dask's environment is not there; `make grade-env` makes it"
        )


def environment(**changes: str) -> dict[str, str]:
    quick = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}
    return {**os.environ, "PYTHONPATH": import_path(ROOT), **quick, **changes}


@pytest.fixture(scope="module")
def two_workers(sandboxed: None, dask: None) -> Iterator[dict]:
    """A cluster for several tests; a worker that one of them kills is started again."""
    with cluster(2) as running:
        yield running


@contextmanager
def cluster(workers: int, **changes: str) -> Iterator[dict]:
    """Address and process numbers of a running cluster."""
    with subprocess.Popen(
        [PYTHON, SCRIPT, str(workers)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(**changes)
    ) as running:
        try:
            yield json.loads(running.stdout.readline())
        finally:
            running.stdin.close()
            running.wait(60)


def command(folder: Path, out: Path, address: str) -> list[str]:
    return [
        str(PYTHON),
        "-m",
        "coursekit.cli",
        "--root",
        str(ROOT),
        "grade",
        str(folder),
        "--out",
        str(out),
        "--scheduler",
        address,
    ]


def grade(folder: Path, out: Path, address: str) -> subprocess.CompletedProcess:
    return subprocess.run(command(folder, out, address), env=environment(), capture_output=True, text=True, timeout=300)


def hand_in(folder: Path, count: int) -> Path:
    """Honest work, and some that breaks: an endless loop, an exit, no notebook at all, a name that is no text."""
    kinds = [
        content(answered()),
        content(blank()),
        content(with_code("import os\nos._exit(0)")),
        b"no notebook",
        content(answered(verdict_choice="verdict_choice = 'a'")),
    ]
    for number in range(count):
        path = folder / f"student-{number:02}" / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(kinds[number % len(kinds)])
    odd = os.fsencode(folder) + b"/st\xff/" + SLUG.encode() + b".ipynb"
    os.mkdir(os.path.dirname(odd))
    with open(odd, "wb") as file:
        file.write(kinds[0])
    return folder


def journal(out: Path) -> list[dict]:
    path = out / JOURNAL
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_worker_killed_midway_changes_no_byte(two_workers: dict, tmp_path: Path) -> None:
    folder, out, alone = hand_in(tmp_path / "submissions", 19), tmp_path / "cluster", tmp_path / "alone"
    with subprocess.Popen(
        command(folder, out, two_workers["address"]),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as grading:
        until = time.monotonic() + 300
        while len(journal(out)) < 3 and grading.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        assert 3 <= len(journal(out)) < 17
        os.kill(two_workers["pids"][0], signal.SIGKILL)
        said = grading.communicate(timeout=300)[1]
        assert "not valid JSON" in said
    again = grade(folder, out, two_workers["address"])  # all is done: the cluster has no work
    assert again.returncode == 0 and len(journal(out)) == 20
    done = journal(out)
    assert len({line["stamp"] for line in done}) == len({line["result"]["student"] for line in done}) == 20
    assert main(["--root", str(ROOT), "grade", str(folder), "--out", str(alone), "--workers", "2"]) == 0
    for name in SAME:
        assert (out / name).read_bytes() == (alone / name).read_bytes(), name
    pages = sorted(path.relative_to(alone) for path in (alone / "feedback").rglob("*.html"))
    assert len(pages) == 20 and all((out / page).read_bytes() == (alone / page).read_bytes() for page in pages)


def test_work_that_ends_every_grader_gets_a_reason(sandboxed: None, dask: None, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "submissions", 3)
    run = subprocess.run(
        [PYTHON, SCRIPT, "dying", ROOT, folder, tmp_path / "out"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    results = {student: (graded, notes) for student, graded, notes in json.loads(run.stdout)}
    assert len(results) == 4 and [student for student, (graded, _) in results.items() if not graded] == ["student-01"]
    assert results["student-01"][1] == given_up(Submission("student-01", SLUG, "", "")).notes


def test_workers_without_bubblewrap_are_refused(dask: None, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "submissions", 1)
    with cluster(1, PATH=str(tmp_path)) as running:
        said = grade(folder, tmp_path / "out", running["address"])
    assert said.returncode == 1 and "apt-get install bubblewrap" in said.stderr and "Nothing was graded" in said.stderr
    assert "Worker tcp://" in said.stderr and "Traceback" not in said.stderr and not journal(tmp_path / "out")


def test_workers_with_other_code_are_refused(dask: None, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "submissions", 1)
    shutil.copytree(ROOT / "packages", tmp_path / "packages")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with open(tmp_path / "packages/coursekit/src/coursekit/marking/marks.py", "a", encoding="utf-8") as file:
        file.write("\n# Another version.\n")
    with cluster(1, PYTHONPATH=import_path(tmp_path)) as running:
        said = grade(folder, tmp_path / "out", running["address"])
    assert said.returncode == 1 and "caj is " in said.stderr and "Install the same on every machine" in said.stderr
    assert "Traceback" not in said.stderr and not journal(tmp_path / "out")


def test_a_scheduler_that_is_not_there_or_has_no_worker_is_said(dask: None, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "submissions", 1)
    with cluster(0) as running:
        addresses = ["tcp://127.0.0.1:9", "nonsense", running["address"]]
        commands = [command(folder, tmp_path / "out", address)[3:] for address in addresses]
        program = "import json, sys\nfrom coursekit.cli import main\nfor words in json.loads(sys.argv[1]):\n    print(main(words), file=sys.stderr)"
        asked = [PYTHON, "-c", program, json.dumps(commands)]
        said = subprocess.run(asked, env=environment(), capture_output=True, text=True, timeout=300).stderr
    absent, nonsense, empty = said.split("\n1\n")[:3]
    assert "No Dask scheduler answers" in absent and "No Dask scheduler answers" in nonsense
    assert "has no worker" in empty and "Traceback" not in said


def test_without_dask_the_command_says_what_to_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "coursekit.workers.dask_pool", raising=False)
    folder = hand_in(tmp_path / "submissions", 1)
    assert (
        main(["--root", str(ROOT), "grade", str(folder), "--out", str(tmp_path / "out"), "--scheduler", "tcp://x:1"])
        == 1
    )
    assert "make grade-env" in capsys.readouterr().err


def test_a_delivered_submission_is_the_same_work(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"{}")
    own = Submission("ann", SLUG, "a.ipynb", str(path))
    assert Delivered.read(own, Limits()).content(Limits()) == b"{}"
    missing = Submission("ann", SLUG, "a.ipynb", str(tmp_path / "b.ipynb"))
    assert "cannot be read" in Delivered.read(missing, Limits()).problem


def test_keys_travel_as_sources_that_were_used(root: Path) -> None:
    keys = Keys(root)
    first = keys(SLUG, "").fingerprint
    copy = pickle.loads(pickle.dumps(keys))
    copy._folder = Path("/nowhere")
    assert copy(SLUG, "").fingerprint == first


def test_everybody_is_graded_by_the_own_variant_on_a_cluster_too(two_workers: dict, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("id,name\nann,Ann\nbob,Bob\neve,Eve\n", "utf-8")
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret for tests, sixteen letters and more\n", "utf-8")
    release = [
        "assign",
        SLUG,
        "--roster",
        str(tmp_path / "roster.csv"),
        "--out",
        str(tmp_path / "release"),
        "--secret",
        str(secret),
    ]
    assert main(["--root", str(ROOT), *release]) == 0
    key, exercise = read_key(tmp_path / "release-key"), Variants(source_path(ROOT, SLUG))
    for student, given in {"ann": "ann", "bob": "bob", "eve": "bob"}.items():
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / f"{SLUG}.ipynb").write_text(
            text(exercise.notebook(key.assigned[given][SLUG])), "utf-8"
        )
    own = ["--key", str(tmp_path / "release-key")]
    done = subprocess.run(
        [*command(tmp_path / "in", tmp_path / "cluster", two_workers["address"]), *own],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (
        main(
            [
                "--root",
                str(ROOT),
                "grade",
                str(tmp_path / "in"),
                "--out",
                str(tmp_path / "alone"),
                "--workers",
                "1",
                *own,
            ]
        )
        == 0
    )
    points = {
        entry["result"]["student"]: sum(mark["earned"] or 0 for mark in entry["result"]["marks"])
        for entry in journal(tmp_path / "cluster")
    }
    assert points["ann"] == points["bob"] == FULL > points["eve"]
    assert '<th scope="row">bob Bob</th>' in (tmp_path / "cluster/report.html").read_text("utf-8")
    for name in SAME:
        assert (tmp_path / "cluster" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes(), name


def test_the_key_of_a_class_travels(root: Path) -> None:
    exercise = Variants(source_path(root, SLUG))
    assigned = {"ann": {SLUG: {name: variation.options[0] for name, variation in exercise.declared.items()}}}
    keys = ClassKeys(root, ClassKey([SLUG], assigned, ""))
    first, book = keys(SLUG, "ann").fingerprint, keys(SLUG, "").fingerprint
    copy = pickle.loads(pickle.dumps(keys))
    copy._folder = Path("/nowhere")
    assert (copy(SLUG, "ann").fingerprint, copy(SLUG, "").fingerprint) == (first, book) and first != book
