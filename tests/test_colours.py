"""One colour for each country, partner, fuel and corridor: told apart by every reader, legible on every page, the same in all charts."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import altair
import numpy as np
import pandas as pd
import pytest

from bookkit.theme.sheet import joined
from caj.charts import GROUNDS
from caj.colours import COUNTRIES, INKS, OWNERS, SETS, own_colour
from caj.dress import _channels, dressed
from caj.figures import CHART_MIME

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# Smallest distance of two colours of a set, for each page, in OKLab times 100; below 5 two marks look the same.
APART = {"countries": (11, 9), "partners": (9, 9), "fuels": (9, 8.5), "corridors": (10, 11), "series": (8, 8)}
# Machado, Oliveira and Fernandes 2009, complete blindness, for linear RGB.
SIGHTS = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]  # fmt: skip
LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]]  # fmt: skip


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: str, sight: str) -> np.ndarray:
    """Place of a colour in OKLab, as a reader of this sight sees it."""
    return LAB @ np.cbrt(CONES @ np.clip(SIGHTS[sight] @ linear(colour), 0, 1))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", ["light", "dark"])
@pytest.mark.parametrize("name", APART)
def test_colours_of_a_set_are_told_apart_by_every_reader(name: str, page: str) -> None:
    values = {colour.name: getattr(colour, page) for colour in SETS[name].values()}
    least = min(
        (100 * float(np.linalg.norm(seen(values[one], sight) - seen(values[other], sight))), sight, one, other)
        for sight in SIGHTS
        for one, other in combinations(values, 2)
    )
    assert least[0] >= APART[name][page == "dark"], least


@pytest.mark.parametrize("page", ["light", "dark"])
def test_marks_and_words_stand_out_from_the_page(page: str) -> None:
    paper = getattr(INKS["paper"], page)
    marks = {colour.token: getattr(colour, page) for name in APART for colour in SETS[name].values()}
    assert not {token: value for token, value in marks.items() if contrast(value, paper) < 3}
    assert all(contrast(getattr(INKS[words], page), paper) >= 4.5 for words in ("ink", "quiet"))
    assert all(contrast(ground, "#ffffff") >= 4.5 for ground in GROUNDS), "letters in white on a fill"


def test_no_two_things_share_a_value_unless_they_share_their_meaning() -> None:
    tokens: dict[str, set[str]] = {}
    for each in SETS.values():
        for colour in each.values():
            tokens.setdefault(colour.light, set()).add(colour.token)
    assert [shared for shared in tokens.values() if len(shared) > 1] == [{"r-middle", "s2"}]


def test_the_page_gives_a_drawing_its_dark_colours() -> None:
    sheet = joined()
    for colour in [*COUNTRIES.values(), *INKS.values()]:
        assert f'.marks [fill="{colour.light}"] {{ fill: var(--{colour.token}) }}' in sheet
        values = re.findall(rf"--{colour.token}: (#\w+)", sheet)
        assert values[:2] == [colour.light, colour.dark], (
            f"for each page, the inks as in tokens.css; a third is that of paper: {colour.token}"
        )


def coloured(frame: pd.DataFrame, **options) -> tuple[list[str], list[str]]:
    chart = altair.Chart(frame).mark_point().encode(y="n:Q", color=altair.Color("who:N", **options), shape="who:N")
    scale = dressed(chart.to_dict())["encoding"]["color"].get("scale", {})
    return scale.get("domain", []), scale.get("range", [])


def test_names_and_codes_wear_their_colour_and_the_rest_is_grey() -> None:
    frame = pd.DataFrame({"who": ["all others", "Russia", "Kazakhstan", "CHN", "Iran"], "n": 1})
    names, worn = coloured(frame)
    assert dict(zip(names, worn)) == {
        "Kazakhstan": "#004779",
        "CHN": "#ab7b3c",
        "Russia": "#7e94a9",
        "all others": "#8a9197",
        "Iran": "#88606b",
    }
    fuels = pd.DataFrame({"who": ["Gas and oil", "Coal", "Other", "Wind and solar"], "n": 1})
    assert coloured(fuels)[1] == ["#373a43", "#c98044", "#206357", "#8b9097"]


def test_an_author_keeps_order_and_other_colours_but_no_country_in_a_wrong_one() -> None:
    frame = pd.DataFrame({"who": ["Japan", "trend"], "n": 1})
    chosen = altair.Scale(domain=["trend", "Japan"], range=["#34495a", "#b8321a"])
    assert coloured(frame, scale=chosen) == (["trend", "Japan"], ["#34495a", "#941711"])
    assert coloured(pd.DataFrame({"who": ["other", "forecast"], "n": 1})) == ([], []), "no owner, no change"


def charts() -> Iterator[tuple[str, dict]]:
    for path in CHAPTERS:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if spec := output.get("data", {}).get(CHART_MIME):
                    yield f"{path.stem}: {cell['id']}", spec


def test_every_series_of_the_book_wears_its_own_colour_and_none_that_of_a_country() -> None:
    """A colour of a country on whatever is not this country would be a false statement."""
    of_countries, wrong, worn = {colour.light for colour in COUNTRIES.values()}, [], set()
    for place, spec in charts():
        for channel in _channels(spec):
            scale = channel.get("scale") or {}
            pairs = dict(zip(scale.get("domain", []), scale.get("range", [])))
            named = {str(row.get(channel["field"])) for rows in spec.get("datasets", {}).values() for row in rows}
            missing = {name for name in named if name.lower() in OWNERS and name.lower() != "other"} - set(pairs)
            wrong += [(place, name) for name in missing]
            own = {name: own_colour(str(name)) for name in pairs if name != "other"}
            wrong += [(place, name) for name, value in own.items() if value and value != pairs[name]]
            wrong += [(place, name) for name, value in pairs.items() if value in of_countries and not own_colour(name)]
            worn |= {value for name, value in pairs.items() if own_colour(name)}
    assert not wrong
    assert len(worn) > 12, "the book has charts of countries, partners and fuels"
