import pytest

from qinet_edu.reference import Place, Status, backbone, places, ring, satellite_places
from qinet_edu.reference.places import backbone_places

SEGMENTS_KM = [85, 115, 132, 84, 154, 80, 157, 141]


@pytest.mark.parametrize("place", places(), ids=lambda place: place.name)
def test_every_place_says_where_its_position_comes_from(place):
    assert place.source
    assert place.status in (Status.CONFIRMED, Status.RECALLED)
    assert -90 <= place.latitude_deg <= 90
    assert -180 <= place.longitude_deg <= 180


def test_a_place_tells_its_position_only_if_it_was_read_somewhere():
    by_name = {place.name: place for place in places()}
    assert str(by_name["Sydney"]) == "Sydney (33.87° S, 151.21° E)"
    assert str(by_name["Tokyo"]) == "Tokyo (35.69° N, 139.69° E)"
    assert str(by_name["Nathan"]) == "Nathan (position recalled)"
    assert [place.name for place in places() if not place.printable] == ["Nathan"]


def test_sources_have_names():
    assert not any("public lists" in place.source for place in places())


@pytest.mark.parametrize(
    ("segment", "length"),
    [*zip(backbone(), SEGMENTS_KM, strict=True)],
    ids=[segment.b.name for segment in backbone()],
)
def test_a_segment_is_the_great_circle_times_1_2(segment, length):
    assert segment.length_km == length
    assert segment.a.fibre_km(segment.b) == pytest.approx(length, abs=1)


def test_the_backbone_is_948_km_long():
    assert sum(segment.length_km for segment in backbone()) == 948
    computed = sum(segment.a.fibre_km(segment.b) for segment in backbone())
    assert computed == pytest.approx(948, abs=1)


def test_the_backbone_goes_town_by_town_from_brisbane_to_sydney():
    assert [place.name for place in backbone_places()] == [
        "Brisbane",
        "Gold Coast",
        "Ballina",
        "Grafton",
        "Coffs Harbour",
        "Port Macquarie",
        "Taree",
        "Newcastle",
        "Sydney",
    ]
    latitudes = [place.latitude_deg for place in backbone_places()]
    assert latitudes == sorted(latitudes, reverse=True)


def test_the_ring_closes_and_its_sites_are_5_to_30_km_apart():
    sites = [segment.a for segment in ring()]
    assert [segment.b for segment in ring()] == [*sites[1:], sites[0]]
    assert len(set(sites)) == 5
    for a in sites:
        for b in sites:
            if a != b:
                assert 5 <= a.great_circle_km(b) < a.fibre_km(b) <= 30


def test_ring_backbone_and_satellite_meet_in_brisbane():
    brisbane = backbone_places()[0]
    assert brisbane in [segment.a for segment in ring()]
    assert brisbane in satellite_places()


def test_every_place_has_its_part_in_the_network():
    used = {*backbone_places(), *satellite_places(), *(segment.a for segment in ring())}
    assert used == set(places())


def site(latitude, longitude):
    return Place(
        name="",
        latitude_deg=latitude,
        longitude_deg=longitude,
        source="",
        status=Status.CONVENTION,
    )


def test_great_circles_of_known_length():
    quarter = 6371.0 * 3.141592653589793 / 2
    assert site(0, 0).great_circle_km(site(90, 0)) == pytest.approx(quarter)
    assert site(0, -170).great_circle_km(site(0, 100)) == pytest.approx(quarter)
    assert site(10, 20).great_circle_km(site(-10, -160)) == pytest.approx(2 * quarter)
    assert site(1, 2).great_circle_km(site(1, 2)) == 0


def test_south_is_negative():
    """The mistake everybody makes: without the sign, Brisbane lies in the Pacific off Japan."""
    by_name = {place.name: place for place in places()}
    assert all(p.latitude_deg < 0 for p in (*backbone_places(), by_name["Auckland"]))
    assert by_name["Tokyo"].latitude_deg > 0
