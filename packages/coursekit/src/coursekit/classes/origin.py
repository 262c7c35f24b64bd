"""With which version of the book, and so from which tables, a key or a student's copy was made."""

import re
from dataclasses import asdict, dataclass
from typing import Self

from caj import data

# As it stands in the JSON of a notebook's metadata; in the text of a cell the quotation marks would be escaped.
STATED = re.compile(rb'"caj":\s*\{\s*"edition":\s*"([\w.+-]{1,40})",\s*"tables":\s*"(sha256:[0-9a-f]{64})"\s*\}')


@dataclass(frozen=True)
class Origin:
    """Version of the book, empty in keys of old, and a fingerprint of all tables: others give other answers."""

    edition: str
    tables: str

    def __str__(self) -> str:
        version = f"version {self.edition}" if self.edition else "a version that it does not name"
        return f"{version} (tables {self.tables.removeprefix('sha256:')[:8]})"

    @classmethod
    def here(cls) -> Self:
        """What this book would make now."""
        return cls(data.package()["version"], data.fingerprint((data.folder() / "datapackage.json").read_bytes()))

    @classmethod
    def of_copy(cls, content: bytes) -> Self | None:
        """What a student's copy states; None for the book's own exercises, and where another program left it out.

        >>> import json
        >>> print(Origin.of_copy(json.dumps({"metadata": {"caj": Origin("2027.1.5", "sha256:" + "0a" * 32).plain()}}).encode()))
        version 2027.1.5 (tables 0a0a0a0a)
        """
        found = STATED.search(content)
        return cls(found[1].decode(), found[2].decode()) if found else None

    def plain(self) -> dict[str, str]:
        """As JSON values."""
        return asdict(self)

    def where(self, here: "Origin") -> str:
        """How to get at the tables of this origin, a sentence.

        >>> Origin("2027.1.5", "sha256:1").where(Origin("2027.2.1", "sha256:2"))
        'Version 2027.1.5 is had by `git worktree add ../book-2027.1.5 v2027.1.5`, and `make book` there.'
        """
        if self.edition and self.edition != here.edition:
            return f"Version {self.edition} is had by `git worktree add ../book-{self.edition} v{self.edition}`, and `make book` there."
        return "`git log seeds/datapackage.json` lists when tables changed; take the commit that stood when you assigned, by `git worktree add ../book-then COMMIT`, and `make book` there."
