"""The words of a chart: tooltips named as the axes are, numbers as they are, labels apart."""

import json
from pathlib import Path

from caj.chart_labels import readable
from caj.figures import CHART_MIME

VALUE = {"field": "value", "type": "quantitative", "title": "Thousand tonnes"}
YEAR = {"field": "year", "type": "ordinal", "title": None}


def tooltip(encoding: dict, mark: str = "bar", **spec) -> dict[str, str | None]:
    """The lines of a tooltip: their titles and formats."""
    lines = readable({"mark": mark, "encoding": encoding, **spec})["encoding"].get("tooltip", [])
    return {line["title"]: line.get("format") for line in lines} if isinstance(lines, list) else {}


def test_a_chosen_column_has_the_title_of_the_axis_that_shows_it() -> None:
    chosen = [{"field": name, "type": "quantitative"} for name in ("value", "gross_margin")]
    assert list(tooltip({"x": YEAR, "y": VALUE, "tooltip": chosen})) == ["Thousand tonnes", "gross margin"]


def test_without_a_choice_places_and_colours_are_named_and_helpers_are_not() -> None:
    encoding = {
        "x": YEAR,
        "y": VALUE,
        "color": {"field": "kind_of_line", "type": "nominal"},
        "row": {"field": "_kind_sort_index", "type": "nominal"},
    }
    assert list(tooltip(encoding)) == ["year", "Thousand tonnes", "kind of line"]
    assert tooltip({"x": {"field": "left", "type": "quantitative", "axis": None}}) == {}, "a place on the paper"


def test_a_span_has_a_beginning_and_an_end() -> None:
    assert list(tooltip({"x": VALUE, "x2": {"field": "high"}})) == ["Thousand tonnes, from", "Thousand tonnes, to"]
    chosen = [{"field": name, "type": "quantitative"} for name in ("value", "high")]
    both = list(tooltip({"x": VALUE, "x2": {"field": "high"}, "tooltip": chosen}))
    assert both == ["Thousand tonnes, from", "Thousand tonnes, to"], "two lines of one title would be one"
    assert list(tooltip({"x": VALUE, "x2": {"field": "high"}, "tooltip": chosen[:1]})) == ["Thousand tonnes"]


def test_a_column_whose_name_says_nothing_is_the_heading() -> None:
    row, what = ({"field": name, "type": "nominal", "title": None} for name in ("row", "what"))
    assert list(tooltip({"x": VALUE, "y": row, "color": what})) == ["Thousand tonnes", "title", " "]
    assert list(tooltip({"x": VALUE, "y": row, "tooltip": [{"field": "row", "type": "nominal"}]})) == ["title"]
    named = row | {"field": "variable", "title": "Need or supply"}
    assert list(tooltip({"x": VALUE, "color": named})) == ["Thousand tonnes", "Need or supply"]


def stored() -> list[tuple[str, dict]]:
    """Every chart of the chapters as a page draws it, with its chapter."""
    root = Path(__file__).parent.parent
    found = []
    for path in sorted(root.glob("chapters/*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
        found += [
            (path.stem, readable(value))
            for bundle in bundles
            for kind, value in bundle.items()
            if "vega-lite" in kind or kind == CHART_MIME
        ]
    return found


def lines(part: object) -> list[str]:
    """The titles of all lines of the tooltips in a part of a chart."""
    if isinstance(part, list):
        return [title for one in part for title in lines(one)]
    if not isinstance(part, dict):
        return []
    own = part["tooltip"] if isinstance(part.get("tooltip"), list) else []
    return [line["title"] for line in own] + [title for one in part.values() for title in lines(one)]


def test_no_tooltip_of_the_book_has_a_column_whose_name_says_nothing() -> None:
    charts = stored()
    assert sum(bool(lines(chart)) for _, chart in charts) > 50
    raw = {"row", "what", "variable", "label", "rate", "low", "high"}
    assert {(chapter, title) for chapter, chart in charts for title in lines(chart) if title in raw} == set()


def test_numbers_stand_as_on_the_axis_and_whole_ones_are_never_rounded() -> None:
    years = {"field": "at", "type": "quantitative", "axis": {"format": "d"}}
    shares = {"field": "share", "type": "quantitative", "axis": {"format": "%"}}
    assert tooltip({"x": years, "y": shares}) == {"at": "d", "share": ".3~%"}
    rows = {"values": [{"persons": 345150.0, "rate": 0.5}, {"persons": None, "rate": 1}]}
    assert tooltip(
        {"x": {"field": "persons", "type": "quantitative"}, "y": {"field": "rate", "type": "quantitative"}}, data=rows
    ) == {"persons": ",d", "rate": ",.4~r"}


def test_layers_share_their_axes_and_a_label_has_no_tooltip() -> None:
    line = {"mark": "line", "encoding": {"x": YEAR, "y": VALUE}}
    limit = {"mark": "rule", "encoding": {"y": {"field": "limit", "type": "quantitative"}}}
    label = {"mark": {"type": "text"}, "encoding": {"y": VALUE, "text": {"field": "label"}}}
    made = readable({"layer": [line, limit, label]})
    assert [line["title"] for line in made["layer"][1]["encoding"]["tooltip"]] == ["Thousand tonnes"]
    assert "tooltip" not in made["layer"][2]["encoding"] and made["config"]["text"]["tooltip"] is None


def test_what_vega_computes_it_names_itself() -> None:
    assert tooltip({"x": YEAR, "y": {"aggregate": "mean", "field": "value", "type": "quantitative"}}) == {}


def test_labels_stand_under_their_ticks_unless_they_would_meet_those_of_the_next_panel() -> None:
    panel = {"mark": "line", "encoding": {"x": YEAR, "y": VALUE}}
    beside = [
        {"hconcat": [panel, panel]},
        {"facet": {"field": "kind"}, "spec": panel},
        {"vconcat": [{"concat": [panel]}]},
    ]
    assert [
        readable(spec)["config"]["axis"]["labelFlush"] for spec in (panel, {"vconcat": [panel, panel]}, *beside)
    ] == [False, False, True, True, True]
