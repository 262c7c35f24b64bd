"""Charts that the book draws again and again, and their parts: axes, signs of groups, words beside marks, a line at a value, panels."""

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import altair as alt

Number = int | float
Looks = dict[str, tuple[str, str]]  # shape and colour of each group
SIDES: dict[str, tuple[Any, int]] = {
    "right": ("left", 1),
    "left": ("right", -1),
}  # where words stand: how they are aligned, which way they move


def across(field: str, title: str, low: Number, high: Number, **axis: Any) -> "alt.X":
    """An amount along the x axis, from `low` to `high`; `axis` is what Altair's Axis takes.

    >>> across("share", "Share, per cent", 0, 70).to_dict()["scale"]
    {'domain': [0, 70]}
    """
    import altair as alt

    return alt.X(f"{field}:Q", **_amount(title, low, high, axis))


def upwards(field: str, title: str, low: Number, high: Number, **axis: Any) -> "alt.Y":
    """An amount along the y axis, from `low` to `high`; `axis` is what Altair's Axis takes.

    >>> upwards("share", "Share, per cent", 0, 70, values=[0, 35, 70]).to_dict()["axis"]
    {'values': [0, 35, 70]}
    """
    import altair as alt

    return alt.Y(f"{field}:Q", **_amount(title, low, high, axis))


def _amount(title: str, low: Number, high: Number, axis: dict[str, Any]) -> dict[str, Any]:
    import altair as alt

    return {"title": title, "scale": alt.Scale(domain=[low, high])} | ({"axis": alt.Axis(**axis)} if axis else {})


def in_time(
    field: str, first: str, last: str, ticks: Any = "year", *, format: str = "%Y", grid: bool = False
) -> "alt.X":
    """Dates along the x axis, from the day `first` to the day `last`; `ticks` are every year, or what Altair takes as tickCount.

    >>> in_time("date", "2004-01-01", "2025-12-31").to_dict()["axis"]
    {'format': '%Y', 'grid': False, 'tickCount': 'year'}
    """
    import altair as alt

    axis = alt.Axis(format=format, grid=grid, tickCount=ticks)
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(domain=[first, last]), axis=axis)


def rows_of(field: str, order: Any = None) -> "alt.Y":
    """A column of names down the y axis, in this order or as the rows come.

    >>> rows_of("country", ["Japan", "Kazakhstan"]).to_dict()["sort"]
    ['Japan', 'Kazakhstan']
    """
    import altair as alt

    return alt.Y(f"{field}:N", title=None, sort=order if order is None or isinstance(order, str) else list(order))


def fills(field: str, colours: dict[str, str], *, title: str | None = None, columns: int | None = None) -> "alt.Color":
    """The colour of each group of a column; `columns` is how many names stand side by side in the legend, 0 for no legend.

    >>> fills("kind", {"plan": "#0b6aa3", "output": "#b23a26"}, columns=0).to_dict()["legend"] is None
    True
    """
    import altair as alt

    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(f"{field}:N", title=title, scale=scale, **_legend(columns))


def signs(field: str, looks: Looks | None = None, *, title: str | None = None, columns: int | None = None) -> list[Any]:
    """Colour and shape of each group of a column, so that no group is told by its colour alone; one legend for both.

    >>> colour, shape = signs("side", {"before": ("circle", "#0b6aa3"), "after": ("square", "#b23a26")})
    >>> shape.to_dict()["scale"]
    {'domain': ['before', 'after'], 'range': ['circle', 'square']}
    """
    import altair as alt

    about: dict[str, Any] = {"title": title} | _legend(columns)
    if looks is None:
        return [alt.Color(f"{field}:N", **about), alt.Shape(f"{field}:N", **about)]
    shapes, colours = zip(*looks.values())
    shape = alt.Shape(f"{field}:N", scale=alt.Scale(domain=list(looks), range=list(shapes)), **about)
    return [fills(field, dict(zip(looks, colours)), title=title, columns=columns), shape]


def _legend(columns: int | None) -> dict[str, Any]:
    import altair as alt

    return {} if columns is None else {"legend": alt.Legend(columns=columns) if columns else None}


def panels(field: str, order: Any = None, *, by: str = "row") -> Any:
    """A panel for each value of a column, one below the other with its name on top; `by` may be "column".

    >>> panels("country", ["Japan"]).to_dict()["header"]
    {'labelAnchor': 'start', 'labelFontWeight': 'bold', 'labelOrient': 'top'}
    """
    import altair as alt

    header = alt.Header(labelOrient="top", labelAnchor="start", labelFontWeight="bold")
    sort: dict[str, Any] = {} if order is None else {"sort": list(order)}
    return {"row": alt.Row, "column": alt.Column}[by](f"{field}:N", title=None, header=header, **sort)


def beside(chart: "alt.Chart", words: str, side: str = "right", gap: Number = 5, **look: Any) -> Any:
    """The words of a column beside each mark of a chart; "share:.0f" is a number with its format.

    >>> import altair as alt
    >>> marks = alt.Chart(pd.DataFrame({"x": [1.26]})).encode(x="x:Q")
    >>> beside(marks, "x:.1f").to_dict()["encoding"]["text"]
    {'field': 'x', 'format': '.1f', 'type': 'quantitative'}
    """
    import altair as alt

    align, way = SIDES[side]
    field, _, format = words.partition(":")
    text = alt.Text(f"{field}:Q", format=format) if format else alt.Text(f"{field}:N")
    return chart.mark_text(align=align, dx=way * gap, **look).encode(text=text)


def level(
    chart: Any,
    value: Number,
    words: str = "",
    at: Any = 0,
    *,
    side: str = "right",
    dy: int = -9,
    dash: Any = (5, 4),
    **look: Any,
) -> Any:
    """The chart with a dashed line at a height, and words over it that begin `at` pixels from the left, or at an Altair datum.

    With side="left" the words end there. The line comes last, so that the chart's own axis stands.

    >>> import altair as alt
    >>> marks = alt.Chart(pd.DataFrame({"year": [2024], "index": [2343]})).mark_point().encode(x="year:O", y="index:Q")
    >>> len(level(marks, 1800, "concentrated above this line").layer)
    3
    """
    import altair as alt

    base = alt.Chart(pd.DataFrame({"level": [value], "words": [words]})).encode(y="level:Q")
    line = base.mark_rule(strokeDash=list(dash), **look)
    place = alt.value(at) if isinstance(at, int | float) else at
    return chart + line + beside(base.encode(x=place), "words", side, dy=dy) if words else chart + line


def bars(
    rows: pd.DataFrame,
    x: Any,
    y: Any,
    words: str = "",
    *,
    order: Any = None,
    tooltip: Any = (),
    gap: Number = 5,
    **look: Any,
) -> Any:
    """Lying bars of an amount `x`, one for each name `y`, with words or a number at their ends; `look` may have a color and what a mark takes.

    >>> rows = pd.DataFrame({"fuel": ["coal", "gas"], "TWh": [75.1, 30]})
    >>> len(bars(rows, "TWh:Q", "fuel", "TWh:.0f").layer)
    2
    """
    import altair as alt

    base = alt.Chart(rows).encode(x=x, y=rows_of(y, order), **({"tooltip": tooltip} if tooltip else {}))
    colour = {"color": look.pop("color")} if "color" in look else {}
    drawn = base.mark_bar(**look).encode(**colour)
    return drawn + beside(base, words, gap=gap) if words else drawn


def dots(rows: pd.DataFrame, x: Any, y: Any, *signed: Any, size: int = 90, filled: bool = True, **more: Any) -> Any:
    """Points, whose groups may wear `signs`; `more` is encoded as it stands.

    >>> rows = pd.DataFrame({"year": [2004, 2025], "n": [1, 2]})
    >>> dots(rows, "year:O", "n:Q").mark.size
    90
    """
    import altair as alt

    return alt.Chart(rows).mark_point(size=size, filled=filled, opacity=1).encode(*signed, x=x, y=y, **more)
