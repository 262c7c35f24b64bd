"""A chart in two widths, for the column of the text and for a phone: the author's spec with other room, never other data."""

import copy
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from caj.charts import THEME

WIDE, NARROW = 760, 342  # pixels of the whole drawing, words beside it included
LEAST = 12  # smallest letters; a phone of 360 pixels shows NARROW a little smaller
USUAL = THEME["view"]["continuousWidth"]  # of a plot whose author chose none
SLIM = 110  # the least room for the marks of a chart
WRAP = 20  # letters of a line, where the names of rows would leave no room
WRAPPED = f"split(trim(replace(datum.label, regexp('(.{{1,{WRAP}}})(\\\\s|$)', 'g'), '$1\\n')), '\\n')"
NAMES = ("nominal", "ordinal")
LINE = 15  # pixels of a line of letters
BESIDE = 120  # pixels that words beside a plot usually take


def fitted(spec: dict[str, Any], total: int, draw: Callable[[dict[str, Any]], str]) -> tuple[dict[str, Any], str]:
    """The spec whose drawing is about `total` pixels wide, and this drawing."""
    spec = _arranged(copy.deepcopy(spec), total)
    columns = _columns(spec)
    room = (total - BESIDE) / columns
    made, drawing = _tried(spec, room, draw)
    if abs(width(drawing) - total) > (10 if total == NARROW else 90):
        room = max(SLIM if columns == 1 else SLIM / 2, room + (total - width(drawing)) / columns)
        made, drawing = _tried(spec, room, draw)
    if (
        total == NARROW and width(drawing) > total * 1.04
    ):  # what does not shrink with the plot: the names of rows, or a legend
        slim = _slim(copy.deepcopy(spec))
        made, drawing = _tried(slim, room, draw)
        if abs(width(drawing) - total) > 10:
            room = max(SLIM if columns == 1 else SLIM / 2, room + (total - width(drawing)) / columns)
            made, drawing = _tried(slim, room, draw)
    return made, drawing


def width(drawing: str) -> float:
    """Width of an SVG.

    >>> width('<svg viewBox="0 0 415 503">')
    415.0
    """
    found = re.search(r'viewBox="0 0 (\S+) \S+"', drawing)
    return float(found[1]) if found else 0.0


def patch(base: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What turns one spec into another: the data, which are the same, need no second copy; None takes a part away.

    >>> patch({"width": 640, "height": 90, "hconcat": []}, {"width": 222, "height": 90})
    {'hconcat': None, 'width': 222}
    """
    gone = {key: None for key in base if key not in other}
    made = {key: value for key, value in other.items() if base.get(key) != value}
    if "config" in made:
        made["config"] = {key: value for key, value in made["config"].items() if base["config"].get(key) != value}
    return gone | made


def _tried(spec: dict[str, Any], room: float, draw: Callable[[dict[str, Any]], str]) -> tuple[dict[str, Any], str]:
    made = copy.deepcopy(spec)
    for view in _views(made):
        _give(view, round(room))
    return made, draw(made)


def _arranged(spec: dict[str, Any], total: int) -> dict[str, Any]:
    """On a phone, panels that stand side by side stand below each other, and the legend has two columns; letters have a least size."""
    for part in _parts(spec):
        for sized in (part.get("mark"), *_guides(part)):
            for key in ("fontSize", "labelFontSize", "titleFontSize"):
                if isinstance(sized, dict) and isinstance(sized.get(key), (int, float)) and sized[key] < LEAST:
                    sized |= {key: LEAST, "fontWeight": "normal"}
    if total > NARROW:
        return spec
    _columns_of_legends(spec, 2)
    for part in list(_parts(spec)):
        if "hconcat" in part:
            part["vconcat"] = part.pop("hconcat")
        if isinstance(part.get("facet"), dict):
            _stack(part)
    return spec


def _columns_of_legends(spec: dict[str, Any], columns: int) -> None:
    """At most so many names beside each other."""
    config = spec.setdefault("config", {})
    config["legend"] = config.get("legend", {}) | {"columns": columns}
    for legend in [guide for part in _parts(spec) for guide in _guides(part)]:
        if isinstance(legend, dict) and "columns" in legend:
            legend["columns"] = min(columns, legend["columns"])


def _stack(part: dict[str, Any]) -> None:
    """Panels of a facet below each other, unless there are rows of them already or they share their names of rows."""
    facet = part["facet"]
    if "column" in facet and "row" not in facet:
        part["facet"], part["columns"] = facet["column"], 1
    elif "field" in facet:
        part["columns"] = 1


def _slim(spec: dict[str, Any]) -> dict[str, Any]:
    """Names of rows in two lines, and a legend of one column."""
    _columns_of_legends(spec, 1)
    for view in _views(spec):
        for part in _parts(view):
            channel = (part.get("encoding") or {}).get("y")
            if isinstance(channel, dict) and channel.get("type") in NAMES and channel.get("axis", {}) is not None:
                channel["axis"] = (channel.get("axis") or {}) | {"labelExpr": WRAPPED}
                _heighten(view, spec, channel.get("field"))
    return spec


def _heighten(view: dict[str, Any], spec: dict[str, Any], field: Any) -> None:
    """Room for the lines of the longest name in every row."""
    rows = [row for table in (spec.get("datasets") or {}).values() for row in table]
    names = {str(row[field]) for row in rows if isinstance(field, str) and row.get(field) is not None}
    step = LINE * max((len(textwrap.wrap(name, WRAP)) for name in names), default=1) + 5
    height = view.get("height") or next((part["height"] for part in _parts(view) if "height" in part), None)
    for part in _parts(view):
        part.pop("height", None)
    if isinstance(height, dict):
        view["height"] = {"step": max(step, height.get("step", 0))}
    elif "facet" not in spec:
        view["height"] = max(step * len(names), height or 0)
    elif height:
        view["height"] = height


def _columns(spec: dict[str, Any]) -> int:
    """How many plots share the width."""
    if "hconcat" in spec:
        return sum(_columns(part) for part in spec["hconcat"])
    if "vconcat" in spec:
        return max(_columns(part) for part in spec["vconcat"])
    facet = spec.get("facet")
    if not isinstance(facet, dict):
        return 1
    field = facet.get("column") or (facet if "field" in facet else None)
    if not field:
        return 1
    known = {
        str(row.get(field["field"]))
        for rows in (spec.get("datasets") or {}).values()
        for row in rows
        if field["field"] in row
    }
    return min(len(known) or 1, spec.get("columns") or len(known) or 1)


def _views(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each plot of a spec: one with axes of its own."""
    inner = [*part.get("hconcat", []), *part.get("vconcat", []), *part.get("concat", [])]
    inner += [part["spec"]] if isinstance(part.get("spec"), dict) else []
    if inner:
        for view in inner:
            yield from _views(view)
    else:
        yield part


def _parts(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A spec and all that it is made of."""
    yield part
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for inner in part.get(name, []):
            yield from _parts(inner)
    if isinstance(part.get("spec"), dict):
        yield from _parts(part["spec"])


def _guides(part: dict[str, Any]) -> Iterator[Any]:
    """Axes, legends and headers that an author has sized."""
    for channel in (part.get("encoding") or {}).values():
        if isinstance(channel, dict):
            yield from (channel.get(name) for name in ("axis", "legend", "header"))


def _give(view: dict[str, Any], room: int) -> None:
    """Another width for a plot; what stood at its right end in pixels still does."""
    given = [part["width"] for part in _parts(view) if isinstance(part.get("width"), (int, float))]
    known = given[0] if given else USUAL
    for layer in _parts(view):
        layer.pop("width", None)
        layer_height = layer.get("height")
        if layer is not view and layer_height is not None:
            view.setdefault("height", layer.pop("height"))
    view["width"] = room
    for layer in _parts(view):
        mark = layer.get("mark")
        places = [(layer.get("encoding") or {}).get(name) for name in ("x", "x2")]
        for place, key in [*((place, "value") for place in places), (mark, "x")]:
            at = place.get(key) if isinstance(place, dict) else None
            if isinstance(at, (int, float)) and at > known / 4:
                place[key] = round(at / known * room, 1)
