"""T39, drawn round by round with the pairs that are discarded."""

import numpy as np
import pytest

from qinet_edu.theory import cutoff_rounds, cutoff_two_links, expected_slowest, waiting_weight

X = np.exp(-1 / 50)


def drawn(p, m, x, samples, seed):
    """Play the policy, and return rounds and weights of the pairs that are delivered."""
    rng = np.random.default_rng(seed)
    times, kept = np.zeros(samples), np.zeros(samples)
    playing = np.arange(samples)
    age = np.full(samples, -1)  # how many failed rounds the earlier pair has waited; −1: none
    while playing.size:
        times[playing] += 1
        hits = rng.random((2, playing.size)) < p
        old = age[playing]
        waiting = old >= 0
        done = np.where(waiting, hits[0], hits.all(axis=0))
        # Weight x for each round between the two, that of the second success included.
        kept[playing[done]] = x ** np.where(waiting, old + 1, 0)[done]
        new = np.where(waiting, old + 1, np.where(hits.any(axis=0), 0, -1))
        new[new >= m] = -1
        age[playing] = new
        playing = playing[~done]
    return times, kept


def test_t39_published_values():
    time, weight = cutoff_two_links(0.1, 10, X)
    assert time == pytest.approx(17.073365, abs=5e-7)
    assert weight == pytest.approx(0.919533, abs=5e-7)
    time, weight = cutoff_two_links(0.1, np.inf, X)
    assert time == pytest.approx(14.736842, abs=5e-7)
    assert weight == pytest.approx(0.840783, abs=5e-7)


@pytest.mark.parametrize(("p", "m", "x"), [(0.1, 10, X), (0.3, 1, 0.9), (0.05, 3, 0.99)])
def test_t39_drawn(p, m, x):
    times, kept = drawn(p, m, x, 40_000, 20261125)
    time, weight = cutoff_two_links(p, m, x)
    assert abs(times.mean() - time) < 4 * times.std() / np.sqrt(times.size)
    assert abs(kept.mean() - weight) < 4 * kept.std() / np.sqrt(kept.size)


@pytest.mark.parametrize(("p", "m", "x"), [(0.1, 10, X), (0.4, 2, 0.8), (0.2, 0, 0.9)])
def test_t39_as_a_chain_of_states(p, m, x):
    """States: no pair yet, or one that has waited j failed rounds; solved as linear equations."""
    size = m + 1 if m else 1
    step, value = np.zeros((size, size)), np.zeros(size)
    step[0, 0] = (1 - p) ** 2 + (2 * p * (1 - p) if m == 0 else 0)
    value[0] = p * p
    if m:
        step[0, 1] = 2 * p * (1 - p)
    for j in range(m):  # state 1 + j has waited j rounds
        value[1 + j] = p * x ** (j + 1)
        step[1 + j, 2 + j if j + 1 < m else 0] = 1 - p
    times = np.linalg.solve(np.eye(size) - step, np.ones(size))
    weights = np.linalg.solve(np.eye(size) - step, value)
    assert cutoff_two_links(p, m, x) == pytest.approx((times[0], weights[0]), abs=1e-9)


def test_without_a_cut_off_it_is_the_wait_of_two():
    for p in (0.05, 0.5, 1.0):
        time, weight = cutoff_two_links(p, np.inf, X)
        assert time == pytest.approx(expected_slowest(p, 2))
        assert weight == pytest.approx(waiting_weight(p, X))


def test_a_cut_off_buys_weight_with_time():
    time, weight = cutoff_two_links(0.1, np.arange(60), X)
    assert (np.diff(time) < 0).all()
    assert (np.diff(weight) < 0).all()
    assert (time[0], weight[0]) == pytest.approx((100, 1))


def test_the_time_counts_what_was_discarded():
    """The mistake everybody makes: the time of those tries that succeeded, which looks short."""
    times, kept = drawn(0.1, 3, 1.0, 40_000, 1)
    assert cutoff_two_links(0.1, 3, 1.0)[0] > 1.7 * expected_slowest(0.1, 2)
    assert times.mean() > 1.7 * expected_slowest(0.1, 2)
    assert kept.min() == 1


def test_seconds_to_rounds():
    assert cutoff_rounds([1e-3, 0.98e-3, 0.49e-3], round_s=0.49e-3).tolist() == [2, 2, 1]
    assert cutoff_rounds(np.inf, round_s=1e-3) == np.inf
    n = np.arange(1, 200)
    assert cutoff_rounds(n * 0.1, round_s=0.1).tolist() == n.tolist()


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: cutoff_rounds(0.4e-3, round_s=0.49e-3), "shorter than one round"),
        (lambda: cutoff_rounds(1, round_s=0), "above 0"),
        (lambda: cutoff_rounds(-1, round_s=1), "at least 0"),
        (lambda: cutoff_two_links(0.1, 2.5, X), "whole numbers"),
        (lambda: cutoff_two_links(0.1, -1, X), "at least 0"),
        (lambda: cutoff_two_links(0, 10, X), "wait never ends"),
        (lambda: cutoff_two_links(0.1, 10, 2), "decay must be between 0 and 1"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
