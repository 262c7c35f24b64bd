"""What a stored chart gets before it is drawn: tick labels under their ticks, and tooltips in words and rounded numbers."""

import copy
from typing import Any

PARTS = ("layer", "hconcat", "vconcat", "concat", "spec")
SMALLEST = ",.4~r"  # four significant figures tell a reader enough


def readable(spec: dict[str, Any]) -> dict[str, Any]:
    """A copy of a Vega-Lite spec that a reader can read; what its author chose stays.

    >>> readable({"mark": "bar", "encoding": {"tooltip": {"field": "share_of_gdp", "type": "quantitative"}}})["encoding"]["tooltip"]
    {'field': 'share_of_gdp', 'type': 'quantitative', 'title': 'share of gdp', 'format': ',.4~r'}
    """
    spec = copy.deepcopy(spec)
    config = spec["config"] = _mapping(spec.get("config"))
    config["axis"] = {"labelFlush": False} | _mapping(config.get("axis"))
    config["mark"] = {"tooltip": {"content": "encoding"}} | _mapping(config.get("mark"))
    config["tooltipFormat"] = {"numberFormat": SMALLEST} | _mapping(config.get("tooltipFormat"))
    _name(spec)
    return spec


def _name(part: Any) -> None:
    """Words for the columns of every tooltip, here and in the parts of a chart."""
    if isinstance(part, list):
        for each in part:
            _name(each)
    elif isinstance(part, dict):
        fields = _mapping(part.get("encoding")).get("tooltip")
        for field in fields if isinstance(fields, list) else [fields]:
            if isinstance(name := _mapping(field).get("field"), str):
                field.setdefault("title", name.replace("_", " "))
                if field.get("type") == "quantitative":
                    field.setdefault("format", "d" if "year" in name else SMALLEST)
        for name in PARTS:
            _name(part.get(name))


def _mapping(value: Any) -> dict[str, Any]:
    """The value itself, or nothing in it where a reader's chart has something else, such as tooltip=None."""
    return value if isinstance(value, dict) else {}
