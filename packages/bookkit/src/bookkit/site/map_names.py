"""Names on the map: each beside its place, where it covers neither another name nor a dot."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WIDTH = 0.58  # of a letter, in parts of its size; a little more than in Arial, so that names keep a distance
PLACE, COUNTRY, DOT = 13, 12, 6  # size of the letters of a place and of a country, and radius of a dot with its rim
SIDES = {
    "right": ("left", 7, 0),
    "left": ("right", -7, 0),
    "above": ("center", 0, -12),
    "below": ("center", 0, 13),
    "upper right": ("left", 5, -9),
    "lower right": ("left", 5, 10),
    "upper left": ("right", -5, -9),
    "lower left": ("right", -5, 10),
}
STEPS = sorted(
    ((dx, dy) for dx in range(-90, 91, 15) for dy in range(-60, 61, 12)), key=lambda by: by[0] ** 2 + by[1] ** 2
)


class Box(NamedTuple):
    """Where something stands on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes have room in common.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Its point nearest to another one."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def free(self, size: tuple[float, float], taken: Iterable["Box"]) -> bool:
        """Whether it lies on a drawing of this size and covers nothing."""
        inside = self.left >= 0 and self.top >= 0 and self.right <= size[0] and self.bottom <= size[1]
        return inside and not any(self.meets(other) for other in taken)


def text_box(text: str, x: float, y: float, align: str, letters: float) -> Box:
    """The room of a line of text whose middle, beginning or end is at a point."""
    width = sum(1 if unicodedata.east_asian_width(letter) == "W" else WIDTH for letter in text) * letters
    left = x - {"left": 0, "center": width / 2, "right": width}[align]
    return Box(left, y - letters * 0.6, left + width, y + letters * 0.6)


def dot(x: float, y: float) -> Box:
    """The room of a place's dot."""
    return Box(x - DOT, y - DOT, x + DOT, y + DOT)


def sides(
    wanted: dict[str, str],
    names: dict[str, str],
    points: dict[str, tuple[float, float]],
    size: tuple[float, float],
    held: Iterable[Box] = (),
) -> tuple[dict[str, str], list[Box]]:
    """The side on which each place gets its name, those listed first before others, and all room taken; a name without room there has none.

    What is `held` was taken before.

    >>> points = {"a": (50, 50), "b": (70, 50)}
    >>> sides({"a": "right", "b": "right"}, {"a": "Osh", "b": "Uzgen"}, points, (200, 100))[0]
    {'a': 'left', 'b': 'right'}
    """
    dots = {id: dot(*point) for id, point in points.items()}
    chosen: dict[str, str] = {}
    taken: list[Box] = list(held)
    for id, first in wanted.items():
        others = [box for other, box in dots.items() if other != id]
        for side, box in _around(names[id], points[id], first) if id in points else ():
            if box.free(size, [*others, *taken]):
                chosen[id] = side
                taken.append(box)
                break
    return chosen, [*dots.values(), *taken]


def _around(name: str, point: tuple[float, float], first: str) -> Iterator[tuple[str, Box]]:
    for side in (first, *(side for side in SIDES if side != first)):
        align, dx, dy = SIDES[side]
        yield side, text_box(name, point[0] + dx, point[1] + dy, align, PLACE)


def apart(points: dict[str, tuple[float, float]], room: float) -> list[str]:
    """Places whose dots, drawn in this order, cover none before.

    >>> apart({"Osh": (0, 0), "Uzgen": (3, 4), "Naryn": (30, 40)}, 10)
    ['Osh', 'Naryn']
    """
    kept: dict[str, tuple[float, float]] = {}
    for id, (x, y) in points.items():
        if all((x - a) ** 2 + (y - b) ** 2 >= room**2 for a, b in kept.values()):
            kept[id] = (x, y)
    return list(kept)


def moved(
    countries: dict[str, tuple[float, float]], taken: list[Box], size: tuple[float, float], far: float = 99
) -> dict[str, tuple[int, int]]:
    """How far the name of each country or water stands from where it was meant, the nearest room; without any it is left out."""
    found: dict[str, tuple[int, int]] = {}
    room = list(taken)
    for name, (x, y) in countries.items():
        boxes = {
            by: text_box(name, x + by[0], y + by[1], "center", COUNTRY) for by in STEPS if max(map(abs, by)) <= far
        }
        by = next((by for by, box in boxes.items() if box.free(size, room)), None)
        if by is not None:
            found[name] = by
            room.append(boxes[by])
    return found


class Tied(NamedTuple):
    """A name away from its place: its middle, and the end of the line that ties it to the place."""

    x: float
    y: float
    end: tuple[float, float]


def tied(
    names: dict[str, str], points: dict[str, tuple[float, float]], taken: list[Box], size: tuple[float, float]
) -> dict[str, Tied]:
    """The nearest room for names that have none beside their place, where a line from the place crosses no other name.

    Without any, the name is left out; `taken` grows by what gets room.

    >>> tied({"a": "Osh"}, {"a": (50, 50)}, [Box(30, 40, 70, 60)], (200, 100))
    {'a': Tied(x=50.0, y=26.0, end=(50, 33.8))}
    """
    found: dict[str, Tied] = {}
    for id, name in names.items():
        x, y = points[id]
        around = dot(x, y)
        others = [box for box in taken if not box.meets(around)]  # what stands around the place, its line may leave
        for dx, dy in STEPS:
            box = text_box(name, x + dx, y + dy, "center", PLACE)
            end = box.nearest(x, y)
            line = [Box(*at, *at) for at in _between((x, y), end)]
            if box.free(size, taken) and not any(point.meets(other) for point in line for other in others):
                found[id] = Tied(float(x + dx), float(y + dy), (round(end[0], 1), round(end[1], 1)))
                taken.append(box)
                break
    return found


def _between(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Points of the line, a pixel or two from each other."""
    for part in range(61):
        yield tuple(a + (b - a) * part / 60 for a, b in zip(start, end))  # type: ignore[misc]
