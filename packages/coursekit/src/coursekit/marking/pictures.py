"""Pictures in open answers: PNG, JPEG and GIF within bounds are shown, anything else is named and stays in the notebook."""

import base64
import binascii
import re
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import unquote

KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
LARGEST, MOST, PIXELS = 1_500_000, 6, 40_000_000  # bytes of one, how many in an answer, and width times height
DATA = re.compile(r"data:(image/[\w.+-]{1,20});base64,([A-Za-z0-9+/=]*)")
ATTACHMENT = re.compile(r"attachment:([^\s)\"'>]+)")


@dataclass
class Album:
    """The pictures of one answer, numbered as they come; `shown` are addresses that hold their own data."""

    count: int = 0
    shown: list[str] = field(default_factory=list)

    def text(self, source: str, attachments: dict[str, tuple[str, str]]) -> str:
        """A cell's text in which a short name stands for each picture; pictures that it does not name follow below.

        >>> Album().text("![chart](attachment:chart.svg)", {"chart.svg": ("image/svg+xml", "PHN2Zz4=")})
        '![chart](picture 1, image/svg+xml of 5 bytes, only in the notebook)'
        """
        named = {name: self._add(*picture) for name, picture in attachments.items()}
        used: set[str] = set()

        def attached(found: re.Match[str]) -> str:
            name = found[1] if found[1] in named else unquote(found[1])
            used.add(name)
            return named.get(name, f"{found[0]}, which is not in the notebook")

        text = ATTACHMENT.sub(attached, DATA.sub(lambda found: self._add(found[1], found[2]), source))
        return "\n".join([text, *(f"[{words}: {name[:80]}]" for name, words in named.items() if name not in used)])

    def _add(self, kind: str, encoded: str) -> str:
        """A picture's name in the text; it is shown when it is what it says and not too large."""
        self.count += 1
        content = _decoded(encoded)
        short = sha256(encoded.encode()).hexdigest()[:8]
        if len(self.shown) < MOST and _harmless(kind, content):
            self.shown.append(f"data:{kind};base64,{base64.b64encode(content).decode()}")
            return (
                f"picture {len(self.shown)} below, {short}"
                if len(self.shown) == self.count
                else f"picture {len(self.shown)} below (the {self.count}. of this answer), {short}"
            )
        size = len(content) or len(encoded) * 3 // 4
        return f"picture {self.count}, {kind} of {size:,} bytes, only in the notebook"


def _decoded(encoded: str) -> bytes:
    if len(encoded) > LARGEST * 4 // 3 + 4:
        return b""
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _harmless(kind: str, content: bytes) -> bool:
    """Whether the content is the picture that it is called, with a size that a browser can draw."""
    if kind not in KINDS or not content.startswith(KINDS[kind]) or len(content) > LARGEST:
        return False
    try:
        width, height = {"image/png": _png, "image/gif": _gif, "image/jpeg": _jpeg}[kind](content)
    except (struct.error, ValueError):
        return False
    return 0 < width * height <= PIXELS


def _png(content: bytes) -> tuple[int, int]:
    return struct.unpack(">II", content[16:24])


def _gif(content: bytes) -> tuple[int, int]:
    return struct.unpack("<HH", content[6:10])


def _jpeg(content: bytes) -> tuple[int, int]:
    """Height and width stand in the first segment that begins a frame."""
    place = 2
    while place + 9 < len(content):
        mark, kind, length = struct.unpack(">BBH", content[place : place + 4])
        if mark != 0xFF:
            break
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return struct.unpack(">HH", content[place + 5 : place + 9])
        place += 2 + length
    raise ValueError("no frame")
