from itertools import permutations
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import joining
from qinet_edu.draw.joining_parts import CHART, bits_y, row_y
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference import backbone

FIDELITIES = st.lists(st.floats(0.5, 1), min_size=2, max_size=8)


def numbers(fidelity=0.95, **given):
    return draw.swap_backbone(fidelity, **given).numbers


@pytest.mark.parametrize(("links", "expected"), [(2, 0.9033333), (4, 0.8191259), (8, 0.6818724)])
def test_links_of_095(links, expected):
    found = numbers([0.95] * links, swaps=range(1, links))
    assert found["f_end"] == pytest.approx(expected, abs=5e-8)
    assert found[f"f_{links - 1}_0"] == pytest.approx(expected, abs=5e-8)


@settings(deadline=None, max_examples=40)
@given(FIDELITIES, st.floats(0, 1))
def test_werner_links_join_as_theory_says(fidelity, gate_error):
    found = numbers(fidelity, gate_error=gate_error)
    expected = theory.swap(*fidelity, gate_error=gate_error)
    assert found["f_end"] == pytest.approx(float(expected), abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(FIDELITIES)
def test_dephased_links_fare_better_and_never_below_a_half(fidelity):
    found = numbers(fidelity, kind="dephased")
    assert found["f_end"] == pytest.approx((1 + np.prod(2 * np.array(fidelity) - 1)) / 2)
    assert found["f_end"] >= numbers(fidelity)["f_end"] - 1e-12


def test_no_order_changes_the_pair_or_its_frame():
    fidelity, ends = [0.9, 0.95, 0.8, 0.99], set()
    orders = [[*order] for order in permutations((1, 2, 3))] + [
        [[1, 2, 3]],
        [[1, 3], 2],
        [2, [1, 3]],
    ]
    for swaps in orders:
        found = numbers(fidelity, swaps=swaps, run=3)
        last = len(swaps)
        ends.add((round(found[f"f_{last}_0"], 12), found[f"frame_{last}_0"], found["told_s"]))
        assert found["whole"] == found["pairs"] == 1
    assert len(ends) == 1


@pytest.mark.parametrize("run", range(10))
def test_the_frame_is_the_sum_of_the_bits(run):
    found = numbers(swaps=[2, [5, 1], 3, [4, 6, 7]], run=run)
    z, x = (sum(found[f"{bit}_{node}"] for node in range(1, 8)) % 2 for bit in "zx")
    assert found["frame"] == found["frame_4_0"] == 2 * z + x


def test_bits_of_pairs_that_do_not_end_at_bob_are_not_his():
    found = numbers(swaps=[1, 7])
    assert found["frame_from"] == 6
    assert found["frame"] == 2 * found["z_7"] + found["x_7"]
    assert found["frame_2_0"] == 2 * found["z_1"] + found["x_1"]
    assert numbers(swaps=[1])["frame"] == 0


@pytest.mark.parametrize("kind", joining.KINDS)
def test_each_frame_is_the_state_that_its_bits_name(kind):
    """Compare with states: what each outcome of one swap leaves, before any correction."""
    fidelity, seen = [0.9, 0.8], set()
    first, second = (
        theory.bell_diagonal(joining.link_vector(f, kind)).reshape(2, 2, 2, 2) for f in fidelity
    )
    x_gate, z_gate = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    for run in range(joining.RUNS):
        found = numbers(fidelity, kind=kind, swaps=[1], run=run)
        z, x = found["z_1"], found["x_1"]
        bra = np.linalg.matrix_power(z_gate, z) @ np.linalg.matrix_power(x_gate, x) / np.sqrt(2)
        left = np.einsum("maMA,bnBN,mn,MN->baBA", first, second, bra, bra).reshape(4, 4)
        assert np.trace(left) == pytest.approx(0.25), "all outcomes are alike likely"
        left = left / np.trace(left)
        assert theory.fidelity(left) == pytest.approx(found["f_unread"])
        fix = np.kron(
            np.linalg.matrix_power(x_gate, x) @ np.linalg.matrix_power(z_gate, z), np.eye(2)
        )
        assert theory.fidelity(fix @ left @ fix.T) == pytest.approx(found["f_read"])
        assert found["f_read"] == pytest.approx(found["f_end"])
        seen.add(found["frame"])
    assert seen == {0, 1, 2, 3}


def test_without_the_bits_the_pair_is_worth_nothing():
    bits = np.array(joining.outcomes(1))
    assert bits.shape == (50, 7, 2)
    frames = {(z, x): joining.PLACES[2 * z + x] for z in (0, 1) for x in (0, 1)}
    pair = joining.joined([joining.link_vector(0.95, "werner")] * 8, 0.0)
    assert np.mean([pair[place] for place in frames.values()]) == pytest.approx(0.25)


def test_outcomes_come_from_the_seed_and_do_not_depend_on_the_order():
    one, other = numbers(swaps=[1, 2, 3]), numbers(swaps=[3, [1, 2]])
    assert [one[f"{b}_{n}"] for b in "zx" for n in (1, 2, 3)] == [
        other[f"{b}_{n}"] for b in "zx" for n in (1, 2, 3)
    ]
    assert joining.outcomes(1) == joining.outcomes(1) != joining.outcomes(2)


def test_bits_are_under_way_at_once_or_step_after_step():
    marks = np.cumsum([0, *(one.length_km for one in backbone())])
    once = numbers(swaps=[range(1, 8)])
    assert once["told_s"] == once["stepwise_s"] == pytest.approx(fibre_delay_s(948 - 85))
    from_bob = numbers(swaps=range(7, 0, -1))
    assert from_bob["told_s"] == once["told_s"]
    assert from_bob["stepwise_s"] == pytest.approx(
        fibre_delay_s(sum(948 - marks[node] for node in range(1, 8)))
    )
    doubling = numbers(swaps=[[1, 3, 5, 7], [2, 6], 4])
    longest = [157, 154 + 84, 948 - marks[4]]  # node 6 to Bob: 157 + 141
    longest[1] = max(marks[4] - marks[2], 948 - marks[6])
    assert doubling["stepwise_s"] == pytest.approx(
        fibre_delay_s(max(marks[2 * k] - marks[2 * k - 1] for k in (1, 2, 3, 4)) + sum(longest[1:]))
    )


def test_what_is_not_entangled_is_crossed_and_said():
    picture = draw.swap_backbone(0.9, swaps=[range(1, 8)])
    assert picture.numbers["f_end"] < 0.5
    assert "no longer entangled" in picture.alt
    assert "0.489 ✕" in picture.svg
    assert theory.most_links(0.9) == 7
    assert "✕" not in draw.swap_backbone([0.9] * 7, swaps=[range(1, 7)]).alt


def test_a_pair_of_one_half_is_not_entangled_however_it_is_rounded():
    picture = draw.swap_backbone([0.5] * 6, kind="dephased", swaps=[range(1, 6)])
    assert "no longer entangled" in picture.alt


def test_bob_corrects_only_when_there_is_one_pair():
    assert numbers(swaps=[1], corrected=True)["corrected"] == 0
    picture = draw.swap_backbone([0.9, 0.8], swaps=[1], corrected=True)
    assert picture.numbers["corrected"] == 1
    assert "Bob has done" in picture.alt


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 8), st.randoms(use_true_random=False))
def test_every_step_tiles_the_chain_with_pairs(links, random):
    nodes = random.sample(range(1, links), random.randrange(links))
    found = numbers([0.95] * links, swaps=nodes)
    for k in range(8):
        at, many = 0, 0
        while k <= len(nodes) and at < links:
            at, many = found[f"to_{k}_{at}"], many + 1
        assert many == (links - k if k <= len(nodes) else 0)
        assert sum(found[f"to_{k}_{i}"] >= 0 for i in range(8)) == many
        assert sum(found[f"new_{k}_{i}"] for i in range(8)) == int(0 < k <= len(nodes))
    assert CHART["left"] == found["at_0"] < found["at_1"] < found[f"at_{links}"] == CHART["right"]


@pytest.mark.parametrize("steps", range(8))
def test_steps_stand_above_the_sum_with_room_for_bits_between_them(steps):
    found = numbers(swaps=range(1, steps + 1))
    assert row_y(found, steps) + CHART["high"] < CHART["foot"] < CHART["total"]
    assert found["pitch"] - CHART["high"] > 16
    for node in range(1, steps + 1):
        assert row_y(found, node - 1) + CHART["high"] < bits_y(found, node) - 8
        assert bits_y(found, node) + 8 < row_y(found, node)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"fidelity": 0.4}, ValueError),
        ({"fidelity": nan}, ValueError),
        ({"fidelity": "good"}, TypeError),
        ({"fidelity": [0.9]}, ValueError),
        ({"fidelity": [0.9] * 9}, ValueError),
        ({"fidelity": [0.9, "0.9"]}, TypeError),
        ({"kind": "perfect"}, ValueError),
        ({"kind": None}, ValueError),
        ({"gate_error": -0.1}, ValueError),
        ({"gate_error": inf}, ValueError),
        ({"swaps": 3}, ValueError),
        ({"swaps": "12"}, ValueError),
        ({"swaps": [0]}, ValueError),
        ({"swaps": [8]}, ValueError),
        ({"swaps": [1.0]}, ValueError),
        ({"swaps": [True]}, ValueError),
        ({"swaps": [3, [2, 3]]}, ValueError),
        ({"swaps": [[]]}, ValueError),
        ({"swaps": ["Taree"]}, ValueError),
        ({"corrected": 1}, ValueError),
        ({"run": 50}, ValueError),
        ({"run": -1}, ValueError),
        ({"seed": 0.5}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.swap_backbone(**wrong)


def test_a_node_beyond_a_short_chain_is_refused():
    with pytest.raises(ValueError, match="1 to 3 on 4 links"):
        draw.swap_backbone([0.95] * 4, swaps=[4])
