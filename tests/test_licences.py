"""A picture without a licence is found, and a licence without its picture."""

from pathlib import Path

from conftest import ROOT

from bookkit.evidence import licences
from coursekit.cli import main


def test_the_book_has_all_licences() -> None:
    assert licences.problems(ROOT) == []


def test_a_picture_without_a_licence_is_found(tmp_path: Path) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides/port.PNG").touch()
    (tmp_path / licences.FILE).write_text("Nothing yet.\n")
    assert licences.problems(tmp_path) == [
        "guides/port.PNG has no licence. Name it in LICENSE-DATA.md, with its author, source and licence, or take it out."
    ]
    assert main(["--root", str(tmp_path), "data", "check"]) == 1
    (tmp_path / licences.FILE).write_text("`guides/port.PNG`: A. Author, 2020, CC BY 4.0.\n")
    assert licences.problems(tmp_path) == []
    (tmp_path / "guides/port.PNG").unlink()
    assert licences.problems(tmp_path) == [
        "LICENSE-DATA.md names guides/port.PNG, which is not there. Take the line out."
    ]


def test_a_picture_from_another_site_is_found(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.ipynb").write_text('["![A port](https://example.org/port.png)"]')
    assert licences.problems(tmp_path) == [
        "chapters/a.ipynb shows https://example.org/port.png from another site. Keep the picture here, with its licence."
    ]
