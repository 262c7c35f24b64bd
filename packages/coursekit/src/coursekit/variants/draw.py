"""Who gets which variant: drawn from a course secret and the student id, alike on every machine."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from caj.errors import UserError
from coursekit.variants.declare import Values, Variation

SHORTEST = 16


def draw(secret: str, student: str, slug: str, variation: Variation) -> Values:
    """The values of one student for one question; the book's own are never drawn, because their answer is public."""
    number = int.from_bytes(_mac(secret, "variant", slug, variation.question, student), "big")
    return variation.options[number % len(variation.options)]


def salt(secret: str, slug: str, question: str, values: str) -> str:
    """What makes the seals of two questions differ even where their answers agree.

    >>> salt("a course secret!", "x", "q", "{}")
    '0156da8e'
    """
    return _mac(secret, "seal", slug, question, values).hex()[:8]


def read_secret(path: Path, release: Path) -> tuple[str, bool]:
    """The course secret in a file, and whether it was made now, which happens on first use.

    UserError when the file lies in the release folder or holds no secret.
    """
    if path.resolve().is_relative_to(release.resolve()):
        raise UserError(f"The secret {path} must not lie in {release}, which students receive.")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            made = secrets.token_hex(32)
            file.write(f"{made}\n")
            return made, True
    except FileExistsError:
        pass
    text = path.read_text("utf-8", "replace").strip()
    if len(text) < SHORTEST or "\n" in text:
        raise UserError(f"{path} holds no course secret: one line of at least {SHORTEST} characters is expected.")
    return text, False


def _mac(secret: str, *parts: str) -> bytes:
    return hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).digest()
