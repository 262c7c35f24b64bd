"""What a stored chart gets before it is drawn: tick labels under their ticks, and tooltips in words and rounded numbers."""

import copy
from typing import Any

PARTS = ("layer", "hconcat", "vconcat", "concat", "spec")
SMALLEST = {"quantitative": ",.4~r"}  # four significant figures tell a reader enough


def readable(spec: dict[str, Any]) -> dict[str, Any]:
    """A copy of a Vega-Lite spec that a reader can read; what its author chose stays.

    >>> readable({"mark": "bar", "encoding": {"tooltip": {"field": "share_of_gdp", "type": "quantitative"}}})["encoding"]["tooltip"]
    {'field': 'share_of_gdp', 'type': 'quantitative', 'title': 'share of gdp', 'format': ',.4~r'}
    """
    spec = copy.deepcopy(spec)
    config = spec.setdefault("config", {})
    config["axis"] = {"labelFlush": False} | config.get("axis", {})
    config["mark"] = {"tooltip": {"content": "encoding"}} | config.get("mark", {})
    config["tooltipFormat"] = {"numberFormat": SMALLEST["quantitative"]} | config.get("tooltipFormat", {})
    _name(spec)
    return spec


def _name(part: Any) -> None:
    """Words for the columns of every tooltip, here and in the parts of a chart."""
    if isinstance(part, list):
        for each in part:
            _name(each)
    elif isinstance(part, dict):
        fields = part.get("encoding", {}).get("tooltip", [])
        for field in fields if isinstance(fields, list) else [fields]:
            if "field" in field:
                field.setdefault("title", field["field"].replace("_", " "))
                if field.get("type") in SMALLEST:
                    field.setdefault("format", "d" if "year" in field["field"] else SMALLEST[field["type"]])
        for name in PARTS:
            _name(part.get(name))
