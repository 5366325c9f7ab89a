from itertools import pairwise

import pytest

from qinet_edu.reference import places, ring, route, satellite_places


def test_sydney_is_reached_segment_by_segment():
    way = route("Sydney")
    assert way.planned
    assert way.lengths_km == (85, 115, 132, 84, 154, 80, 157, 141)
    assert way.length_km == 948
    assert way.marks_km[0] == 0
    assert way.marks_km[-1] == 948
    assert route("Taree").length_km == 948 - 157 - 141


def test_the_ring_is_taken_the_shorter_way_round():
    around = [segment.length_km for segment in ring()]
    assert route("Chermside").length_km == around[0]
    assert route("Indooroopilly").length_km == around[-1]
    assert [place.name for place in route("Nathan").stops] == [
        "Brisbane",
        "Indooroopilly",
        "Nathan",
    ]
    for segment in ring():
        assert route(segment.a.name).length_km <= sum(around) / 2


def test_the_sea_is_crossed_by_the_great_circle_times_1_2_and_no_fibre_of_the_network():
    home, *cities = satellite_places()
    for city in cities:
        way = route(city.name)
        assert not way.planned
        assert way.length_km == pytest.approx(1.2 * home.great_circle_km(city))


@pytest.mark.parametrize("place", places(), ids=lambda place: place.name)
def test_every_place_is_reached_from_brisbane(place):
    way = route(place.name)
    assert way.stops[0].name == "Brisbane"
    assert way.stops[-1] == place
    assert len(way.lengths_km) == len(way.stops) - 1
    assert all(one < other for one, other in pairwise(way.marks_km))


def test_an_unknown_place_is_refused():
    with pytest.raises(KeyError, match="no place 'Perth'"):
        route("Perth")
