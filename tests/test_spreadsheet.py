"""What spreadsheets of any country save is read as it was typed, or refused with the line."""

from pathlib import Path

import pytest

import coursekit
from coursekit.spreadsheet import Sheet, damaged, decimal, quoted, read, unquoted

TYPED = [
    ["Id", "Points", "Comment"],
    ["007", "4,5", "Хорошо, но мало дат"],
    ["s2", "6", 'A "good" start;\nthen none'],
    ["", "", ""],
    ["s3", "", "'=SUM(A1)"],
]

SAID = ["Алексей Иванов", "Мария Петрова", "Дмитрий Ким", "Айгуль Нурланова", "Бекзат Омаров"]


def stored(folder: Path, content: bytes) -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(content)
    return path


def saved(separator: str = ",", end: str = "\n", rows: list[list[str]] = TYPED) -> str:
    return "".join(
        separator.join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in row) + end for row in rows
    )


def refusal(folder: Path, content: bytes, needed: tuple[str, ...] = (), encoding: str = "") -> str:
    with pytest.raises(ValueError) as raised:
        read(stored(folder, content), needed, encoding)
    return str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_make_no_difference(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    sheet = read(stored(tmp_path, saved(separator, end).encode(encoding)))
    assert sheet.names == ["id", "points", "comment"] and sheet.encoding == encoding
    assert [list(row.values()) for _, row in sheet.rows] == [*TYPED[1:3], ["s3", "", "=SUM(A1)"]]
    assert [line for line, _ in sheet.rows] == [2, 3, 6]


def test_a_separator_named_in_the_first_line_is_not_taken_for_data(tmp_path: Path) -> None:
    sheet = read(stored(tmp_path, b"sep=;\r\nid;name\r\n1;A, B\r\n"))
    assert sheet == Sheet(["id", "name"], [(3, {"id": "1", "name": "A, B"})], "utf-8")


def test_empty_cells_that_a_spreadsheet_drops_or_adds_do_no_harm(tmp_path: Path) -> None:
    sheet = read(stored(tmp_path, b"id,points,comment\n1,2\n2,,,,\n,,\n"))
    assert [row for _, row in sheet.rows] == [
        {"id": "1", "points": "2", "comment": ""},
        {"id": "2", "points": "", "comment": ""},
    ]


def test_a_zero_that_was_kept_by_a_formula_is_kept(tmp_path: Path) -> None:
    assert read(stored(tmp_path, b'id,name\n="0047",A\n')).rows[0][1]["id"] == "0047"


def test_an_old_encoding_is_read_where_it_is_sure_or_named_and_refused_with_the_line_where_not(tmp_path: Path) -> None:
    text = saved(";", "\r\n")
    assert "line 2: this is not UTF-8, and its letters could be read in several ways. Save it as UTF-8" in refusal(
        tmp_path, text.encode("cp1251")
    )
    assert (
        read(stored(tmp_path, text.encode("cp1251")), encoding="cp1251").rows[0][1]["comment"] == "Хорошо, но мало дат"
    )
    many = saved(";", "\r\n", [TYPED[0], *[[str(place), "2", said] for place, said in enumerate(SAID * 6)]])
    assert [row["comment"] for _, row in read(stored(tmp_path, many.encode("cp1251"))).rows] == SAID * 6
    assert "line 2: this is not ascii" in refusal(tmp_path, text.encode(), encoding="ascii")


@pytest.mark.parametrize(
    "content, fault",
    [
        (b"PK\x03\x04workbook", "line 1: this is a workbook, not a CSV file"),
        (b"\xd0\xcf\x11\xe0old", "line 1: this is an old workbook, not a CSV file"),
        (b"id,name\n1,Aigul\n".decode().encode("utf-16-le"), "line 1: this is no text, or UTF-16 without its mark"),
        (b"id,name\n1,2\n1,A,B\n", "line 3: 3 cells instead of 2"),
        (b'id,name\n1,2\n1,"A\n', "line 3: this line cannot be read"),
        (b"id,ID\n", "line 1: two columns are called id"),
        (b"number,name\n", "line 1: column id is missing; the columns are number, name."),
        (b"", "line 1: column id is missing; the columns are none."),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_line(tmp_path: Path, content: bytes, fault: str) -> None:
    assert refusal(tmp_path, content, ("id",)).startswith(f"{tmp_path / 'sheet.csv'}, {fault}")


@pytest.mark.parametrize(
    "cell",
    [
        "1.23457E+11",
        "2,02611E+11",
        "1e5",
        "########",
        "#NAME?",
        "#N/A",
        "#ССЫЛ!",
        "3-Nov",
        "Nov-11",
        "04.май",
        "4 мая",
        "2026-11-03",
        "03.11.2026",
        "3/11/26",
        "11月3日",
        "2026-05-04 00:00:00",
    ],
)
def test_damage_is_seen(cell: str) -> None:
    assert damaged(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "4711",
        "0047",
        "4.5",
        "4,5",
        "s001",
        "jan",
        "e11",
        "1e",
        "a.b@c.example",
        "12-345",
        "3.11",
        "Мария",
        "",
        "E+11",
        "2026-11",
    ],
)
def test_what_may_have_been_typed_is_no_damage(cell: str) -> None:
    assert not damaged(cell)


@pytest.mark.parametrize(
    "cell, value",
    [
        ("4.5", 4.5),
        ("4,5", 4.5),
        (" 6 ", 6),
        (",5", 0.5),
        ("５", 5),
        ("-1", -1),
        ("", None),
        ("4..5", None),
        ("nan", None),
        ("1e3", None),
        ("four", None),
    ],
)
def test_points_are_numbers_with_point_or_comma(cell: str, value: float | None) -> None:
    assert decimal(cell) == value


@pytest.mark.parametrize(
    "words", ["=1+1", "+1 for the dates", "-", "@x", "'+1", "''=1", "'tis", "\tx", "＝1", "plain", ""]
)
def test_words_come_back_as_they_were_and_are_never_computed(words: str) -> None:
    assert unquoted(quoted(words)) == words and quoted(words)[:1] not in {*"=+-@\t＝"}


def test_nobody_else_decodes_what_a_spreadsheet_wrote() -> None:
    places = [path for path in Path(coursekit.__file__).parent.rglob("*.py") if path.name != "spreadsheet.py"]
    assert not [
        path.name
        for path in places
        if "DictReader" in path.read_text("utf-8") or 'decode("cp' in path.read_text("utf-8")
    ]
