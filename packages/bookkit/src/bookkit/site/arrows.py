"""Drawing of what needs what: chapters in columns, lines from each to those that build on it."""

import networkx

from bookkit.site.vega import static_svg
from caj.charts import GREY, PALETTE, THEME

COLUMN, ROW = 235, 26


def draw(arrows: networkx.DiGraph, titles: dict[str, str]) -> str:
    """SVG of a graph without circles; `titles` names its nodes."""
    columns = list(networkx.topological_generations(arrows))
    place = {
        node: {"x": column * COLUMN, "y": ROW * (row + 0.5 * (max(map(len, columns)) - len(nodes)))}
        for column, nodes in enumerate(columns)
        for row, node in enumerate(nodes)
    }
    lines = [
        {
            "x": place[start]["x"] + 8 * min(len(titles[start]), 24) * 0.85,
            "y": place[start]["y"],
            "x2": place[end]["x"] - 6,
            "y2": place[end]["y"],
        }
        for start, end in arrows.edges
    ]
    names = [{**place[node], "title": titles[node]} for node in arrows]
    position = {
        axis: {"field": axis, "type": "quantitative", "axis": None, "scale": {"domain": [0, size], "nice": False}}
        for axis, size in (("x", COLUMN * len(columns)), ("y", ROW * max(map(len, columns))))
    }
    position["y"]["scale"]["reverse"] = True
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": THEME,
        "width": COLUMN * len(columns),
        "height": ROW * max(map(len, columns)),
        "layer": [
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "color": PALETTE[0], "strokeWidth": 1.2},
                "encoding": position | {"x2": {"field": "x2"}, "y2": {"field": "y2"}},
            },
            {
                "data": {"values": names},
                "mark": {"type": "text", "align": "left", "color": GREY, "fontSize": 13},
                "encoding": position | {"text": {"field": "title"}},
            },
        ],
    }
    return static_svg(spec)
