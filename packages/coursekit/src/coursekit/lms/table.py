"""CSV files that somebody else's program wrote: single fields change, every other byte stays."""

import codecs
import re
from dataclasses import dataclass

from caj.errors import UserError

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class Table:
    """Rows of raw fields, quotation marks included, each with the line end that followed it."""

    rows: list[list[str]]
    ends: list[str]
    separator: str
    encoding: str
    mark: bytes

    def value(self, row: int, column: int) -> str:
        """The field as words; empty when the row is too short."""
        raw = self.rows[row][column] if column < len(self.rows[row]) else ""
        return raw[1:-1].replace('""', '"') if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw

    def set(self, row: int, column: int, words: str) -> None:
        """Change one field; it keeps its quotation marks."""
        fields = self.rows[row]
        fields += [""] * (column + 1 - len(fields))
        quoted = fields[column].startswith('"') or re.search(rf'["\r\n{re.escape(self.separator)}]', words)
        fields[column] = '"' + words.replace('"', '""') + '"' if quoted else words

    def content(self) -> bytes:
        """The file; the same bytes as were read where nothing changed."""
        text = "".join(self.separator.join(row) + end for row, end in zip(self.rows, self.ends))
        return self.mark + text.encode(self.encoding)


def read(content: bytes) -> Table:
    """Take a CSV file apart; UserError when it is no text or a quotation mark has no partner.

    >>> read(b'"a";b\\r\\n1;2').content()
    b'"a";b\\r\\n1;2'
    """
    mark = next((mark for mark in MARKS if content.startswith(mark)), b"")
    encoding = MARKS.get(mark) or _guess(content)
    text = content[len(mark) :].decode(encoding)
    if "\0" in text:
        raise UserError("This is not a CSV file: download it as CSV, not as a workbook.")
    separator = max(",;\t", key=re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text, maxsplit=1)[0]).count)
    rows: list[list[str]] = []
    ends: list[str] = []
    field = re.compile(rf'((?:"(?:[^"]|"")*"|[^"\r\n{re.escape(separator)}])*)({re.escape(separator)}|\r\n|\r|\n|\Z)')
    place, row = 0, []
    while place < len(text) or row:
        if not (found := field.match(text, place)):
            raise UserError(f"Line {len(rows) + 1} holds a quotation mark without its partner.")
        row.append(found[1])
        place = found.end()
        if found[2] != separator:
            rows.append(row)
            ends.append(found[2])
            row = []
        elif place == len(text):
            rows.append([*row, ""])
            ends.append("")
            break
    return Table(rows, ends, separator, encoding, mark)


def _guess(content: bytes) -> str:
    """UTF-8 where it fits; else a code in which every byte is a letter, so that none is lost."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"
