"""Countries, partners and fuels wear their own colours in every chart, whatever its author chose."""

from collections.abc import Iterator
from typing import Any

from caj.colours import OWNERS, SERIES, own_colour

REST = {"other", "others", "all others", "all other countries", "other partner", "the rest"}
FREE = [SERIES[key].light for key in ("6", "5", "4", "1")]
VIEWS = ("layer", "hconcat", "vconcat", "concat", "spec")
COLOURED, SIGNS = ("color", "fill", "stroke"), ("shape", "strokeDash")
NAMES = ("nominal", "ordinal")
OWNED = list(dict.fromkeys(OWNERS.values()))


def dressed(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec, with the book's colour for each series that is named after its country, partner or fuel.

    >>> spec = {"encoding": {"color": {"field": "who", "type": "nominal", "scale": {"domain": ["Japan", "all others"]}}}}
    >>> dressed(spec)["encoding"]["color"]["scale"]
    {'domain': ['Japan', 'all others'], 'range': ['#941711', '#8a9197']}
    """
    rows = [row for table in _tables(spec) for row in table if isinstance(row, dict)]
    channels = list(_channels(spec))
    for field in dict.fromkeys(channel["field"] for channel in channels):
        shown = [channel for channel in channels if channel["field"] == field]
        values = list(dict.fromkeys(str(row[field]) for row in rows if row.get(field) is not None))
        if scale := _scale(values, shown):
            for channel in shown:
                channel["scale"] = (channel.get("scale") or {}) | scale
            for sign in _channels(spec, SIGNS):  # one legend for colour and shape needs one order of names
                if sign["field"] == field and sign.get("scale", {}) is not None:
                    sign["scale"] = {"domain": scale["domain"]} | sign.get("scale", {})
    return spec


def _scale(values: list[str], channels: list[dict[str, Any]]) -> dict[str, list[str]] | None:
    """Domain and range of a column with owners of colours among its values; None where none is."""
    given = [channel["scale"] for channel in channels if (channel.get("scale") or {}).get("domain")]
    listed = [str(name) for scale in given for name in scale["domain"]]
    sorts = [str(name) for channel in channels if isinstance(channel.get("sort"), list) for name in channel["sort"]]
    by_book = sorted(values or listed, key=_place)
    names = [name for name in dict.fromkeys([*listed, *sorts, *by_book]) if name in values or not values]
    owned = {name for name in names if own_colour(name)}
    if not {name.lower() for name in owned} - REST:
        return None
    chosen = {name: colour for scale in given for name, colour in zip(scale["domain"], scale.get("range") or [])}
    free = iter([colour for colour in FREE if colour not in chosen.values()])
    colours = {}
    for name in names:
        of_rest = SERIES["3"].light if name.lower() in REST else None
        colours[name] = own_colour(name) or of_rest or chosen.get(name) or next(free, FREE[0])
    return {"domain": names, "range": list(colours.values())}


def _place(name: str) -> int:
    """Place of a name in the book's order of countries, partners and fuels; others stay after them as they came."""
    owner = OWNERS.get(name.lower())
    return OWNED.index(owner) if owner else len(OWNED)


def _channels(part: Any, names: tuple[str, ...] = COLOURED) -> Iterator[dict[str, Any]]:
    """Every colour, or other sign, in a spec that shows names of a column."""
    if isinstance(part, list):
        for each in part:
            yield from _channels(each, names)
    elif isinstance(part, dict):
        encoding = part.get("encoding")
        for name in names:
            channel = encoding.get(name) if isinstance(encoding, dict) else None
            if isinstance(channel, dict) and isinstance(channel.get("field"), str) and channel.get("type") in NAMES:
                yield channel
        for name in VIEWS:
            yield from _channels(part.get(name), names)


def _tables(part: Any) -> Iterator[list[Any]]:
    """Every table of rows in a spec, named or in its place."""
    if isinstance(part, dict):
        yield from (rows for rows in (part.get("datasets") or {}).values() if isinstance(rows, list))
        data = part.get("data")
        if isinstance(data, dict) and isinstance(data.get("values"), list):
            yield data["values"]
        for name in VIEWS:
            for each in part[name] if isinstance(part.get(name), list) else [part.get(name)]:
                yield from _tables(each)
