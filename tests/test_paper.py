"""The PDF of the whole book: letters of every script, bookmarks, descriptions, size."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from conftest import CHROMIUM, ROOT

import caj
from bookkit.outputs.paper import order
from bookkit.site.web_files import released

PAGES = [f"chapters/{path.stem}" for path in sorted((ROOT / "chapters").glob("*.ipynb"))]


@pytest.fixture(scope="module")
def pdf(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CHROMIUM or not shutil.which("pdftotext"):
        pytest.skip("Chromium or pdftotext is not on this machine; on Debian: apt-get install chromium poppler-utils")
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "coursekit.cli", "book", "pdf", "--site", site, "--out", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_every_script_can_be_read_and_searched(pdf: Path) -> None:
    assert pdf.stat().st_size < 20e6
    words = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for word in ("対話", "中央アジア", "Назарбаев", "Қазақстан", "Тоқаев", "Oʻzbekiston", "Figure 11.1"):
        assert word in words, word
    assert words.count("Model answer") > 20 and words.count("Hint") > 300
    for line in ("Write your answer here", "Choose or type your answer on each card", "buttons around it"):
        assert line not in " ".join(words.split()), line


def test_the_contents_name_the_right_pages(pdf: Path, site: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")
    assert (
        "Central Asia plus Japan" in pages[0]
        and f"Version {caj.__version__}" in pages[0]
        and pages[1].strip().startswith("Contents")
    )
    lines = re.findall(r"^(\S.*?) {3,}(\d+)$", "\n".join(pages[1:5]), re.M)
    assert len(lines) == sum(len(names) for _, names in order(ROOT))
    parts = re.compile("^(" + "|".join(re.escape(part) for part, _ in order(ROOT)) + ") ")  # stands above the title
    for title, number in lines:
        page = " ".join(pages[int(number) - 1].split())
        assert title in (page[: len(title)], parts.sub("", page)[: len(title)]), f"{title} is not on page {number}"


def test_every_chapter_has_a_bookmark_and_every_figure_a_description(pdf: Path, site: Path) -> None:
    drawings = sum((site / f"{page}.html").read_text("utf-8").count('class="caj-drawing"') for page in PAGES)
    with pikepdf.open(pdf) as file:
        names = [str(entry.title) for entry in file.open_outline().root]
        described = sum(isinstance(item, pikepdf.Dictionary) and "/Alt" in item for item in file.objects)
        assert file.Root.MarkInfo.Marked and file.Root.Lang == "en"
        assert {str(file.docinfo[name]) for name in ("/CreationDate", "/ModDate")} == {
            f"D:{released(ROOT).replace('-', '')}000000Z"
        }
    assert sum(name[0].isdigit() and "Exercises" not in name for name in names) >= len(PAGES)
    assert described >= drawings > 0
