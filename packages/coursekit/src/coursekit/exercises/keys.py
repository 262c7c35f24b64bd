"""The keys of the book's exercises: prepared when first asked for, sent to other machines as sources."""

from pathlib import Path
from typing import Any

from coursekit import exercises
from coursekit.exercises import Exercise
from coursekit.exercises.key import Key, prepare
from coursekit.exercises.notebooks import source_path


class Keys:
    """`keys(slug, student)` is the key of an exercise; a copy made by pickle holds the sources asked for so far."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources: dict[str, Exercise] = {}
        self._ready: dict[str, Key] = {}

    def __call__(self, slug: str, student: str) -> Key:
        """Prepare the key of `slug`, the same for every student. UserError when its source cannot be graded."""
        if slug not in self._ready:
            if slug not in self._sources:
                self._sources[slug] = exercises.load(source_path(self._root, slug))
            self._ready[slug] = prepare(self._sources[slug])
        return self._ready[slug]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_ready": {}}  # code does not travel; the other side prepares its own
