from math import cos, inf, nan, pi, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import passing

ORBIT = {"altitude_km": 500.0, "culmination_rad": pi / 2}


def numbers(progress=0.4, **settings):
    return draw.satellite_pass(progress, **settings).numbers


def test_overhead_it_is_as_far_as_it_is_high():
    found = numbers(0.5, culmination_rad=pi / 2)
    assert found["distance_km"] == pytest.approx(500)
    assert found["elevation_deg"] == pytest.approx(90)
    assert found["time_s"] == 0


def test_the_loss_is_that_of_the_closed_form():
    found = numbers(0.5)
    share = theory.satellite_transmittance(
        found["distance_km"], elevation_rad=pi / 3, zenith_loss_db=0.5, fixed_loss_db=6
    )
    assert 10 ** (-found["loss_db"] / 10) == pytest.approx(float(share))


def test_space_loses_less_than_fibre_of_the_same_length():
    for progress in (0.3, 0.5, 0.6):
        found = numbers(progress)
        assert found["loss_db"] < found["fibre_db"] / 3


def test_twice_the_mirror_is_four_times_the_light():
    small, large = (numbers(0.5, receiver_m=size)["loss_db"] for size in (0.5, 1.0))
    assert small - large == pytest.approx(6.0206, abs=1e-4)


def test_a_pass_is_the_same_backwards():
    early, late = numbers(0.3), numbers(0.7)
    assert early["elevation_deg"] == pytest.approx(late["elevation_deg"])
    assert early["satellite_x"] + late["satellite_x"] == pytest.approx(640)
    assert early["so_far_mbit"] + late["so_far_mbit"] == pytest.approx(early["key_mbit"], rel=1e-3)


@settings(deadline=None)
@given(
    st.floats(0, 1), st.floats(300, 2000), st.floats(radians(15), pi / 2), st.floats(0.1, 2)
)  # fmt: skip
def test_no_moment_has_more_than_the_whole(progress, altitude, top, mirror):
    found = passing.pass_numbers(progress, altitude, top, mirror)
    assert 0 <= found["so_far_mbit"] <= found["key_mbit"] * (1 + 1e-9)
    assert 0 <= found["rate_kbit_s"] <= found["best_kbit_s"] * (1 + 1e-9)
    assert found["end_s"] < found["horizon_s"]
    assert found["seen"] == (abs(found["time_s"]) <= found["end_s"])
    assert 72 < found["satellite_y"] < 200
    assert 50 < found["satellite_x"] < 590


def test_the_key_is_the_area_below_the_rate():
    whole = numbers(1.0)
    setting = {"altitude_km": 500.0, "culmination_rad": pi / 3, "receiver_m": 1.0}
    fine = 0.0
    for k in range(2000):
        time = -whole["end_s"] + (k + 0.5) * whole["end_s"] / 1000
        fine += float(passing.moments(time, **setting)["kbit_s"]) * whole["end_s"] / 1000
    assert whole["key_mbit"] == pytest.approx(fine / 1e3, rel=1e-3)
    assert whole["so_far_mbit"] == whole["key_mbit"], "after it has set nothing is added"


def test_below_ten_degrees_nothing_comes_and_it_is_said():
    picture = draw.satellite_pass(0.02)
    assert (picture.numbers["seen"], picture.numbers["rate_kbit_s"]) == (0, 0)
    assert picture.numbers["so_far_mbit"] == 0
    assert "too low to follow" in picture.alt


def test_a_higher_orbit_lasts_longer_and_gives_less():
    low, high = (numbers(altitude_km=km) for km in (400, 1600))
    assert high["end_s"] > low["end_s"]
    assert high["key_mbit"] < low["key_mbit"]


def test_a_small_mirror_under_a_far_satellite_gets_no_key():
    picture = draw.satellite_pass(0.5, altitude_km=2000, culmination_rad=0.27, receiver_m=0.1)
    assert picture.numbers["key_mbit"] == 0
    assert "leaves no key" in picture.alt


def test_it_sinks_to_an_elevation_when_it_is_said_to():
    time = passing.lasts(passing.LOWEST_RAD, **ORBIT)
    elevation, _ = theory.satellite_pass(time, **ORBIT)
    assert float(elevation) == pytest.approx(radians(10))


def test_the_scene_is_to_scale():
    found = numbers(0.45, culmination_rad=pi / 2)
    x, y = found["satellite_x"] - 320, 196 - found["satellite_y"]
    elevation, distance = radians(found["elevation_deg"]), found["distance_km"]
    assert -x / y == pytest.approx(distance * cos(elevation) / (distance * sin(elevation)))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"progress": 1.1}, ValueError),
        ({"progress": "late"}, TypeError),
        ({"altitude_km": 100}, ValueError),
        ({"altitude_km": inf}, ValueError),
        ({"culmination_rad": 60}, ValueError),
        ({"culmination_rad": 0}, ValueError),
        ({"receiver_m": 0}, ValueError),
        ({"receiver_m": nan}, ValueError),
        ({"receiver_m": True}, TypeError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.satellite_pass(**wrong)
