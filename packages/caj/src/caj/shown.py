"""What a page can show of a value: plain numbers and text, bounded in depth and size, whatever the reader's code made."""

import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from caj import sources
from caj.chart_labels import readable
from caj.charts import THEME
from caj.dress import dressed
from caj.figures import CHART_MIME, CREDITED, TABLE_MIME, behind, data_of, remainder, tabulate

LONGEST = 100_000  # characters of text that a page shows of one thing
DEEPEST = 60  # levels of lists in lists; the deepest chart of the book has a dozen
LARGEST = 20_000_000  # characters of one chart, table or piece of HTML
UNDESCRIBED = "A chart without a description, made by the code above."
NO_DATA: dict[str, Any] = {"columns": [], "numeric": [], "rows": []}


def bundle(thing: Any) -> dict[str, Any]:
    """What to show of a value: a chart's spec, else its HTML, else its text.

    >>> bundle(6 * 7)
    {'text/plain': '42'}
    """
    if hasattr(thing, "to_dict") and type(thing).__module__.startswith("altair."):
        spec = dressed(thing.to_dict())
        about = {"config": spec.get("config", {}) | THEME, "usermeta": {"table": tabulate(behind(thing))}}
        return {CHART_MIME: spec | about}
    if not isinstance(thing, type) and hasattr(thing, "_repr_html_") and (markup := thing._repr_html_()):
        return {"text/html": str(markup)}
    return {"text/plain": repr(thing)}


def result(bundle: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle as the values that the page draws; ValueError when no page could draw them.

    >>> result({"text/plain": "42"}, {})
    {'kind': 'value', 'text': '42'}
    """
    about = metadata.get("caj", {})
    ids = about.get("source", [])
    frame = {
        "caption": about.get("caption", ""),
        "subtitle": about.get("subtitle", ""),
        "credit": [[id, sources.source(id).short] for id in ids[:CREDITED]],
        "more": remainder(ids),
    }
    if CHART_MIME in bundle:
        spec = readable(plain({key: value for key, value in bundle[CHART_MIME].items() if key != "title"}))
        made = {"kind": "chart", "spec": spec, "alt": about.get("alt") or UNDESCRIBED, "data": _data(spec)} | frame
    elif TABLE_MIME in bundle:
        made = {"kind": "table", "data": plain(bundle[TABLE_MIME])} | frame
    elif "text/html" in bundle:
        made = {"kind": "html", "html": bundle["text/html"]}
    else:
        made = {"kind": "value", "text": shortened(str(bundle.get("text/plain", bundle)))}
    if len(json.dumps(made)) > LARGEST:
        raise ValueError(
            f"This is too large for a page (more than {LARGEST // 1_000_000} MB). Show fewer rows, for example with .head(100)."
        )
    return made


def _data(spec: dict[str, Any]) -> dict[str, Any]:
    """The table under a chart; none when the chart's data are of a kind that no table holds."""
    try:
        table: dict[str, Any] = plain(data_of(spec))
        return table
    except Exception:
        return NO_DATA


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON has it: no number that is none, dates as text; ValueError, with the remedy, for all else.

    >>> plain({"x": [1, float("nan"), date(2004, 8, 28)]})
    {'x': [1, None, '2004-08-28']}
    """
    if depth > DEEPEST:
        raise ValueError(
            f"This has lists in lists in lists, more than {DEEPEST} levels deep: a page cannot draw it. Flatten it first."
        )
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part, depth + 1) for part in value]
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:  # a number of numpy
        return plain(value.item(), depth + 1)
    raise ValueError(
        f"A chart or table cannot hold a value of the kind {type(value).__name__}: turn it into a number or into text, for example with str()."
    )


def _number(value: Any) -> Any:
    try:
        return (
            value
            if isinstance(value, int) and abs(value) < 2**1023
            else (float(value) if math.isfinite(float(value)) else None)
        )
    except OverflowError:
        return None


def shortened(text: str) -> str:
    """Text that is no longer than a page shows.

    >>> shortened("x" * 200_000).splitlines()[1]
    '… 100,000 more characters are not shown. Show a part of it.'
    """
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}\n… {len(text) - LONGEST:,} more characters are not shown. Show a part of it."
