from math import exp, inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, network, theory
from qinet_edu.draw import lounge, lounge_play

DECAY = exp(-1 / 50)


def numbers(**given):
    return draw.waiting_room(**given).numbers


def played(seeds=range(60), **given):
    """Return rounds a pair and fidelity of many plays of 1500 rounds together."""
    found = [numbers(rounds=1500, seed=seed, **given) for seed in seeds]
    pairs = np.array([one["pairs"] for one in found])
    fidelity = np.array([one["played_fidelity"] for one in found])
    return 1500 * len(found) / pairs.sum(), (pairs * fidelity).sum() / pairs.sum(), pairs.sum()


def test_its_figures_are_those_of_the_lesson():
    """T38 and T39: a cut-off of ten costs a sixth more time and halves what waiting takes."""
    found = numbers(cutoff=10)
    joined = theory.swap(0.95, 0.95)
    assert found["joined"] == joined == pytest.approx(0.903333, abs=1e-6)
    assert found["time"] == pytest.approx(17.073365, abs=1e-6)
    assert found["fidelity"] == pytest.approx(0.25 + (joined - 0.25) * 0.919533, abs=1e-6)
    assert found["endless_time"] == pytest.approx(14.736842, abs=1e-6)
    assert found["endless_fidelity"] == pytest.approx(0.7993114793, abs=1e-9)
    assert found["endless_key"] == 0
    assert found["best_cutoff"] == 3
    assert found["best_key"] > 2 * found["key"] > 0


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 1), st.integers(0, 1000) | st.none(), st.floats(0.25, 1), st.floats(1, 1e4))
def test_the_curve_is_the_closed_form(p, cutoff, fidelity, memory):
    found = numbers(p=p, cutoff=cutoff, fidelity=fidelity, memory_rounds=memory)
    decay = theory.round_decay(1.0, memory_s=memory, halves=1)
    time, weight = theory.cutoff_two_links(p, inf if cutoff is None else cutoff, decay)
    end_to_end = 0.25 + (theory.swap(fidelity, fidelity) - 0.25) * weight
    assert found["time"] == pytest.approx(float(time))
    assert found["fidelity"] == pytest.approx(float(end_to_end))
    key = theory.bbm92_rate(theory.werner(end_to_end)) / time
    assert found["key"] == pytest.approx(float(key))
    assert found["best_key"] * (1 + 1e-9) >= found["endless_key"]


@pytest.mark.parametrize("cutoff", [1, 3, 10, None])
def test_what_is_played_is_what_theory_says(cutoff):
    """90 000 rounds: the mean time within 4 %, the mean fidelity within 0.005."""
    time, fidelity, pairs = played(cutoff=cutoff)
    expected = numbers(cutoff=cutoff)
    assert time == pytest.approx(expected["time"], rel=5 / sqrt(pairs))
    assert fidelity == pytest.approx(expected["fidelity"], abs=0.005)


@pytest.mark.parametrize("order", ["oldest", "youngest"])
def test_stores_are_those_of_the_network(order):
    time, fidelity, pairs = played(cutoff=None, capacity=4, order=order)
    # Both halves decay, in all three bases alike: each a hundred rounds long.
    memory = network.Memory(t1_s=100, t2_s=100, capacity=4)
    links = [(0.1, 1.0, 0.95)] * 2
    known = network.Chain(links, memory, order=order).simulate(50_000, seed=3)
    assert time == pytest.approx(known.mean_time_s, rel=5 / sqrt(pairs))
    # Where both links succeed in the same round, the network has the one come before the other;
    # here both news are there at its end, and the youngest may be brand-new.
    assert fidelity == pytest.approx(known.fidelity, abs=0.012)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_changes_the_pairs_and_not_their_number(seed):
    old, young = (
        numbers(cutoff=None, capacity=4, order=order, rounds=1500, seed=seed)
        for order in ("oldest", "youngest")
    )
    assert old["pairs"] == young["pairs"]
    assert young["played_fidelity"] > old["played_fidelity"]


def test_with_one_seat_there_is_nothing_to_choose():
    old, young = (numbers(order=order, rounds=300) for order in ("oldest", "youngest"))
    assert {**old, "order": ""} == {**young, "order": ""}


@pytest.mark.parametrize("capacity", [1, 4])
@pytest.mark.parametrize("cutoff", [0, 1, 7])
def test_nobody_waits_for_longer_than_the_cutoff(capacity, cutoff):
    for rounds in range(0, 200, 3):
        found = numbers(cutoff=cutoff, capacity=capacity, rounds=rounds, p=0.3)
        ages = [found[f"{link}_age_{k}"] for link in "ab" for k in range(lounge_play.SEATS)]
        assert max(ages) < max(cutoff, 1)
        assert all(age == -1 for age in ages) or cutoff
        waited = [found[f"event_{k}_waited"] for k in range(lounge_play.LINES)]
        assert max(waited) <= cutoff


def test_only_one_link_ever_waits_and_nobody_without_a_seat():
    for rounds in range(1, 300, 7):
        found = numbers(capacity=3, rounds=rounds)
        sides = [[found[f"{link}_age_{k}"] >= 0 for k in range(4)] for link in "ab"]
        assert not (any(sides[0]) and any(sides[1]))
        assert not sides[0][3]
        assert not sides[1][3]


def test_rounds_are_counted_up_to_the_next_pair():
    first = numbers()["next_pair"]
    before, there = numbers(rounds=first - 1), numbers(rounds=first)
    assert there["pairs"] == before["pairs"] + 1
    assert (there["event_0_round"], there["event_0_kind"]) == (first, lounge_play.JOINED)
    waited = there["event_0_waited"]
    assert there["event_0_f"] == pytest.approx(0.25 + (there["joined"] - 0.25) * DECAY**waited)
    assert max(before["a_age_0"], before["b_age_0"]) == waited - 1


def test_what_waits_fades():
    found = numbers()
    age = found["a_age_0"]
    assert age > 0
    assert found["a_f_0"] == pytest.approx(0.25 + 0.7 * DECAY**age)
    assert found["a_left_0"] == pytest.approx(DECAY**age)


def test_key_needs_a_cutoff_here_and_there_is_none_of_bad_pairs():
    assert numbers(cutoff=None)["key"] == 0
    assert numbers(cutoff=3)["key"] > 0
    bad = draw.waiting_room(fidelity=0.8)
    assert bad.numbers["best_key"] == 0
    assert "No cut-off gives a key" in bad.alt


def test_perfect_links_never_wait():
    found = numbers(p=1.0, rounds=25)
    assert (found["pairs"], found["dropped"], found["time"]) == (25, 0, 1)
    assert found["played_fidelity"] == pytest.approx(found["joined"])
    alt = draw.waiting_room(p=1.0).alt
    assert "joined at once" in alt
    assert "a pair every 1 round," in alt


def test_at_the_beginning_and_at_the_end_there_is_nothing_more():
    assert "Nobody is here yet" in draw.waiting_room(rounds=0).alt
    assert "Played: 0 pairs in 0 rounds." in draw.waiting_room(rounds=0).alt
    assert numbers(rounds=1500)["next_pair"] == 1500


def test_no_cutoff_may_be_said_in_two_ways():
    assert numbers(cutoff=None) == numbers(cutoff=inf)


def test_marks_lie_on_the_plot():
    for fidelity in (0.25, 0.5, 1.0):
        for memory in (1, 50, 1e4):
            for p in (0.01, 1.0):
                found = numbers(p=p, fidelity=fidelity, memory_rounds=memory, capacity=4)
                assert found["axis_low"] < found["axis_high"]
                assert 10 * found["endless_fidelity"] >= found["axis_low"]
                assert 10 * found["joined"] <= found["axis_high"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"p": 0}, ValueError),
        ({"p": "often"}, TypeError),
        ({"p": nan}, ValueError),
        ({"cutoff": -1}, ValueError),
        ({"cutoff": 2.5}, ValueError),
        ({"cutoff": 1001}, ValueError),
        ({"cutoff": "long"}, ValueError),
        ({"fidelity": 0.2}, ValueError),
        ({"memory_rounds": 0}, ValueError),
        ({"capacity": 0}, ValueError),
        ({"capacity": 5}, ValueError),
        ({"order": "tallest"}, ValueError),
        ({"order": ["oldest"]}, ValueError),
        ({"rounds": 1501}, ValueError),
        ({"rounds": True}, ValueError),
        ({"seed": -1}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.waiting_room(**wrong)


def test_the_table_of_the_curve_ends_where_the_slider_does():
    assert lounge.STEPS[-1] == lounge.LONGEST
