from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu.draw import atlas
from qinet_edu.draw import map as maps
from qinet_edu.draw.map import Chart
from qinet_edu.draw.svg import Drawing
from qinet_edu.reference import backbone, coastline
from qinet_edu.reference.places import backbone_places

COAST = Chart(10, 20, 300, 400, (152.6, -30.7), 2.4, "east coast")


def test_north_is_up_and_east_is_right():
    x, y = COAST.point(*COAST.centre)
    assert (x, y) == (160, 220)
    assert COAST.point(153.6, -30.7)[0] > x
    assert COAST.point(152.6, -29.7)[1] < y


@pytest.mark.parametrize("segment", backbone(), ids=lambda segment: segment.b.name)
def test_a_chart_is_true_to_its_scale(segment):
    a, b = (COAST.point(end.longitude_deg, end.latitude_deg) for end in (segment.a, segment.b))
    measured = hypot(a[0] - b[0], a[1] - b[1]) * COAST.km_per_px
    assert measured == pytest.approx(segment.a.great_circle_km(segment.b), rel=0.03)


def test_land_is_cut_off_at_the_edge_of_the_chart():
    left, top, right, bottom = COAST.box
    for ring in coastline("east coast").rings:
        for x, y in maps.clipped([COAST.point(*place) for place in ring], COAST.box):
            assert left - 1e-9 <= x <= right + 1e-9
            assert top - 1e-9 <= y <= bottom + 1e-9


points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))


@given(st.lists(points, min_size=3, max_size=12))
def test_no_part_of_a_line_is_left_outside_a_box(ring):
    for x, y in maps.clipped(ring, (0, 0, 100, 100)):
        assert -1e-6 <= x <= 100 + 1e-6
        assert -1e-6 <= y <= 100 + 1e-6


def test_what_lies_inside_stays_as_it_is_and_what_lies_outside_goes():
    inside = [(10, 10), (20, 10), (20, 20)]
    assert maps.clipped(inside, (0, 0, 100, 100)) == inside
    assert maps.clipped([(200, 10), (210, 10), (210, 20)], (0, 0, 100, 100)) == []


def test_the_planes_of_a_link_lie_side_by_side_all_the_way():
    way = [atlas.spot(place.name, COAST) for place in backbone_places()]
    one, other = maps.beside(way, -2.5), maps.beside(way, 2.5)
    for (x1, y1), (x2, y2), (x, y) in zip(one, other, way, strict=True):
        assert ((x1 + x2) / 2, (y1 + y2) / 2) == pytest.approx((x, y))
        assert 4.999 < hypot(x1 - x2, y1 - y2) < 7


def test_each_plane_has_its_own_line_style():
    drawing = Drawing(10, 10)
    maps.strand(drawing, [(0, 0), (9, 9)], "quantum")
    maps.strand(drawing, [(0, 0), (9, 9)], "classical")
    solid, dashed = (
        line for line in drawing.render("Two lines beside each other.").splitlines()
        if line.startswith("<path")
    )  # fmt: skip
    assert "stroke-dasharray" not in solid
    assert 'stroke-dasharray="6 4"' in dashed


def test_who_goes_along_a_way_passes_its_points_at_their_marks():
    way, marks = [(0, 0), (10, 0), (10, 30), (0, 30)], [0, 85, 200, 332]
    for point, mark in zip(way, marks, strict=True):
        assert maps.along(way, marks, mark / 332) == pytest.approx(point)
    assert maps.along(way, marks, 1.0) == (0, 30)


def test_a_bow_begins_and_ends_where_it_should_and_never_doubles_back():
    bow = maps.bowed((0, 0), (100, 0), 0.2)
    assert bow[0] == (0, 0)
    assert bow[-1] == (100, 0)
    assert all(one[0] < other[0] for one, other in pairwise(bow))
    assert max(y for _, y in bow) == pytest.approx(10)
