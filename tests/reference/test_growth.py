from math import acos, atan2, cos, degrees, sin

import pytest

from qinet_edu import theory
from qinet_edu.reference import backbone, plan, satellite_places
from qinet_edu.reference.growth import kinds
from qinet_edu.reference.source import table

STAGES = range(1, 6)


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_a_plan_for_every_stage(kind):
    for stage in STAGES:
        found = plan(kind, stage)
        for said in (found.what, found.hardware, found.quantum, found.classical, found.cannot):
            assert len(said) > 10
        for said in (found.hardware, found.quantum, found.classical, found.cannot):
            assert said[0].isupper()
            assert said.endswith(".")
        assert found.status == "convention", "a plan of the course, and no news"


def test_memories_come_with_stage_3_and_logical_qubits_with_stage_4():
    for kind in kinds():
        for stage in STAGES:
            words = plan(kind, stage).hardware
            if stage < 3:
                assert "memor" not in words.lower().replace("no memory", ""), (kind, stage)
                assert "repeater" not in words, (kind, stage)
            if stage < 4:
                assert "logical" not in words, (kind, stage)
            if stage < 5:
                assert "computer" not in words, (kind, stage)


def test_nothing_claims_that_the_hardware_stands_there():
    for kind in kinds():
        for stage in STAGES:
            found = plan(kind, stage)
            words = f"{found.hardware} {found.quantum} {found.classical}".lower()
            for claim in ("today", "exists", "operates", "has been", "installed", "is built"):
                assert claim not in words, (kind, stage)


def test_a_satellite_500_km_up_sees_auckland_with_brisbane_and_no_other_city():
    """The plan for stage 2 rests on that."""
    radius = table("places")["earth_radius_km"]
    horizon_km = radius * acos(radius / (radius + 500))
    home, *cities = satellite_places()
    in_sight = [c.name for c in cities if home.great_circle_km(c) < 2 * horizon_km]
    assert in_sight == ["Auckland"]
    angle = home.great_circle_km(cities[0]) / 2 / radius
    height = degrees(atan2(cos(angle) - radius / (radius + 500), sin(angle)))
    assert 10 < height < 25, "low in either sky"


def test_numbers_in_the_plan_of_sydney_are_those_of_the_backbone():
    assert len(backbone()) == 8
    assert "eight segments and seven swaps" in plan("end", 3).hardware
    length = sum(segment.length_km for segment in backbone())
    assert theory.fibre_transmittance(length) == pytest.approx(1e-19, rel=0.2)
    assert "948 km of fibre, one in about 10¹⁹" in plan("end", 2).cannot
    assert "Seven" in plan("end", 1).cannot or "seven towns" in plan("end", 1).cannot


@pytest.mark.parametrize("asked", [("town", 0), ("town", 6), ("moon", 1)])
def test_what_there_is_no_plan_for_is_refused(asked):
    with pytest.raises(KeyError, match="There is no"):
        plan(*asked)
