"""Rosters: any script, several encodings, and every line that cannot be used named with its number."""

from pathlib import Path

import pytest

from coursekit.classes.roster import read_roster

RUSSIAN = ["Алексей Иванов", "Мария Петрова", "Дмитрий Ким", "Айгуль Нурланова", "Бекзат Омаров"]
JAPANESE = ["山田太郎", "佐藤花子", "鈴木一郎", "ヤマダ タロウ", "高橋 みなみ"]
NAMES = ["Айгүл Серікова", "山田 太郎", "Nguyễn Thị Hà", "فاطمة الزهراء", "Gulʻnora Oʻrozova", "குமார்", "Chen, Yu"]


def roster(names: list[str], repeat: int = 1) -> str:
    return "id,name\n" + "".join(f's{number:03},"{name}"\n' for number, name in enumerate(names * repeat))


def stored(folder: Path, content: bytes | str) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(folder: Path, content: bytes | str, encoding: str = "") -> str:
    with pytest.raises(ValueError) as raised:
        read_roster(stored(folder, content), encoding)
    return str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_names_in_any_script(tmp_path: Path, encoding: str) -> None:
    students, found = read_roster(stored(tmp_path, roster(NAMES).encode(encoding)))
    assert [student.name for student in students] == NAMES and found == encoding


@pytest.mark.parametrize(
    "names, encoding, found",
    [
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jis_2004"),
    ],
)
def test_an_old_encoding_is_found_where_only_one_makes_sense(
    tmp_path: Path, names: list[str], encoding: str, found: str
) -> None:
    students, read = read_roster(stored(tmp_path, roster(names, 6).encode(encoding)))
    assert read == found and [student.name for student in students] == names * 6


@pytest.mark.parametrize(
    "names, encoding",
    [
        (["Ли"], "cp1251"),
        (["山田太郎"], "shift_jis"),
        (["José Müller"], "cp1252"),
        (["Şule Çağlar"], "cp1254"),
        (["Әйгерім Қасымова"], "kz1048"),
    ],
)
def test_too_few_letters_to_be_sure_are_refused_and_read_when_named(
    tmp_path: Path, names: list[str], encoding: str
) -> None:
    content = roster(names).encode(encoding)
    assert (
        "roster.csv, line 2: this is not UTF-8, and its letters could be read in several ways. Save it as UTF-8"
        in refusal(tmp_path, content)
    )
    assert read_roster(stored(tmp_path, content), encoding)[0][0].name == names[0]


def test_a_wrong_or_unknown_encoding_is_named(tmp_path: Path) -> None:
    assert "line 2: this is not ascii" in refusal(tmp_path, roster(NAMES), "ascii")
    assert 'there is no encoding "klingon"' in refusal(tmp_path, roster(NAMES), "klingon")
    assert "UTF-16 without its mark" in refusal(tmp_path, roster(NAMES).encode("utf-16-le"))


def test_columns_in_any_order_and_case_with_any_separator(tmp_path: Path) -> None:
    students, _ = read_roster(stored(tmp_path, "Group;NAME; Id\r\nA;Anna;a1\r\n\r\nB;Bo;b2\r\n"))
    assert [(student.id, student.name, student.line, student.other) for student in students] == [
        ("a1", "Anna", 2, {"group": "A"}),
        ("b2", "Bo", 4, {"group": "B"}),
    ]
    assert read_roster(stored(tmp_path, "id\tname\nx\tX"))[0][0].name == "X"


@pytest.mark.parametrize(
    "content, fault",
    [
        ("", "line 1: the file is empty"),
        ("id,name\n", "line 2: no student is in it"),
        ("number,name\n1,A\n", "line 1: column id is missing; the columns are number, name."),
        ("a,b\n1,A\n", "line 1: column id and name is missing"),
        ("id,name,ID\n1,A,2\n", "line 1: two columns are called id"),
        ("id,name\n1,A\n,B\n", 'line 3: the id is empty (name "B")'),
        ("id,name\n1,A\n2,B\n1,C\n", 'line 4: the id "1" stands already in line 2'),
        ("id,name\nAnn,A\nann,B\n", "capitals make no difference"),
        ("id,name\ne\u0301,A\n\u00e9,B\n", "stands already in line 2"),
        ("id,name\n1,A,extra\n", "line 2: 3 cells instead of 2"),
        ("id,name\n1\n", "line 2: 1 cells instead of 2"),
        ('id,name\n1,"A\n', "line 2: this line cannot be read"),
        ("id,name\n../x,A\n", "line 2: the id '../x' cannot be a folder's name"),
        ("id,name\na/b,A\n", "'/' is in it"),
        ("id,name\na\\b,A\n", "is in it"),
        ("id,name\n-rf,A\n", "must begin with a letter or a digit"),
        ("id,name\n.hidden,A\n", "must begin with a letter or a digit"),
        ("id,name\ncon,A\n", "some systems keep this name"),
        ("id,name\nend.,A\n", "ends in a point or a blank"),
        (f"id,name\n{'x' * 81},A\n", "longer than 80 letters"),
        ("id,name\n=1+1,A\n", "must begin with a letter or a digit"),
        ('id,name\n1,"A\x07"\n', "line 2: the name of 1 holds a control character"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, content: str, fault: str) -> None:
    said = refusal(tmp_path, content)
    assert said.startswith(f"{tmp_path / 'roster.csv'}, line ") and fault in said


def test_all_lines_are_named_at_once_but_not_endlessly(tmp_path: Path) -> None:
    said = refusal(tmp_path, "id,name\n" + ",A\n" * 30).split("\n")
    assert (
        len(said) == 21
        and said[0].split(", ")[1] == 'line 2: the id is empty (name "A").'
        and said[-1] == "… and 10 more."
    )


def test_a_name_over_two_lines_keeps_the_numbers_right(tmp_path: Path) -> None:
    assert "line 2: the name of 1 holds a control character" in refusal(tmp_path, 'id,name\n1,"A\nB"\n2,C\n')
    assert "line 4: the id is empty" in refusal(tmp_path, 'id,name,note\n1,A,"x\ny"\n,C,z\n')
