"""House style of the charts: one theme, one colour per country, legible on light and dark pages."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import altair as alt

# Each colour keeps a contrast of 3:1 against the light and the dark page; a test measures it.
COUNTRIES = {
    "KAZ": ("Kazakhstan", "#0f83c4"),
    "KGZ": ("Kyrgyzstan", "#c2528b"),
    "TJK": ("Tajikistan", "#8a6fd1"),
    "TKM": ("Turkmenistan", "#1f9270"),
    "UZB": ("Uzbekistan", "#b0790b"),
    "JPN": ("Japan", "#d4553f"),
}
PALETTE = [colour for _, colour in COUNTRIES.values()]
GREY = "#7d8590"
PAGES = {"light": "#ffffff", "dark": "#121212"}

THEME = {
    "background": None,
    # The static drawing is measured with Liberation Sans, which has the widths of Arial.
    "font": "Arial, 'Liberation Sans', 'Noto Sans', sans-serif",
    "padding": 8,
    "view": {"stroke": None, "continuousWidth": 440, "discreteWidth": 440, "continuousHeight": 260},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": GREY,
        "titleColor": GREY,
        "domainColor": GREY,
        "tickColor": GREY,
        "gridColor": GREY,
        "gridOpacity": 0.25,
        "labelLimit": 260,
    },
    "axisXDiscrete": {"labelAngle": 0, "labelOverlap": True},
    "legend": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelColor": GREY,
        "titleColor": GREY,
        "orient": "top",
        "labelLimit": 260,
        "columns": 3,
    },
    "header": {"labelFontSize": 12, "labelColor": GREY, "titleColor": GREY},
    "title": {"fontSize": 13, "anchor": "start", "color": GREY, "subtitleColor": GREY},
    "range": {"category": PALETTE, "heatmap": {"scheme": "viridis"}},
    "line": {"strokeWidth": 2.5},
    "point": {"filled": True, "size": 60},
    "text": {"color": GREY, "fontSize": 12},
    "rule": {"color": GREY},
    "bar": {"color": PALETTE[0]},
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
    return alt.Color(
        f"{field}:N",
        title=title,
        scale=alt.Scale(domain=domain, range=PALETTE * 2),
        legend=alt.Legend(),
    )


def year_axis(first: int, last: int, field: str = "year") -> "alt.X":
    """Altair x encoding of a column of years, from `first` to `last`, with whole years as ticks.

    >>> year_axis(2000, 2025).shorthand
    'year:Q'
    """
    import altair as alt

    axis = alt.Axis(format="d", tickMinStep=1, grid=False)
    return alt.X(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[first, last], nice=False))
