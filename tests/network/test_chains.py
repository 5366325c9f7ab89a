"""Sampled chains against closed forms, limits, and a simulation event by event."""

import tracemalloc

import numpy as np
import pytest
from event_by_event import many

from qinet_edu import network, theory
from qinet_edu.network import Chain, Memory, Segment, SingleClick
from qinet_edu.network.segments import correlations, vectors
from qinet_edu.theory.bell_vectors import waited, werner_vectors

inf = float("inf")
SIGMAS = 4
PAIRS = 100_000


def agrees(found, expected, error):
    """Say whether a sampled mean lies within four standard errors."""
    return abs(found - expected) <= SIGMAS * error + 1e-9


def equal_links(n, p=0.1, fidelity=1.0, *, delay_s=0.0):
    return [(p, 1.0, fidelity, delay_s)] * n


def weight(pairs):
    return (4 * pairs.fidelity - 1) / 3


@pytest.mark.parametrize(
    ("p", "links", "rounds"),
    [(0.1, 2, 14.7368421), (0.1, 4, 20.2733782), (0.01, 2, 149.7487437), (0.01, 8, 270.9245094)],
)
@pytest.mark.parametrize("policy", ["asap", "nested"])
def test_t37_the_slowest_link_says_how_long_a_chain_takes(p, links, rounds, policy):
    pairs = Chain(equal_links(links, p), policy=policy).simulate(PAIRS, seed=37)
    assert agrees(pairs.mean_time_s, rounds, pairs.time_error_s)


def test_t38_the_earlier_pair_decays_in_both_of_its_memories():
    memory = Memory(t1_s=100, t2_s=100)  # both halves: e^(−2/100) a round
    pairs = Chain(equal_links(2, fidelity=0.95), memory).simulate(PAIRS, seed=38)
    assert agrees(pairs.fidelity, 0.7993114793, pairs.fidelity_error)
    alone = Chain(equal_links(2), memory).simulate(PAIRS, seed=38)
    assert agrees(weight(alone), 0.8407828765, 4 / 3 * alone.fidelity_error)
    # Were it one half alone that decays, the memories would be twice as good.
    one_half = Chain(equal_links(2), Memory(t1_s=200, t2_s=200)).simulate(PAIRS, seed=38)
    assert not agrees(weight(one_half), 0.8407828765, 4 / 3 * one_half.fidelity_error)


@pytest.mark.parametrize("policy", ["asap", "nested"])
def test_t39_a_cutoff_costs_time_and_keeps_pairs_young(policy):
    memory = Memory(t1_s=100, t2_s=100, cutoff_s=10)
    pairs = Chain(equal_links(2), memory, policy=policy).simulate(PAIRS, seed=39)
    assert agrees(pairs.mean_time_s, 17.073365, pairs.time_error_s)
    assert agrees(weight(pairs), 0.919533, 4 / 3 * pairs.fidelity_error)


def test_t33_swaps_multiply_the_weights_of_werner_pairs():
    for n, fidelity in ((2, 0.9033333), (4, 0.8191259), (8, 0.6818724), (16, 0.4986851)):
        for policy in ("asap", "nested"):
            pairs = Chain(equal_links(n, fidelity=0.95), policy=policy).simulate(100, seed=33)
            assert pairs.fidelity == pytest.approx(fidelity, abs=5e-8)
            assert pairs.fidelity_std == pytest.approx(0, abs=1e-7)


def test_dephased_pairs_are_no_werner_pairs():
    dephased = Chain([(0.5, 1.0, [0.9, 0, 0, 0.1])] * 2).simulate(10, seed=1)
    assert dephased.fidelity == pytest.approx(0.82)  # F₁F₂ + (1 − F₁)(1 − F₂), not 0.8133


SETTINGS = 18


@pytest.mark.parametrize("place", range(SETTINGS))
def test_chains_agree_with_a_simulation_event_by_event(place):
    """Unlike links, news that travels, T1 and T2, cut-offs, swaps that fail."""
    rng = np.random.default_rng([8, place])
    links = [
        (rng.uniform(0.15, 0.9), rng.choice([1, 0.5, 0.73]), rng.dirichlet([20, 1, 2, 3]),
         rng.choice([0, 0.4]))
        for _ in range(1 + place % 6)
    ]  # fmt: skip
    t1 = rng.uniform(20, 100)
    t2 = t1 * rng.uniform(0.2, 2)
    cutoff = [None, rng.uniform(3, 10), int(rng.integers(2, 8))][place % 3]
    swap_success = [1.0, 0.75][place // 3 % 2]
    times, states, made = many(
        links, 1500, place, t1=t1, t2=t2, cutoff=cutoff, swap_success=swap_success
    )
    memory = Memory(t1, t2, cutoff_s=cutoff)
    pairs = Chain(links, memory, swap_success=swap_success).simulate(30_000, seed=place)
    for found, drawn in (
        (pairs.mean_time_s, times),
        (pairs.raw_pairs, made),
        *zip(pairs.vector, states.T, strict=True),
    ):
        error = drawn.std() * np.sqrt(1 / 1500 + 1 / 30_000)
        assert agrees(found, drawn.mean(), error)
    # Not the means alone: a quarter of all pairs came by then, and so did three quarters.
    for share in (0.25, 0.5, 0.75):
        then = np.quantile(pairs.time_s, share)
        expected = np.mean(pairs.time_s <= then)
        assert agrees(np.mean(times <= then), expected, np.sqrt(0.25 / 1500))
    worst = np.quantile(pairs.vectors[:, 0], 0.25)
    expected = np.mean(pairs.vectors[:, 0] <= worst + 1e-9)
    found = np.mean(states[:, 0] <= worst + 1e-9)
    assert agrees(found, expected, np.sqrt(0.25 / 1500)) or pairs.fidelity_std < 1e-6


def test_correlations_say_what_vectors_say():
    rng = np.random.default_rng(1)
    some = rng.dirichlet(np.ones(4), size=(3, 5))
    assert np.allclose(vectors(correlations(some)), some)
    time, memory = rng.uniform(0, 3, (3, 5)), Memory(2.0, 1.5)
    coherent, kept = memory.kept(2 * time)
    aged = vectors(correlations(some) * np.stack([coherent, coherent, kept]))
    assert np.allclose(aged, waited(some, time, t1_s=2.0, t2_s=1.5))


def test_one_link_is_its_own_pair():
    pairs = Chain([(0.2, 2.0, [0.9, 0.02, 0.03, 0.05])], Memory(1, 1)).simulate(PAIRS, seed=1)
    assert agrees(pairs.mean_time_s, 10, pairs.time_error_s)
    assert pairs.vector == pytest.approx([0.9, 0.02, 0.03, 0.05])  # both ends know: it is used


def test_sure_attempts_take_one_round_and_nothing_waits_but_for_the_frame():
    pairs = Chain(equal_links(4, 1, 0.95, delay_s=0.5), Memory(t2_s=10)).simulate(100, seed=1)
    assert np.all(pairs.time_s == 1 + 1.5)  # the first node is 1.5 from the far end
    vector = werner_vectors(0.95)
    expected = vector
    for _ in range(3):
        expected = theory.swap_bell_diagonal(expected, vector)
    # Until then both ends' halves go on decaying.
    expected = waited(expected, 1.5, t1_s=inf, t2_s=10)
    assert pairs.vector == pytest.approx(expected)


@pytest.mark.parametrize("policy", ["asap", "nested"])
def test_a_cutoff_that_never_comes_is_none(policy):
    links = equal_links(5, 0.2, 0.9)
    free = Chain(links, Memory(50, 30), policy=policy).simulate(5000, seed=3)
    late = Chain(links, Memory(50, 30, cutoff_s=1e6), policy=policy).simulate(5000, seed=3)
    assert np.array_equal(free.time_s, late.time_s)
    assert np.allclose(free.vectors, late.vectors)
    assert Memory(cutoff_s=inf) == Memory()


def test_memories_that_keep_all_make_all_pairs_alike():
    pairs = Chain(equal_links(8, 0.1, 0.97)).simulate(1000, seed=1)
    assert pairs.fidelity_std == pytest.approx(0, abs=1e-7)


def test_pairs_that_waited_longer_are_worse():
    pairs = Chain(equal_links(2), Memory(t2_s=20)).simulate(PAIRS, seed=1)
    assert pairs.covariance < 0


def test_a_chain_of_the_courses_links_takes_their_times_states_and_lengths():
    links = [SingleClick(85, alpha=0.1), SingleClick(115, alpha=0.1)]
    pairs = Chain(links, Memory(10, 1)).simulate(20_000, seed=1)
    one, two = map(Segment.of, links)
    assert one.delay_s == pytest.approx(85 / 204_218, rel=1e-3)
    assert pairs.mean_time_s > max(link.attempt_s / link.success for link in links)
    best = theory.swap_bell_diagonal(one.vector, two.vector)[0]
    assert 0.25 < pairs.fidelity < best < min(link.fidelity for link in links)
    assert pairs.state.shape == (4, 4)
    assert theory.fidelity(pairs.state) == pytest.approx(pairs.fidelity)


def test_seeds_repeat_and_differ():
    chain = Chain(equal_links(3), Memory(30, 30, cutoff_s=8))
    one, again, other = (chain.simulate(40_000, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.time_s, again.time_s)
    assert one.fidelity == again.fidelity
    assert abs(np.corrcoef(one.time_s, other.time_s)[0, 1]) < SIGMAS / np.sqrt(40_000)
    # Nor do a seed's own pieces repeat, or hang on the order of their making.
    halves = one.time_s[:20_000], one.time_s[20_000:]
    assert abs(np.corrcoef(*halves)[0, 1]) < SIGMAS / np.sqrt(20_000)
    away = abs(halves[0].mean() - halves[1].mean())
    assert away < SIGMAS * np.sqrt(2) * one.time_std_s / np.sqrt(20_000)


def test_the_first_pairs_are_kept_and_all_are_counted():
    chain = Chain(equal_links(2, 0.3, 0.9), Memory(t2_s=20))
    pairs = chain.simulate(150_000, seed=1)
    assert len(pairs) == 150_000
    assert pairs.time_s.shape == (65_536,)
    assert pairs.vectors.shape == (65_536, 4)
    counts, edges = pairs.time_histogram()
    weights, marks = pairs.weight_histogram()
    assert counts.sum() == 150_000
    assert weights.sum(axis=1).tolist() == [150_000] * 4
    assert (len(edges), len(marks)) == (len(counts) + 1, 201)
    middles = (marks[1:] + marks[:-1]) / 2
    assert weights @ middles / 150_000 == pytest.approx(pairs.vector, abs=2.5e-3)
    assert pairs.time_quantile_s(0.5) == pytest.approx(np.median(pairs.time_s), rel=0.03)
    # A pair that took one round lies where rounds begin to be counted.
    assert counts[0] / 150_000 == pytest.approx(0.09, abs=0.004)
    few = chain.simulate(1000, seed=1)
    assert few.time_histogram()[0].sum() == 1000
    assert few.time_quantile_s(0.0) == few.time_s.min()


def test_sums_are_those_of_the_pairs_themselves():
    pairs = Chain(equal_links(3, 0.3, 0.9), Memory(t2_s=20)).simulate(20_000, seed=1)
    fidelity = pairs.vectors[:, 0]
    assert pairs.mean_time_s == pytest.approx(pairs.time_s.mean())
    assert pairs.time_std_s == pytest.approx(pairs.time_s.std())
    assert pairs.time_error_s == pytest.approx(pairs.time_s.std() / np.sqrt(20_000))
    assert pairs.vector == pytest.approx(pairs.vectors.mean(axis=0))
    assert pairs.fidelity_std == pytest.approx(fidelity.std())
    assert pairs.covariance == pytest.approx(np.cov(pairs.time_s, fidelity, ddof=0)[0, 1])
    assert pairs.rate_hz == pytest.approx(1 / pairs.mean_time_s)


def test_memory_does_not_grow_with_the_number_of_pairs():
    def peak(pairs):
        tracemalloc.start()
        Chain(equal_links(4, 0.5), Memory(20, 20)).simulate(pairs, seed=1)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(1_000_000) < 1.2 * peak(200_000) < 40e6


def test_names_are_public():
    assert {"Chain", "ChainPairs", "Memory", "Segment"} <= set(network.__all__)
