"""Figures refuse to appear without a description; their tables are readable."""

import altair
import pandas as pd
import pytest

import caj
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


def test_cells_of_tables_are_readable() -> None:
    frame = pd.DataFrame(
        {"year": [2004], "t": [1234.56], "ok": [True], "day": [pd.Timestamp("2004-08-28")], "none": [None]}
    )
    assert tabulate(frame)["rows"] == [["2004", "1,234.6", "yes", "2004-08-28", "–"]]
    assert tabulate(frame)["numeric"] == [True, True, False, False, False]
