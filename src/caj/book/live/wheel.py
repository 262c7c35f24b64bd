"""The part of caj that goes with the runtime: helpers, self-checks and tables; no solutions, no tools of the book."""

import hashlib
import io
import zipfile
from pathlib import Path

import caj
from caj import data

MODULES = ("__init__", "charts", "checks", "data", "figures", "page", "sources", "widgets")
DEPENDS = ["pandas"]


def contents() -> dict[str, bytes]:
    """Files of the wheel by name: modules, questions and tables, and the little that makes a wheel of them."""
    package = Path(caj.__file__).parent
    modules = [package / f"{name}.py" for name in MODULES] + sorted(package.glob("questions/*.py"))
    tables = [data.folder() / name for name in ("datapackage.json", *(entry["path"] for entry in data.package()["resources"]))]
    info = f"caj-{caj.__version__}.dist-info"
    return {
        **{f"caj/{path.relative_to(package).as_posix()}": path.read_bytes() for path in modules},
        **{f"caj/seeds/{path.name}": path.read_bytes() for path in tables},
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
