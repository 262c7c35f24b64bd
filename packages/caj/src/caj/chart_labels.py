"""What a stored chart gets before it is drawn: tick labels under their ticks, and tooltips in words and rounded numbers."""

import copy
from collections.abc import Iterator
from typing import Any

VIEWS = ("hconcat", "vconcat", "concat", "spec")  # parts with axes of their own; layers share theirs
SMALLEST = ",.4~r"  # four significant figures tell a reader enough
DAY = "%-d %b %Y"
SHOWN = (
    "x",
    "x2",
    "y",
    "y2",
    "theta",
    "color",
    "fill",
    "stroke",
    "shape",
    "size",
    "strokeDash",
    "row",
    "column",
    "facet",
)
SPANS = {"x2": "x", "y2": "y"}
NAMELESS = {"row", "what", "variable", "label"}  # names that say nothing of the kinds that stand in such a column
COMPUTED = ("aggregate", "bin", "timeUnit")  # Vega-Lite itself names what it computes


def readable(spec: dict[str, Any]) -> dict[str, Any]:
    """A copy of a Vega-Lite spec that a reader can read; what its author chose stays.

    >>> readable({"mark": "bar", "encoding": {"tooltip": {"field": "share_of_gdp", "type": "quantitative"}}})["encoding"]["tooltip"]
    {'field': 'share_of_gdp', 'type': 'quantitative', 'title': 'share of gdp', 'format': ',.4~r'}
    """
    spec = copy.deepcopy(spec)
    config = spec["config"] = _mapping(spec.get("config"))
    config["axis"] = {"labelFlush": _beside(spec), "labelSeparation": 4} | _mapping(config.get("axis"))
    config["mark"] = {"tooltip": {"content": "encoding"}} | _mapping(config.get("mark"))
    config["text"] = {"tooltip": None} | _mapping(config.get("text"))  # a label says all that it has to say
    config["tooltipFormat"] = {"numberFormat": SMALLEST} | _mapping(config.get("tooltipFormat"))
    config.setdefault("timeFormat", DAY)
    _name(spec, {f"column {name}": {"format": ",d"} for name in _whole(spec)})
    return spec


def _beside(part: Any) -> bool:
    """Whether panels stand beside each other, so that a label under the end of an axis would meet the next one."""
    facet = [_mapping(_mapping(part).get("facet")), _mapping(_mapping(part).get("encoding"))]
    if any(name in _mapping(part) for name in ("hconcat", "concat", "repeat")) or any(
        name in shown for shown in facet for name in ("column", "facet", "field")
    ):
        return True
    return any(_beside(view) for name in VIEWS for view in _list(_mapping(part).get(name)))


def _whole(spec: dict[str, Any]) -> set[str]:
    """Columns of nothing but whole numbers, which need no rounding."""
    tables = [*_mapping(spec.get("datasets")).values(), _mapping(spec.get("data")).get("values")]
    rows = [row for table in tables for row in _list(table) if isinstance(row, dict)]
    broken = {
        name
        for row in rows
        for name, value in row.items()
        if not (value is None or isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    }
    return {name for row in rows for name in row} - broken


def _name(part: Any, whole: dict[str, dict[str, Any]]) -> None:
    """Words for every tooltip, in each part that has axes of its own."""
    for view in [view for name in VIEWS for view in _list(_mapping(part).get(name))]:
        _name(view, whole)
    if _mapping(part):
        axes = _axes(list(_units(part, {})))
        _words(part, {}, axes | {name: about | axes.get(name, {}) for name, about in whole.items()})


def _units(part: Any, inherited: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The encodings of each mark of a part, with those that its layers share."""
    encoding = inherited | _mapping(_mapping(part).get("encoding"))
    layers = _list(_mapping(part).get("layer"))
    for layer in layers:
        yield from _units(layer, encoding)
    if not layers:
        yield encoding


def _axes(units: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Title and format of each axis and legend by its channel, and under the name of a column those of the channel that shows it."""
    found: dict[str, dict[str, Any]] = {}
    for name, channel in [(name, _mapping(unit.get(name))) for unit in units for name in SHOWN]:
        found[name] = _guide(channel) | found.get(name, {})
    for name, field in [(name, _mapping(unit.get(name)).get("field")) for unit in units for name in SHOWN]:
        if isinstance(field, str) and found[name]:
            found.setdefault(f"column {field}", dict(found[name]))
    for unit, end, start in [(unit, end, start) for unit in units for end, start in SPANS.items() if end in unit]:
        first, last = (_mapping(unit.get(name)).get("field") for name in (start, end))
        if isinstance(first, str) and isinstance(last, str):
            known = found.get(f"column {first}", {})
            found[f"column {first}"] = known | {"other end": last, "end": "from"}
            found[f"column {last}"] = known | {"other end": first, "end": "to"}
    return found


def _guide(channel: dict[str, Any]) -> dict[str, str]:
    """Title and format of the axis, legend or header of a channel, as far as its author gave them."""
    guide = _mapping(channel.get("axis")) or _mapping(channel.get("legend")) or _mapping(channel.get("header"))
    given = {"title": channel.get("title") or guide.get("title"), "format": _format(channel, guide.get("format"))}
    return {key: value for key, value in given.items() if isinstance(value, str) and value.strip()}


def _words(part: Any, inherited: dict[str, Any], axes: dict[str, dict[str, Any]]) -> None:
    """Words for the tooltip that an author chose, and else for what the axes and legends of a mark show."""
    if not _mapping(part):
        return
    own = _mapping(part.get("encoding"))
    encoding = inherited | own
    chosen = [field for field in _list(own.get("tooltip")) if isinstance(_mapping(field).get("field"), str)]
    listed, used = {field["field"] for field in chosen}, set[str]()  # of two lines with one title, Vega shows one
    for field in chosen:
        name, about = field["field"], axes.get(f"column {field['field']}", {})
        title = about.get("title", "")
        if about.get("other end") in listed and title:
            title += f", {about['end']}"
        if not title or title in used:
            title = _called(name, field.get("type"), used)
        used.add(field.setdefault("title", title))
        if field.get("type") == "quantitative":
            field.setdefault("format", "d" if "year" in name else about.get("format", SMALLEST))
    for layer in _list(part.get("layer")):
        _words(layer, encoding, axes)
    mark = part.get("mark")
    if "tooltip" in encoding or "tooltip" in _mapping(mark) or not mark or "text" in (mark, _mapping(mark).get("type")):
        return
    if (made := _made(encoding, axes)) is not None:
        part["encoding"] = own | {"tooltip": made or {"value": None}}


def _made(encoding: dict[str, Any], axes: dict[str, dict[str, Any]]) -> list[dict[str, Any]] | None:
    """A tooltip of what a mark shows by its place, colour and shape; None leaves it to Vega-Lite."""
    made: dict[str, dict[str, Any]] = {}
    for channel in SHOWN:
        about, start = _mapping(encoding.get(channel)), _mapping(encoding.get(SPANS.get(channel, channel)))
        guide = axes[SPANS.get(channel, channel)] | _guide(start)
        if not (name := about.get("field")):
            continue
        if not isinstance(name, str) or any(key in about for key in COMPUTED):
            return None
        hidden = start.get("axis", "shown") is None and not guide.get("title")  # a place on the paper, not in the data
        if name.startswith("_") or name in made or hidden:
            continue
        kind = about.get("type") or start.get("type") or "nominal"
        title = guide.get("title")
        if title and channel in ("x", "y", *SPANS):
            title += (
                ", to"
                if channel in SPANS
                else ", from"
                if f"{channel}2" in encoding and _mapping(encoding[f"{channel}2"]).get("field")
                else ""
            )
        used = {line["title"] for line in made.values()}
        made[name] = {"field": name, "type": kind, "title": title or _called(name, kind, used)}
        if kind == "quantitative":
            made[name]["format"] = (
                "d" if "year" in name else (axes.get(f"column {name}", {}) | guide).get("format", SMALLEST)
            )
    return list(made.values())


def _called(name: str, kind: Any, used: set[str]) -> str:
    """What a line of a tooltip is called by its column; of a column whose name says nothing, the first is the heading (Vega's title)."""
    if name not in NAMELESS or kind not in ("nominal", "ordinal"):
        return name.replace("_", " ")
    return "title" if "title" not in used else " "


def _format(channel: dict[str, Any], shown: Any) -> str | None:
    """What the numbers of an axis tell of themselves: per cent, years and other labels without comma."""
    if isinstance(shown, str) and shown.endswith("%"):
        return ".3~%"
    return "d" if shown == "d" else "~g" if shown is None and channel.get("type") in ("ordinal", "nominal") else None


def _mapping(value: Any) -> dict[str, Any]:
    """The value itself, or nothing in it where a reader's chart has something else, such as tooltip=None."""
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    """One part or several, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
