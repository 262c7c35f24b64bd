"""The part of caj that goes with the runtime: helpers, self-checks and tables; no solutions, no tools of the book."""

import hashlib
import io
import zipfile

import caj
from coursekit import student_package
from coursekit.book import Book

DEPENDS = ["pandas"]


def contents() -> dict[str, bytes]:
    """Files of the wheel by name: the students' package with all self-checks, and the little that makes a wheel of it."""
    info = f"caj-{caj.__version__}.dist-info"
    return {
        **{f"caj/{name}": path.read_bytes() for name, path in student_package.files(Book.current().checked).items()},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: caj\nVersion: {caj.__version__}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }


def build() -> tuple[str, bytes]:
    """Name and bytes of the wheel; the name changes with the content, so that no browser keeps an old one."""
    files = contents()
    seal = hashlib.sha256(b"\0".join(name.encode() + b"\0" + content for name, content in sorted(files.items())))
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return f"caj-{seal.hexdigest()[:12]}-py3-none-any.whl", wheel.getvalue()
