from math import cos, inf, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import circuits, draw, theory
from qinet_edu.draw import analysers, bench

angles = st.floats(-pi, pi)
pairs = st.tuples(angles, angles)
fidelities = st.floats(0.25, 1)


@given(pairs, pairs, fidelities)
def test_a_correlation_is_the_cosine_of_the_angle_between_weakened_by_noise(alice, bob, f):
    numbers = analysers.chsh_numbers(alice, bob, fidelity=f)
    for i, a in enumerate(alice):
        for j, b in enumerate(bob):
            kept = (4 * f - 1) / 3
            assert numbers[f"e{i}{j}"] == pytest.approx(kept * cos(a - b), abs=1e-9)
    signs = {"e00": 1, "e01": 1, "e10": 1, "e11": -1}
    total = sum(sign * numbers[name] for name, sign in signs.items())
    assert numbers["s"] == pytest.approx(total, abs=1e-9)


@given(pairs, pairs, fidelities)
def test_nothing_exceeds_what_the_pairs_can_reach(alice, bob, f):
    numbers = analysers.chsh_numbers(alice, bob, fidelity=f)
    assert abs(numbers["s"]) <= numbers["s_max"] + 1e-9 <= 2 * sqrt(2) + 2e-9
    assert 40 - 1e-6 <= numbers["s_x"] <= 600 + 1e-6


@given(pairs, pairs, fidelities)
def test_each_side_alone_sees_a_fair_coin_whatever_the_other_turns(alice, bob, f):
    """The mistake everybody makes: to take a correlation for a signal."""
    numbers = analysers.chsh_numbers(alice, bob, fidelity=f)
    for name in ("p_a0", "p_a1", "p_b0", "p_b1"):
        assert numbers[name] == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(
    ("f", "s"), [(1, 2.8284271), (0.95, 2.639865), (0.9, 2.451304), (0.8, 2.07418), (0.7, 1.697056)]
)
def test_the_best_settings_reach_what_the_closed_form_allows(f, s):
    numbers = draw.chsh(fidelity=f).numbers
    assert numbers["s"] == pytest.approx(s, abs=1e-6)
    assert numbers["s_max"] == pytest.approx(s, abs=1e-6)


def test_the_edge_is_where_the_best_settings_give_two():
    assert pytest.approx(0.7803300859) == bench.EDGE
    assert float(theory.chsh_max(theory.werner(bench.EDGE))) == pytest.approx(2)
    below, above = (draw.chsh(fidelity=f) for f in (0.78, 0.781))
    assert "at this F no settings help" in below.alt
    assert "More than 2" in above.alt
    places = [picture.numbers["f_x"] for picture in (below, above)]
    assert places[0] < bench.scale_x(bench.EDGE) < places[1]


def test_the_default_settings_are_those_of_the_circuit():
    turned = [setting.directions for setting in circuits.chsh()]
    ours = [
        {"alice": (a, 0.0), "bob": (b, 0.0)}
        for a in analysers.BEST_ALICE
        for b in analysers.BEST_BOB
    ]
    assert turned == ours


@pytest.mark.parametrize(
    ("alice", "bob", "said"),
    [
        ((0, pi / 2), (pi / 4, -pi / 4), "the most that theory allows"),
        ((0, pi / 2), (pi / 4 + pi, -pi / 4 + pi), "Beyond −2"),
        ((0, pi / 2), (-pi / 4, pi / 4), "S = E00 + E01 + E10 − E11 = 0.000."),
        ((0, pi / 2), (pi / 3, -pi / 6), "It is what entanglement adds."),
        ((0, 0), (0, 0), "answers agreed beforehand could do this too. Better settings reach 2.83"),
    ],
)
def test_the_words_say_what_s_proves(alice, bob, said):
    """Settings swapped on one side give 0: that says nothing against the pair."""
    assert said in draw.chsh(alice, bob).alt


@given(angles)
def test_settings_all_alike_never_count_as_a_proof(angle):
    numbers = analysers.chsh_numbers((angle, angle), (angle, angle))
    assert numbers["s"] == pytest.approx(2)
    assert "Within ±2" in analysers.verdict(numbers["s"], numbers["s_max"])[0]


def test_hands_that_point_alike_can_be_told_apart():
    numbers = draw.chsh((1.0, 1.0), (2.0, 2.0)).numbers
    for who in "ab":
        apart = np.hypot(
            numbers[f"{who}0_x"] - numbers[f"{who}1_x"], numbers[f"{who}0_y"] - numbers[f"{who}1_y"]
        )
        assert apart > 2 * bench.KNOB


def test_an_angle_turns_from_z_at_the_top_towards_x_on_the_right():
    numbers = draw.chsh((0, pi / 2), (pi, -pi / 2)).numbers
    assert numbers["a0_y"] < bench.PLACE["cy"]
    assert numbers["a1_x"] > bench.PLACE["alice_cx"]
    assert numbers["b0_y"] > bench.PLACE["cy"]
    assert numbers["b1_x"] < bench.PLACE["bob_cx"]


@pytest.mark.parametrize(
    "wrong", [(0.0,), (0, 1, 2), 0.5, "01", None, (nan, 0), (inf, 0), ("0", 1), (True, 0), (1j, 0)]
)
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_what_are_no_two_angles_is_refused(who, wrong):
    with pytest.raises(ValueError, match=rf"{who}.*radians"):
        draw.chsh(**{who: wrong})


@pytest.mark.parametrize("wrong", [0.2, 1.01, -1, nan, inf, "0.9", None, True, 0.9j])
def test_what_is_no_fidelity_is_refused(wrong):
    with pytest.raises(ValueError, match=r"between 0\.25"):
        draw.chsh(fidelity=wrong)
