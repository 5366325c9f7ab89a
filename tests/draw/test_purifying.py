from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import purifying
from qinet_edu.draw.purifying_parts import BARS, PLOT, stacked

WEIGHTS = st.tuples(*[st.floats(0.01, 1)] * 4).map(lambda w: tuple(np.array(w) / sum(w)))


def numbers(pair=0.8, **given):
    return draw.purify(pair, **given).numbers


def test_what_099_costs_from_08():
    found = numbers(0.8)
    assert (found["dejmps_rounds"], found["bbpssw_rounds"]) == (4, 10)
    assert found["dejmps_pairs"] == pytest.approx(31.6665, abs=5e-5)
    assert found["bbpssw_pairs"] == pytest.approx(2916.86, abs=5e-3)
    assert (found["plain_rounds"], found["plain_pairs"]) == (-1, 0)
    ten = numbers(0.8, protocol="bbpssw", rounds=10)
    assert ten["pairs_10"] == pytest.approx(found["bbpssw_pairs"])
    assert found["pairs_4"] == pytest.approx(found["dejmps_pairs"])


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [
        ("dejmps", [0.838150, 0.943639, 0.987974]),
        ("bbpssw", [0.838150, 0.873585, 0.904540]),
        ("no twirl", [0.838150, 0.755888, 0.631391]),
    ],
)
def test_three_rounds_from_08(protocol, expected):
    found = numbers(0.8, protocol=protocol, rounds=3)
    assert [found[f"v_{k}_0"] for k in (1, 2, 3)] == pytest.approx(expected, rel=0, abs=6e-7)


def test_the_input_that_dejmps_makes_worse_and_says_so():
    picture = draw.purify((0.8, 0.2, 0, 0), rounds=1)
    found = picture.numbers
    assert [found[f"v_1_{i}"] for i in range(4)] == pytest.approx([0.68, 0, 0, 0.32])
    assert "Round 1 made it worse: F fell from 0.8000 to 0.6800, and Φ− grew." in picture.alt
    for turned in ((0.8, 0, 0.2, 0), (0.8, 0, 0, 0.2)):
        assert numbers(turned)["v_1_0"] == pytest.approx(0.9411765)


def test_which_error_grew_is_said():
    assert "Round 1: Φ− grew from 0.0667 to 0.1387: equal bits" in draw.purify(rounds=1).alt
    assert "Round 2: Ψ+ grew from 0.0116 to 0.0260" in draw.purify(rounds=2).alt
    assert "Round 3: no error grew." in draw.purify(rounds=3).alt
    assert "no bits have been compared" in draw.purify(rounds=0).alt
    twirled = draw.purify((0.8, 0.2, 0, 0), protocol="bbpssw", rounds=1).alt
    assert "the twirl makes all three alike" in twirled


@settings(deadline=None, max_examples=30)
@given(WEIGHTS, st.sampled_from(purifying.PROTOCOLS), st.integers(0, 10))
def test_each_bar_holds_all_that_is_kept(pair, protocol, rounds):
    found = numbers(pair, protocol=protocol, rounds=rounds)
    for k in range(rounds + 1):
        pieces = stacked(found, k)
        assert sum(high for _, high in pieces) == pytest.approx(BARS["bottom"] - BARS["top"])
        assert pieces[-1][0] == pytest.approx(BARS["top"])
        half = found["bar"] / 2
        assert BARS["left"] <= found[f"x_{k}"] - half
        assert found[f"x_{k}"] + half <= BARS["right"]


@settings(deadline=None, max_examples=30)
@given(WEIGHTS, st.integers(1, 10))
def test_failures_are_paid_for(pair, rounds):
    found = numbers(pair, rounds=rounds)
    assert found[f"pairs_{rounds}"] >= 2**rounds * (1 - 1e-12)
    assert found["need_0"] == 1
    assert found["need_1"] == pytest.approx(2 / found[f"p_{rounds}"])
    if rounds <= 4:
        assert found[f"need_{rounds}"] == pytest.approx(found[f"pairs_{rounds}"])


def test_bars_are_the_maps_of_theory():
    found = numbers((0.7, 0.05, 0.15, 0.1), gate_error=0.02)
    vector, chance = theory.dejmps((0.7, 0.05, 0.15, 0.1), gate_error=0.02)
    assert [found[f"v_1_{i}"] for i in range(4)] == pytest.approx(vector.tolist())
    assert found["p_1"] == pytest.approx(float(chance))
    werner = numbers(0.7, protocol="bbpssw", gate_error=0.02)
    f, chance = theory.bbpssw(0.7, gate_error=0.02)
    assert (werner["v_1_0"], werner["p_1"]) == pytest.approx((float(f), float(chance)))


def test_gates_that_err_set_a_fixed_point_that_rounds_come_to_from_either_side():
    low, high = (numbers(f, rounds=10, gate_error=0.01) for f in (0.8, 0.999))
    ceiling = low["dejmps_ceiling"]
    assert ceiling == pytest.approx(0.986998, abs=1e-6)
    assert low["v_10_0"] == pytest.approx(ceiling, abs=1e-4)
    assert high["v_10_0"] == pytest.approx(ceiling, abs=1e-4)
    assert low["v_4_0"] < ceiling < high["v_1_0"]
    assert low["dejmps_rounds"] == low["bbpssw_rounds"] == -1, "0.99 is out of reach"
    assert low["bbpssw_ceiling"] < ceiling
    assert low["fixed"] == 1
    assert PLOT["top"] < low["fixed_y"] < low["target_y"] < PLOT["bottom"]


def test_below_the_floor_werner_pairs_get_worse_and_above_it_better():
    floor = numbers(gate_error=0.01)["dejmps_floor"]
    for f, better in ((floor - 0.005, False), (floor + 0.005, True)):
        found = numbers(f, rounds=10, gate_error=0.01)
        assert (found["v_10_0"] > f) == better


def test_perfect_gates_have_their_fixed_point_beyond_the_plot():
    found = numbers()
    assert (found["dejmps_floor"], found["dejmps_ceiling"]) == pytest.approx((0.5, 1))
    assert found["fixed"] == 0


def test_gates_too_bad_have_none_and_the_picture_says_so():
    picture = draw.purify(gate_error=0.3)
    assert picture.numbers["dejmps_ceiling"] == picture.numbers["fixed"] == 0
    assert ">no fixed point<" in picture.svg


def test_a_target_already_met_costs_one_pair_and_no_round():
    found = numbers(0.9, target=0.9)
    for name in ("dejmps", "bbpssw", "plain"):
        assert (found[f"{name}_rounds"], found[f"{name}_pairs"]) == (0, 1)


def test_a_perfect_pair_stays_perfect():
    found = numbers(1.0, rounds=10)
    assert found["v_10_0"] == 1
    assert found["pairs_10"] == 2**10


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"pair": 1.1}, ValueError),
        ({"pair": nan}, ValueError),
        ({"pair": "good"}, TypeError),
        ({"pair": [[0.7, 0.1, 0.1, 0.1]] * 2}, ValueError),
        ({"protocol": "DEJMPS"}, ValueError),
        ({"protocol": None}, ValueError),
        ({"rounds": -1}, ValueError),
        ({"rounds": 11}, ValueError),
        ({"rounds": 1.5}, ValueError),
        ({"gate_error": -0.1}, ValueError),
        ({"gate_error": inf}, ValueError),
        ({"target": 1.0}, ValueError),
        ({"target": True}, TypeError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.purify(**wrong)


@pytest.mark.parametrize("wrong", [[0.7, 0.1, 0.1], [0.7, 0.1, 0.1, 0.2]])
def test_what_is_no_vector_is_refused(wrong):
    with pytest.raises(ValueError, match=r"Bell-diagonal|add up"):
        draw.purify(wrong)
