"""The map of the corridors: its form, the card of a place, and the same as text."""

import html
from typing import Any

import pandas as pd

from bookkit.site.drawing import STATUS, corridors, plan, static_map
from caj import data, sources
from caj.charts import name_countries


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
    svg = static_map("all", data.load("nodes"), data.load("legs"), linked=False)
    label = html.escape(plan().get("front_label", "Map"))
    return (
        '<a class="caj-front-map" href="guides/map.html">'
        f'<div class="still" role="img" aria-label="{label}">{svg}</div></a><p class="caj-legend">{legend()}</p>'
    )


def legend() -> str:
    """What the colours of the lines mean, and how a line is drawn."""
    keys = "".join(f"<span>{_key(colour)}{name}</span> " for name, colour in corridors().values())
    return keys + "<span>Solid lines are in use, dashed ones are being built, dotted ones are planned.</span>"


def _key(colour: str) -> str:
    return f'<span class="caj-key" style="background:{colour}" aria-hidden="true"></span>'


def _drawing(view: str, nodes: pd.DataFrame, legs: pd.DataFrame) -> str:
    title = html.escape(plan()["views"][view]["title"])
    return (
        f'<figure class="caj-map"><figcaption>{title}. Lines join the ends of a leg; they do not follow the track.</figcaption>'
        f'<div class="caj-map-scroll" tabindex="0" role="region" aria-label="{title}">{static_map(view, nodes, legs)}</div></figure>'
    )


def _form(nodes: pd.DataFrame) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="corridor" value="{key}" checked>{_key(colour)}{name}</label>'
        for key, (name, colour) in corridors().items()
    )
    options = "".join(
        f'<option value="place-{row.id}">{html.escape(row.name)}</option>'
        for row in nodes.sort_values("name").itertuples(index=False)
    )
    return (
        f'<form class="caj-filter caj-map-form" aria-label="Choose what the map shows">{boxes}'
        f'<label>Place <select name="place"><option value="">choose a place</option>{options}</select></label></form>'
    )


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
