from importlib.resources import files

import pytest

from qinet_edu.reference import backbone, coastline, coastlines, ring, satellite_places
from qinet_edu.reference.places import backbone_places


def on_land(place, area):
    """Count how often a ray eastward crosses the coast."""
    x, y = place.longitude_deg, place.latitude_deg
    crossings = 0
    for line in area.rings:
        for (x1, y1), (x2, y2) in zip(line, (*line[1:], line[0]), strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def test_the_file_is_small_and_says_where_it_comes_from():
    file = files("qinet_edu.reference") / "data" / "coastline.toml"
    assert len(file.read_bytes()) < 15_000
    for area in coastlines():
        assert "Natural Earth" in area.source
        assert "public domain" in area.source
        assert area.printable


@pytest.mark.parametrize("area", coastlines(), ids=lambda area: area.name)
def test_a_ring_is_a_closed_line_within_its_area(area):
    west, south, east, north = area.within_deg
    for line in area.rings:
        assert len(line) >= 3
        assert line[0] != line[-1], "closing it is up to who draws it"
        assert all(west <= x <= east and south <= y <= north for x, y in line)


def test_towns_stand_on_land_and_what_lies_east_of_them_is_sea():
    towns = [place for place in backbone_places() if place.name not in ("Gold Coast", "Ballina")]
    assert all(on_land(place, coastline("east coast")) for place in towns)
    sites = [segment.a for segment in ring()]
    assert all(on_land(place, coastline("brisbane")) for place in sites)
    far_out = [type(place)(**{**vars(place), "longitude_deg": 155.0}) for place in towns]
    assert not any(on_land(place, coastline("east coast")) for place in far_out)


def test_each_area_holds_what_its_map_shows():
    for area, shown in (
        ("pacific", satellite_places()),
        ("east coast", [end for segment in backbone() for end in (segment.a, segment.b)]),
        ("brisbane", [segment.a for segment in ring()]),
    ):
        west, south, east, north = coastline(area).within_deg
        for place in shown:
            assert west < place.longitude_deg < east
            assert south < place.latitude_deg < north


def test_an_unknown_area_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match="pacific, east coast, brisbane"):
        coastline("mars")
