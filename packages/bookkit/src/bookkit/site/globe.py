"""The globe on a flat drawing: a projection that keeps areas, coasts and borders, and lines as paths of SVG."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from caj import data

# Natural Earth 1:50m by way of the package world-atlas 2.0.2: Europe, Asia and North Africa, uncut, without islets; public domain.
OUTLINE = Path(__file__).with_name("outline.json")
BEYOND = 9  # how far around the frame lines and shores go on, so that no edge of them shows

Pair = tuple[float, float]


class View:
    """Lambert's azimuthal equal-area projection around a point, as a drawing of some size shows it.

    >>> view = View((60, 40), 1000, (0, 0), (400, 300))
    >>> view.place((60, 40)), view.place((60, 41))[1] < 150
    ((200.0, 150.0), True)
    """

    def __init__(self, centre: Pair, scale: float, middle: Pair, size: Pair, fine: float = 0.4) -> None:
        self.lon, self.lat = math.radians(centre[0]), math.radians(centre[1])
        self.scale, self.middle, self.size = scale, middle, size
        corner = [abs(at) + (length / 2 + BEYOND) / scale for at, length in zip(middle, size)]
        self.wide = 2 * math.asin(min(1.0, math.hypot(*corner) / 2))  # radians from the centre to the farthest corner
        self.fine = fine  # pixels: no bend of a line or shore is smaller

    @classmethod
    def around(cls, points: list[Pair], size: Pair, margin: float, least: float, fine: float) -> "View":
        """Centred between some places, as wide as they need, with a margin in parts of the extent and no closer than so many radians."""
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        centre = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        flat = [cls(centre, 1, (0, 0), size).flat(point) for point in points]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        room = 1 + 2 * margin
        wide = max((max(xs) - min(xs)) * room, (max(ys) - min(ys)) * room * size[0] / size[1], least)
        return cls(centre, size[0] / wide, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2), size, fine)

    def flat(self, point: Pair) -> Pair:
        """East and north of the centre, on a sphere of radius one."""
        lon, lat = math.radians(point[0]) - self.lon, math.radians(point[1])
        k = 1 + math.sin(self.lat) * math.sin(lat) + math.cos(self.lat) * math.cos(lat) * math.cos(lon)
        k = math.sqrt(2 / max(k, 1e-6))
        x = k * math.cos(lat) * math.sin(lon)
        return x, k * (math.cos(self.lat) * math.sin(lat) - math.sin(self.lat) * math.cos(lat) * math.cos(lon))

    def place(self, point: Pair) -> Pair:
        """Where a point of the globe stands in the drawing."""
        x, y = self.flat(point)
        return (
            self.size[0] / 2 + (x - self.middle[0]) * self.scale,
            self.size[1] / 2 - (y - self.middle[1]) * self.scale,
        )

    def shows(self, point: Pair, beyond: float = 0) -> bool:
        """Whether a point of the drawing lies in its frame."""
        return -beyond <= point[0] <= self.size[0] + beyond and -beyond <= point[1] <= self.size[1] + beyond

    def reaches(self, round: tuple[Pair, float]) -> bool:
        """Whether something within an angle around a point can be in the frame."""
        point, wide = round
        return angle((math.degrees(self.lon), math.degrees(self.lat)), point) - wide < self.wide

    def line(self, points: Iterable[Pair]) -> str:
        """A line of the globe as path, what lies in the frame."""
        runs = self._runs([self.place(point) for point in points])
        return "".join(_path(thin(run, self.fine), self.fine) for run in runs)

    def lake(self, ring: list[Pair]) -> str:
        """A closed shore of the globe as path."""
        return self.area(thin([self.place(point) for point in ring], self.fine))

    def _runs(self, points: list[Pair]) -> Iterator[list[Pair]]:
        """The pieces of a line whose points, or whose neighbours, are in the frame."""
        inside = [self.shows(point, BEYOND) for point in points]
        run: list[Pair] = []
        for at, point in enumerate(points):
            if any(inside[max(at - 1, 0) : at + 2]):
                run.append(point)
            elif run:
                yield run
                run = []
        yield run

    def area(self, ring: list[Pair]) -> str:
        """A closed shore, of points of the drawing, cut at the frame."""
        (width, height), points = self.size, ring
        for axis, bound, sign in ((0, -BEYOND, 1), (0, width + BEYOND, -1), (1, -BEYOND, 1), (1, height + BEYOND, -1)):
            points = _cut(points, axis, bound, sign)
        return _path(points, self.fine, "z") if len(points) > 3 else ""


def thin(points: list[Pair], fine: float) -> list[Pair]:
    """A line without the points that lie nearer than `fine` to what is left (Douglas and Peucker).

    >>> thin([(0, 0), (5, 0.2), (10, 0), (10, 9)], 0.5)
    [(0, 0), (10, 0), (10, 9)]
    """
    if len(points) < 3:
        return points
    kept, open_ = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = math.hypot(bx - ax, by - ay)
        far, where = fine, None
        for at in range(first + 1, last):
            x, y = points[at]
            off = abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length if length else math.hypot(x - ax, y - ay)
            if off > far:
                far, where = off, at
        if where is not None:
            kept.add(where)
            open_ += [(first, where), (where, last)]
    return [points[at] for at in sorted(kept)]


def _path(points: list[Pair], fine: float, end: str = "") -> str:
    """Steps in tenths of a pixel, or in halves or wholes when no more is to be seen; what has no extent is an islet and left out."""
    grain = 10 if fine < 0.6 else 2 if fine < 1.5 else 1
    rounded = [(round(x * grain), round(y * grain)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(rounded)]
    steps = [step for step in steps if step != (0, 0)]
    if not steps or (end and len(steps) < 3):
        return ""
    numbers = [(f"{x / grain:g}", f"{y / grain:g}") for x, y in [rounded[0], *steps]]
    first, *others = (
        f"{x.replace('0.', '.', 1) if abs(float(x)) < 1 else x} {y.replace('0.', '.', 1) if abs(float(y)) < 1 else y}"
        for x, y in numbers
    )
    return f"M{first}l{' '.join(others)}{end}".replace(" -", "-")


def _cut(points: list[Pair], axis: int, bound: float, sign: int) -> list[Pair]:
    """What of a polygon lies on one side of a line (Sutherland and Hodgman)."""
    kept: list[Pair] = []
    for before, point in zip([*points[-1:], *points[:-1]], points):
        inside, was = (sign * (each[axis] - bound) >= 0 for each in (point, before))
        if inside != was:
            share = (bound - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
    return kept


class Land(NamedTuple):
    """What the outline holds: arcs in degrees, and of each country its rings as numbers of arcs (`~n` is arc n backwards)."""

    arcs: list[list[Pair]]
    countries: dict[str, list[list[int]]]


@data.cache
def land() -> Land:
    """The outline, read once."""
    topology = json.loads(OUTLINE.read_text("utf-8"))
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        arcs.append(points)
    shapes = topology["objects"]["countries"]["geometries"]
    return Land(
        arcs, {shape["properties"]["name"]: [ring for group in shape["arcs"] for ring in group] for shape in shapes}
    )


def countries(view: View) -> dict[str, str]:
    """The area of each country as path; an arc that two share is thinned once, so that no gap opens between them."""
    near = {
        name: [ring for ring in rings if view.reaches(_round(tuple(ring)))] for name, rings in land().countries.items()
    }
    drawn: dict[int, list[Pair]] = {}
    for number in {_plain(number) for rings in near.values() for ring in rings for number in ring}:
        drawn[number] = thin([view.place(point) for point in land().arcs[number]], view.fine)
    return {name: "".join(view.area(joined(ring, drawn)) for ring in rings) for name, rings in near.items()}


def borders(view: View) -> str:
    """The lines between two countries, each once; coasts are not among them."""
    used = Counter(_plain(number) for rings in land().countries.values() for ring in rings for number in ring)
    shared = [number for number, times in used.items() if times > 1 and view.reaches(_round((number,)))]
    return "".join(view.line(land().arcs[number]) for number in shared)


def _plain(number: int) -> int:
    return number if number >= 0 else ~number


@data.cache
def _round(ring: tuple[int, ...]) -> tuple[Pair, float]:
    """A point and the angle around it, within which some arcs lie."""
    points = [point for number in ring for point in land().arcs[_plain(number)]]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    return middle, max(angle(middle, point) for point in points)


def angle(one: Pair, other: Pair) -> float:
    """How far two points of the globe are from each other, in radians.

    >>> round(math.degrees(angle((0, 0), (90, 0))))
    90
    """
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    return math.acos(max(-1, min(1, math.sin(b) * math.sin(d) + math.cos(b) * math.cos(d) * math.cos(a - c))))


def joined(ring: list[int], arcs: Mapping[int, list[Pair]]) -> list[Pair]:
    """The points of a ring, once each."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return [point for piece in pieces for point in piece[:-1]]
