"""Locator maps of scenes: the land around, its borders, a few named places; drawn in ink, for light and dark pages alike."""

import html
import json
import math
from itertools import pairwise
from pathlib import Path

from caj import data
from coursekit.book import Book
from coursekit.settings import TEXT, each, read_checked, record

# Natural Earth 1:50m by way of the package world-atlas 2.0.2: the countries of Eurasia that a map can show; public domain.
OUTLINE = Path(__file__).with_name("outline-near.json")
WIDTH, HEIGHT = 480, 374
LEAST = 0.16  # radians from side to side: no map is closer than about a thousand kilometres
COARSE = 4  # points of an outline nearer to each other are one
MARGIN = 0.24  # of the extent, around the outermost places
SIDES = {"right": ("start", 12, 6), "left": ("end", -12, 6), "above": ("middle", 0, -14), "below": ("middle", 0, 28)}
POINT = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
RULES = record(
    {
        "home": {"type": "array", "items": TEXT},
        "places": each(record({"name": TEXT, "at": POINT})),
        "maps": each(each({"enum": list(SIDES)})),
    }
)

Pair = tuple[float, float]


def plan() -> dict:
    """The places and maps of the book (`book/scenes.yml`); UserError with line and field for a mistake."""
    return read_checked(Book.current().extra("scenes.yml"), RULES)


def places() -> dict[str, tuple[str, Pair]]:
    """Name, longitude and latitude of each place: those of the table of nodes, and those of the book's own list."""
    nodes = data.load("nodes")
    rows = nodes[["id", "name", "lon", "lat"]].to_numpy()
    table: dict[str, tuple[str, Pair]] = {id: (name, (lon, lat)) for id, name, lon, lat in rows}
    return table | {id: (place["name"], tuple(place["at"])) for id, place in plan()["places"].items()}


def locator(map: str) -> str:
    """SVG of a map; its places are named in the text beside it, so it is hidden from screen readers."""
    named = {id: places()[id] for id in plan()["maps"][map]}
    view = View([at for _, at in named.values()])
    marks = "".join(
        _place(view, *named[id], side, number == 0) for number, (id, side) in enumerate(plan()["maps"][map].items())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="locator" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{_land(view)}{marks}</svg>'


class View:
    """A projection that keeps areas, centred between some places, as wide as they need."""

    def __init__(self, points: list[Pair]) -> None:
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        self.lon, self.lat = math.radians((min(lons) + max(lons)) / 2), math.radians((min(lats) + max(lats)) / 2)
        self.scale, self.middle = 1.0, (0.0, 0.0)
        flat = [self.flat(point) for point in points]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        self.middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        room = 1 + 2 * MARGIN
        wide = max((max(xs) - min(xs)) * room, (max(ys) - min(ys)) * room * WIDTH / HEIGHT, LEAST)
        self.scale = WIDTH / wide

    def flat(self, point: Pair) -> Pair:
        """Lambert's azimuthal equal-area projection, on a sphere of radius one."""
        lon, lat = math.radians(point[0]) - self.lon, math.radians(point[1])
        k = 1 + math.sin(self.lat) * math.sin(lat) + math.cos(self.lat) * math.cos(lat) * math.cos(lon)
        k = math.sqrt(2 / max(k, 1e-6))
        x = k * math.cos(lat) * math.sin(lon)
        return x, k * (math.cos(self.lat) * math.sin(lat) - math.sin(self.lat) * math.cos(lat) * math.cos(lon))

    def place(self, point: Pair) -> Pair:
        """Where a point of the globe stands in the drawing."""
        x, y = self.flat(point)
        return WIDTH / 2 + (x - self.middle[0]) * self.scale, HEIGHT / 2 - (y - self.middle[1]) * self.scale


def _land(view: View) -> str:
    home, drawn = set(plan()["home"]), {"home": "", "land": ""}
    for name, rings in countries().items():
        kind = "home" if name in home else "land"
        drawn[kind] += "".join(_ring(view, ring) for ring in rings)
    return f'<path class="land" d="{drawn["land"]}"/><path class="land home" d="{drawn["home"]}"/>'


def _ring(view: View, ring: list[Pair]) -> str:
    points = [view.place(point) for point in ring]
    for axis, bound, sign in ((0, -9, 1), (0, WIDTH + 9, -1), (1, -9, 1), (1, HEIGHT + 9, -1)):
        points = _cut(points, axis, bound, sign)
    kept: list[tuple[int, int]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= COARSE:
            kept.append((round(x), round(y)))
    if len(kept) < 4:
        return ""  # an islet
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(f'{b[0] - a[0]} {b[1] - a[1]}' for a, b in pairwise(kept))}z"


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


@data.cache
def countries() -> dict[str, list[list[Pair]]]:
    """The rings of each country, as longitudes and latitudes."""
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
    found: dict[str, list[list[Pair]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        groups = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [ring for group in groups for ring in group]
        found[shape["properties"]["name"]] = [_joined(ring, arcs) for ring in rings]
    return found


def _joined(ring: list[int], arcs: list[list[Pair]]) -> list[Pair]:
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return [point for piece in pieces for point in piece[:-1]]


def _place(view: View, name: str, at: Pair, side: str, main: bool) -> str:
    x, y = view.place(at)
    anchor, dx, dy = SIDES[side]
    mark = f'<circle class="{"st main" if main else "st"}" cx="{x:.0f}" cy="{y:.0f}" r="{8 if main else 6}"/>'
    return f'{mark}<text class="{"main" if main else ""}" x="{x + dx:.0f}" y="{y + dy:.0f}" text-anchor="{anchor}">{html.escape(name)}</text>'
