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
    **settings: tuple[float, float, float, float],
) -> None:
    """Show `draw(**values)`; with a live kernel, sliders change the values.

    Parameters: each setting is (default, lowest, highest, step), its name with underscores for spaces
    is the label; `alt(**values)` says what one sees. With the environment variable CAJ_STATIC set,
    as in stored notebooks, only the figure for the defaults appears: no control that cannot work.
    Raises ValueError when a default lies outside its range.
    """
    for name, (default, low, high, _) in settings.items():
        if not low <= default <= high:
            raise ValueError(f"The default of {name} is {default}, outside {low} to {high}.")
    values = {name: setting[0] for name, setting in settings.items()}
    if os.environ.get("CAJ_STATIC"):
        show(draw(**values), caption=caption, source=source, alt=alt(**values))
    else:
        _live(draw, caption, source, alt, settings)


def _live(draw: Callable, caption: str, source: "str | pd.DataFrame", alt: Callable, settings: dict[str, Any]) -> None:
    import ipywidgets
    from IPython.display import display

    sliders = {name: _slider(name, *setting) for name, setting in settings.items()}
    output = ipywidgets.Output()

    def redraw(_: Any = None) -> None:
        values = {name: slider.value for name, slider in sliders.items()}
        with output:
            output.clear_output(wait=True)
            show(draw(**values), caption=caption, source=source, alt=alt(**values))

    for slider in sliders.values():
        slider.observe(redraw, names="value")
    display(ipywidgets.VBox([*sliders.values(), output]))
    redraw()


def _slider(name: str, default: float, low: float, high: float, step: float) -> Any:
    import ipywidgets

    whole = all(float(number).is_integer() for number in (default, low, high, step))
    make = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return make(
        value=default,
        min=low,
        max=high,
        step=step,
        description=name.replace("_", " "),
        style={"description_width": "initial"},
        layout={"width": "32em"},
        continuous_update=False,
    )
