"""The route map: every place and leg as text, a drawing without third parties, and a form that a keyboard moves."""

import itertools
import re
from pathlib import Path

import pytest
from conftest import ROOT
from PIL import Image

from bookkit.site import drawing, globe, map_data, map_lettering, map_names, routemap
from caj import colours, data
from eyes import sees

PLAN = map_data.plan()


@pytest.fixture(scope="module")
def legs():
    return data.load("legs")


@pytest.fixture(scope="module")
def nodes():
    return data.load("nodes")


def test_every_leg_has_a_corridor_and_a_status_that_the_map_knows(legs) -> None:
    assert set(legs["corridor"]) <= set(map_data.corridors())
    assert set(legs["status"]) <= set(drawing.STATUS)
    assert {
        one.says["leg"] for name in ("tracks", "sea-lanes") for one in map_data.features(name) if "leg" in one.says
    } <= set(legs["id"])
    assert set(map_data.gauges().values()) == {*routemap.GAUGES, "change"}
    assert {name for view in PLAN["views"].values() for name in view["places"]} <= set(data.load("nodes")["id"])


def test_the_list_says_all_that_the_map_shows(nodes, legs) -> None:
    text = routemap.route_list()
    assert set(re.findall(r'id="place-(\w+)"', text)) == set(nodes["id"])
    assert sorted(re.findall(r'data-leg="(leg-\d+)"', text)) == sorted([*legs["id"]] * 2)
    assert text.count("(derived)") == 2 * (legs["distance_basis"] == "derived").sum()


@pytest.mark.parametrize("view", ["close", "all"])
def test_each_drawing_has_its_legs_and_links(view: str, nodes, legs) -> None:
    svg = drawing.static_map(view, nodes, legs)
    inside = legs[~(legs[["from_node", "to_node"]] == PLAN["left_out"]).any(axis=1)]
    assert set(re.findall(r'data-id="(leg-\d+)"', svg)) == set(inside["id"])
    assert "Aktau to Baku (Alat) port, 465 km by sea, in use" in svg
    planned = dict(re.findall(r'data-id="(leg-\d+)"[^>]*?stroke-dasharray="([^"]+)"', svg))
    by_land = inside[inside["mode"] != "sea"]
    assert {id for id in by_land["id"] if id in planned} == set(by_land.loc[by_land["status"] != "operating", "id"])
    linked = re.findall(r'<a href="#place-(\w+)" aria-label="[^"]+">', svg)
    assert sorted(linked) == sorted(set(nodes["id"]) - {PLAN["left_out"]})
    assert "http" not in svg.replace("http://www.w3.org", "")


def test_the_outline_holds_the_region() -> None:
    assert {colour.name for colour in colours.COUNTRIES.values()} <= set(globe.land().countries)


def test_the_front_page_map_is_described_and_has_no_inner_links() -> None:
    assert 'role="img" aria-label="Map' in routemap.front_map()
    assert "<a " not in drawing.static_map("front", data.load("nodes"), data.load("legs"), linked=False)
    assert "OpenStreetMap contributors" in routemap.front_map()


def rings() -> list[tuple[str, list[tuple[float, float]]]]:
    """Each outer ring of the outline with its country, in degrees."""
    arcs = dict(enumerate(globe.land().arcs))
    every = [(name, globe.joined(ring, arcs)) for name, some in globe.land().countries.items() for ring in some]
    return [(name, [*ring, ring[0]]) for name, ring in every]


def contains(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    sides = itertools.pairwise(ring)
    return (
        sum((a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in sides) % 2
        == 1
    )


# What of the map is covered: names by names, and names by dots of places, in pixels of the drawing.
COVERED = """(svg) => {
  const box = (part) => part.getBoundingClientRect();
  const names = [...svg.querySelectorAll('text')].filter((name) => name.textContent), dots = [...svg.querySelectorAll('a[href^="#place-"] circle')];
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const said = (name, others) => others.filter((other) => other !== name && name.checkVisibility() && other.checkVisibility() && meet(box(name), box(other))).map((other) => `${name.textContent} / ${other.textContent || other.parentNode.getAttribute('href')}`);
  return names.flatMap((name) => said(name, [...names, ...dots]));
}"""
CAPITALS = ("Astana", "Bishkek", "Dushanbe", "Tashkent", "Ashgabat")


@pytest.mark.parametrize("width", [390, 1280])
def test_names_on_the_map_cover_nothing_and_the_capitals_have_theirs(site: Path, browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto((site / "guides/map.html").as_uri())
    for drawn in page.locator(".caj-map-scroll svg").all():
        assert drawn.evaluate(COVERED) == []
        assert set(CAPITALS) <= set(drawn.locator("text").all_text_contents())
    wide = page.locator("#map-all .caj-map-scroll svg")
    for named in ("Bishkek", "Ashgabat", "Baku"):
        name = wide.locator(".en").get_by_text(named, exact=True).first
        name.scroll_into_view_if_needed()
        assert sees(name), "its line ties it to its place from afar"
    page.close()


@pytest.mark.parametrize("place", ["Khorgos/Altynkol", "Poti", "Mashhad", "Urumqi"])
def test_a_chosen_place_comes_into_the_window_of_a_phone(site: Path, browser, place: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto((site / "guides/map.html").as_uri())
    page.locator("select[name=place]").select_option(label=place)
    window = page.locator(".caj-map-scroll").first
    window.scroll_into_view_if_needed()
    chosen = window.locator("a.caj-chosen circle")
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
    """But for straits that are narrower than a hundredth of a degree shows, and canals."""
    land = [(name, ring) for name, ring in rings() if len(ring) > 8]
    for lane in map_data.features("sea-lanes"):
        (line,) = lane.lines
        if lane.says["leg"] == "leg-064":  # Lake Van, which the outline lacks
            continue
        along = [
            (x1 + (x2 - x1) * i / 4, y1 + (y2 - y1) * i / 4)
            for (x1, y1), (x2, y2) in itertools.pairwise(line)
            for i in range(4)
        ]
        ashore = [point for point in along if any(contains(ring, *point) for _, ring in land)]
        assert len(ashore) < max(6, len(along) * 0.12), lane.says["leg"]


def test_tracks_begin_and_end_near_their_places(nodes, legs) -> None:
    at = {row.id: (row.lon, row.lat) for row in nodes.itertuples()}
    ends = {row.id: (at[row.from_node], at[row.to_node]) for row in legs.itertuples()}
    for track in map_data.features("tracks"):
        if "leg" in track.says:
            points = [point for line in track.lines for point in line]
            assert all(min(globe.angle(end, p) for p in points) * 6371 < 60 for end in ends[track.says["leg"]]), (
                track.says
            )


def test_the_aral_sea_is_drawn_as_it_was_and_as_it_is() -> None:
    old = [one for one in map_data.features("shores") if one.says["kind"] == "shore"]
    new = [one for one in map_data.features("waters") if "Aral" in one.says["name"]]
    assert [one.says["name"] for one in old] == ["Aral Sea"] and len(new) == 2
    inside = [
        any(contains(shore, *point) for shore in old[0].lines) for one in new for line in one.lines for point in line
    ]
    assert sum(inside) > 0.7 * len(inside), "what is left lies within the old shore"


@pytest.mark.parametrize("name", PLAN["views"])
def test_a_relief_lies_where_its_mountains_are(name: str) -> None:
    view, grey = map_data.view(name), Image.open(ROOT / "_static" / PLAN["views"][name]["relief"]).convert("L")

    def rough(lon: float, lat: float) -> int:
        x, y = view.place((lon, lat))
        k = grey.width / view.size[0]
        low, high = grey.crop((int(x * k - 4), int(y * k - 4), int(x * k + 4), int(y * k + 4))).getextrema()
        return high - low

    assert rough(78, 42.1) > 60 and rough(69.5, 39.1) > 60, "the Tian Shan and the Alay"
    assert rough(50.8, 41.9) < 20 and rough(34.5, 43.3) < 20, "the Caspian and the Black Sea"


@pytest.mark.parametrize("language", map_data.LANGUAGES)
def test_no_dot_and_no_name_covers_another_at_any_zoom(language: str, nodes) -> None:
    view, look = map_data.view("close"), PLAN["views"]["close"]
    shown = nodes[nodes["id"] != PLAN["left_out"]]
    since, said_in = map_lettering.lettered(look, view, shown, map_data.LANGUAGES, map_lettering.ZOOMS)
    names = said_in[language]
    points = {
        row.id: view.place((row.lon, row.lat))
        for row in shown.itertuples()
        if view.shows(view.place((row.lon, row.lat)))
    }
    for zoom in map_lettering.ZOOMS:
        seen = {id: (x * zoom, y * zoom) for id, (x, y) in points.items() if since[id] <= zoom}
        shows = [name for name in names if name.zoom <= zoom and (zoom == 1 or not name.once)]
        boxes = [map_lettering._box(name, zoom) for name in shows]
        assert not any(a.meets(b) for a, b in itertools.combinations(boxes, 2))
        assert map_names.apart(seen, map_lettering.APART) == list(seen)
        others = [(box, seen[id]) for box, name in zip(boxes, shows) for id in seen if points[id] != name.at]
        assert not any(box.meets(map_names.dot(*at)) for box, at in others)
    assert set(points) - set(seen) <= {"ordubad"}, "at the last zoom every place is there, but one 25 km from another"
    said = {name.text for name in names}
    assert {"en": {"Bishkek", "Osh"}, "ru": {"Бишкек", "Ош", "Тегеран"}, "ja": {"ビシュケク", "テヘラン"}}[
        language
    ] <= said


def test_a_reader_chooses_layers_names_and_zoom(site: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto((site / "guides/map.html").as_uri())
    close = page.locator("#map-close")
    close.scroll_into_view_if_needed()
    name = lambda text: close.locator(".names text", has_text=re.compile(f"^{text}$"))
    assert sees(name("Osh").first) and not name("Ош").is_visible()
    page.locator("select[name=names]").select_option("ru")
    assert sees(name("Ош")) and not name("Osh").first.is_visible()
    page.locator("select[name=names]").select_option("en")
    page.get_by_label("Rivers and lakes").uncheck()
    assert not close.locator(".river").is_visible() and not close.locator(".shore").is_visible()
    line = close.locator('[data-id="leg-082"]')
    before = line.evaluate("line => getComputedStyle(line).stroke")
    page.get_by_label("Show gauge instead").check()
    assert (
        line.evaluate("line => getComputedStyle(line).stroke") != before and page.get_by_text("1,520 mm").is_visible()
    )
    small = close.locator(".names.en .z2 text").first
    assert not small.is_visible()
    before = name("Osh").first.bounding_box()["height"]
    close.get_by_role("button", name="Closer").press("Enter")
    assert small.is_visible() and abs(name("Osh").first.bounding_box()["height"] - before) < 2, "names keep their size"
    assert close.get_by_role("button", name="Farther").is_enabled()
    page.close()


def test_no_coast_has_a_spike() -> None:
    """Of the countries whole in the outline, none has a straight side of more than 12 degrees but at the edge of the globe or along a parallel."""
    long = {
        (name, a, b)
        for name, ring in rings()
        for a, b in itertools.pairwise(ring)
        if abs(a[0] - b[0]) > 12 and abs(a[1] - b[1]) > 1 and abs(a[1]) < 78
    }
    assert long == set()
