"""What stands beside the runtime: the wheel of caj, and the block of ways to run a page."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

from bookkit.in_page import launch_buttons, runtime, wheel


def test_the_wheel_holds_what_cells_need_and_no_solution() -> None:
    names = wheel.contents()
    assert {
        "caj/__init__.py",
        "caj/page.py",
        "caj/chapters/the-first-summit/questions.py",
        "caj/seeds/events.csv",
    } <= set(names)
    assert not [name for name in names if re.search(r"ipynb|solutions|grading|coursekit|bookkit|cli", name)]
    assert wheel.build() == wheel.build()


def test_the_wheel_alone_runs_what_readers_import(tmp_path: Path) -> None:
    for name, content in wheel.contents().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    codes = [
        "".join(cell["source"])
        for path in ROOT.glob("*/*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    wanted = {line for code in codes for line in code.splitlines() if re.match(r"(from|import) caj\b", line)}
    asked = [
        f"assert checks.questions({path.parent.name!r})" for path in (tmp_path / "caj/chapters").glob("*/questions.py")
    ]
    program = "\n".join(
        [
            "import sys",
            f"sys.path.insert(0, {str(tmp_path)!r})",
            "from caj.page import start",
            "start()",
            "from caj import checks",
            *sorted(wanted),
            *asked,
            "print(caj.__file__)",
        ]
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(str(tmp_path)), done.stderr
    assert len(wanted) > 3 and len(asked) >= 17


def test_without_the_runtime_the_doors_say_so(tmp_path: Path) -> None:
    assert runtime.find(tmp_path) is None
    block = launch_buttons.block("chapters/x", "../", launch_buttons.Edition(), None, [], 1000, "v", ["a"])
    assert "built without the Python" in block and "data-python" not in block and "<button" not in block
    assert not re.search(r"https?://", block), "a door that leads nowhere"


def test_doors_lead_to_this_edition() -> None:
    edition = launch_buttons.Edition("owner/name", "v1.2.0", "https://hub.example.org", "central-asia-plus-japan")
    block = launch_buttons.block("exercises/x", "../", edition, None, [], 1000, "v", ["a"])
    links = re.findall(r'href="([^"]+)"', block)
    line = 'pip install "central-asia-plus-japan[kernel] @ git+https://github.com/owner/name@v1.2.0"'
    assert f"your own Python, after {line}" in html.unescape(block) and f"first run: %{line}" in html.unescape(block)
    assert links == [
        "https://mybinder.org/v2/gh/owner/name/v1.2.0?urlpath=lab/tree/exercises/x.ipynb",
        "https://hub.example.org/hub/user-redirect/git-pull?repo=https://github.com/owner/name&amp;branch=editions/v1.2.0&amp;targetpath=name-v1.2.0&amp;urlpath=lab/tree/name-v1.2.0/exercises/x.ipynb",
        "https://colab.research.google.com/github/owner/name/blob/v1.2.0/exercises/x.ipynb",
        "../_sources/exercises/x.ipynb",
    ]


def test_the_hub_opens_an_edition_a_second_time(tmp_path: Path) -> None:
    """What nbgitpuller asks of git at each click: a clone of one branch, then what changed on it; it finds no tag there."""
    branch = launch_buttons.Edition("owner/name", "v1.2.0").branch

    def git(*words: str, at: Path) -> int:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *who, *words], cwd=at, capture_output=True).returncode

    source, home = tmp_path / "source", tmp_path / "home"
    source.mkdir()
    git("init", "-q", "-b", "main", at=source)
    git("commit", "-q", "--allow-empty", "-m", "one", at=source)
    for words in (["tag", "v1.2.0"], ["branch", branch]):
        assert git(*words, at=source) == 0
    for name, follows in {branch: True, "v1.2.0": False}.items():
        folder = home / name.replace("/", "-")
        folder.parent.mkdir(exist_ok=True)
        assert git("clone", "-q", "--branch", name, str(source), str(folder), at=tmp_path) == 0
        fetched = git("fetch", "-q", "origin", at=folder)
        assert (fetched, git("diff", "--name-only", f"..origin/{name}", at=folder) == 0) == (0, follows)
