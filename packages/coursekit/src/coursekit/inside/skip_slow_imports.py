"""Start-up of our own programs: what they need not load."""

import sys


def quick() -> None:
    """Keep jsonschema from building parsers of web addresses, which takes seconds and which no notebook or chart needs.

    Call it before anything imports jsonschema; it holds for the process and for those that it forks.

    >>> quick()
    """
    sys.modules.setdefault("rfc3987_syntax", None)
