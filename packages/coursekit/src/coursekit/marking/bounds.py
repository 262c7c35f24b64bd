"""Bounds on what our side computes from a student's data: a fault there costs one submission its mark, never the run.

Inputs are bounded before they are read (`notebook`, `codec`), time here, memory by a limit on the worker; whatever
happens all the same becomes an Unreadable, which puts one submission before a person.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coursekit.isolation.limits import MB
from coursekit.isolation.sandbox import SandboxError
from coursekit.marking.marks import OutOfTime, time_limit
from coursekit.marking.notebook import Unreadable

LARGEST = 80 * MB  # characters of a result, pictures included


@contextmanager
def guarded(what: str, seconds: float | None = None) -> Iterator[None]:
    """Whatever goes wrong inside becomes Unreadable, with a sentence; so does taking longer than `seconds`.

    >>> with guarded("Reading this"):
    ...     1 / 0
    Traceback (most recent call last):
    coursekit.marking.notebook.Unreadable: Reading this failed (ZeroDivisionError); a person has to look.
    """
    try:
        if seconds is None:
            yield
        else:
            with time_limit(seconds):
                yield
    except (Unreadable, SandboxError):
        raise
    except OutOfTime:
        raise Unreadable(f"{what} took too long; a person has to look.") from None
    except Exception as error:
        raise Unreadable(f"{what} failed ({type(error).__name__}); a person has to look.") from None


def writable(result: Any) -> None:
    """Unreadable when a result cannot be written down, or is too much for the files of a class."""
    if len(json.dumps(result.plain(), ensure_ascii=False).encode("utf-8", "replace")) > LARGEST:
        raise Unreadable("The result of this submission is too large to be kept; a person has to look.")
