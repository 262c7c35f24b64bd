"""Frames between the trusted side and the sandbox: a length, then JSON, with limits of size and time."""

import json
import socket
import struct
import time
from typing import Any

LARGEST = 8_000_000  # bytes of one frame


class Gone(BaseException):
    """The other side ended, or no longer keeps to the protocol. Not an Exception: no test may swallow it."""


class Slow(BaseException):
    """The other side did not answer in time."""


class Late(Slow):
    """It did not answer in time by the clock, though it did not compute for that long."""


def send(line: socket.socket, message: dict[str, Any], seconds: float = 5.0) -> None:
    """Write one frame; ValueError when it is too large, Gone or Slow when the other side does not take it.

    >>> here, there = socket.socketpair()
    >>> send(here, {"do": "cell"})
    >>> receive(there, 1.0)
    {'do': 'cell'}
    """
    body = json.dumps(message).encode()
    if len(body) > LARGEST:
        raise ValueError("this value is too large to be graded")
    line.settimeout(seconds)
    try:
        line.sendall(struct.pack(">I", len(body)) + body)
    except TimeoutError:
        raise Slow from None
    except OSError:
        raise Gone from None


def receive(line: socket.socket, seconds: float | None) -> dict[str, Any]:
    """Read one frame; Slow after `seconds` in all (None waits), Gone for an end or anything that is no frame."""
    until = None if seconds is None else time.monotonic() + seconds
    length = struct.unpack(">I", _exactly(line, 4, until))[0]
    if length > LARGEST:
        raise Gone
    try:
        message = json.loads(_exactly(line, length, until))
    except (ValueError, RecursionError):
        raise Gone from None
    if not isinstance(message, dict):
        raise Gone
    return message


def _exactly(line: socket.socket, length: int, until: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            raise Slow
        line.settimeout(left)
        try:
            part = line.recv(min(length - len(parts), 1 << 20))
        except TimeoutError:
            raise Slow from None
        except OSError:
            raise Gone from None
        if not part:
            raise Gone
        parts += part
    return bytes(parts)
