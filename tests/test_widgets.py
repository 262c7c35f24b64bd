"""A widget has controls with a live kernel, and is a plain figure everywhere else."""

import altair
import pandas as pd
import pytest
from jupyter_client.manager import start_new_kernel

from caj import figures
from caj.widgets import what_if

CHART = altair.Chart(pd.DataFrame({"year": [1, 2], "value": [3.0, 4.0]})).mark_line().encode(x="year", y="value")
ABOUT = {"caption": "A line.", "source": "mofa-fm1", "alt": lambda growth: f"A line that grows by {growth} per cent."}


def test_without_a_kernel_it_is_a_figure_for_the_defaults(capsys: pytest.CaptureFixture) -> None:
    drawn = []
    what_if(lambda growth: drawn.append(growth) or CHART, growth=(10, 0, 30, 1), **ABOUT)
    assert drawn == [10] and "grows by 10 per cent" in capsys.readouterr().out


def test_the_rows_under_it_may_be_a_function_of_the_same_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    caught = []
    monkeypatch.setattr(figures, "_display", lambda bundle, metadata: caught.append((bundle, metadata)))
    rows = lambda growth: pd.DataFrame({"year": [2030], "tonnes": [growth]})
    what_if(lambda growth: CHART, growth=(10, 0, 30, 1), subtitle="In tonnes.", table=rows, **ABOUT)
    [(bundle, metadata)] = caught
    assert figures.data_of(bundle[figures.CHART_MIME])["rows"] == [["2030", "10"]]
    assert metadata["caj"]["subtitle"] == "In tonnes." and "A line.\nIn tonnes.\n" in bundle["text/plain"]


def test_a_default_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="default of growth is 40, outside 0 to 30"):
        what_if(lambda growth: CHART, growth=(40, 0, 30, 1), **ABOUT)


def test_the_first_choice_of_a_list_is_the_default(capsys: pytest.CaptureFixture) -> None:
    drawn = []
    about = ABOUT | {"alt": lambda end, wait: f"A line that ends in {end} after {wait} days."}
    what_if(
        lambda end, wait: drawn.append((end, wait)) or CHART, end=["Hamburg", "Istanbul"], wait=(5, 0, 30, 1), **about
    )
    assert drawn == [("Hamburg", 5)] and "ends in Hamburg after 5 days" in capsys.readouterr().out


@pytest.mark.parametrize("choices", [[], ["Hamburg"], ["Hamburg", "Hamburg"]])
def test_a_list_without_a_choice_is_refused(choices: list[str]) -> None:
    with pytest.raises(ValueError, match="choices of growth should be two or more, each once"):
        what_if(lambda growth: CHART, growth=choices, **ABOUT)


def test_with_a_live_kernel_controls_change_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAJ_STATIC")
    source = """
import gc
import altair as alt, pandas as pd, ipywidgets
from caj.widgets import what_if
drawn = []
def draw(growth, end):
    drawn.append((growth, end))
    return alt.Chart(pd.DataFrame({"x": [growth]})).mark_point().encode(x="x")
def say(growth, end):
    return f"A single point drawn at {growth} in {end}."
what_if(draw, caption="A point.", source="mofa-fm1", alt=say, growth=(10, 0, 30, 1), end=["Hamburg", "Istanbul"])
slider = next(o for o in gc.get_objects() if isinstance(o, ipywidgets.IntSlider))
menu = next(o for o in gc.get_objects() if isinstance(o, ipywidgets.Dropdown))
slider.value = 20
menu.value = "Istanbul"
drawn
"""
    shown = []
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute_interactive(
            source, timeout=60, output_hook=lambda message: shown.append(message["content"].get("data", {}))
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert any("application/vnd.jupyter.widget-view+json" in bundle for bundle in shown)
    assert [bundle["text/plain"] for bundle in shown if "text/plain" in bundle][
        -1
    ] == "[(10, 'Hamburg'), (20, 'Hamburg'), (20, 'Istanbul')]"
