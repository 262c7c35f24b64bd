"""House style of the charts: one theme, in the inks of the book; the page gives each colour its dark partner."""

from typing import TYPE_CHECKING

import pandas as pd

from caj import colours

if TYPE_CHECKING:
    import altair as alt

COUNTRIES = {code: (colour.name, colour.light) for code, colour in colours.COUNTRIES.items()}
PALETTE = [colour.light for colour in colours.SERIES.values()]  # series that are no country, partner or fuel
FUELS = {key: fuel.light for key, fuel in colours.FUELS.items()}
# Fills that carry white letters, on light and on dark pages: blue, red, ochre, slate, violet, green.
GROUNDS = ["#0b6aa3", "#b23a26", "#8a6a1f", "#5c6b7c", "#7a5bc4", "#1f7a5c"]
GREY = colours.INKS["quiet"].light
INK = colours.INKS["ink"].light
RULE = colours.INKS["rule"].light
HAIR = colours.INKS["hair"].light
PAPER = colours.INKS["paper"].light
FONT = "Inter, Arial, 'Liberation Sans', 'Noto Sans', sans-serif"
SIZE = 12.5

THEME = {
    "background": PAPER,
    "font": FONT,
    "padding": {"left": 2, "right": 14, "top": 6, "bottom": 2},
    "view": {"stroke": None, "continuousWidth": 440, "discreteWidth": 440, "continuousHeight": 260},
    "axis": {
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelColor": GREY,
        "titleColor": GREY,
        "domain": False,
        "ticks": False,
        "gridColor": HAIR,
        "labelPadding": 6,
        "labelLimit": 300,
    },
    # Time or amount runs along a line with ticks; amounts upwards have faint lines instead.
    "axisX": {
        "domain": True,
        "domainColor": RULE,
        "grid": False,
        "ticks": True,
        "tickColor": RULE,
        "tickSize": 4,
        "labelPadding": 4,
    },
    "axisXDiscrete": {"labelAngle": 0, "labelOverlap": True, "ticks": False},
    "axisYDiscrete": {"grid": False, "labelColor": INK},
    "legend": {
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": GREY,
        "orient": "top",
        "labelLimit": 300,
        "columns": 3,
        "columnPadding": 18,
        "offset": 12,
    },
    "header": {
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "labelColor": INK,
        "labelFontWeight": 600,
        "titleColor": GREY,
    },
    "title": {"fontSize": 13, "anchor": "start", "color": INK, "subtitleColor": GREY},
    "range": {"category": PALETTE, "heatmap": {"scheme": "viridis"}},
    "line": {"strokeWidth": 2.25, "strokeCap": "round", "strokeJoin": "round"},
    "point": {"filled": True, "size": 64},
    "text": {"color": INK, "fontSize": SIZE},
    "rule": {"color": RULE},
    "bar": {"color": PALETTE[0]},
    "area": {"color": PALETTE[0]},
}


def name_countries(codes: pd.Series) -> pd.Series:
    """Replace ISO3 codes of the six countries by their English names; other codes stay.

    >>> name_countries(pd.Series(["KAZ", "JPN", "WLD"])).tolist()
    ['Kazakhstan', 'Japan', 'WLD']
    """
    return codes.astype("str").replace({code: name for code, (name, _) in COUNTRIES.items()})


def country_colour(field: str = "country", title: str | None = None) -> "alt.Color":
    """Altair colour encoding of a column of country names or ISO3 codes, the same all over the book.

    >>> country_colour("country").shorthand
    'country:N'
    """
    import altair as alt

    domain = [name for name, _ in COUNTRIES.values()] + list(COUNTRIES)
    scale = alt.Scale(domain=domain, range=[colour for _, colour in COUNTRIES.values()] * 2)
    return alt.Color(f"{field}:N", title=title, scale=scale, legend=alt.Legend())


def year_axis(first: int, last: int, field: str = "year") -> "alt.X":
    """Altair x encoding of a column of years, from `first` to `last`, with whole years as ticks.

    >>> year_axis(2000, 2025).shorthand
    'year:Q'
    """
    import altair as alt

    axis = alt.Axis(format="d", tickMinStep=1, grid=False)
    return alt.X(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[first, last], nice=False))
