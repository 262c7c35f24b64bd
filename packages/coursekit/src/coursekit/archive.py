"""Zip archives that are the same byte for byte whenever their content is."""

import io
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def archive(
    files: dict[str, bytes], programs: frozenset[str] = frozenset(), stored: frozenset[str] = frozenset()
) -> bytes:
    """A zip archive of these files in this order; `programs` are marked as executable, `stored` are not compressed.

    >>> archive({"a": b"1"}) == archive({"a": b"1"})
    True
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            folder = name.endswith("/")
            mode = 0o40755 if folder else 0o100755 if name in programs else 0o100644
            entry.external_attr = (mode << 16) | (0x10 if folder else 0)
            entry.create_system = 3
            made.writestr(entry, content, zipfile.ZIP_STORED if folder or name in stored else zipfile.ZIP_DEFLATED)
    return stream.getvalue()
