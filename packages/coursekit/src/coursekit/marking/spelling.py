"""How the names of files in an archive are spelt: in Unicode, or as an old system wrote them without saying so."""

import re
import unicodedata
import zipfile

RUSSIAN = r"[а-яё]|[а-яё]*[аеёиоуыэюя][а-яё]*"  # a word of more than one letter has a vowel


def shown(name: str) -> str:
    """A name as one system spells it: a Mac takes letters with accents apart.

    >>> len("e\\u0301"), len(shown("e\\u0301"))
    (2, 1)
    """
    return unicodedata.normalize("NFC", name)


def spelt(members: list[zipfile.ZipInfo]) -> list[str]:
    """Names of an archive's members, all read in the first encoding of UTF-8, Russian and Japanese DOS that makes sense of every one.

    An archive says whether its names are UTF-8. A Mac and some phones write UTF-8 without saying so; the Explorer of a
    Russian or Japanese Windows writes its own encoding. What makes sense in none keeps the name that Python gives.
    """
    raw = [None if member.flag_bits & 0x800 else member.orig_filename.encode("cp437", "replace") for member in members]
    old = [name for name in raw if name and not name.isascii()]
    code = next((code for code in ("utf-8", "cp866", "cp932") if all(_sensible(name, code) for name in old)), "cp437")
    return [
        member.filename if name is None or name.isascii() else name.decode(code) for member, name in zip(members, raw)
    ]


def _sensible(name: bytes, code: str) -> bool:
    """Whether a code reads a name as words: of Russian letters only, or of Japanese ones."""
    try:
        text = name.decode(code)
    except UnicodeDecodeError:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    if code == "cp866":
        return not re.search(r"[^\x00-\x7fА-Яа-яЁё№]", text) and all(
            re.fullmatch(RUSSIAN, word, re.IGNORECASE) for word in words
        )
    if code == "cp932":
        return not re.search(r"[\uff61-\uff9f]", text) and all(
            re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", word) for word in words
        )
    return True
