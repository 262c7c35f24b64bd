"""Figures refuse to appear without a description; their tables are readable."""

import altair
import pandas as pd
import pytest
import vl_convert

import caj
from caj import figures, plots
from caj.charts import COUNTRIES, country_colour
from caj.figures import tabulate

CHART = altair.Chart(pd.DataFrame({"year": [1, 2], "value": [3.0, 4.0]})).mark_line().encode(x="year", y="value")
ABOUT = {"caption": "A line.", "source": "mofa-fm1"}


def test_one_colour_a_country() -> None:
    assert len({colour for _, colour in COUNTRIES.values()}) == len(COUNTRIES) == 6
    assert country_colour("country").to_dict()["scale"]["domain"][:2] == ["Kazakhstan", "Kyrgyzstan"]


def test_a_chart_needs_alt_text_and_a_known_source() -> None:
    with pytest.raises(ValueError, match="needs alt= text"):
        caj.show(CHART, **ABOUT)
    with pytest.raises(caj.DataError, match="no source"):
        caj.show(CHART, alt="A line that rises from three to four.", caption="A line.", source="nobody-1900")


def test_the_rows_under_a_chart_are_those_it_is_drawn_from_in_the_order_of_their_author(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught = []
    monkeypatch.setattr(figures, "_display", lambda bundle, metadata: caught.append(bundle[figures.CHART_MIME]))
    rule = altair.Chart(pd.DataFrame({"level": [2]})).mark_rule().encode(y="level")
    tall = pd.DataFrame({"year": [1, 2], "side": ["a", "a"], "value": [3.0, 4.0]}, index=pd.Index([7, 8], name="year"))
    lines = altair.Chart(tall).mark_line().encode(x="year", y="value")
    panels = altair.layer(rule.mark_rule(), lines.mark_line(), data=tall).facet(row="side")
    for drawn in (rule + lines, altair.hconcat(rule, lines), panels):
        caj.show(drawn, alt="A line that rises from three to four.", **ABOUT)
    tables = [figures.data_of(spec) for spec in caught]
    assert [table["columns"] for table in tables] == [["year", "side", "value"]] * 3
    assert all(table["rows"] == [["1", "a", "3"], ["2", "a", "4"]] for table in tables)


def test_a_line_at_a_height_leaves_the_axis_where_it_begins() -> None:
    marks = altair.Chart(pd.DataFrame({"year": [1, 2], "index": [1500, 2300]})).mark_point()
    drawn = plots.level(marks.encode(x="year:O", y=plots.upwards("index", "HHI", 1400, 2500)), 1800, "concentrated")
    svg = vl_convert.vegalite_to_svg(drawn.to_json())
    assert ">1,400<" in svg and ">concentrated<" in svg and ">0<" not in svg


def test_groups_are_told_by_shape_and_colour_in_one_legend() -> None:
    looks = {"before": ("circle", "#0b6aa3"), "after": ("square", "#b23a26")}
    rows = pd.DataFrame({"share": [1, 2], "who": ["x", "y"], "side": list(looks)})
    spec = plots.dots(rows, plots.across("share", "Share", 0, 3), "who:N", *plots.signs("side", looks)).to_dict()
    colour, shape = spec["encoding"]["color"], spec["encoding"]["shape"]
    assert colour["scale"]["domain"] == shape["scale"]["domain"] == ["before", "after"]
    assert (colour["title"], shape["title"]) == (None, None), "legends with one title and one domain are one"


def test_cells_of_tables_are_readable() -> None:
    frame = pd.DataFrame(
        {"year": [2004], "t": [1234.56], "ok": [True], "day": [pd.Timestamp("2004-08-28")], "none": [None]}
    )
    assert tabulate(frame)["rows"] == [["2004", "1,234.6", "yes", "2004-08-28", "–"]]
    assert tabulate(frame)["numeric"] == [True, True, False, False, False]
