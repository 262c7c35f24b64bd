"""Names that strangers gave to files and themselves, as they can be printed."""

from hashlib import sha256

LONGEST, NAMED = 100, 5


def label(name: str) -> str:
    """A name of a stranger that can be printed, stored and told apart from others.

    >>> label("Айгерім"), label("a\\udcff"), len(label("x" * 1000))
    ('Айгерім', 'a\\\\xff', 109)
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return (
        text
        if len(text) <= LONGEST
        else f"{text[:LONGEST]}…{sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    )


def listed(names: list[str]) -> str:
    """The first names of many, and how many more there are.

    >>> listed(["a", "b"]), listed(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(label(name) for name in names[:NAMED]) + more
