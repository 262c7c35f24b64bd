"""Drawings of the route map: land, legs and places as SVG, made at build time."""

import html
import json
import re
from pathlib import Path

import pandas as pd

from bookkit.site.vega import VEGA_LITE
from caj.charts import COUNTRIES, GREY, PALETTE, THEME

# Natural Earth 1:110m by way of the package world-atlas 2.0.2, uncut, for a cut country gets straight edges; public domain.
OUTLINE = json.loads(Path(__file__).with_name("outline.json").read_text("utf-8"))
CORRIDORS = {
    "middle": ("Middle Corridor", PALETTE[0]),
    "northern": ("Northern (through Russia)", PALETTE[5]),
    "southern": ("Southern, and links inside the region", PALETTE[4]),
    "cku": ("China-Kyrgyzstan-Uzbekistan railway", PALETTE[1]),
    "trans_afghan": ("Trans-Afghan railway", PALETTE[2]),
    "tripp": ("TRIPP and its approaches, Alat to Kars", "#7a8a1f"),
    "ocean": ("Ocean", PALETTE[3]),
}
STATUS = {"operating": "in use", "planned": "planned", "under_construction": "being built"}
# Aids of the drawing only: points at sea, so that a line does not cross land.
SOUTH_OF_KYUSHU = [(135.5, 33.0), (131.5, 30.7), (130.2, 30.3)]
VIA = {
    "leg-001": [(138.5, 34.2), *SOUTH_OF_KYUSHU, (125.5, 32.3), (123, 33.8)],
    "leg-002": [(136.9, 34), *SOUTH_OF_KYUSHU, (126, 32.3), (124.3, 33.2), (122.9, 36)],
    "leg-003": [(135, 33.7), (134, 32.8), *SOUTH_OF_KYUSHU[1:], (126, 31.2), (122.3, 31.4)],
    "leg-048": [(140.6, 34.8), (141.6, 36), (142.6, 39.5), (142, 41.4), (141, 41.5), (140.3, 41.3), (138, 42)],
    "leg-092": [(95.5, 6), (80, 5), (58, 13), (51, 12.8), (43.4, 12.4), (38, 20), (34, 27)],
    "leg-093": [
        (32.3, 31.4),
        (20, 34.5),
        (10.5, 37.9),
        (4, 37.4),
        (-1.5, 36.2),
        (-5.5, 35.93),
        (-9.4, 36.3),
        (-10.2, 38.5),
        (-9.8, 43.5),
        (-5, 48.8),
        (1.5, 51),
    ],
    "leg-094": [(32.3, 31.4), (28, 35), (25.5, 38.5)],
    "leg-039": [
        (29.1, 41.3),
        (26, 40),
        (24.5, 37),
        (22.5, 36),
        (15, 35.9),
        (11, 37.9),
        (4, 37.4),
        (-1.5, 36.2),
        (-5.5, 35.93),
        (-9.4, 36.3),
        (-10.2, 38.5),
        (-9.8, 43.5),
        (-5, 48.8),
        (1.5, 51),
    ],
    "leg-035": [(38, 42.6)],
    "leg-098": [
        (77, 6),
        (80, 5.5),
        (95.5, 6),
        (98, 5.4),
        (100.2, 3.4),
        (102.4, 1.9),
        (103.6, 1.1),
        (104.6, 1.3),
        (110, 8),
        (119, 19),
        (131, 30),
    ],
    "leg-103": [(4, 53), (8, 54)],
    "leg-110": [(77, 6), (80, 5.5), (95.5, 6)],
}
OUTSIDE = "cape_good_hope"
VIEWS = {
    "all": {
        "projection": {"type": "azimuthalEqualArea", "rotate": [-70, -35], "scale": 415, "translate": [440, 285]},
        "size": (860, 530),
    },
    "close": {
        "projection": {"type": "azimuthalEqualArea", "rotate": [-62, -42], "scale": 1320, "translate": [430, 280]},
        "size": (860, 560),
    },
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


def _place_link(nodes: pd.DataFrame):
    names = {f"place-{row.id}": row.name for row in nodes.itertuples(index=False)}
    return lambda match: f'<a href="#{match[1]}" aria-label="{html.escape(names[match[1]])}">'


def spec(view: str, nodes: pd.DataFrame, legs: pd.DataFrame, linked: bool = True) -> dict:
    """Vega-Lite spec: land, borders, legs by corridor, places."""
    look = VIEWS[view]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": THEME,
        "width": look["size"][0],
        "height": look["size"][1],
        "projection": look["projection"] | {"clipExtent": [[0, 0], look["size"]]},
        "layer": [_land(), _country_names(view), _lines(nodes, legs), *_places(nodes, view == "close", linked)],
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


def _country_names(view: str) -> dict:
    """Names of countries in the room that places and lines leave, in spaced letters."""
    rows = [{"name": name, "lon": lon, "lat": lat} for name, lon, lat in COUNTRY_NAMES[view]]
    position = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    mark = {"type": "text", "fontSize": 12, "fontStyle": "italic", "opacity": 0.85, "clip": True}
    return {"data": {"values": rows}, "mark": mark, "encoding": position | {"text": {"field": "name"}}}


def _lines(nodes: pd.DataFrame, legs: pd.DataFrame) -> dict:
    places = nodes.set_index("id")
    features = [
        {
            "type": "Feature",
            "properties": {"id": leg.id, "corridor": leg.corridor, "status": STATUS[leg.status]},
            "geometry": {"type": "LineString", "coordinates": _points(leg, places)},
        }
        for leg in legs.itertuples(index=False)
        if OUTSIDE not in (leg.from_node, leg.to_node)
    ]
    colours = {"domain": list(CORRIDORS), "range": [colour for _, colour in CORRIDORS.values()]}
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


def _points(leg, places: pd.DataFrame) -> list[tuple[float, float]]:
    ends = [(places.at[node, "lon"], places.at[node, "lat"]) for node in (leg.from_node, leg.to_node)]
    return [ends[0], *VIA.get(leg.id, []), ends[1]]


def _places(nodes: pd.DataFrame, close: bool, linked: bool) -> list[dict]:
    shown = nodes[nodes["id"] != OUTSIDE].assign(place="place-" + nodes["id"], link="#place-" + nodes["id"])
    rows = {"data": {"values": shown[["name", "place", "link", "lon", "lat"]].to_dict("records")}}
    position = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    link = {"href": {"field": "link"}, "description": {"field": "place"}} if linked else {}
    named = CLOSE_NAMES if close else NAMES
    texts = [row | {"side": named[row["place"]]} for row in rows["data"]["values"] if row["place"] in named]
    return [
        rows
        | {
            "mark": {
                "type": "circle",
                "size": 55,
                "opacity": 1,
                "color": GREY,
                "stroke": "white",
                "strokeWidth": 1,
                "clip": True,
            },
            "encoding": position | link,
        },
        *(
            {
                "data": {"values": [row for row in texts if row["side"] == side]},
                "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": 13, "clip": True},
                "encoding": position | {"text": {"field": "name"}},
            }
            for side, (align, dx, dy) in SIDES.items()
        ),
    ]


COUNTRY_NAMES = {
    "all": [
        ("Russia", 95, 61), ("China", 98, 33.5), ("Kazakhstan", 61.5, 50), ("Mongolia", 103, 46.5), ("India", 78, 22), ("Iran", 54, 31),
        ("Turkey", 34.5, 38.6), ("Ukraine", 32, 49), ("Afghanistan", 65.5, 33.2), ("Pakistan", 65.5, 28),
        ("Egypt", 29, 26.5), ("Saudi Arabia", 45, 24),
    ],
    "close": [
        ("Kazakhstan", 67, 49.6), ("Uzbekistan", 62.6, 42.3), ("Turkmenistan", 58.3, 39.7), ("Kyrgyzstan", 75.6, 41.8), ("Tajikistan", 73, 37.9),
        ("Russia", 43, 47.8), ("China", 82, 40.5), ("Iran", 54, 34), ("Afghanistan", 65, 34.2),
        ("Turkey", 40.5, 39.6), ("Pakistan", 67.2, 30.4), ("Caspian Sea", 51.6, 38.1),
    ],
}  # fmt: skip
SIDES = {"right": ("left", 7, 0), "left": ("right", -7, 0), "above": ("center", 0, -10), "below": ("center", 0, 12)}
NAMES = {
    "place-tokyo_yokohama": "above", "place-nagoya": "right", "place-vladivostok": "above", "place-qingdao": "right",
    "place-xian": "below", "place-urumqi": "above", "place-almaty": "right", "place-astana": "right", "place-aktau": "above",
    "place-baku_alat": "below", "place-istanbul": "left", "place-moscow": "above", "place-hamburg": "right",
    "place-rotterdam": "left", "place-tehran": "below", "place-karachi": "below", "place-singapore": "above", "place-suez": "left",
    }  # fmt: skip
CLOSE_NAMES = {
    "place-almaty": "right", "place-astana": "above", "place-aktau": "left", "place-baku_alat": "below", "place-tbilisi": "above",
    "place-poti": "above", "place-tehran": "below", "place-mashhad": "below", "place-turkmenbashi": "right", "place-ashgabat": "above",
    "place-bukhara": "above", "place-samarkand": "right", "place-tashkent": "above", "place-termez": "right", "place-dushanbe": "right",
    "place-osh": "below", "place-kashgar": "below", "place-khorgos_altynkol": "right", "place-dostyk": "above",
    "place-beyneu": "above", "place-peshawar": "right", "place-kars": "left", "place-mary": "below", "place-zhezkazgan": "above",
    "place-meghri": "below",
}  # fmt: skip
