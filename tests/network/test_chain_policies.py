"""Nested chains, purification and stores: against theory, and against what people get wrong."""

import numpy as np
import pytest
from event_by_event import many

from qinet_edu import theory
from qinet_edu.network import Chain, Memory
from qinet_edu.network.chains import depth
from qinet_edu.network.stores import stored
from qinet_edu.theory.bell_vectors import waited, werner_vectors

inf = float("inf")
SIGMAS = 4


def agrees(found, expected, error):
    return abs(found - expected) <= SIGMAS * error + 1e-9


def links(n, p=0.2, pair=0.95, delay_s=0.0):
    return [(p, 1.0, pair, delay_s)] * n


@pytest.mark.parametrize(("levels", "success"), [(1, 0.5), (2, 0.5), (2, 0.8), (3, 0.75)])
def test_nested_chains_wait_for_the_news_of_swaps_that_may_fail(levels, success):
    """News of a swap comes from the middle: over half of the links that it joins."""
    chain = Chain(
        links(2**levels, delay_s=1.0), swap_success=success, policy="nested"
    )  # fmt: skip
    pairs = chain.simulate(40_000, seed=levels)
    messages = [2**level for level in range(levels)]
    exact, _ = theory.nested_time(0.2, levels, success=success, messages=messages)
    assert agrees(pairs.mean_time_s, exact, pairs.time_error_s)


def test_the_three_halves_rule_is_not_exact():
    pairs = Chain(links(8, 0.1), swap_success=0.5, policy="nested").simulate(20_000, seed=1)
    exact, rule = theory.nested_time(0.1, 3, success=0.5)
    assert agrees(pairs.mean_time_s, exact, pairs.time_error_s)
    assert not agrees(pairs.mean_time_s, rule, pairs.time_error_s)


@pytest.mark.parametrize("cutoff", [None, 9.5, 12.0])
@pytest.mark.parametrize("n", [2, 4, 8])
def test_nested_chains_agree_with_a_simulation_event_by_event(n, cutoff):
    given = [(0.3, 1.0, [0.94, 0.01, 0.02, 0.03], 0.5)] * n
    times, states, made = many(given, 1000, n, t1=90.0, t2=60.0, cutoff=cutoff, nested=True)
    chain = Chain(given, Memory(90.0, 60.0, cutoff_s=cutoff), policy="nested")
    pairs = chain.simulate(30_000, seed=n)
    for found, drawn in (
        (pairs.mean_time_s, times), (pairs.raw_pairs, made),
        *zip(pairs.vector, states.T, strict=True),
    ):  # fmt: skip
        assert agrees(found, drawn.mean(), drawn.std() * np.sqrt(1 / 1000 + 1 / 30_000))


def test_who_waits_for_halves_waits_longer():
    memory = Memory(100, 100)
    soon, nested = (
        Chain(links(8), memory, policy=policy).simulate(20_000, seed=1)
        for policy in ("asap", "nested")
    )
    assert agrees(soon.mean_time_s, nested.mean_time_s, 2 * soon.time_error_s)
    assert nested.fidelity < soon.fidelity - 20 * soon.fidelity_error


def test_t29_four_rounds_of_dejmps_take_thirty_two_pairs():
    chain = Chain(links(1, 1, 0.8), Memory(capacity=5), policy="nested", purify=4)
    pairs = chain.simulate(40_000, seed=29)
    assert pairs.fidelity == pytest.approx(0.996854, abs=5e-7)
    assert agrees(pairs.raw_pairs, 31.6665, pairs.time_error_s)  # a pair a round: times say both
    assert agrees(pairs.mean_time_s, 31.6665, pairs.time_error_s)


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_t28_dejmps_carries_the_whole_vector(rounds):
    chain = Chain(
        links(1, 1, 0.8), Memory(capacity=1 + rounds), policy="purify-first", purify=rounds
    )
    found = chain.simulate(100, seed=1).fidelity
    assert found == pytest.approx([0.8381503, 0.9436392, 0.9879736][rounds - 1], abs=5e-8)


def test_purification_waits_for_the_other_pair_and_for_the_answer():
    memory = Memory(40.0, 15.0, capacity=2)
    given = np.array([0.8, 0.05, 0.1, 0.05])
    chain = Chain([(1, 1.0, given, 0.7)], memory, policy="purify-first")
    pairs = chain.simulate(20_000, seed=1)
    older = waited(given, 1.0, t1_s=40.0, t2_s=15.0)
    kept, chance = theory.dejmps(older, given)
    assert pairs.vector == pytest.approx(waited(kept, 0.7, t1_s=40.0, t2_s=15.0))
    assert agrees(pairs.mean_time_s, 2.7 / chance, pairs.time_error_s)
    # Who forgets the answer's way promises too much.
    assert kept[0] > pairs.fidelity + 0.03


@pytest.mark.parametrize(
    ("n", "purify"), [(2, (1,)), (2, (1, 1)), (4, (1, 0, 1)), (4, (0, 1)), (8, (1, 0, 0, 1))]
)
def test_levels_are_purified_as_theory_says(n, purify):
    levels = depth(n)
    chain = Chain(
        links(n, 0.5, 0.93), Memory(capacity=1 + sum(purify)), policy="nested", purify=purify
    )
    pairs = chain.simulate(20_000, seed=n)
    rounds = (*purify, *(0,) * (levels + 1 - len(purify)))
    expected = theory.nested_chain(0.93, levels, rounds=rounds)
    assert pairs.fidelity == pytest.approx(expected.fidelity)
    again = chain.simulate(20_000, seed=n + 100)
    error = max(abs(pairs.raw_pairs - again.raw_pairs), 0.01 * expected.pairs)
    assert pairs.raw_pairs == pytest.approx(expected.pairs, abs=error)


def test_links_purified_first_are_swapped_as_soon_as_possible():
    memory = Memory(200, 150, capacity=2)
    given = links(4, 0.3, 0.9, 0.5)
    first = Chain(given, memory, policy="purify-first").simulate(30_000, seed=1)
    halves = Chain(given, memory, policy="nested", purify=1).simulate(30_000, seed=2)
    error = np.hypot(first.time_error_s, halves.time_error_s)
    assert agrees(first.mean_time_s, halves.mean_time_s, error)
    assert first.fidelity > halves.fidelity + 5 * halves.fidelity_error
    raw = Chain(given, Memory(200, 150)).simulate(30_000, seed=1)
    assert first.mean_time_s > 1.8 * raw.mean_time_s


def test_no_pair_outlives_its_cutoff_not_even_while_it_waits_for_an_answer():
    memory = Memory(t2_s=50, capacity=2, cutoff_s=3.0)
    chain = Chain(links(2, 0.4, 0.9, 1.0), memory, policy="nested", purify=1)
    pairs = chain.simulate(5000, seed=1)
    free = Chain(
        links(2, 0.4, 0.9, 1.0), Memory(t2_s=50, capacity=2), policy="nested", purify=1
    ).simulate(5000, seed=1)
    assert pairs.mean_time_s > free.mean_time_s
    assert pairs.fidelity > free.fidelity
    # At worst all halves waited for 3 s, and the ends for the frame after that.
    least = waited(werner_vectors(0.9), 3.0, t1_s=inf, t2_s=50)
    worst, _ = theory.dejmps(least, werner_vectors(0.9))
    worst = waited(worst, 3.0, t1_s=inf, t2_s=50)
    worst = waited(theory.swap_bell_diagonal(worst, worst), 2.0, t1_s=inf, t2_s=50)
    assert pairs.vectors[:, 0].min() >= worst[0] - 1e-9


def test_chains_that_are_no_power_of_two_are_halved_as_well_as_can_be():
    pairs = Chain(links(5, 1, 0.95), policy="nested", swap_success=1).simulate(10, seed=1)
    assert pairs.fidelity == pytest.approx(theory.swap(*[0.95] * 5))
    uneven = Chain(links(3, 1, 0.9), Memory(capacity=2), policy="nested", purify=1)
    assert uneven.simulate(10, seed=1).vector == pytest.approx(
        Chain(links(3, 1, 0.9), Memory(capacity=2), policy="purify-first").simulate(
            10, seed=1).vector
    )  # fmt: skip


def markov(p, room):
    """Return the deliveries a round and the mean number stored, two equal links."""
    states = range(-room, room + 1)
    step = np.zeros((2 * room + 1,) * 2)
    rate = np.zeros(2 * room + 1)
    for k in states:
        for mine, yours in ((1, 1), (1, 0), (0, 1), (0, 0)):
            # Who is full rests.
            chances = [
                (p if bit else 1 - p) if abs(k) < room or side * k < 0 else 1.0 - bit
                for side, bit in ((1, mine), (-1, yours))
            ]
            then = k + mine - yours
            if not np.prod(chances):
                continue
            step[k + room, then + room] += np.prod(chances)
            delivered = min(mine + max(k, 0), yours + max(-k, 0))
            rate[k + room] += np.prod(chances) * delivered
    values, rows = np.linalg.eig(step.T)
    share = np.real(rows[:, np.argmin(abs(values - 1))])
    share /= share.sum()
    return share @ rate, share @ np.abs(states)


@pytest.mark.parametrize("order", ["oldest", "youngest"])
@pytest.mark.parametrize("room", [2, 3, 6])
def test_stores_deliver_and_hold_what_their_markov_chain_says(room, order):
    t = 1e4
    chain = Chain(links(2, 0.25, 1.0), Memory(t, t, capacity=room), order=order)
    pairs = chain.simulate(60_000, seed=room)
    assert len(pairs) == len(pairs.time_s) == 60_000
    rate, held = markov(0.25, room)
    assert agrees(pairs.mean_time_s, 1 / rate, pairs.time_error_s)
    # Little's law: whoever goes first, the mean age is what is held over what leaves.
    age = -t / 2 * np.log((4 * pairs.fidelity - 1) / 3)
    assert agrees(age, held / rate, 1.1 * t / 2 * 4 / 3 * pairs.fidelity_error + 2e-3 * age)


def test_youngest_first_delivers_the_better_pairs():
    """The mean age is the same, but decay is convex: few old pairs cost less than many."""
    memory = Memory(100, 100, capacity=5)
    old, young = (
        Chain(links(2, 0.1), memory, order=order).simulate(60_000, seed=1)
        for order in ("oldest", "youngest")
    )
    assert agrees(old.mean_time_s, young.mean_time_s, 2 * old.time_error_s)
    assert young.fidelity > old.fidelity + 10 * old.fidelity_error


def test_a_store_for_one_is_the_chain_itself():
    memory = Memory(60, 40, cutoff_s=6)
    chain = Chain(links(2, 0.3), memory)
    alone = chain.simulate(50_000, seed=1)
    rng = np.random.default_rng(2)
    got = stored(
        chain.links, memory, rng, 50, streams=1000, swap_success=1.0, order="oldest"
    )  # fmt: skip
    error = alone.time_error_s * np.sqrt(2)
    assert agrees(got.time_s.mean(), alone.mean_time_s, error)
    fidelity = (1 + got.found.sum(axis=0)) / 4
    assert agrees(fidelity.mean(), alone.fidelity, np.sqrt(2) * alone.fidelity_error)
    assert got.raw / 50_000 == pytest.approx(alone.raw_pairs, rel=0.01)


@pytest.mark.parametrize("order", ["oldest", "youngest"])
def test_a_stores_cutoff_keeps_its_pairs_young(order):
    links_ = links(2, 0.1, 1.0)
    memory = Memory(100, 100, capacity=4, cutoff_s=8)
    pairs = Chain(links_, memory, order=order).simulate(30_000, seed=1)
    assert pairs.vectors[:, 0].min() >= waited([1, 0, 0, 0], 8, t1_s=100, t2_s=100)[0] - 1e-9
    alone = Chain(links_, Memory(100, 100, cutoff_s=8)).simulate(30_000, seed=1)
    assert pairs.mean_time_s < alone.mean_time_s


def test_failing_swaps_empty_stores():
    links_ = links(2, 0.3)
    sure = Chain(links_, Memory(capacity=3)).simulate(30_000, seed=1)
    half = Chain(links_, Memory(capacity=3), swap_success=0.5).simulate(30_000, seed=1)
    error = np.hypot(half.time_error_s, 2 * sure.time_error_s)
    assert agrees(half.mean_time_s, 2 * sure.mean_time_s, error)
