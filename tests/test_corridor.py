"""Routes: lengths that the Earth allows, ways that networkx finds, and errors that help."""

import networkx as nx
import pandas as pd
import pytest

import caj
from caj import corridor
from caj.corridor import ASSUMPTIONS, PACES, compare, find, graph, great_circle_km, route, without

EVERY = ("operating", "planned", "under_construction")


@pytest.mark.parametrize("leg", caj.load("legs").to_dict("records"), ids=lambda leg: leg["id"])
def test_no_leg_is_shorter_than_its_great_circle(leg: dict) -> None:
    places = caj.load("nodes").set_index("id")
    one, other = (places.loc[leg[end], ["lat", "lon"]].astype(float) for end in ("from_node", "to_node"))
    assert leg["distance_km"] >= great_circle_km(*one, *other)


def test_every_leg_of_the_table_is_in_the_graph_once() -> None:
    legs = caj.load("legs")
    assert set(legs["status"]) <= set(EVERY)
    assert sorted(leg for *_, leg in graph(*EVERY).edges(data="leg")) == sorted(legs["id"])


@pytest.mark.parametrize("by", ["km", "days"])
@pytest.mark.parametrize("ends", [("nagoya", "istanbul"), ("almaty", "hamburg"), ("tashkent", "karachi")])
def test_a_way_is_the_shortest_that_networkx_finds(ends: tuple[str, str], by: str) -> None:
    network = graph()
    assert route(network, *ends, by=by)[by].sum() == pytest.approx(nx.dijkstra_path_length(network, *ends, weight=by))


def test_a_way_over_places_is_never_shorter() -> None:
    direct, over = route(graph(), "nagoya", "istanbul"), route(graph(), "nagoya", "istanbul", via=("moscow",))
    assert "Moscow" in over["to"].tolist() and over["km"].sum() > direct["km"].sum()
    assert compare({"a": direct, "b": over})["km"].tolist() == [direct["km"].sum(), over["km"].sum()]


def test_days_are_travel_and_stops() -> None:
    rail, sea, road = ASSUMPTIONS["rail"][1], ASSUMPTIONS["sea"][1], ASSUMPTIONS["road"][1]
    days = {frozenset(ends): value for *ends, value in graph().edges(data="days")}
    assert days[frozenset(["almaty", "shu"])] == pytest.approx(300 / rail)
    assert days[frozenset(["urumqi", "dostyk"])] == pytest.approx(480 / rail + ASSUMPTIONS["rail border"][1])
    assert days[frozenset(["nagoya", "singapore"])] == pytest.approx(5250 / sea)
    assert days[frozenset(["nagoya", "qingdao"])] == pytest.approx(1850 / sea + ASSUMPTIONS["port"][1])
    assert days[frozenset(["bishkek", "osh"])] == pytest.approx(672 / road + ASSUMPTIONS["yard"][1])
    assert days[frozenset(["chelyabinsk", "moscow"])] == pytest.approx(2100 / rail)
    assert days[frozenset(["aktau", "baku_alat"])] == pytest.approx(0.92 + 2 * ASSUMPTIONS["port"][1])


def test_paces_and_waits_change_days_in_the_right_direction() -> None:
    fast, usual, slow = (route(graph(pace=pace), "nagoya", "istanbul", "days")["days"].sum() for pace in PACES)
    assert fast < usual < slow
    calm, windy = graph(), graph(waits={"Aktau": 40})
    late = [ends for ends in calm.edges if windy.edges[ends]["days"] != calm.edges[ends]["days"]]
    assert [set(ends) for ends in late] == [{"aktau", "baku_alat"}]
    assert windy.edges[late[0]]["days"] - calm.edges[late[0]]["days"] == pytest.approx(40)


def test_assumptions_agree_with_the_tables_they_cite() -> None:
    rows = caj.load("indicators").set_index(["indicator", "year"]).sort_index()["value"]
    usual = corridor.assumptions().set_index("item")["usual"]
    assert usual["rail border"] == pytest.approx(rows["cpmm_rail_border_time", 2022].item() / 24, abs=0.05)
    assert usual["road border"] == pytest.approx(rows["cpmm_road_border_time", 2022].item() / 24, abs=0.05)
    assert usual["road"] == pytest.approx(rows["cpmm_road_speed_with_delay", 2022].item() * 24, abs=5)
    cape = route(graph(), "nagoya", "istanbul", "days", via=("cape_good_hope",))["days"].sum()
    assert cape == pytest.approx(rows["transit_days_reference", 2024].item(), abs=1)
    known = set(caj.load("sources")["id"])
    assert all(set(ids.split(";")) <= known for ids in corridor.assumptions()["source_ids"])


def test_closed_legs_and_lines_not_yet_built_stay_out() -> None:
    assert not graph().has_edge("kashgar", "torugart") and graph("under_construction").has_edge("kashgar", "torugart")
    whole = graph()
    cut = without(whole, ("Aktau", "Baku (Alat) port"), "Tehran")
    assert whole.has_edge("aktau", "baku_alat") and not cut.has_edge("aktau", "baku_alat") and "tehran" not in cut


def test_own_legs_and_nodes_can_be_added() -> None:
    legs = pd.DataFrame(
        [
            {
                "id": "x-1",
                "from_node": "aktau",
                "to_node": "here",
                "mode": "rail",
                "distance_km": 8.0,
                "distance_basis": "derived",
                "typical_days": None,
                "status": "planned",
            }
        ]
    )
    nodes = pd.DataFrame([{"id": "here", "name": "Here", "country": "KAZ", "lat": 43.6, "lon": 51.3}])
    places = pd.concat([caj.load("nodes"), nodes])
    assert route(graph("planned", legs=legs, nodes=places), "aktau", "here")["km"].tolist() == [8.0]
    with pytest.raises(ValueError, match="Leg x-1 ends at here, which is not among the nodes"):
        graph("planned", legs=legs)


def test_the_same_end_twice_is_an_empty_way() -> None:
    none = route(graph(), "aktau", "Aktau")
    assert none.empty and compare({"none": none})[["km", "days"]].to_numpy().tolist() == [[0.0, 0.0]]


def test_errors_say_what_to_do() -> None:
    network = graph()
    with pytest.raises(ValueError, match='no place "Istambul". Did you mean Istanbul'):
        find(network, "Istambul")
    with pytest.raises(ValueError, match="No way leads from Nagoya to Makmal"):
        route(network, "nagoya", "makmal")
    with pytest.raises(ValueError, match='not by "cost"'):
        route(network, "nagoya", "istanbul", by="cost")
    with pytest.raises(ValueError, match="no leg between aktau and tehran"):
        without(network, ("aktau", "tehran"))
    with pytest.raises(ValueError, match="take fast or usual or slow"):
        graph(pace="quick")
