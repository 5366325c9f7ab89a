from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import brightness
from qinet_edu.draw.bright_plot import PLOT, across, height
from qinet_edu.noise import fibre_delay_s

PERFECT = {"visibility": 1.0, "dark_count": 0.0, "phase_std_rad": 0.0}


def numbers(alpha=0.1, **given):
    return draw.bright_state(alpha, **given).numbers


@settings(deadline=None)
@given(st.floats(1e-4, 1), st.floats(1, 200), st.floats(0.01, 1))
def test_without_faults_it_is_the_known_closed_form(alpha, length, emission):
    found = numbers(alpha, length_km=length, emission=emission, **PERFECT)
    eta = found["transmittance"]
    chance = 2 * alpha * (1 - alpha) * eta + alpha**2 * (2 * eta - eta**2)
    assert found["chance"] == pytest.approx(chance)
    assert found["fidelity"] == pytest.approx((1 - alpha) / (1 - alpha * eta / 2))
    assert found["double_chance"] == pytest.approx(eta**2 / 2)
    assert found["double_fidelity"] == pytest.approx(1)


def test_every_loss_counts_once_and_the_fibre_half_way():
    found = numbers(length_km=100, emission=0.5, detector=0.8)
    assert found["transmittance"] == pytest.approx(0.5 * 0.1 * 0.8)


def test_an_attempt_takes_the_way_there_and_back_and_what_the_spins_need():
    found = numbers(length_km=85)
    assert found["attempt_s"] == pytest.approx(float(fibre_delay_s(85)) + 10e-6)
    assert found["rate_hz"] == pytest.approx(found["chance"] / found["attempt_s"])


def test_single_click_falls_with_the_root_of_the_line_and_double_click_with_the_line():
    near, far = (numbers(length_km=km, **PERFECT) for km in (100, 200))
    lost = 10**-2.0
    assert far["chance"] / near["chance"] == pytest.approx(sqrt(lost), rel=0.01)
    assert far["double_chance"] / near["double_chance"] == pytest.approx(lost)


def test_one_in_ten_heralds_of_a_tenth_is_false_where_little_arrives():
    found = numbers(0.1, length_km=200, **PERFECT)
    assert found["false"] == pytest.approx(0.1, abs=2e-4)
    assert found["false"] == pytest.approx(1 - found["fidelity"])


def test_a_brighter_spin_gives_more_pairs_and_worse_ones():
    alphas = np.linspace(0.01, 1, 34)
    found = [numbers(float(alpha), dark_count=0.0) for alpha in alphas]
    assert (np.diff([one["rate_hz"] for one in found]) > 0).all()
    assert (np.diff([one["fidelity"] for one in found]) < 0).all()
    assert found[-1]["fidelity"] == 0, "two bright spins are no pair"


def test_too_dark_a_spin_is_drowned_by_dark_counts():
    faint, bright = (numbers(alpha, length_km=150, dark_count=1e-5) for alpha in (1e-4, 1e-2))
    assert faint["fidelity"] < 0.3 < 0.8 < bright["fidelity"]
    assert 1e-4 < faint["least_alpha"] < 1e-2


@pytest.mark.parametrize("length", [1, 30, 85, 157])
def test_key_ends_where_the_curve_is_thin_and_is_best_in_between(length):
    found = numbers(length_km=length)
    for name, side in (("least_alpha", 1), ("most_alpha", -1)):
        if found[name] > brightness.ALPHAS[0]:
            step = 1 + side * 1e-6
            assert numbers(found[name] * step, length_km=length)["key_hz"] > 0
            assert numbers(found[name] / step, length_km=length)["key_hz"] == 0
    for alpha in (found["best_alpha"] * step for step in (0.9, 1.1)):
        assert numbers(alpha, length_km=length)["key_hz"] < found["best_key_hz"]


def test_the_key_is_that_of_the_state_not_of_its_fidelity():
    found = numbers(0.1)
    rho, _ = theory.single_click(
        0.1, found["transmittance"], visibility=0.95, dark_count=1e-6, phase_std_rad=0.2
    )
    secret = float(theory.bbm92_rate(rho))
    assert found["key_hz"] == pytest.approx(found["rate_hz"] * secret)
    as_if = float(theory.bbm92_rate(theory.werner(found["fidelity"])))
    assert abs(secret - as_if) > 0.02, "errors in Z alone leave more key"


def test_a_wandering_phase_harms_single_click_alone():
    still, wild = (numbers(phase_std_rad=sigma) for sigma in (0.0, 1.0))
    assert wild["fidelity"] < still["fidelity"] - 0.1
    assert wild["double_fidelity"] == still["double_fidelity"]
    assert wild["chance"] == still["chance"]


def test_a_line_that_gives_no_key_says_so_and_marks_none():
    picture = draw.bright_state(0.1, length_km=200, dark_count=1e-2)
    assert "No α gives a key" in picture.alt
    assert picture.numbers["best_alpha"] == picture.numbers["best_key_hz"] == 0
    assert 'data-part="mark-best_" transform' in picture.svg
    assert 'data-part="end" opacity="0"' in picture.svg


def test_marks_lie_on_the_axes_of_the_plot():
    assert (across(1e-3), across(1e6)) == (PLOT["left"], PLOT["right"])
    assert across(0.0) == across(1e-9) == PLOT["left"]
    assert (height(1.0), height(0.0)) == (PLOT["top"], PLOT["bottom"])


@settings(deadline=None, max_examples=40)
@given(st.floats(1, 200), st.floats(0, 1), st.floats(0, 1e-2), st.floats(0, 3))
def test_names_at_the_curve_never_cover_each_other(length, visibility, dark, phase):
    found = numbers(length_km=length, visibility=visibility, dark_count=dark, phase_std_rad=phase)
    shift = {"start": 24, "middle": 0, "end": -24}
    shown = [
        (found[f"name_{k}_x"] + shift[found[f"name_{k}_anchor"]], found[f"name_{k}_y"])
        for k in range(len(brightness.TOLD))
        if found[f"name_{k}_shown"]
    ]
    for k, (x, y) in enumerate(shown):
        assert all(abs(x - a) > brightness.WIDE or abs(y - b) > 15 for a, b in shown[:k])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"alpha": 0}, ValueError),
        ({"alpha": 1.01}, ValueError),
        ({"alpha": "bright"}, TypeError),
        ({"length_km": 0}, ValueError),
        ({"length_km": 201}, ValueError),
        ({"visibility": 1.1}, ValueError),
        ({"visibility": nan}, ValueError),
        ({"dark_count": -1e-9}, ValueError),
        ({"emission": 0}, ValueError),
        ({"detector": 1.1}, ValueError),
        ({"phase_std_rad": inf}, ValueError),
        ({"detector": True}, TypeError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.bright_state(**wrong)
