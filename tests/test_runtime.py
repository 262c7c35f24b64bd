"""`caj book runtime` refuses every file that is not the pinned one, from whatever place it comes."""

import hashlib
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.in_page import fetch
from bookkit.in_page.runtime import imported
from coursekit import cli

LOCK = json.loads(fetch.LOCK.read_text("utf-8"))


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wheel(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def small_lock(**packages: dict) -> dict:
    return {"pyodide": "1", "core": {"pyodide.mjs": sha(b"core")}, "packages": packages, "lite": {}}


NUMPY = {"file_name": "numpy-1-wasm32.whl", "sha256": sha(b"numpy"), "source": "pyodide"}


def archive(path: Path, **files: bytes) -> str:
    with tarfile.open(path, "w:bz2") as package:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"pyodide/{name}")
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return str(path)


def test_the_release_archive_gives_the_same_files(tmp_path: Path) -> None:
    lock, target = small_lock(numpy=NUMPY), tmp_path / "runtime"
    path = archive(tmp_path / "a.tar.bz2", **{"pyodide.mjs": b"core", NUMPY["file_name"]: b"numpy", "other.whl": b"x"})
    assert fetch.assemble(lock, lock["packages"], target, path) == 2
    assert {file.name for file in target.iterdir()} == {"pyodide.mjs", NUMPY["file_name"]}
    assert fetch.assemble(lock, lock["packages"], target, "nowhere") == 0, "what is there is not fetched again"
    (target / "pyodide.mjs").write_bytes(b"damaged")
    assert fetch.assemble(lock, lock["packages"], target, path) == 1
    assert (target / "pyodide.mjs").read_bytes() == b"core"


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    lock, target = small_lock(numpy=NUMPY), tmp_path / "runtime"
    path = archive(tmp_path / "a.tar.bz2", **{"pyodide.mjs": b"core", NUMPY["file_name"]: b"other"})
    with pytest.raises(RuntimeError, match="numpy-1-wasm32.whl has sha256"):
        fetch.assemble(lock, lock["packages"], target, path)
    assert not (target / NUMPY["file_name"]).exists()
    with pytest.raises(RuntimeError, match="b.tar.bz2 does not hold numpy"):
        fetch.assemble(lock, lock["packages"], target / "b", archive(tmp_path / "b.tar.bz2"))


def test_a_carried_wheel_must_be_known_to_the_lock_of_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carrier = wheel(**{"front/numpy-1-wasm32.whl": b"numpy"})
    monkeypatch.setattr(fetch, "from_index", lambda packages, work, native: {"carrier.whl": carrier})
    known = {"numpy": {"file_name": "numpy-1-wasm32.whl", "sha256": sha(b"numpy")}}
    about = {"requirement": "carrier==1", "sha256": sha(carrier), "folder": "front"}
    assert fetch.from_carrier(about, {"numpy-1-wasm32.whl"}, known, tmp_path) == {"numpy-1-wasm32.whl": b"numpy"}
    known["numpy"]["sha256"] = sha(b"another")
    with pytest.raises(RuntimeError, match="does not know numpy-1-wasm32.whl"):
        fetch.from_carrier(about, {"numpy-1-wasm32.whl"}, known, tmp_path)


def test_compiled_parts_leave_a_wheel_the_same_way_each_time() -> None:
    files = {"m/__init__.py": b"x", "m/_fast.so": b"\0", "m/_fast.c": b"c", "m-1.dist-info/RECORD": b"r"}
    made = fetch.without_extensions(wheel(**files))
    assert zipfile.ZipFile(io.BytesIO(made)).namelist() == ["m/__init__.py"]
    assert made == fetch.without_extensions(wheel(**dict(reversed(files.items()))))


def test_missing_npm_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["--root", str(tmp_path), "book", "runtime"]) == 1
    assert "apt-get install npm" in capsys.readouterr().err


def test_the_pins_hold_the_versions_of_the_book() -> None:
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    for name in ("numpy", "pandas", "altair", "narwhals"):
        assert f"\n{name}=={LOCK['packages'][name]['version']} " in f"\n{pinned}", (
            f"{name} in the page is not the one of the book"
        )
    known = LOCK["packages"] | LOCK["lite"]
    assert all(needed in known for package in known.values() for needed in package["depends"])


def test_the_runtime_has_every_package_that_readers_import() -> None:
    provided = {name for package in LOCK["packages"].values() for name in package["imports"]} | {"caj"}
    wanted = set()
    for path in [*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "exercises").glob("*.ipynb")]:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                wanted |= imported("".join(cell["source"]))
    assert wanted - provided - set(sys.stdlib_module_names) == set()
