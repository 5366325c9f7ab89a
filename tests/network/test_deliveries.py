import numpy as np
import pytest

from qinet_edu.network import DoubleClick, EndNode, Hardware, MidpointSource, SingleClick
from qinet_edu.noise import fibre_delay_s

LINK = SingleClick(85, alpha=0.1)


def test_waits_are_geometric():
    """Chi² over the waits' deciles: 20 of 19 are wanted, 43.8 comes once in a thousand times."""
    pairs = LINK.sample(100_000, seed=5)
    edges = np.unique(np.ceil(np.log1p(-np.linspace(0, 0.95, 20)) / np.log1p(-LINK.success)))
    kept = np.append((1 - LINK.success) ** edges, 0)
    expected = -np.diff(kept) * len(pairs)
    counted = np.histogram(pairs.attempts, [*(edges + 1), np.inf])[0]
    assert len(expected) == 20
    assert np.sum((counted - expected) ** 2 / expected) < 43.8


def test_a_geometric_wait_forgets_how_long_it_has_lasted():
    waits = LINK.sample(200_000, seed=6).attempts
    mean = 1 / LINK.success
    later = waits[waits > mean] - int(mean)
    assert later.mean() == pytest.approx(mean, rel=4 / np.sqrt(len(later)))


def test_the_same_seed_gives_the_same_pairs():
    first, again, other = (LINK.sample(1000, seed=seed) for seed in (3, 3, 4))
    for name in ("attempts", "herald", "bell", "ready_s"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert not np.array_equal(first.attempts, other.attempts)
    assert np.array_equal(LINK.attempt(1000, seed=3), LINK.attempt(1000, seed=3))
    assert LINK.timeline(5, seed=3) == LINK.timeline(5, seed=3)


def test_one_pair_comes_after_the_other_on_one_clock():
    pairs = LINK.sample(1000, seed=1)
    assert len(pairs) == 1000
    assert pairs.attempts.min() >= 1
    assert np.diff(pairs.ready_s, prepend=0) == pytest.approx(pairs.took_s)
    assert pairs.rate_hz == pytest.approx(1000 / pairs.ready_s[-1])
    assert pairs.took_s.mean() == pytest.approx(LINK.attempt_s / LINK.success, rel=0.13)


def test_half_way_both_know_at_once_and_at_an_end_bob_knows_first():
    half_way = LINK.sample(100, seed=1)
    assert np.array_equal(half_way.alice_knows_s, half_way.bob_knows_s)
    end = EndNode(85).sample(100, seed=1)
    assert end.alice_knows_s - end.bob_knows_s == pytest.approx(float(fibre_delay_s(85)))
    assert np.array_equal(end.ready_s, end.alice_knows_s)


def test_a_source_that_waits_for_nobody_is_ahead_of_its_news():
    link = MidpointSource(100, memory=False, hardware=Hardware(source_hz=1e6))
    pairs = link.sample(10_000, seed=1)
    assert pairs.ready_s[0] == pytest.approx(
        pairs.attempts[0] * 1e-6 + 1.5 * float(fibre_delay_s(100))
    )
    assert np.diff(pairs.ready_s).mean() == pytest.approx(1e-6 / link.success, rel=0.04)
    assert pairs.rate_hz == pytest.approx(link.rate_hz, rel=0.04)


def test_an_attempt_that_never_fails_takes_one():
    pairs = MidpointSource(0, hardware=Hardware(cycle_s=1e-3)).sample(10, seed=1)
    assert (pairs.attempts == 1).all()
    assert pairs.success == pairs.fidelity == 1
    assert MidpointSource(0, hardware=Hardware()).sample(10, seed=1).rate_hz == np.inf


def test_bell_states_are_found_as_often_as_the_state_says():
    """A half that decays to its ground state leaves Ψ's: not only phases go wrong."""
    link = MidpointSource(100, hardware=Hardware(t1_s=1e-3, t2_s=1e-3))
    kets = np.array([[1, 0, 0, 1], [0, 1, -1, 0], [0, 1, 1, 0], [1, 0, 0, -1]]) / np.sqrt(2)
    weights = np.einsum("ki,ij,kj->k", kets, link.state, kets).real
    found = np.bincount(link.sample(100_000, seed=2).bell, minlength=4) / 100_000
    assert found == pytest.approx(weights, abs=4 * 0.5 / np.sqrt(100_000))
    assert weights.min() > 0.05


def test_heralds_come_equally_often_and_have_names():
    pairs = DoubleClick(20).sample(40_000, seed=2)
    assert pairs.heralds == ("plus plus", "plus minus", "minus plus", "minus minus")
    assert np.bincount(pairs.herald) / 40_000 == pytest.approx(np.full(4, 0.25), abs=0.01)


def test_of_pairs_that_no_clock_can_count_to_it_is_said_so():
    link = DoubleClick(1500, hardware=Hardware())
    assert 0 < link.success < 1e-30
    with pytest.raises(ValueError, match="Nothing will arrive in time"):
        link.sample(1, seed=1)
    far = DoubleClick(500, hardware=Hardware()).sample(1000, seed=1)
    assert far.success == pytest.approx(0.5e-10, rel=0.13)


def test_what_is_printed_has_its_probability_beside_the_fidelity():
    assert "success 0.0" in repr(LINK.sample(1000, seed=1))
    assert "fidelity 0." in repr(LINK.sample(1000, seed=1))
