"""The text of a file whose encoding nobody wrote down; refused when it is not sure."""

import codecs

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ADVICE = 'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8"), or give --encoding, such as --encoding cp1251 or --encoding cp932.'
SENSE, LEAD, NOISE = 0.4, 0.1, 0.1


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding that was found: by its mark, UTF-8, or the only one that makes sense of the letters.

    ValueError with the line when the named encoding does not fit, or when several could be meant.

    >>> decode("id,name\\n1,Айгүл".encode("utf-16"))
    ('id,name\\n1,Айгүл', 'utf-16')
    """
    if encoding:
        return _strict(content, encoding), encoding
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return _strict(content, name), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if b"\0" in content:
        raise ValueError(f"line 1: this is no text, or UTF-16 without its mark. {ADVICE}")
    found = _only_sense(content)
    if not found:
        raise ValueError(f"line {line}: this is not UTF-8, and it is not sure what it is. {ADVICE}")
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


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise ValueError(f'there is no encoding "{encoding}". {ADVICE}') from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"line {line}: this is not {encoding}. {ADVICE}") from None
