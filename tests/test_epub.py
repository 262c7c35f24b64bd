"""The EPUB: valid, light, with every script."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.outputs.epub import write_epub


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


def test_the_same_pages_give_the_same_file(epub: Path, site: Path, tmp_path: Path) -> None:
    write_epub(site, ROOT, tmp_path / "again.epub")
    assert (tmp_path / "again.epub").read_bytes() == epub.read_bytes()


def test_epubcheck_finds_nothing(epub: Path) -> None:
    if not (program := shutil.which("epubcheck")):
        pytest.skip("epubcheck is not on this machine; on Debian: apt-get install epubcheck")
    done = subprocess.run(["java", "-jar", program, "--failonwarnings", epub], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
