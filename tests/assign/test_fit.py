"""A sealed copy needs its own key: a missing key, another class's and another exercise's are seen before they cost points."""

import json
import subprocess
from pathlib import Path

import pytest
from assigned import SECRET
from conftest import ROOT

from caj.errors import UserError
from coursekit.classes.origin import Origin
from coursekit.cli import main
from coursekit.isolation.limits import Limits
from coursekit.marking.gather import gather
from coursekit.marking.key_fit import NO_KEY

SLUG, OTHER = "the-first-summit", "nuclear-questions"


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks of one class in `release`, the same exercise for another class in `other`, and copies handed in."""
    folder = tmp_path_factory.mktemp("term")
    (folder / "roster.csv").write_text("id,name\ns01,Ann\ns02,Bo\n", "utf-8")
    (folder / "others.csv").write_text("id,name\ns01,Eve\nt09,Ida\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, secret in (("ours.txt", SECRET), ("theirs.txt", SECRET[::-1])):
            Path(name).write_text(f"{secret}\n", "ascii")
        for slug in (SLUG, OTHER):
            assert main(["--root", str(ROOT), "assign", slug, "--roster", "roster.csv", "--secret", "ours.txt"]) == 0
        assert (
            main(
                [
                    "--root",
                    str(ROOT),
                    "assign",
                    SLUG,
                    "--roster",
                    "others.csv",
                    "--secret",
                    "theirs.txt",
                    "--out",
                    "other",
                ]
            )
            == 0
        )
    return folder


def handed_in(term: Path, folder: Path, release: str, *students: str) -> Path:
    for student in students:
        (folder / student).mkdir(parents=True)
        for path in (term / release / student).glob("*.ipynb"):
            (folder / student / path.name).write_bytes(path.read_bytes())
    return folder


def problems(source: Path, *keys: Path) -> dict[str, tuple[str, str]]:
    return {
        one.student: (one.status, one.problem)
        for one in gather(ROOT, source, keys, None, Limits()).submissions
        if one.path
    }


def test_a_sealed_class_without_its_key_is_refused_as_a_whole_and_one_copy_alone(term: Path, tmp_path: Path) -> None:
    source = handed_in(term, tmp_path, f"release/{SLUG}", "s01", "s02")
    with pytest.raises(
        UserError,
        match=rf"Nothing was graded. The copies of s01 \({SLUG}\), s02 \({SLUG}\) were made by `caj assign`.* --key release-key/{SLUG}/key.json",
    ):
        problems(source)
    (source / "own").mkdir()
    (source / "own" / f"{SLUG}.ipynb").write_bytes((ROOT / "exercises" / f"{SLUG}.ipynb").read_bytes())
    sealed = "no key", NO_KEY.format(key=f"release-key/{SLUG}/key.json")
    assert problems(source) == {"own": ("", ""), "s01": sealed, "s02": sealed}


def test_the_key_of_the_release_fits_also_among_others_and_by_the_folder_of_the_term(
    term: Path, tmp_path: Path
) -> None:
    source = handed_in(term, tmp_path, f"release/{SLUG}", "s01", "s02")
    own, other = term / "release-key" / SLUG, term / "other-key"
    for keys in ([own], [other, own], [own, other], [term / "release-key"]):
        assert problems(source, *keys) == {"s01": ("", ""), "s02": ("", "")}
    mixed = gather(ROOT, handed_in(term, tmp_path / "mixed", "other", "s01"), [own, other], None, Limits())
    values = gather(ROOT, source, [other, own], None, Limits()).key.assigned["s02"][SLUG]
    assert [one.problem for one in mixed.submissions if one.path] == [""] and values


def test_another_week_s_and_another_class_s_key_are_refused_with_what_helps(term: Path, tmp_path: Path) -> None:
    source = handed_in(term, tmp_path, f"release/{SLUG}", "s01", "s02")
    status, said = problems(source, term / "release-key" / OTHER)["s01"]
    assert status == "wrong key" and f"The key of {SLUG} was not given" in said and "Add --key" in said
    found = problems(source, term / "other-key")
    assert (
        found["s01"][0] == "wrong key"
        and "made with another key" in found["s01"][1]
        and found["s02"][1].startswith("No student of the class")
    )


@pytest.mark.parametrize(
    ("edition", "way"),
    [
        ("2027.1.5", "git worktree add ../book-2027.1.5 v2027.1.5"),
        (Origin.here().edition, "git log seeds/datapackage.json"),
        ("", "git log seeds/datapackage.json"),
    ],
    ids=["another-edition", "the-same-edition", "of-old"],
)
def test_a_key_from_other_tables_is_refused_with_both_versions_and_the_way_to_its_own(
    term: Path, tmp_path: Path, edition: str, way: str
) -> None:
    key = json.loads((term / "release-key" / SLUG / "key.json").read_text("utf-8"))
    key |= {"edition": edition, "tables": "sha256:" + "0a" * 32}
    (tmp_path / "key.json").write_text(json.dumps({name: value for name, value in key.items() if value}), "utf-8")
    with pytest.raises(UserError) as refused:
        problems(handed_in(term, tmp_path / "in", f"release/{SLUG}", "s01"), tmp_path)
    said = str(refused.value)
    made = f"version {edition}" if edition else "a version that it does not name"
    assert (
        f"{tmp_path}/key.json was made with {made} (tables 0a0a0a0a), and this is {Origin.here()}" in said
        and way in said
    )


def test_a_copy_from_other_tables_is_refused_alone_also_a_practice_copy_without_a_key(
    term: Path, tmp_path: Path
) -> None:
    source = handed_in(term, tmp_path / "in", f"release/{SLUG}", "s01", "s02")
    from_others = Origin("2027.1.5", "sha256:" + "0a" * 32)
    copy = source / "s01" / f"{SLUG}.ipynb"
    copy.write_text(
        copy.read_text("utf-8")
        .replace(Origin.here().tables, from_others.tables)
        .replace(f'"edition": "{Origin.here().edition}"', '"edition": "2027.1.5"'),
        "utf-8",
    )
    found = problems(source, term / "release-key" / SLUG)
    assert found["s02"] == ("", "") and found["s01"][0] == "other tables"
    assert (
        f"made with {from_others} of the book, and this is {Origin.here()}" in found["s01"][1]
        and "git worktree add ../book-2027.1.5 v2027.1.5" in found["s01"][1]
    )
    assert (
        main(
            [
                "--root",
                str(ROOT),
                "assign",
                SLUG,
                "--roster",
                str(term / "roster.csv"),
                "--secret",
                str(term / "ours.txt"),
                "--practice",
                "--out",
                str(tmp_path / "practice"),
            ]
        )
        == 0
    )
    practice = (tmp_path / f"practice/s01/{SLUG}.ipynb").read_text("utf-8")
    for name, tables in (("p1", Origin.here().tables), ("p2", from_others.tables)):
        (tmp_path / "plain" / name).mkdir(parents=True)
        (tmp_path / "plain" / name / f"{SLUG}.ipynb").write_text(
            practice.replace(Origin.here().tables, tables), "utf-8"
        )
    assert {student: status for student, (status, _) in problems(tmp_path / "plain").items()} == {
        "p1": "",
        "p2": "other tables",
    }


def test_keys_and_copies_are_kept_from_git(term: Path) -> None:
    subprocess.run(["git", "init", "-q", term], check=True)
    listed = subprocess.run(
        ["git", "-C", term, "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True
    ).stdout
    assert "roster.csv" in listed and "release" not in listed and "key" not in listed


def test_an_exercise_handed_out_twice_is_refused_with_a_folder_of_its_own(
    term: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(term)
    assert main(["--root", str(ROOT), "assign", SLUG, "--roster", "roster.csv", "--secret", "ours.txt"]) == 1
    assert "Give each exercise a folder of its own" in capsys.readouterr().err
