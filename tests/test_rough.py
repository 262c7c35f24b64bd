"""Rough machines: damaged copies, no room, no right to write, strange locales, no Chromium, no fonts."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit import preflight
from bookkit.outputs import paper
from caj.errors import UserError

LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR", "PYTHONUTF8": "0", "PYTHONIOENCODING": "iso8859-9"},
]


def caj(*words: str, **given: object) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "coursekit.cli", *words], capture_output=True, **given)


def test_this_machine_is_ready() -> None:
    assert preflight.problems(ROOT) == []


def test_a_damaged_copy_is_named_before_anything_is_built(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds/terms.csv").unlink()
    assert preflight.problems(tmp_path) == ["seeds/terms.csv is missing. Restore it: git checkout seeds"]
    (tmp_path / "seeds/datapackage.json").write_text("{", "utf-8")
    assert preflight.problems(tmp_path) == [
        "seeds/datapackage.json is missing or damaged. Restore it: git checkout seeds"
    ]


def test_a_folder_that_takes_no_files_is_named() -> None:
    said = preflight.place(Path("/proc/self"))
    assert said.startswith("Nothing can be written to /proc/self") and "Copy the book to a folder of your own" in said


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**8, 10**8))
    assert "Only 100 MB are free here; 1,500 MB are needed to install." in preflight.place(tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/ready").touch()
    assert "200 MB are needed to build. Make room" in preflight.place(tmp_path)


def test_a_notebook_survives_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "chapters/the-middle-corridor.ipynb"
    path.parent.mkdir()
    before = (ROOT / "chapters" / path.name).read_text("utf-8").replace('"nbformat_minor": 5', '"nbformat_minor": 4')
    path.write_text(before, "utf-8")
    full = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))}
    done = caj("--root", str(tmp_path), "notebooks", "clean", **full)
    assert done.returncode == 1 and b"File too large" in done.stderr and b"Traceback" not in done.stderr
    assert path.read_text("utf-8") == before and [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale["LC_ALL"])
def test_the_command_line_speaks_in_every_locale(locale: dict[str, str]) -> None:
    done = caj("exercises", "variants", "tokyo-2025", cwd=ROOT, env={**os.environ, **locale})
    assert done.returncode == 0 and b"Traceback" not in done.stderr and len(done.stdout) > 1000


def test_without_chromium_the_pdf_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="No Chromium on this machine, so no PDF. On Debian: apt-get install chromium"):
        paper.write_pdf(tmp_path, tmp_path, tmp_path / "book.pdf")


def test_drawings_need_no_fonts_of_the_machine(tmp_path: Path) -> None:
    program = "import hashlib, vl_convert as v; s = v.vegalite_to_svg({'data': {'values': [{'a': 'Ташкент'}]}, 'mark': 'text', 'encoding': {'text': {'field': 'a'}}}); print(hashlib.sha256(s.encode() + v.svg_to_png(s)).hexdigest())"
    bare = {
        **os.environ,
        "HOME": str(tmp_path),
        "FONTCONFIG_PATH": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "none.conf"),
    }
    drawn = [
        subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout
        for env in (os.environ, bare)
    ]
    assert drawn[0] == drawn[1]
