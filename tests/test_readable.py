"""The words of a chart: tooltips named as the axes are, numbers as they are, labels apart."""

from caj.chart_labels import readable

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
    assert list(tooltip({"x": VALUE, "x2": {"field": "high"}, "tooltip": chosen})) == ["value", "high"], (
        "two lines of one title would be one"
    )


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
