"""Drawings of the route map: land, waters, relief, legs on their tracks, places and names as SVG, made at build time."""

import html
from itertools import groupby
from typing import Any

import pandas as pd

from bookkit.site import globe, map_data
from bookkit.site.globe import View
from bookkit.site.map_lettering import ZOOMS, Name, lettered
from caj import colours as book_colours

STATUS = {"operating": "in use", "planned": "planned", "under_construction": "being built"}
BY = {"rail": "by rail", "sea": "by sea", "road": "by road"}
DASHES = {"under_construction": "9 4", "planned": "3 4"}
AT_SEA = "0 6"  # round dots
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Colours of a drawing without the style sheet, on paper; on the page `map.css` has them for light and dark.
SEA, LAND, HOME, WATER, LINE, INK, PAPER = "#dbe7ea", "#efede7", "#f6efdd", "#7fa3ae", "#8b8880", "#1c1b19", "#fdfdfb"


def static_map(
    name: str, nodes: pd.DataFrame, legs: pd.DataFrame, linked: bool = True, static: str = "../_static"
) -> str:
    """SVG of one view; each leg and place carries its id, and places are links to their row of the list."""
    view, look = map_data.view(name), map_data.plan()["views"][name]
    shown = nodes[nodes["id"] != map_data.plan().get("left_out")]
    languages, zooms = (tuple(map_data.LANGUAGES), ZOOMS) if linked else (("en",), ZOOMS[:1])
    found = lettered(look, view, shown, languages, zooms)
    parts = [
        _land(view),
        _relief(view, look, static),
        _waters(view),
        f'<path class="border" fill="none" stroke="{LINE}" stroke-width=".8" d="{globe.borders(view)}"/>',
        _other_tracks(view),
        *_legs(view, nodes, legs, linked),
        _places(view, look, shown, found.dots, linked),
        *(_names(names, language) for language, names in found.names.items()),
    ]
    width, height = view.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" focusable="false" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"{''.join(parts)}</svg>"
    )


def _land(view: View) -> str:
    """The sea, the land, and the countries of the book in a warmer tone."""
    home = {colour.name for colour in book_colours.COUNTRIES.values()}
    areas = globe.countries(view)
    kinds = {
        "land": (LAND, [d for name, d in areas.items() if name not in home]),
        "land home": (HOME, [areas[name] for name in home if name in areas]),
    }
    paths = "".join(f'<path class="{kind}" fill="{fill}" d="{"".join(ds)}"/>' for kind, (fill, ds) in kinds.items())
    return f'<rect class="sea" width="100%" height="100%" fill="{SEA}"/>{paths}'


def _relief(view: View, look: dict, static: str) -> str:
    if "relief" not in look:
        return ""
    width, height = view.size
    return f'<image class="relief" href="{static}/{look["relief"]}" width="{width:g}" height="{height:g}" preserveAspectRatio="none"/>'


def _waters(view: View) -> str:
    """Lakes, the shores of an earlier time, and rivers."""
    found = dict.fromkeys(("lake", "shore", "river"), "")
    for feature in [*map_data.features("waters"), *map_data.features("shores")]:
        kind = feature.says["kind"]
        for line in feature.lines:
            found[kind] += view.line(line) if kind == "river" else view.lake(line)
    return (
        f'<g class="waters"><path class="river" fill="none" stroke="{WATER}" d="{found["river"]}"/>'
        f'<path class="shore" fill="{SEA}" fill-opacity=".5" stroke="{WATER}" stroke-dasharray="3 3" d="{found["shore"]}"/>'
        f'<path class="lake" fill="{SEA}" stroke="{WATER}" stroke-width=".7" d="{found["lake"]}"/></g>'
    )


def _other_tracks(view: View) -> str:
    """Main lines that no leg of the tables uses, thin and grey."""
    drawn = "".join(
        view.line(line) for one in map_data.features("tracks") if "leg" not in one.says for line in one.lines
    )
    return f'<path class="others" fill="none" stroke="{LINE}" d="{drawn}"/>'


def _legs(view: View, nodes: pd.DataFrame, legs: pd.DataFrame, told: bool) -> list[str]:
    """The legs of each corridor, those of the last in the plan first, so that the first lies above all."""
    courses, gauges = map_data.courses(nodes, legs), map_data.gauges()
    named = nodes.set_index("id")["name"]
    rows = {row.id: row for row in legs.itertuples(index=False) if row.id in courses}
    order = list(map_data.corridors())
    groups = []
    for corridor, some in groupby(
        sorted(rows.values(), key=lambda row: -order.index(row.corridor)), lambda row: row.corridor
    ):
        lines = "".join(
            _leg(row, "".join(view.line(line) for line in courses[row.id]), gauges.get(row.id), named if told else None)
            for row in some
        )
        colour = map_data.corridors()[corridor][1]
        groups.append(
            f'<g class="legs" fill="none" stroke-width="{2.6 if corridor == order[0] else 2}" style="stroke:{colour}">{lines}</g>'
        )
    return groups


def _leg(row: Any, course: str, gauge: str | None, named: pd.Series | None) -> str:
    dash = DASHES.get(row.status) or (AT_SEA if row.mode == "sea" else "")
    drawn = f' stroke-dasharray="{dash}"' if dash else ""
    drawn += ' stroke-linecap="round"' if row.mode == "sea" else ""
    kind = f' class="g{gauge}"' if gauge and named is not None else ' class="road"' if row.mode == "road" else ""
    if named is None:
        return f'<path{kind}{drawn} d="{course}"/>'
    ends = f"{named[row.from_node]} to {named[row.to_node]}"
    words = html.escape(f"{ends}, {row.distance_km:,.0f} km {BY.get(row.mode, row.mode)}, {STATUS[row.status]}")
    return f'<path data-id="{row.id}"{kind}{drawn} d="{course}"><title>{words}</title></path>'


def _places(view: View, look: dict, shown: pd.DataFrame, since: dict[str, int], linked: bool) -> str:
    """Dots of places, each a link; of a picture without links those that it names."""
    rows = {row.id: row for row in shown.itertuples(index=False) if linked or row.id in look.get("places", {})}
    drawn = "".join(
        _place(id, rows[id].name, view.place((rows[id].lon, rows[id].lat)), zoom, linked)
        for id, zoom in since.items()
        if id in rows
    )
    return f'<g class="dots" fill="{PAPER}" stroke="{INK}" stroke-width="1.8">{drawn}</g>'


def _place(id: str, name: str, at: tuple[float, float], zoom: int, linked: bool) -> str:
    since = f' class="z{zoom}"' if zoom > 1 else ""
    dot = '<circle r="4"/>'
    link = f'<a href="#place-{id}" aria-label="{html.escape(name)}">{dot}</a>' if linked else dot
    return f'<g{since} transform="translate({at[0]:.1f} {at[1]:.1f})">{link}</g>'


def _names(names: list[Name], language: str) -> str:
    drawn = "".join(_name(name) for name in names)
    return f'<g class="names {language}" lang="{language}" font-size="13" stroke-linejoin="round">{drawn}</g>'


def _name(name: Name) -> str:
    """A name at its point, so that it keeps its size and its distance whatever the zoom."""
    since = (f" z{name.zoom}" if name.zoom > ZOOMS[0] else "") + (" once" if name.once else "")
    anchor = "" if name.align == "left" else f' text-anchor="{ANCHORS[name.align]}"'
    tie = (
        f'<path class="tie" fill="none" stroke="{LINE}" d="M0 0L{name.tie[0]:.1f} {name.tie[1]:.1f}"/>'
        if name.tie
        else ""
    )
    return (
        f'<g class="{name.kind}{since}" transform="translate({name.at[0]:.1f} {name.at[1]:.1f})">{tie}'
        f'<text x="{name.by[0]:g}" y="{name.by[1] + 4.5:g}"{anchor}>{html.escape(name.text)}</text></g>'
    )
