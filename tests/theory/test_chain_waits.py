"""The weight that a chain keeps while its links wait for each other, against draws."""

import numpy as np
import pytest

from qinet_edu.theory import chain_weight, waiting_weight

X = np.exp(-1 / 50)


def drawn(p, x, *, policy, samples, seed):
    """Draw when each link comes, then count for every round the pairs that wait in it."""
    rng = np.random.default_rng(seed)
    came = rng.geometric(p, (samples, len(p)))
    weights = np.ones(samples)
    for now in range(1, came.max()):
        there = came <= now
        pairs = there.copy()
        if policy == "asap":
            pairs[:, 1:] &= ~there[:, :-1]
        waiting = pairs.sum(axis=1) * (came.max(axis=1) > now)
        weights *= x**waiting
    return weights


@pytest.mark.parametrize("policy", ["asap", "last"])
@pytest.mark.parametrize("p", [[0.1] * 2, [0.1] * 5, [0.3, 0.05, 0.9, 0.2], [1.0, 0.1, 1.0]])
def test_drawn(p, policy):
    kept = drawn(p, X, policy=policy, samples=20_000, seed=20261125)
    error = kept.std() / np.sqrt(kept.size)
    assert abs(kept.mean() - chain_weight(p, X, policy=policy)) < 4 * error


def test_two_links_are_t38():
    for p in (0.02, 0.1, 0.7, 1.0):
        for policy in ("asap", "last"):
            assert chain_weight([p, p], X, policy=policy) == pytest.approx(waiting_weight(p, X))


def test_swaps_made_at_once_keep_more():
    """The mistake everybody makes: each link's own wait for the last one, merged or not."""
    for links in (3, 6, 8):
        at_once = chain_weight([0.1] * links, X)
        assert at_once > chain_weight([0.1] * links, X, policy="last") + 0.05


def test_the_order_of_unlike_links_matters_only_to_those_that_swap_at_once():
    slow_end, slow_middle = [0.02, 0.3, 0.3], [0.3, 0.02, 0.3]
    assert chain_weight(slow_end, X) > chain_weight(slow_middle, X) + 0.1
    last = [chain_weight(p, X, policy="last") for p in (slow_end, slow_middle)]
    assert last[0] == pytest.approx(last[1])


def test_limits():
    assert chain_weight([0.3], 0.5) == pytest.approx(1)
    assert chain_weight([0.3] * 5, 1.0) == pytest.approx(1)
    assert chain_weight([1.0] * 5, 0.0) == pytest.approx(1)
    # Without memory all must come in the round in which the first does.
    assert chain_weight([0.3] * 4, 0.0) == pytest.approx(0.3**4 / (1 - 0.7**4))


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: chain_weight(0.1, X), "1 to 12 links in a row"),
        (lambda: chain_weight([0.1] * 13, X), "1 to 12 links in a row"),
        (lambda: chain_weight([], X), "1 to 12 links in a row"),
        (lambda: chain_weight([0.1, 0], X), "wait never ends"),
        (lambda: chain_weight([0.1, 0.1], 1.2), "decay must be between 0 and 1"),
        (lambda: chain_weight([0.1, 0.1], X, policy="nested"), "'asap'.*'last'"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
