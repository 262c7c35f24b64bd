"""Routes between Japan, Central Asia and Europe as a weighted graph: build it, cut it, and find ways through it."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from caj import data
from caj.nearest import near

PACES = ("fast", "usual", "slow")

# What the tables do not hold, open to dispute. Columns: fast, usual, slow, unit, basis, sources, why.
ASSUMPTIONS = {
    "rail": (
        1100,
        800,
        700,
        "km a day",
        "sourced",
        "cd-20130913;index1520-202401;trend-20240503",
        "three published runs, rounded",
    ),
    "road": (700, 560, 400, "km a day", "sourced", "cpmm-2022", "usual: 23.4 km an hour with stops; the range is ours"),
    "sea": (
        700,
        500,
        450,
        "km a day",
        "fitted",
        "lnews-20251009;derived",
        "usual: 60 days round Africa to Türkiye; the range is ours",
    ),
    "rail border": (1.0, 1.7, 2.2, "days", "sourced", "cpmm-2022", "40.6 hours in 2022, 51.9 in 2021; fast is ours"),
    "road border": (0.2, 0.4, 0.6, "days", "sourced", "cpmm-2022", "9.9 hours in 2022, 13.6 in 2021; fast is ours"),
    "port": (1, 2, 4, "days", "assumed", "derived", "each change between ship and land, in good weather"),
    "yard": (0.5, 1, 2, "days", "assumed", "derived", "each change between train and lorry"),
}
# Land borders inside one of these groups cost no time: a customs union stops goods once.
UNIONS = ({"RUS", "KAZ", "KGZ", "BLR"}, {"POL", "DEU", "NLD", "BEL", "ROU"})


def assumptions() -> pd.DataFrame:
    """Speeds and regular waits behind the column `days`: one row each, with unit, basis and source_ids.

    "fitted" was chosen to meet one published time, "assumed" is our own. Source: `source_ids` of each row.

    >>> float(assumptions().set_index("item").loc["rail", "usual"])
    800.0
    """
    columns = ["item", *PACES, "unit", "basis", "source_ids", "why"]
    rows = [(item, *map(float, values[:3]), *values[3:]) for item, values in ASSUMPTIONS.items()]
    return pd.DataFrame(rows, columns=columns)


def great_circle_km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Shortest way over a round Earth, in kilometres, between two points in degrees (haversine formula).

    >>> round(great_circle_km(0, 0, 0, 90))  # a quarter of the equator
    10008
    """
    lat_1, lon_1, lat_2, lon_2 = map(math.radians, (lat_1, lon_1, lat_2, lon_2))
    half = math.sin((lat_2 - lat_1) / 2) ** 2
    half += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def graph(
    *status: str,
    pace: str = "usual",
    waits: Mapping[str, float] | None = None,
    legs: pd.DataFrame | None = None,
    nodes: pd.DataFrame | None = None,
) -> nx.Graph:
    """Undirected graph of all places and the legs with one of these statuses ("operating" if none is named).

    Each leg carries `leg` (its id), `km`, `basis` of the length, `mode`, `status`, `border` and `days`:
    travel at the `pace`, a land border, a port at each end of a sea leg that also has a land leg, a yard
    at each end of a road leg that also has a railway, and `waits` (extra days by place) on its sea legs.
    `legs` and `nodes` replace the tables of these names. Raises ValueError for an unknown pace or place.
    Source: tables legs and nodes; `assumptions()`.

    >>> graph().edges["aktau", "baku_alat"]["km"]
    465.0
    """
    if pace not in PACES:
        raise ValueError(f'There is no pace "{pace}": take {" or ".join(PACES)}.')
    table = data.load("legs") if legs is None else legs
    table = table[table["status"].isin(status or ("operating",))]
    places = (data.load("nodes") if nodes is None else nodes).set_index("id")
    network = nx.Graph()
    network.add_nodes_from(places[["name", "country", "lat", "lon"]].to_dict("index").items())
    extra = {find(network, place): days for place, days in (waits or {}).items()}
    reach = {mode: set(table.loc[table["mode"] == mode, ["from_node", "to_node"]].stack()) for mode in ("rail", "road")}
    changes = {"sea": ("port", reach["rail"] | reach["road"]), "road": ("yard", reach["rail"]), "rail": ("yard", set())}
    for leg in table.to_dict("records"):
        ends = leg["from_node"], leg["to_node"]
        if unknown := set(ends) - set(network):
            raise ValueError(f"Leg {leg['id']} ends at {min(unknown)}, which is not among the nodes.")
        border = leg["mode"] != "sea" and _stops(*(network.nodes[end]["country"] for end in ends))
        moving = leg["typical_days"] if pd.notna(leg["typical_days"]) else leg["distance_km"] / _pace(leg["mode"], pace)
        stops = _pace(f"{leg['mode']} border", pace) if border else 0.0
        kind, others = changes[leg["mode"]]
        stops += sum(_pace(kind, pace) * (end in others) + extra.get(end, 0) * (leg["mode"] == "sea") for end in ends)
        about = {"leg": leg["id"], "mode": leg["mode"], "status": leg["status"], "basis": leg["distance_basis"]}
        network.add_edge(*ends, **about, km=leg["distance_km"], border=border, days=moving + stops)
    return network


def find(network: nx.Graph, place: str) -> str:
    """Id of a place, from its id or its name; ValueError with the nearest names if there is none.

    >>> find(graph(), "Istanbul")
    'istanbul'
    """
    if place in network:
        return place
    by_name: dict[str, str] = {name.casefold(): id for id, name in network.nodes(data="name") if name}
    if place.casefold() in by_name:
        return by_name[place.casefold()]
    close = near(place.casefold(), by_name, most=3, alike=0.2)
    names = [network.nodes[by_name[name]]["name"] for name in close]
    raise ValueError(f'There is no place "{place}". Did you mean {" or ".join(names)}?')


def route(network: nx.Graph, start: str, end: str, by: str = "km", via: tuple[str, ...] = ()) -> pd.DataFrame:
    """Legs of the shortest way by "km" or "days", in order, if need be over the places `via`.

    Returns one row a leg: from, to (names), leg, mode, km, basis, status, border, days; no row when both
    ends are the same. Raises ValueError for an unknown place or measure, or when no way exists.
    Source: networkx.shortest_path (Dijkstra) over `network`.

    >>> route(graph(), "kuryk", "tbilisi")["to"].tolist()
    ['Baku (Alat) port', 'Tbilisi']
    """
    if by not in ("km", "days"):
        raise ValueError(f'A way can be shortest by "km" or by "days", not by "{by}".')
    stops = [find(network, place) for place in (start, *via, end)]
    rows: list[dict[str, Any]] = []
    for one, other in itertools.pairwise(stops):
        try:
            path = nx.shortest_path(network, one, other, weight=by)
        except nx.NetworkXNoPath:
            names = [network.nodes[place].get("name", place) for place in (one, other)]
            raise ValueError(f"No way leads from {names[0]} to {names[1]} in this network.") from None
        for here, there in itertools.pairwise(path):
            ends = {"from": network.nodes[here]["name"], "to": network.nodes[there]["name"]}
            rows.append(ends | network.edges[here, there])
    return pd.DataFrame(rows, columns=["from", "to", "leg", "mode", "km", "basis", "status", "border", "days"])


def compare(routes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Totals of some routes, one row each: km, share of derived km in per cent, km by sea, borders, days.

    >>> compare({"ferry": route(graph(), "kuryk", "baku_alat")})["km"].tolist()
    [410.0]
    """
    return pd.DataFrame(
        {
            "route": name,
            "km": float(legs["km"].sum()),
            "derived": float(legs.loc[legs["basis"] == "derived", "km"].sum() / max(legs["km"].sum(), 1) * 100),
            "by_sea": float(legs.loc[legs["mode"] == "sea", "km"].sum()),
            "borders": int(legs["border"].sum()),
            "days": float(legs["days"].sum()),
        }
        for name, legs in routes.items()
    )


def without(network: nx.Graph, *cut: str | tuple[str, str]) -> nx.Graph:
    """Copy of a graph that lacks some places (by name or id) or legs (a pair of places); the original stays.

    Raises ValueError for a place or leg that is not there.

    >>> without(graph(), ("Aktau", "baku_alat")).has_edge("aktau", "baku_alat")
    False
    """
    copy = network.copy()
    for item in cut:
        if isinstance(item, str):
            copy.remove_node(find(copy, item))
            continue
        ends = tuple(find(copy, place) for place in item)
        if not copy.has_edge(*ends):
            raise ValueError(f"There is no leg between {ends[0]} and {ends[1]}.")
        copy.remove_edge(*ends)
    return copy


def _pace(item: str, pace: str) -> float:
    return float(ASSUMPTIONS[item][PACES.index(pace)])


def _stops(country: str, other: str) -> bool:
    """Whether goods stop at the land border between two countries."""
    return country != other and not any({country, other} <= union for union in UNIONS)
