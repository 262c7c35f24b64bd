"""The map of the corridors: its form, the card of a place, and the same as text."""

import html
from typing import Any

import pandas as pd

from bookkit.site.drawing import AT_SEA, DASHES, STATUS, static_map
from bookkit.site.map_data import LANGUAGES, corridors, gauges, plan
from bookkit.theme.words import spoken, words
from caj import data, sources
from caj.charts import name_countries

LAYERS = ("relief", "waters", "borders", "others")
GAUGES = {"1435": "1,435 mm", "1520": "1,520 mm", "1676": "1,676 mm"}
CREDIT = (
    'Railways <a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a> (ODbL), by scgraph_data; sea lanes: searoute;'
    " relief, lakes, most rivers, coasts and borders: Natural Earth; other rivers and old shores: GSHHG."
)


def route_map() -> str:
    """Two drawings, the region first, the form that chooses what they show, and room for the card of a place."""
    nodes, legs = data.load("nodes"), data.load("legs")
    return (
        f"```{{raw}} html\n{_form(nodes)}"
        f"{_drawing('close', nodes, legs)}"
        '<div class="caj-place" role="status"></div>'
        f"{_drawing('all', nodes, legs)}\n```"
    )


def front_map() -> str:
    """The drawing of the region for the front page, linked to the map page."""
    svg = static_map("front", data.load("nodes"), data.load("legs"), linked=False, static="_static")
    label = html.escape(plan().get("front_label", "Map"))
    return (
        '<a class="caj-front-map" href="guides/map.html">'
        f'<div class="still" role="img" aria-label="{label}">{svg}</div></a><p class="caj-legend">{legend()}</p>'
    )


def legend() -> str:
    """What the colours of the lines mean, how a line is drawn, and whose work the drawing is."""
    keys = "".join(f"<span>{_key(colour)}{name}</span> " for name, colour in corridors().values())
    return f'{keys}{_styles()}<span class="credit">{CREDIT}</span>'


def _styles() -> str:
    """How a line is drawn that is in use, being built, planned, or goes by sea."""
    kinds = [("operating", ""), *DASHES.items(), ("sea", AT_SEA)]
    return "".join(f"<span>{_key('currentColor', dash)}{spoken('map.' + kind)}</span> " for kind, dash in kinds)


def _key(colour: str, dash: str = "") -> str:
    drawn = f' stroke-dasharray="{dash}" stroke-linecap="{"round" if dash == AT_SEA else "butt"}"' if dash else ""
    return (
        '<svg class="caj-key" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 6" width="28" height="6" aria-hidden="true" focusable="false">'
        f'<path d="M2 3h24" stroke-width="3" style="stroke:{colour}"{drawn}/></svg>'
    )


def _drawing(view: str, nodes: pd.DataFrame, legs: pd.DataFrame) -> str:
    title = html.escape(plan()["views"][view]["title"])
    tools = "".join(
        f'<button type="button" data-zoom="{way}" data-w-aria-label="map.{key}" aria-label="{words("en")["map." + key]}"{off}>{sign}</button>'
        for way, key, sign, off in (("1", "closer", "+", ""), ("-1", "farther", "−", " disabled"))
    )
    return (
        f'<figure class="caj-map wide" id="map-{view}"><figcaption class="caj-map-head"><span>{title}</span><div class="caj-zoom">{tools}</div></figcaption>'
        f'<div class="caj-map-scroll" tabindex="0" role="region" aria-label="{title}">{static_map(view, nodes, legs)}</div>'
        f'<p class="caj-legend">{_styles()}<span class="credit">{CREDIT}</span></p></figure>'
    )


def _form(nodes: pd.DataFrame) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="corridor" value="{key}" checked>{_key(colour)}{name}</label>'
        for key, (name, colour) in corridors().items()
    )
    layers = "".join(
        f'<label><input type="checkbox" name="layer" value="{key}" checked>{spoken("map." + key)}</label>'
        for key in LAYERS
    )
    options = "".join(
        f'<option value="place-{row.id}">{html.escape(row.name)}</option>'
        for row in nodes.sort_values("name").itertuples(index=False)
    )
    names = "".join(f'<option value="{key}" lang="{key}">{name}</option>' for key, name in LANGUAGES.items())
    return (
        f'<form class="caj-filter caj-map-form" aria-label="Choose what the map shows"><div class="lines">{boxes}{_gauges()}</div><div>{layers}</div>'
        f'<div><label>{spoken("map.names")} <select name="names">{names}</select></label>'
        f'<label>{spoken("map.place")} <select name="place"><option value="">choose a place</option>{options}</select></label></div></form>'
    )


def _gauges() -> str:
    """Instead of the corridors, the gauge of each track, as this book reads it from the country."""
    if not gauges():
        return ""
    keys = "".join(f"<span>{_key(f'var(--g{gauge})')}{words}</span>" for gauge, words in GAUGES.items())
    keys += f"<span>{_key('var(--gchange)')}{spoken('map.change')}</span>"
    return f'<label><input type="checkbox" name="gauge" value="gauge">{spoken("map.gauge")}</label><div class="gauges">{keys}</div>'


def route_list() -> str:
    """The same as text: every place with its legs."""
    nodes, legs = data.load("nodes"), data.load("legs")
    named = nodes.set_index("id")["name"]
    sections = "".join(_place(row, legs, named) for row in nodes.sort_values("name").itertuples(index=False))
    return f'```{{raw}} html\n<div class="caj-places">{sections}</div>\n```'


def _place(row: Any, legs: pd.DataFrame, named: pd.Series) -> str:
    own = legs[(legs["from_node"] == row.id) | (legs["to_node"] == row.id)]
    lines = "".join(_leg(leg, row.id, named) for leg in own.itertuples(index=False))
    country = name_countries(pd.Series([row.country])).iloc[0]
    return (
        f'<article id="place-{row.id}" tabindex="-1"><h3>{html.escape(row.name)}</h3>'
        f"<p>{country}, {row.kind}, about {abs(row.lat):.1f}° {'north' if row.lat > 0 else 'south'} and {row.lon:.1f}° east</p><ul>{lines}</ul></article>"
    )


def _leg(leg: Any, here: str, named: pd.Series) -> str:
    other = leg.to_node if leg.from_node == here else leg.from_node
    basis = "derived" if leg.distance_basis == "derived" else "published"
    note = f" {html.escape(leg.note)}." if pd.notna(leg.note) else ""
    cited = [id for id in leg.source_ids.split(";") if id != "derived"]
    links = "; ".join(
        f'<a href="references.html#source-{id}">{html.escape(sources.source(id).short)}</a>' for id in cited
    )
    return (
        f'<li data-leg="{leg.id}" data-corridor="{leg.corridor}">to <a href="#place-{other}">{html.escape(named[other])}</a>: {leg.mode},'
        f" {leg.distance_km:,.0f} km ({basis}), {STATUS[leg.status]}; {corridors()[leg.corridor][0]}.{note} {links}</li>"
    )
