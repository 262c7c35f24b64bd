"""Controls for "what if" questions: live where a kernel runs, a static figure everywhere else."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from caj.figures import show

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


def what_if(
    draw: Callable[..., "alt.TopLevelMixin"],
    *,
    caption: str,
    source: "str | pd.DataFrame",
    alt: Callable[..., str],
    subtitle: str = "",
    table: "Callable[..., pd.DataFrame] | None" = None,
    **settings: tuple[float, float, float, float] | list[str],
) -> None:
    """Show `draw(**values)`; with a live kernel, sliders and menus change the values.

    Parameters: each setting is (default, lowest, highest, step) for a slider, or a list of choices, the
    default first, for a menu; its name with underscores for spaces is the label; `alt(**values)` says
    what one sees, `table(**values)` gives the rows to list under it where `show` should not take those that are drawn.
    With the environment variable CAJ_STATIC set, as in stored notebooks, only the figure for the defaults
    appears: no control that cannot work.
    Raises ValueError when a default lies outside its range, or a list has fewer than two different choices.
    """
    for name, setting in settings.items():
        _verify(name, setting)
    values = {name: setting[0] for name, setting in settings.items()}

    def figure(**values: Any) -> None:
        rows = None if table is None else table(**values)
        show(draw(**values), caption=caption, subtitle=subtitle, source=source, alt=alt(**values), table=rows)

    if os.environ.get("CAJ_STATIC"):
        figure(**values)
    else:
        _live(figure, settings)


def _live(figure: Callable[..., None], settings: dict[str, Any]) -> None:
    import ipywidgets
    from IPython.display import display

    controls = {name: _menu(name, s) if isinstance(s, list) else _slider(name, *s) for name, s in settings.items()}
    output = ipywidgets.Output()

    def redraw(_: Any = None) -> None:
        values = {name: control.value for name, control in controls.items()}
        with output:
            output.clear_output(wait=True)
            figure(**values)

    for control in controls.values():
        control.observe(redraw, names="value")
    display(ipywidgets.VBox([*controls.values(), output]))  # type: ignore[no-untyped-call]
    redraw()


def _verify(name: str, setting: tuple[float, float, float, float] | list[str]) -> None:
    if isinstance(setting, list):
        if len(set(setting)) < 2 or len(set(setting)) < len(setting):
            raise ValueError(f"The choices of {name} should be two or more, each once.")
        return
    default, low, high, _ = setting
    if not low <= default <= high:
        raise ValueError(f"The default of {name} is {default}, outside {low} to {high}.")


def _menu(name: str, choices: list[str]) -> Any:
    import ipywidgets

    return ipywidgets.Dropdown(options=choices, value=choices[0], **_look(name))


def _slider(name: str, default: float, low: float, high: float, step: float) -> Any:
    import ipywidgets

    whole = all(float(number).is_integer() for number in (default, low, high, step))
    make = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return make(
        value=default,
        min=low,
        max=high,
        step=step,
        continuous_update=False,
        **_look(name),
    )


def _look(name: str) -> dict[str, Any]:
    label = name.replace("_", " ")
    return {"description": label, "style": {"description_width": "initial"}, "layout": {"width": "32em"}}
