"""Show charts and tables as numbered, captioned, described and sourced figures."""

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from caj import sources
from caj.charts import THEME
from caj.dress import dressed

if TYPE_CHECKING:
    import altair as alt

# The version that JupyterLab renders by itself; its reader also draws Vega-Lite 6.
CHART_MIME = "application/vnd.vegalite.v5+json"
TABLE_MIME = "application/vnd.caj.table+json"
# Chinese and Japanese, Thai, Lao, Burmese, Khmer, Tibetan; Korean writes blanks.
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
PARTS = ("layer", "hconcat", "vconcat", "concat", "spec")  # where Altair keeps the charts that a chart is made of
CREDITED = 8  # sources named under a figure; the chapter's list of sources has all


def show(
    thing: "alt.TopLevelMixin | pd.DataFrame",
    *,
    caption: str,
    source: str | pd.DataFrame,
    alt: str = "",
    subtitle: str = "",
    table: pd.DataFrame | None = None,
    digits: int = 1,
) -> None:
    """Display an Altair chart or a DataFrame with caption, source and, for a chart, its data.

    Parameters: `caption` one sentence, the finding; `source` ids of the sources table, separated by ";", or the
    rows shown, whose column source_ids names them; `alt` says what one sees in the chart (required for a chart); `subtitle` gives unit, scope and what marks mean, below the caption; `table` is the data to list
    under the chart when the rows it is drawn from are not what a reader wants; `digits` after the point.
    Raises ValueError when a chart has no alt text, DataError for an unknown source id.

    >>> show(pd.DataFrame({"year": [2004]}), caption="Start of the dialogue.", source="mofa-fm1")
    Table: Start of the dialogue.
    year
    2004
    Source: Ministry of Foreign Affairs of Japan 2004
    """
    ids = source_ids(source)
    credit = "; ".join(dict.fromkeys(sources.source(id).short for id in ids[:CREDITED])) + remainder(ids)
    titles = [caption, subtitle] if subtitle else [caption]
    head = "\n".join(titles)
    if isinstance(thing, pd.DataFrame):
        text = tabulate(thing, digits)
        plain = f"Table: {head}\n{_plain(text)}\nSource: {credit}"
        bundle = {TABLE_MIME: text, "text/html": _html(text, titles, credit), "text/plain": plain}
    else:
        if not describes(alt):
            raise ValueError("A chart needs alt= text: one or two sentences that say what one sees in it.")
        plain = f"Figure: {head}\n{alt}\nSource: {credit}"
        bundle = {CHART_MIME: _spec(thing, titles, credit, alt, table, digits), "text/plain": plain}
    about = {"caption": caption, "source": ids, "alt": alt} | ({"subtitle": subtitle} if subtitle else {})
    _display(bundle, {"caj": about})


def describes(alt: str) -> bool:
    """Whether an alt text is long enough to say what one sees.

    Five words are; in scripts that write no blanks between words, two letters count as one.

    >>> describes("A chart"), describes("Bars that rise from 2021 to 2024"), describes("2021年から2024年へ伸びる棒")
    (False, True, True)
    """
    unspaced = len(UNSPACED.findall(alt))
    return len(UNSPACED.sub(" ", alt).split()) + unspaced // 2 >= 5


def source_ids(source: str | pd.DataFrame) -> list[str]:
    """Ids of the sources named in a text, or in the column source_ids of some rows, each once.

    >>> source_ids("mofa-fm1;mofa-fm2-pr")
    ['mofa-fm1', 'mofa-fm2-pr']
    >>> source_ids(pd.DataFrame({"source_ids": ["b;a", "a"]}))
    ['a', 'b']
    """
    if isinstance(source, str):
        return source.split(";")
    return sorted({id for cell in source["source_ids"] for id in cell.split(";")})


def remainder(ids: list[str]) -> str:
    """What follows the sources that a figure names.

    >>> remainder(["a"] * 10)
    ' and 2 more'
    """
    return f" and {len(ids) - CREDITED} more" if len(ids) > CREDITED else ""


def tabulate(frame: pd.DataFrame, digits: int = 1) -> dict[str, Any]:
    """Turn a DataFrame into column titles, rows of text, and which columns hold numbers.

    >>> tabulate(pd.DataFrame({"year": [2023], "tonnes": [2764.0]}))["rows"]
    [['2023', '2,764']]
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns = [" ".join(map(str, c)).strip() if isinstance(c, tuple) else str(c) for c in frame.columns]
    series = [frame.iloc[:, i] for i in range(frame.shape[1])]
    cells = [[_text(value, name, _places(s, digits)) for value in s] for s, name in zip(series, columns)]
    numeric = [pd.api.types.is_numeric_dtype(s) and not pd.api.types.is_bool_dtype(s) for s in series]
    return {"columns": columns, "numeric": numeric, "rows": [list(row) for row in zip(*cells)]}


def data_of(spec: dict[str, Any]) -> dict[str, Any]:
    """The data that a chart stands for, as a table of text: kept beside its spec when the chart was shown.

    >>> data_of({"usermeta": {"table": {"columns": ["n"], "numeric": [True], "rows": [["1"]]}}})["rows"]
    [['1']]
    """
    return dict(spec["usermeta"]["table"])


def behind(chart: Any) -> pd.DataFrame:
    """The rows that a chart is drawn from; of several parts those of the one with the most.

    >>> import altair as alt
    >>> line, point = (alt.Chart(pd.DataFrame({"year": years})).mark_point() for years in ([2004, 2025], [2004]))
    >>> behind(point + line)["year"].to_list()
    [2004, 2025]
    """
    return max(_frames(chart), key=len, default=pd.DataFrame()).reset_index(drop=True)  # a chart knows no index


def _frames(chart: Any) -> Iterator[pd.DataFrame]:
    """Every DataFrame in a chart and in its parts."""
    if isinstance(frame := getattr(chart, "data", None), pd.DataFrame):
        yield frame
    for name in PARTS:
        part = getattr(chart, name, None)
        for each in part if isinstance(part, list) else [part] if name == "spec" and part is not None else []:
            yield from _frames(each)


def _places(column: pd.Series, digits: int) -> int:
    """Decimal places of a column: none where all its numbers are whole."""
    whole = pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all()
    return 0 if whole else digits


def _text(value: Any, column: str, digits: int) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if pd.api.types.is_integer(value):
        return str(value) if "year" in column.lower() else f"{value:,}"
    if pd.api.types.is_float(value):
        return f"{value:.0f}" if "year" in column.lower() else f"{value:,.{digits}f}"
    return str(value)


def _spec(
    chart: "alt.TopLevelMixin", titles: list[str], credit: str, alt: str, table: pd.DataFrame | None, digits: int
) -> dict[str, Any]:
    """Vega-Lite spec in the house style; titles and credit are the title where no book draws them."""
    spec = dressed(chart.to_dict())
    spec["config"] = {**spec.get("config", {}), **THEME}
    spec["description"] = alt
    below = [line for text in (*titles[1:], f"Source: {credit}") for line in textwrap.wrap(text, 90)]
    spec["title"] = {"text": textwrap.wrap(titles[0], 78), "subtitle": below}
    spec["usermeta"] = {"table": tabulate(behind(chart) if table is None else table, digits)}
    return spec


def _plain(text: dict[str, Any]) -> str:
    return pd.DataFrame(text["rows"], columns=text["columns"]).to_string(index=False)


def _html(text: dict[str, Any], titles: list[str], credit: str) -> str:
    frame = pd.DataFrame(text["rows"], columns=text["columns"])
    return f"{''.join(f'<p>{title}</p>' for title in titles)}{frame.to_html(index=False, border=0)}<p><small>Source: {credit}</small></p>"


def _display(bundle: dict[str, Any], metadata: dict[str, Any]) -> None:
    try:
        from IPython import display, get_ipython
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(bundle["text/plain"])
    else:
        display.display(bundle, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
