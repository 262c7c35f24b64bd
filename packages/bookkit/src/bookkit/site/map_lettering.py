"""The lettering of a map at each zoom: which dots and names show, and where, so that none covers another."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from bookkit.site import map_data, map_names
from bookkit.site.globe import View
from bookkit.site.map_names import COUNTRY, PLACE, SIDES, Box

ZOOMS = (1, 2, 4, 8)  # how many times larger a reader can have a map
NEVER = 16  # of a dot that would cover another at every zoom: it shows when its place is chosen
APART = 11  # pixels between the middles of two dots

Pair = tuple[float, float]


class Name(NamedTuple):
    """A name: what it is of, its text, the point it belongs to, its place from there, and the zoom from which it shows."""

    kind: str
    text: str
    at: Pair
    by: Pair
    align: str
    zoom: int
    tie: Pair | None = None  # where a line from the point ends, when the name stands away from it
    once: bool = False  # whether it gives way as soon as the map is larger


def dots(look: dict, points: dict[str, Pair]) -> dict[str, int]:
    """The zoom from which the dot of each place shows: what the plan names comes first, and no dot covers another."""
    order = [id for id in look.get("places", {}) if id in points]
    order += [id for id in points if id not in order]
    found: dict[str, int] = {}
    for zoom in ZOOMS:
        scaled = {
            id: (points[id][0] * zoom, points[id][1] * zoom)
            for id in [*found, *(id for id in order if id not in found)]
        }
        found |= {id: zoom for id in map_names.apart(scaled, APART) if id not in found}
    return {id: found.get(id, NEVER) for id in order}


class Lettered(NamedTuple):
    """The zoom from which the dot of each place shows, and the names in each language."""

    dots: dict[str, int]
    names: dict[str, list[Name]]


def lettered(look: dict, view: View, shown: pd.DataFrame, languages: Iterable[str], zooms: tuple[int, ...]) -> Lettered:
    """Dots and names of a view: a dot that a name would cover, in any of the languages, shows from a later zoom on, and so does its name."""
    points = {row.id: view.place((row.lon, row.lat)) for row in shown.itertuples(index=False)}
    names = {language: lettering(look, view, shown, language, zooms) for language in languages}
    every = [name for some in names.values() for name in some]
    first = dots(look, points)
    clear = {
        id: [zoom for zoom in zooms if zoom >= since and _free(points[id], zoom, every)] for id, since in first.items()
    }
    since = {
        id: next((zoom for zoom in clear[id] if set(zooms[zooms.index(zoom) :]) <= {*clear[id]}), NEVER) for id in first
    }
    late = {points[id]: zoom for id, zoom in since.items()}
    return Lettered(
        since,
        {
            language: [name._replace(zoom=max(name.zoom, late.get(name.at, 1))) for name in some]
            for language, some in names.items()
        },
    )


def _free(point: Pair, zoom: int, names: list[Name]) -> bool:
    """Whether no name of another place covers a dot at a zoom."""
    spot = map_names.dot(point[0] * zoom, point[1] * zoom)
    here = (name for name in names if name.at != point and name.zoom <= zoom and not (name.once and zoom > 1))
    return not any(_box(name, zoom).meets(spot) for name in here)


def lettering(look: dict, view: View, shown: pd.DataFrame, language: str, zooms: tuple[int, ...] = ZOOMS) -> list[Name]:
    """All names of a view in a language: of places, then of countries and waters in the room that is left."""
    names = map_data.place_names(shown, language)
    points = {row.id: view.place((row.lon, row.lat)) for row in shown.itertuples(index=False)}
    seen = dots(look, points)
    points = {id: point for id, point in points.items() if view.shows(point)}
    seen = {id: zoom for id, zoom in seen.items() if id in points}
    found = list(_first(look, view, names, points, [id for id, zoom in seen.items() if zoom == 1], language))
    found = [name._replace(once=bool(name.tie)) for name in found]
    for zoom in zooms[1:]:
        named = {name.at for name in found if not name.once}
        here = {id: (points[id][0] * zoom, points[id][1] * zoom) for id, since in seen.items() if since <= zoom}
        wanted = {id: look.get("places", {}).get(id, "right") for id in here if points[id] not in named}
        size = (view.size[0] * zoom, view.size[1] * zoom)
        held = [_box(name, zoom) for name in found if name.kind == "place" and not name.once]
        chosen, taken = map_names.sides(wanted, names, here, size, held)
        found = [
            name._replace(once=name.once or _meets(name, zoom, taken, found[:at])) for at, name in enumerate(found)
        ]
        found += [_beside(names[id], points[id], side, zoom) for id, side in chosen.items()]
    return found


def _meets(name: Name, zoom: int, places: list[Box], before: list[Name]) -> bool:
    """Whether the name of a country or water would cover a place, its name, or such a name before it."""
    others = [_box(other, zoom) for other in before if other.kind != "place" and not other.once]
    return name.kind != "place" and any(_box(name, zoom).meets(box) for box in [*places, *others])


def _first(
    look: dict, view: View, names: dict[str, str], points: dict[str, Pair], seen: list[str], language: str
) -> Iterator[Name]:
    """The names that show before any zoom."""
    here = {id: points[id] for id in seen}
    wanted = {id: side for id, side in look.get("places", {}).items() if id in here}
    chosen, taken = map_names.sides(wanted, names, here, view.size)
    tied = map_names.tied({id: names[id] for id in wanted if id not in chosen}, here, taken, view.size)
    for id, side in chosen.items():
        yield _beside(names[id], points[id], side, 1)
    for id, name in tied.items():
        x, y = points[id]
        yield Name(
            "place", names[id], (x, y), (name.x - x, name.y - y), "center", 1, (name.end[0] - x, name.end[1] - y)
        )
    for kind, key, far in (("country", "countries", 99), ("water", "waters", 36)):
        spots = {map_data.other_name(name, language): view.place((lon, lat)) for name, lon, lat in look.get(key, [])}
        for text, by in map_names.moved(spots, taken, view.size, far).items():
            yield Name(kind, text, spots[text], by, "center", 1)
            taken.append(map_names.text_box(text, spots[text][0] + by[0], spots[text][1] + by[1], "center", COUNTRY))


def _beside(text: str, at: Pair, side: str, zoom: int) -> Name:
    align, dx, dy = SIDES[side]
    return Name("place", text, at, (dx, dy), align, zoom)


def _box(name: Name, zoom: int) -> Box:
    """The room of a name when the map is so many times larger."""
    size = PLACE if name.kind == "place" else COUNTRY
    return map_names.text_box(
        name.text, name.at[0] * zoom + name.by[0], name.at[1] * zoom + name.by[1], name.align, size
    )
