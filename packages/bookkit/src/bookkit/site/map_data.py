"""What the maps of the book know beside its tables: the plan, tracks, sea lanes and waters, and names in three languages."""

import json
from functools import cache
from typing import NamedTuple

import pandas as pd
from babel import Locale

from bookkit.site.globe import Pair, View
from bookkit.site.map_names import SIDES
from caj import colours as book_colours
from caj import data
from coursekit.book import Book
from coursekit.settings import TEXT, each, read_checked, record

FOLDER = "map"  # in `book/`, one file for each licence
LANGUAGES = {"en": "English", "ru": "Русский", "ja": "日本語"}
COLUMNS = {"ru": "russian", "ja": "japanese"}  # of the table of names
NUMBER = {"type": "number"}
POINT = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
NAMED = {"type": "array", "prefixItems": [TEXT, NUMBER, NUMBER], "minItems": 3, "maxItems": 3}
SPOTS = {"type": "array", "items": NAMED}
VIEW = record(
    {"title": TEXT, "centre": POINT, "scale": NUMBER, "size": POINT, "fine": NUMBER},
    middle=POINT,
    relief=TEXT,
    countries=SPOTS,
    waters=SPOTS,
    places=each({"enum": list(SIDES)}),
)
RULES = record(
    {
        "corridors": each(record({"title": TEXT, "colour": TEXT})),
        "views": record({"all": VIEW, "close": VIEW, "front": VIEW}),
    },
    front_label=TEXT,
    left_out=TEXT,
    named_as=each(TEXT),
    territories=each(TEXT),
)


def plan() -> dict:
    """What the book says of its map: corridors, views, and aids of the drawing; UserError with line and field for a mistake."""
    return read_checked(Book.current().extra("map.yml"), RULES)


def view(name: str) -> View:
    """The projection of a view of the plan."""
    look = plan()["views"][name]
    return View(
        tuple(look["centre"]), look["scale"], tuple(look.get("middle", (0, 0))), tuple(look["size"]), look["fine"]
    )


def corridors() -> dict[str, tuple[str, str]]:
    """Title and colour of each corridor; a country's code or a corridor's key stands for its colour in the charts, light and dark."""
    known = {
        key: f"var(--{colour.token},{colour.light})"
        for key, colour in (book_colours.COUNTRIES | book_colours.CORRIDORS).items()
    }
    return {
        key: (line["title"], known.get(line["colour"], line["colour"])) for key, line in plan()["corridors"].items()
    }


class Feature(NamedTuple):
    """Something of one of the files: what it says of itself, and its lines in degrees."""

    says: dict[str, str]
    lines: list[list[Pair]]


@data.cache
def features(name: str) -> list[Feature]:
    """What a file of the map holds; a book without it has none."""
    path = Book.current().extra(f"{FOLDER}/{name}.geojson")
    read = json.loads(path.read_text("utf-8"))["features"] if path.is_file() else []
    return [Feature(feature["properties"], _lines(feature["geometry"])) for feature in read]


def _lines(geometry: dict) -> list[list[Pair]]:
    points = geometry["coordinates"]
    deep = {"LineString": [points], "MultiLineString": points, "Polygon": points}
    found = deep[geometry["type"]] if geometry["type"] in deep else [ring for part in points for ring in part]
    return [[(lon, lat) for lon, lat in line] for line in found]


def courses(nodes: pd.DataFrame, legs: pd.DataFrame) -> dict[str, list[list[Pair]]]:
    """The course of each leg that is drawn: its track or lane, and without one the straight line between its ends."""
    traced = {one.says["leg"]: one.lines for one in [*features("tracks"), *features("sea-lanes")] if "leg" in one.says}
    ends = {row.id: (row.lon, row.lat) for row in nodes.itertuples(index=False)}
    out = plan().get("left_out")
    return {
        leg.id: traced.get(leg.id, [[ends[leg.from_node], ends[leg.to_node]]])
        for leg in legs.itertuples(index=False)
        if out not in (leg.from_node, leg.to_node)
    }


def gauges() -> dict[str, str]:
    """The gauge of each leg by rail, in millimetres, or `change`."""
    return {one.says["leg"]: one.says["gauge"] for one in features("tracks") if "gauge" in one.says}


def place_names(nodes: pd.DataFrame, language: str) -> dict[str, str]:
    """What the map calls each place: as the table of names does, then as the names of cities in Unicode's CLDR, else in English."""
    called = plan().get("named_as", {})
    return {
        row.id: _said(called.get(row.id, row.name), language)
        or _city(row.name, language)
        or called.get(row.id, row.name)
        for row in nodes.itertuples(index=False)
    }


def other_name(name: str, language: str) -> str:
    """A country or a water in a language, where a table has it."""
    code = plan().get("territories", {}).get(name, "")
    return _said(name, language) or Locale(language).territories.get(code, name)


def _said(name: str, language: str) -> str:
    """The form of the table of names, or nothing."""
    return _forms().get((name, language), "")


@data.cache
def _forms() -> dict[tuple[str, str], str]:
    """The forms of the table of names, by name and language."""
    rows = data.load("names")[["preferred", *COLUMNS.values()]].fillna("").to_dict("records")
    return {(row["preferred"], key): row[column] for row in rows for key, column in COLUMNS.items() if row[column]}


def _city(name: str, language: str) -> str:
    """The city of a time zone, which CLDR names in many languages."""
    return _cities(language).get(name, "") if language in COLUMNS else ""


@cache
def _cities(language: str) -> dict[str, str]:
    zones = Locale(language).time_zones
    return {zone.split("/")[-1].replace("_", " "): zones[zone].get("city", "") for zone in zones}
