"""T41: nested times against draws, recurrences by hand, and the rules of thumb."""

import numpy as np
import pytest

from qinet_edu.theory import (
    dejmps,
    expected_slowest,
    nested_chain,
    nested_pairs,
    nested_time,
    nesting,
    swap,
    swap_bell_diagonal,
)


def drawn(p, success, messages, samples, seed):
    """Play a nested chain from the ground, and return the rounds it took."""
    rng = np.random.default_rng(seed)

    def level(k, count):
        if k == 0:
            return rng.geometric(p, count)
        total, open_ = np.zeros(count, dtype=int), np.arange(count)
        while open_.size:
            both = [level(k - 1, open_.size) for _ in range(2)]
            total[open_] += np.maximum(*both) + messages[k - 1]
            open_ = open_[rng.random(open_.size) >= success[k - 1]]
        return total

    return level(len(success), samples)


@pytest.mark.parametrize(
    ("p", "success", "messages"),
    [
        (0.1, [0.5, 0.5], [0, 0]),
        (0.3, [0.9, 0.6, 0.8], [0, 0, 0]),
        (0.1, [0.7, 1.0, 0.5], [1, 2, 4]),
        (0.2, [1.0, 0.5], [3, 6]),
        (0.004, [0.5, 0.8], [8, 16]),
    ],
)
def test_t41_drawn(p, success, messages):
    rounds = drawn(p, success, messages, 20_000, 20261125)
    exact, _ = nested_time(p, len(success), success=success, messages=messages)
    assert abs(rounds.mean() - exact) < 4 * rounds.std() / np.sqrt(rounds.size)


def test_t41_by_enumeration():
    """Two levels, by the whole table of both halves' times."""
    p, first, top = 0.4, 0.7, 0.5
    t = np.arange(1, 400)
    one = p * (1 - p) ** (t - 1)
    late = np.maximum(t[:, None], t)
    once = np.bincount(late.ravel(), weights=(one[:, None] * one).ravel(), minlength=400)[:400]
    total, power = np.zeros(400), np.eye(400)[0]
    for tries in range(60):
        power = np.convolve(power, once)[:400]
        total += first * (1 - first) ** tries * power
    below = np.cumsum(total)
    mean = (1 - below**2).sum() / top
    assert nested_time(p, 2, success=[first, top]).exact == pytest.approx(mean, rel=1e-9)


def test_one_level_and_the_rule():
    exact, rule = nested_time(0.1, 1)
    assert exact == pytest.approx(14.7368421, abs=5e-8)
    assert rule == pytest.approx(15)
    assert rule / exact - 1 == pytest.approx(0.018, abs=5e-4)
    for success in (0.3, 1.0):
        exact, rule = nested_time(1e-6, 1, success=success)
        assert rule / exact == pytest.approx(1, abs=1e-6)


def test_sure_swaps_wait_for_the_slowest_of_all_segments():
    """The mistake everybody makes: (3/2)ⁿ for n levels, 28 % too much with eight segments."""
    for p in (0.1, 0.5, 1.0, 1e-5):
        for levels in range(6):
            assert nested_time(p, levels).exact == pytest.approx(expected_slowest(p, 2**levels))
    exact, rule = nested_time(0.1, 3)
    assert rule / exact == pytest.approx(1.283, abs=5e-4)


def test_small_chances_are_carried_on(monkeypatch):
    for levels, success, messages in ((2, 0.5, 0), (3, 0.6, [1, 2, 4]), (3, 0.8, [8, 0, 64])):
        for p in (0.007, 0.002):
            carried = nested_time(p, levels, success=success, messages=messages).exact
            with monkeypatch.context() as patch:
                patch.setattr(nesting, "SMALL", 0)
                whole = nested_time(p, levels, success=success, messages=messages).exact
            assert carried == pytest.approx(whole, rel=1e-8)


def test_messages_are_paid_for_at_every_try():
    without = nested_time(0.5, 1, success=0.5).exact
    assert nested_time(0.5, 1, success=0.5, messages=10).exact == pytest.approx(without + 20)
    assert nested_time(0.1, 2, messages=[0, 7]).exact == pytest.approx(
        nested_time(0.1, 2).exact + 7
    )


def test_a_chain_of_one():
    assert nested_time(0.2, 0) == pytest.approx((5, 5))
    chain = nested_chain(0.9, 0, rounds=0)
    assert (chain.fidelity, chain.pairs) == (pytest.approx(0.9), 1)
    assert nested_pairs(1, purified=5) == 1


def test_t41_pairs_are_a_polynomial_in_the_length():
    for joined, levels, purified in ((2, 3, 4.0), (3, 2, 2.6), (4, 1, 7.0)):
        level_by_level = (joined * purified) ** levels
        found = nested_pairs(joined**levels, purified=purified, joined=joined)
        assert found == pytest.approx(level_by_level)
    assert nested_pairs([2, 4, 8], purified=1).tolist() == [2, 4, 8]


def test_a_chain_is_swaps_and_rounds():
    chain = nested_chain(0.95, 2, rounds=(2, 1, 0), gate_error=0.01)
    vector, cost = np.array([0.95, *[0.05 / 3] * 3]), 1.0
    chances = []
    for rounds in (2, 1, 0):
        if chances:
            vector, cost = swap_bell_diagonal(vector, vector, gate_error=0.01), 2 * cost
        chances.append(1.0)
        for _ in range(rounds):
            vector, p = dejmps(vector, gate_error=0.01)
            cost, chances[-1] = 2 * cost / p, chances[-1] * p
    assert chain.fidelity == pytest.approx(vector[0])
    assert chain.vectors[-1] == pytest.approx(vector)
    assert chain.pairs == pytest.approx(cost)
    assert chain.probabilities == pytest.approx(np.array(chances))


def test_without_purification_a_chain_is_its_swaps():
    for levels in range(5):
        chain = nested_chain(0.97, levels, rounds=0)
        assert chain.fidelity == pytest.approx(swap(*[0.97] * 2**levels))
        assert chain.pairs == 2**levels


def test_raw_pairs_drawn():
    """Counted with all that failures cost, not 2 for each step."""
    rng = np.random.default_rng(20261125)
    chain = nested_chain(0.9, 1)
    steps = [(chain.probabilities[0]), 1.0, chain.probabilities[1]]

    def used(k):
        if k < 0:
            return 1
        total = 0
        while True:
            total += used(k - 1) + used(k - 1)
            if rng.random() < steps[k]:
                return total

    counts = np.array([used(2) for _ in range(4000)])
    error = counts.std() / np.sqrt(counts.size)
    assert abs(counts.mean() - chain.pairs) < 4 * error


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: nested_time(0, 2), "wait never ends"),
        (lambda: nested_time(0.1, 2, success=0), "wait never ends"),
        (lambda: nested_time(0.1, 2, success=[0.5, 0.0]), "wait never ends"),
        (lambda: nested_time(0.1, 2, success=[0.5]), "one for each of the 2 levels"),
        (lambda: nested_time(0.1, 2, messages=[1, 2, 3]), "one for each of the 2 levels"),
        (lambda: nested_time(0.1, 2, messages=0.5), "whole numbers"),
        (lambda: nested_time(0.1, 13), "levels must be between 0 and 12"),
        (lambda: nested_time(0.1, -1), "levels must be between 0 and 12"),
        (lambda: nested_time(0.01, 8, success=0.1), "too many to follow"),
        (lambda: nested_pairs(0, purified=2), "segments must be at least 1"),
        (lambda: nested_pairs(4, purified=0.5), "purified must be at least 1"),
        (lambda: nested_chain(1.2, 2), "between 0 and 1"),
        (lambda: nested_chain([[1, 0, 0, 0]] * 2, 2), "one pair at a time"),
        (lambda: nested_chain(0.9, 2, rounds=(1, 1)), "3 of them, not 2"),
        (lambda: nested_chain(0.9, 2, gate_error=-1), "gate_error must be between"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize(
    "call", [lambda: nested_time(0.1, 2.5), lambda: nested_time([0.1, 0.2], 2)]
)
def test_what_is_no_single_number_is_refused(call):
    with pytest.raises(TypeError):
        call()
