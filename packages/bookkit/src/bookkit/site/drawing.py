"""Drawings of the route map: land, legs and places as SVG, made at build time."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from bookkit.site import map_names
from bookkit.site.map_names import COUNTRY, PLACE, SIDES
from bookkit.site.vega import VEGA_LITE
from caj import colours as book_colours
from caj.charts import COUNTRIES, GREY, THEME
from coursekit.book import Book
from coursekit.settings import TEXT, each, read_checked, record

# Natural Earth 1:110m by way of the package world-atlas 2.0.2, uncut, for a cut country gets straight edges; public domain.
OUTLINE = json.loads(Path(__file__).with_name("outline.json").read_text("utf-8"))
STATUS = {"operating": "in use", "planned": "planned", "under_construction": "being built"}
POINT = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
NAMED = {"type": "array", "prefixItems": [TEXT, {"type": "number"}, {"type": "number"}], "minItems": 3, "maxItems": 3}
VIEW = record(
    {"title": TEXT, "projection": {"type": "object"}, "size": POINT},
    countries={"type": "array", "items": NAMED},
    places=each({"enum": list(SIDES)}),
)
RULES = record(
    {"corridors": each(record({"title": TEXT, "colour": TEXT})), "views": record({"all": VIEW, "close": VIEW})},
    front_label=TEXT,
    left_out=TEXT,
    through=each({"type": "array", "items": POINT}),
)


def plan() -> dict:
    """What the book says of its map: corridors, views, and aids of the drawing; UserError with line and field for a mistake."""
    return read_checked(Book.current().extra("map.yml"), RULES)


def corridors() -> dict[str, tuple[str, str]]:
    """Title and colour of the line of each corridor; a country's code or a corridor's key stands for its colour in the charts."""
    colours = {key: colour.light for key, colour in (book_colours.COUNTRIES | book_colours.CORRIDORS).items()}
    return {
        key: (line["title"], colours.get(line["colour"], line["colour"])) for key, line in plan()["corridors"].items()
    }


def static_map(view: str, nodes: pd.DataFrame, legs: pd.DataFrame, linked: bool = True) -> str:
    """SVG of one view; each leg and place carries its id, and places are links to their row of the list."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(spec(view, nodes, legs, linked), vl_version=VEGA_LITE)
    svg = re.sub(r' aria-label="(leg-\d+|place-[a-z_]+)"', r' data-id="\1"', svg)
    clips: dict[str, int] = {}  # the library counts through all its drawings; ours are counted in each
    svg = re.sub(r"clip\d+", lambda match: f"{view}-clip{clips.setdefault(match[0], len(clips))}", svg)
    svg = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg)
    svg = re.sub(r"\d+\.\d+", lambda match: f"{float(match[0]):.4g}", svg)
    return re.sub(r'<a [^>]*?href="[^"]*#(place-[a-z_]+)"[^>]*>', _place_link(nodes), svg).replace(
        "<svg ", '<svg focusable="false" ', 1
    )


def _place_link(nodes: pd.DataFrame) -> Callable[[re.Match], str]:
    names = {f"place-{row.id}": row.name for row in nodes.itertuples(index=False)}
    return lambda match: f'<a href="#{match[1]}" aria-label="{html.escape(names[match[1]])}">'


def spec(view: str, nodes: pd.DataFrame, legs: pd.DataFrame, linked: bool = True) -> dict:
    """Vega-Lite spec: land, borders, legs by corridor, places."""
    look = plan()["views"][view]
    shown = nodes[nodes["id"] != plan().get("left_out")]
    points = _measured(look, shown)
    own = dict(zip(shown["id"], shown["name"], strict=True))
    named, taken = map_names.sides(look.get("places", {}), own, {id: points[id] for id in own}, look["size"])
    left = {id: own[id] for id in look.get("places", {}) if id in own and id not in named}
    tied = map_names.tied(left, points, taken, look["size"])
    countries = {name: points[name] for name, *_ in look.get("countries", [])}
    moved = map_names.moved(countries, taken, look["size"])
    drawn = [*_names_of_countries(look, moved), _lines(nodes, legs), *_places(shown, named, linked)]
    away = [layer for id, name in tied.items() for layer in _tied(own[id], points[id], name)]
    return _drawn(look, [_land(), *drawn, *away])


def _drawn(look: dict, layers: list[dict]) -> dict:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": THEME,
        "width": look["size"][0],
        "height": look["size"][1],
        "projection": look["projection"] | {"clipExtent": [[0, 0], look["size"]]},
        "layer": layers,
    }


def _measured(look: dict, shown: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Where each place, by its id, and each country, by its name, stands on the drawing: the library projects, and tells."""
    import vl_convert

    rows = [{"of": row.id, "lon": row.lon, "lat": row.lat} for row in shown.itertuples()]
    rows += [{"of": name, "lon": lon, "lat": lat} for name, lon, lat in look.get("countries", [])]
    marks = {"data": {"values": rows}, "mark": "circle", "encoding": _position() | {"description": {"field": "of"}}}
    svg = vl_convert.vegalite_to_svg(_drawn(look, [marks]), vl_version=VEGA_LITE)
    tags = (re.search(r'aria-label="([^"]+)".*?translate\(([-\d.]+),([-\d.]+)\)', tag) for tag in svg.split("<path"))
    return {html.unescape(tag[1]): (float(tag[2]), float(tag[3])) for tag in tags if tag}


def _position() -> dict:
    return {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }


def _land() -> dict:
    six = f"indexof({[name for name, _ in COUNTRIES.values()]}, datum.properties.name) >= 0"
    return {
        "data": {"values": OUTLINE, "format": {"type": "topojson", "feature": "countries"}},
        "mark": {"type": "geoshape", "stroke": GREY, "strokeWidth": 0.6, "clip": True},
        "encoding": {
            "fill": {"value": GREY},
            "fillOpacity": {"condition": {"test": six, "value": 0.45}, "value": 0.15},
            "strokeOpacity": {"value": 0.7},
        },
    }


def _names_of_countries(look: dict, moved: dict[str, tuple[int, int]]) -> list[dict]:
    """Names of countries in the room that places and their names leave, in spaced letters."""
    rows = [{"name": name, "lon": lon, "lat": lat} for name, lon, lat in look.get("countries", [])]
    mark = {"type": "text", "fontSize": COUNTRY, "fontStyle": "italic", "opacity": 0.85, "clip": True}
    return [
        {
            "data": {"values": [row]},
            "mark": mark | {"dx": moved[row["name"]][0], "dy": moved[row["name"]][1]},
            "encoding": _position() | {"text": {"field": "name"}},
        }
        for row in rows
        if row["name"] in moved
    ]


def _lines(nodes: pd.DataFrame, legs: pd.DataFrame) -> dict:
    places = nodes.set_index("id")
    features = [
        {
            "type": "Feature",
            "properties": {"id": leg.id, "corridor": leg.corridor, "status": STATUS[leg.status]},
            "geometry": {"type": "LineString", "coordinates": _points(leg, places)},
        }
        for leg in legs.itertuples(index=False)
        if plan().get("left_out") not in (leg.from_node, leg.to_node)
    ]
    known = corridors()
    colours = {"domain": list(known), "range": [colour for _, colour in known.values()]}
    return {
        "data": {"values": features},
        "mark": {"type": "geoshape", "filled": False, "strokeWidth": 2.4, "clip": True},
        "encoding": {
            "stroke": {"field": "properties.corridor", "type": "nominal", "scale": colours, "legend": None},
            "strokeDash": {
                "field": "properties.status",
                "type": "nominal",
                "scale": {"domain": list(STATUS.values()), "range": [[1, 0], [2, 4], [7, 4]]},
                "legend": None,
            },
            "description": {"field": "properties.id"},
        },
    }


def _points(leg: Any, places: pd.DataFrame) -> list[tuple[float, float]]:
    ends = [(places.at[node, "lon"], places.at[node, "lat"]) for node in (leg.from_node, leg.to_node)]
    return [ends[0], *map(tuple, plan().get("through", {}).get(leg.id, [])), ends[1]]


def _places(shown: pd.DataFrame, named: dict[str, str], linked: bool) -> list[dict]:
    rows = shown.assign(place="place-" + shown["id"], link="#place-" + shown["id"])[
        ["id", "name", "place", "link", "lon", "lat"]
    ].to_dict("records")
    link = {"href": {"field": "link"}, "description": {"field": "place"}} if linked else {}
    dots = {"type": "circle", "size": 55, "opacity": 1, "color": GREY, "stroke": "white", "strokeWidth": 1}
    return [
        {"data": {"values": rows}, "mark": dots | {"clip": True}, "encoding": _position() | link},
        *(
            {
                "data": {"values": [row for row in rows if named.get(row["id"]) == side]},
                "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": PLACE, "clip": True},
                "encoding": _position() | {"text": {"field": "name"}},
            }
            for side, (align, dx, dy) in SIDES.items()
        ),
    ]


def _tied(text: str, place: tuple[float, float], name: map_names.Tied) -> list[dict]:
    """A name away from its place, and the line that ties them, in pixels of the drawing."""
    ends = {"x": place[0], "y": place[1], "x2": name.end[0], "y2": name.end[1]}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": GREY, "strokeWidth": 1},
            "encoding": {channel: {"value": at} for channel, at in ends.items()},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "fontSize": PLACE, "align": "center"},
            "encoding": {"x": {"value": name.x}, "y": {"value": name.y}},
        },
    ]
