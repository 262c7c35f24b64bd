"""What was measured is recorded, and a missed expectation is explained."""

import json
import subprocess
import sys

import yaml
from conftest import ROOT

from bookkit.site.status import status

BENCHMARKS = ROOT / "benchmarks"


def test_every_miss_is_explained_and_nothing_else() -> None:
    results = json.loads((BENCHMARKS / "results.json").read_text("utf-8"))
    missed = {row["what"] for bench in results.values() for row in bench["rows"] if not row["kept"]}
    assert missed == set(yaml.safe_load((BENCHMARKS / "misses.yml").read_text("utf-8")) or {})


def test_each_bench_has_its_results() -> None:
    named = next(
        line for line in (BENCHMARKS / "__main__.py").read_text("utf-8").splitlines() if line.startswith("BENCHES")
    )
    benches = set(named.split('"')[1].split()) - {"scale"}  # its tables stand in the guide for institutions
    assert benches <= set(json.loads((BENCHMARKS / "results.json").read_text("utf-8")))


def test_a_miss_is_recorded_and_shown(tmp_path) -> None:
    for name in ("record.py", "misses.yml"):
        (tmp_path / name).write_text((BENCHMARKS / name).read_text("utf-8"), "utf-8")
    program = "from record import Row, save; exit(save('walking', [Row('mile', 30.0, 'min', 'running', 10.0, most=2)]))"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "expected at most 2: NO" in done.stdout
    page = status(tmp_path)
    assert "| mile | 30 min | running: 10 min | 3 | at most 2 times | no |" in page
    assert "*mile* misses its mark: not explained yet" in page
