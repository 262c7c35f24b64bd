"""The route map: every place and leg as text, a drawing without third parties, and a form that a keyboard moves."""

import itertools
import re
from pathlib import Path

import pytest

from bookkit.site import drawing, map_names, routemap
from caj import data
from eyes import sees

PLAN = drawing.plan()


@pytest.fixture(scope="module")
def legs():
    return data.load("legs")


@pytest.fixture(scope="module")
def nodes():
    return data.load("nodes")


def test_every_leg_has_a_corridor_and_a_status_that_the_map_knows(legs) -> None:
    assert set(legs["corridor"]) <= set(drawing.corridors())
    assert set(legs["status"]) <= set(drawing.STATUS)
    assert set(PLAN["through"]) <= set(legs["id"])
    assert {name for view in PLAN["views"].values() for name in view["places"]} <= set(data.load("nodes")["id"])


def test_the_list_says_all_that_the_map_shows(nodes, legs) -> None:
    text = routemap.route_list()
    assert set(re.findall(r'id="place-(\w+)"', text)) == set(nodes["id"])
    assert sorted(re.findall(r'data-leg="(leg-\d+)"', text)) == sorted([*legs["id"]] * 2)
    assert text.count("(derived)") == 2 * (legs["distance_basis"] == "derived").sum()


@pytest.mark.parametrize("view", PLAN["views"])
def test_each_drawing_has_its_legs_and_links(view: str, nodes, legs) -> None:
    svg = drawing.static_map(view, nodes, legs)
    inside = legs[~(legs[["from_node", "to_node"]] == PLAN["left_out"]).any(axis=1)]
    assert set(re.findall(r'data-id="(leg-\d+)"', svg)) == set(inside["id"])
    linked = re.findall(r'<a href="#place-(\w+)" aria-label="[^"]+">', svg)
    assert sorted(linked) == sorted(set(nodes["id"]) - {PLAN["left_out"]})
    assert "http" not in svg.replace("http://www.w3.org", "")


def test_the_outline_holds_the_region() -> None:
    names = {shape["properties"]["name"] for shape in drawing.OUTLINE["objects"]["countries"]["geometries"]}
    assert {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "Japan"} <= names


def test_the_front_page_map_is_described_and_has_no_inner_links() -> None:
    assert 'role="img" aria-label="Map' in routemap.front_map()
    assert routemap.front_map().count("<a ") == 1


def rings() -> list[tuple[str, list[tuple[float, float]]]]:
    """Each outer ring of the outline with its country, in degrees."""
    (kx, ky), (dx, dy) = drawing.OUTLINE["transform"]["scale"], drawing.OUTLINE["transform"]["translate"]
    arcs = []
    for steps in drawing.OUTLINE["arcs"]:
        points = itertools.accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        arcs.append([(x * kx + dx, y * ky + dy) for x, y in points])
    found = []
    for shape in drawing.OUTLINE["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found += [
            (shape["properties"]["name"], [p for i in polygon[0] for p in (arcs[i] if i >= 0 else arcs[~i][::-1])])
            for polygon in polygons
        ]
    return found


def contains(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    sides = itertools.pairwise(ring)
    return (
        sum((a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in sides) % 2
        == 1
    )


# What of the map is covered: names by names, and names by dots of places, in pixels of the drawing.
COVERED = """(svg) => {
  const box = (part) => part.getBoundingClientRect();
  const names = [...svg.querySelectorAll('text')].filter((name) => name.textContent), dots = [...svg.querySelectorAll('a[href^="#place-"] path')];
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const said = (name, others) => others.filter((other) => other !== name && meet(box(name), box(other))).map((other) => `${name.textContent} / ${other.textContent || other.parentNode.getAttribute('href')}`);
  return names.flatMap((name) => said(name, [...names, ...dots]));
}"""
CAPITALS = ("Astana", "Bishkek", "Dushanbe", "Tashkent", "Ashgabat")


@pytest.mark.parametrize("width", [390, 1280])
def test_names_on_the_map_cover_nothing_and_the_capitals_have_theirs(site: Path, browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto((site / "guides/map.html").as_uri())
    for drawn in page.locator(".caj-map svg").all():
        assert drawn.evaluate(COVERED) == []
        assert set(CAPITALS) <= set(drawn.locator("text").all_text_contents())
    wide = page.locator(".caj-map svg", has_text="Singapore")
    for named in ("Bishkek", "Ashgabat", "Baku (Alat) port"):
        wide.get_by_text(named, exact=True).scroll_into_view_if_needed()
        assert sees(wide.get_by_text(named, exact=True)), "its line ties it to its place from afar"
    page.close()


@pytest.mark.parametrize("place", ["Khorgos/Altynkol", "Poti", "Mashhad", "Urumqi"])
def test_a_chosen_place_comes_into_the_window_of_a_phone(site: Path, browser, place: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto((site / "guides/map.html").as_uri())
    page.locator("select[name=place]").select_option(label=place)
    window = page.locator(".caj-map-scroll").first
    window.scroll_into_view_if_needed()
    chosen = window.locator("a.caj-chosen path")
    assert sees(chosen)
    at, frame = chosen.bounding_box(), window.bounding_box()
    edges = (window.get_attribute("data-more") or "").split()
    assert "left" not in edges or at["x"] - frame["x"] > 40, "it fades at the left edge"
    assert "right" not in edges or frame["x"] + frame["width"] - at["x"] > 40, "it fades at the right edge"
    page.close()


def test_a_name_that_is_tied_stands_near_its_place_and_its_line_crosses_no_name() -> None:
    points = {"a": (100.0, 50.0)}
    wall = map_names.Box(60, 60, 140, 75)  # below the place, as a name is
    taken = [wall, map_names.Box(0, 30, 95, 58), map_names.Box(104, 46, 200, 58), map_names.Box(60, 0, 100, 43)]
    name = map_names.tied({"a": "Osh"}, points, list(taken), (200, 200))["a"]
    box = map_names.text_box("Osh", name.x, name.y, "center", map_names.PLACE)
    assert not any(box.meets(other) for other in taken)
    assert (
        abs(name.x - 100) <= 90
        and abs(name.y - 50) <= 60
        and name.end == tuple(round(at, 1) for at in box.nearest(100, 50))
    )
    assert map_names.tied({"a": "Osh"}, points, [map_names.Box(0, 0, 200, 200)], (200, 200)) == {}


def test_a_name_without_room_gives_way_to_one_listed_before() -> None:
    points = {"a": (100.0, 50.0), "b": (104.0, 52.0), "c": (400.0, 50.0)}
    names = {"a": "Bishkek", "b": "Tokmok and surroundings", "c": "Osh"}
    first, _ = map_names.sides({"b": "right", "a": "right", "c": "left"}, names, points, (500, 100))
    assert first["b"] == "right" and first["a"] != "right" and first["c"] == "left"
    room, _ = map_names.sides(dict.fromkeys(names, "right"), names, points, (30, 20))
    assert room == {}


def test_lines_by_sea_go_round_the_land() -> None:
    land = rings()
    crossed = set()
    for leg, points in PLAN["through"].items():
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            along = [(x1 + (x2 - x1) * i / 40, y1 + (y2 - y1) * i / 40) for i in range(41)]
            crossed |= {(leg, name) for name, ring in land for x, y in along if contains(ring, x, y)}
    assert crossed == {("leg-039", "Turkey")}, "but for the Bosporus, which is narrower than the outline shows"


def test_no_coast_has_a_spike() -> None:
    """Of the countries whole in the outline, none has a straight side of more than 12 degrees but at the edge of the globe or along a parallel."""
    long = {
        (name, a, b)
        for name, ring in rings()
        for a, b in itertools.pairwise(ring)
        if abs(a[0] - b[0]) > 12 and abs(a[1] - b[1]) > 1 and abs(a[1]) < 78
    }
    assert long == set()
