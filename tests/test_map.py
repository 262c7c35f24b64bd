"""The route map: every place and leg as text, a drawing without third parties, and a form that a keyboard moves."""

import re

import pytest

from caj import data
from caj.book import drawing, routemap


@pytest.fixture(scope="module")
def legs():
    return data.load("legs")


@pytest.fixture(scope="module")
def nodes():
    return data.load("nodes")


def test_every_leg_has_a_corridor_and_a_status_that_the_map_knows(legs) -> None:
    assert set(legs["corridor"]) <= set(drawing.CORRIDORS)
    assert set(legs["status"]) <= set(drawing.STATUS)
    assert set(drawing.VIA) <= set(legs["id"])
    assert {*drawing.NAMES, *drawing.CLOSE_NAMES} <= {f"place-{id}" for id in data.load("nodes")["id"]}


def test_the_list_says_all_that_the_map_shows(nodes, legs) -> None:
    text = routemap.route_list()
    assert set(re.findall(r'id="place-(\w+)"', text)) == set(nodes["id"])
    assert sorted(re.findall(r'data-leg="(leg-\d+)"', text)) == sorted([*legs["id"]] * 2)
    assert text.count("(derived)") == 2 * (legs["distance_basis"] == "derived").sum()


@pytest.mark.parametrize("view", drawing.VIEWS)
def test_each_drawing_has_its_legs_and_links(view: str, nodes, legs) -> None:
    svg = drawing.static_map(view, nodes, legs)
    inside = legs[~(legs[["from_node", "to_node"]] == drawing.OUTSIDE).any(axis=1)]
    assert set(re.findall(r'data-id="(leg-\d+)"', svg)) == set(inside["id"])
    linked = re.findall(r'<a href="#place-(\w+)" aria-label="[^"]+">', svg)
    assert sorted(linked) == sorted(set(nodes["id"]) - {drawing.OUTSIDE})
    assert "http" not in svg.replace("http://www.w3.org", "")


def test_the_outline_holds_the_region() -> None:
    names = {shape["properties"]["name"] for shape in drawing.OUTLINE["objects"]["countries"]["geometries"]}
    assert {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "Japan"} <= names


def test_the_front_page_map_is_described_and_has_no_inner_links() -> None:
    assert 'role="img" aria-label="Map' in routemap.front_map()
    assert routemap.front_map().count("<a ") == 1
