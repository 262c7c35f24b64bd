"""Parts of an edition: the same bytes from the same files, complete packs, a valid list of parts."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.release import build, parts, teachers
from coursekit import exercises

SLUG = "tokyo-2025"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pack with the key of one exercise, and slides that link to pages of the site."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("slides", "_static/reveal"):
        (folder / name).mkdir(parents=True)
    (folder / "_static/reveal/reveal.js").write_text("Reveal")
    (folder / f"slides/{SLUG}.html").write_text(
        f'<a href="../chapters/{SLUG}.html#source-x">a</a> <script src="../_static/reveal/reveal.js"></script>'
    )
    wheel = folder / "book-1-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teachers.exercises, "slugs", lambda root: [SLUG])
        return teachers.pack(ROOT, folder, wheel)


def test_the_pack_has_all_notebooks_keys_rubrics_notes_and_plans(pack: dict[str, bytes]) -> None:
    written = {path.name for path in (ROOT / "chapters").glob("*.ipynb")}
    assert written == {f"{slug}.ipynb" for slug in exercises.slugs(ROOT)}
    for folder in ("chapters", "exercises", "exercises/solutions"):
        assert written == {Path(name).name for name in pack if re.fullmatch(rf"{folder}/[\w-]+\.ipynb", name)}
    assert {
        f"exercises/rubrics/{SLUG}.yml",
        "guides/rubrics.html",
        f"guides/teaching/{SLUG}.html",
        "guides/courses/six-weeks.html",
        f"keys/{SLUG}.html",
    } <= pack.keys()
    assert "book-1-py3-none-any.whl" in pack["README.txt"].decode()


def test_a_key_has_every_answer_with_its_variants(pack: dict[str, bytes]) -> None:
    text = pack[f"keys/{SLUG}.html"].decode()
    assert "target_step = &quot;a&quot;" in text and "BEGIN SOLUTION" not in text
    assert re.search(r"<td>country = KAZ, day = 2025-06-30</td>\s*<td>\d+</td>", text)
    assert text.count("<h2>") == len(
        re.findall("## Question", (ROOT / f"chapters/{SLUG}/exercise.ipynb").read_text("utf-8"))
    )


def test_links_of_the_pack_lead_into_it(pack: dict[str, bytes]) -> None:
    for name, content in pack.items():
        if name.endswith(".html"):
            for target in re.findall(r'(?:href|src)="(?!https?:|#)([^"#]+)', content.decode()):
                found = os.path.normpath(Path(name).parent / target)
                # Slides of one chapter only are in this pack.
                assert found in pack or re.fullmatch(r"slides/[\w-]+\.html", found), f"{name} links to {target}"


def test_the_wheel_is_the_same_in_two_folders(tmp_path: Path) -> None:
    sums = set()
    for name in ("one", "ein zweiter Ort"):
        for part in ("packages/caj/src", "chapters", "seeds"):
            shutil.copytree(ROOT / part, tmp_path / name / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA.md"):
            shutil.copy(ROOT / part, tmp_path / name)
            os.utime(tmp_path / name / part, (len(name), len(name)))
        out = tmp_path / f"{name} wheel"
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out]
        subprocess.run(
            command,
            cwd=tmp_path / name,
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1799107200"},
        )
        sums.add(build.sums(out))
    assert len(sums) == 1 and sums.pop().endswith("-py3-none-any.whl\n")


def test_sums_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a folder/ü.txt").write_text("x")
    (tmp_path / build.SUMS).write_text(build.sums(tmp_path))
    subprocess.run(["sha256sum", "--check", "--strict", build.SUMS], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "a folder/ü.txt").write_text("y")
    assert subprocess.run(["sha256sum", "--check", "--status", build.SUMS], cwd=tmp_path).returncode


def test_files_have_one_order_and_no_date(tmp_path: Path) -> None:
    for folder, names in (("one", "ab"), ("two", "ba")):
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)
            os.utime(path, (1e9 + ord(name), 1e9))
    first, second = (build.archive(build.files(tmp_path / folder, "top")) for folder in ("one", "two"))
    assert first == second
    (tmp_path / "book.zip").write_bytes(first)
    assert zipfile.ZipFile(tmp_path / "book.zip").namelist() == ["top/a", "top/b"]


def test_the_list_of_parts_is_valid_and_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    text = parts.text(ROOT)
    listed = json.loads(text)["components"]
    hashes = {part["name"]: part["externalReferences"][0]["hashes"] for part in listed if "purl" in part}
    assert hashes.keys() == set(
        re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
    ) and all(hashes.values())
    assert "pyodide/pyodide.asm.wasm" in {part["name"] for part in listed}
    assert "timestamp" not in text and "serialNumber" not in text
    monkeypatch.setattr(parts, "parts", lambda root: json.loads(text) | {"components": [{"name": "without a type"}]})
    with pytest.raises(ValueError, match="not CycloneDX"):
        parts.text(ROOT)
