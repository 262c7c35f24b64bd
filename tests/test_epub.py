"""The EPUB: valid, light, with every script."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.outputs.epub import write_epub

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the processor time, for a program that runs once


@pytest.fixture(scope="module")
def epub(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("epub") / "book.epub"
    write_epub(site, ROOT, target)
    return target


def test_every_script_is_there(epub: Path) -> None:
    assert epub.stat().st_size < 20e6
    with zipfile.ZipFile(epub) as file:
        words = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xhtml"))
    for word in ("対話", "中央アジア", "Назарбаев", "Қазақстан", "Тоқаев", "Oʻzbekiston", "Figure 11.1", "<svg"):
        assert word in words, word
    assert words.count("<summary>Model answer</summary>") > 20
    for line in ("Write your answer here", "Choose or type your answer on each card", "buttons around it"):
        assert line not in words, line


def test_the_same_pages_give_the_same_file(site: Path, tmp_path: Path) -> None:
    """Asked of the first page of each part; `caj release check` asks it of the whole book."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    for part in contents["parts"]:
        del part["chapters"][1:]
    for name in ("book.yml", "_config.yml", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents), "utf-8")
    one, two = tmp_path / "one.epub", tmp_path / "two.epub"
    write_epub(site, tmp_path, one)
    write_epub(site, tmp_path, two)
    assert one.read_bytes() == two.read_bytes()
    kept = [
        page["file"]
        for part in contents["parts"]
        for first in part["chapters"]
        for page in [first, *first.get("sections", [])]
    ]
    with zipfile.ZipFile(one) as file:
        assert {f"EPUB/{page}.xhtml" for page in kept} < set(file.namelist())


def test_epubcheck_finds_nothing(epub: Path) -> None:
    if not (program := shutil.which("epubcheck")):
        pytest.skip("epubcheck is not on this machine; on Debian: apt-get install epubcheck")
    done = subprocess.run(["java", *QUICK, "-jar", program, "--failonwarnings", epub], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
