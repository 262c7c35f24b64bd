"""One reader of what spreadsheets write: encodings, separators, damaged numbers, the apostrophe before a formula."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caj.errors import UserError

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ADVICE = 'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8")'
WORKBOOKS = {b"PK\3\4": "a workbook", b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF": "a PDF"}
SENSE, LEAD, NOISE = 0.4, 0.1, 0.1
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек"
DAMAGE = {
    r"[-+]?\d([.,]\d+)?E[-+]?\d+": "a long number that a spreadsheet shortened, so its digits are lost",
    r"#+|#[\w/]+[!?]?": "what a spreadsheet shows in place of a value",
    rf"\d{{1,4}}[-. /]?({MONTHS})[a-zа-я]*\.?([-. /]?\d{{1,4}})?|({MONTHS})[a-zа-я]*\.?[-. /]?\d{{1,4}}": "a date, which a spreadsheet makes of numbers like 3-11 or 4.5",
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}([ T]\d.*)?|\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d\d)( \d.*)?|(\d{4}年)?\d{1,2}月(\d{1,2}日)?": "a date, which a spreadsheet makes of numbers like 3-11 or 4.5",
}


@dataclass(frozen=True)
class Sheet:
    """The cells of each row by the names of their columns (in small letters), with the line in which the row begins."""

    names: list[str]
    rows: list[tuple[int, dict[str, str]]]
    encoding: str


def read(path: Path, needed: tuple[str, ...] = (), encoding: str = "") -> Sheet:
    """All rows of a CSV file, whatever program saved it; rows of empty cells are left out.

    UserError with file and line when it cannot be read, lacks a `needed` column, or a row has more cells than the
    head: nothing is guessed. Cells are as they were written: without the apostrophe of `quoted`.
    """
    try:
        text, found = decode(path.read_bytes(), encoding)
        lines = list(records(text))
        head = [unicodedata.normalize("NFC", cell).strip().casefold() for cell in lines[0][1]] if lines else []
        if missing := [name for name in needed if name not in head]:
            raise UserError(
                f"line 1: column {' and '.join(missing)} is missing; the columns are {', '.join(head) or 'none'}."
            )
        if twice := [name for name in head if name and head.count(name) > 1]:
            raise UserError(f"line 1: two columns are called {twice[0]}.")
        return Sheet(head, [(line, _row(line, cells, head)) for line, cells in lines[1:] if any(cells)], found)
    except UserError as error:
        raise UserError(f"{path}, {error}") from None


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record and the line in which it begins; UserError with the line where quotation marks do not fit.

    The separator is the one of comma, semicolon and tab that the first line holds most often, or what `sep=` names.

    >>> list(records('id;name\\n1;"A;B"\\n'))
    [(1, ['id', 'name']), (2, ['1', 'A;B'])]
    """
    named = re.match(r"sep=(.)(\r\n|\r|\n)", text)
    first = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0])
    separator = named[1] if named else max(",;\t", key=first.count)
    skipped = 1 if named else 0
    reader = csv.reader(io.StringIO(text[named.end() if named else 0 :], newline=""), delimiter=separator, strict=True)
    line = 1 + skipped
    try:
        for cells in reader:
            if cells:
                yield line, [_written(cell) for cell in cells]
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise UserError(f"line {line}: this line cannot be read ({error}).") from None


def damaged(cell: str) -> str:
    """What a spreadsheet made of a number or an id, in words; empty for a cell that may be as it was typed.

    >>> damaged("2.02611E+11"), damaged("04.май"), damaged("4711")
    ('a long number that a spreadsheet shortened, so its digits are lost', 'a date, which a spreadsheet makes of numbers like 3-11 or 4.5', '')
    """
    return next((said for pattern, said in DAMAGE.items() if re.fullmatch(pattern, cell.strip(), re.IGNORECASE)), "")


def decimal(cell: str) -> float | None:
    """A number with a point or a comma, also in the digits of a Japanese keyboard; None for anything else.

    >>> decimal("4,5"), decimal(" ４．５"), decimal("1e3"), decimal("04.май")
    (4.5, 4.5, None, None)
    """
    plain = unicodedata.normalize("NFKC", cell).strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", plain, re.ASCII) else None


def quoted(value: Any) -> Any:
    """A value that no spreadsheet computes: words that look like a formula get an apostrophe, which `unquoted` takes off.

    >>> quoted("=1+1"), quoted(-2), unquoted(quoted("'+1")), unquoted("'tis")
    ("'=1+1", -2, "'+1", "'tis")
    """
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unquoted(cell: str) -> str:
    """The words that `quoted` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding that was found: by its mark, UTF-8, or the only one that makes sense of the letters.

    UserError with the line when the named encoding does not fit, when several could be meant, or when it is no text.

    >>> decode("id,name\\n1,Айгүл".encode("utf-16"))
    ('id,name\\n1,Айгүл', 'utf-16')
    """
    for mark, what in WORKBOOKS.items():
        if content.startswith(mark):
            raise UserError(f"line 1: this is {what}, not a CSV file. {ADVICE}.")
    if encoding:
        return _strict(content, encoding), encoding
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return _strict(content, name), name
    if b"\0" in content:
        raise UserError(f"line 1: this is no text, or UTF-16 without its mark. {ADVICE}.")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if not (found := _only_sense(content)):
        raise UserError(f"line {line}: this is not UTF-8, and its letters could be read in several ways. {ADVICE}.")
    return _strict(content, found), found


def _only_sense(content: bytes) -> str:
    """The encoding that reads much better than every other one; empty when none does.

    Either the text is like a language and the next reading is clearly less so, or it is free of odd
    neighbours and every other reading is full of them.
    """
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return ""
    readings = {}
    for match in from_bytes(content, threshold=0.5):
        readings.setdefault(str(match), match)
    best, *others = [*readings.values()] or [None]
    if best is None:
        return ""
    like = best.coherence >= SENSE and all(best.coherence - other.coherence >= LEAD for other in others)
    clean = best.chaos == 0 and all(other.chaos >= NOISE for other in others)
    return best.encoding if like or clean else ""


def _row(line: int, cells: list[str], names: list[str]) -> dict[str, str]:
    """Cells by name; spreadsheets drop empty cells at the end of a line, or add some."""
    if any(cells[len(names) :]):
        raise UserError(
            f"line {line}: {len(cells)} cells instead of {len(names)}; words that hold a separator need quotation marks."
        )
    return dict(zip(names, cells + [""] * (len(names) - len(cells))))


def _written(cell: str) -> str:
    """A cell as it was typed: without the apostrophe before a formula, or the formula ="0047" that keeps a zero."""
    kept = re.fullmatch(r'="([^"]*)"', cell)
    return kept[1] if kept else unquoted(cell)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise UserError(f'there is no encoding "{encoding}". {ADVICE}.') from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UserError(f"line {line}: this is not {encoding}. {ADVICE}.") from None
