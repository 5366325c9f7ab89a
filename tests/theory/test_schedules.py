"""T29, the floor and ceiling of noisy gates, and the best of all orders."""

import itertools

import numpy as np
import pytest

from qinet_edu.theory import (
    bbpssw,
    best_schedule,
    dejmps,
    pump,
    purification_cost,
    purification_range,
)


def vector(f):
    return np.array([f, *[(1 - f) / 3] * 3])


def test_t29_dejmps():
    rounds, pairs, fidelity = purification_cost(0.8, 0.99)
    assert rounds == 4
    assert pairs == pytest.approx(31.6665, abs=5e-5)
    assert fidelity == pytest.approx(0.996854, abs=5e-7)


def test_t29_bbpssw():
    rounds, pairs, fidelity = purification_cost(0.8, 0.99, protocol="bbpssw")
    assert rounds == 10
    assert pairs == pytest.approx(2916.86, abs=5e-3)
    f, cost = 0.8, 1.0
    for _ in range(10):
        f, p = bbpssw(f)
        cost *= 2 / p
    assert (pairs, fidelity) == pytest.approx((cost, f), rel=1e-9)


def test_t29_drawn():
    """The mistake everybody makes: 2⁴ = 16 pairs, as if no round ever failed."""
    rng = np.random.default_rng(20261125)
    chances, now = [], vector(0.8)
    for _ in range(4):
        now, p = dejmps(now)
        chances.append(p)

    def used(k):
        if k == 0:
            return 1
        total = 0
        while True:
            total += used(k - 1) + used(k - 1)
            if rng.random() < chances[k - 1]:
                return total

    counts = np.array([used(4) for _ in range(4000)])
    error = counts.std() / np.sqrt(counts.size)
    assert abs(counts.mean() - purification_cost(0.8, 0.99).pairs) < 4 * error
    assert counts.min() >= 16


def test_nothing_to_do_costs_one_pair():
    assert purification_cost(0.9, 0.9) == (0, 1, pytest.approx(0.9))


@pytest.mark.parametrize("protocol", ["dejmps", "bbpssw"])
def test_perfect_gates_work_from_one_half_to_one(protocol):
    assert purification_range(protocol=protocol) == pytest.approx((0.5, 1), abs=1e-9)


@pytest.mark.parametrize(("gate_error", "readout"), [(0.01, 0), (0.03, 0), (0, 0.01), (0.01, 0.01)])
def test_the_range_of_bbpssw_is_where_its_map_stands_still(gate_error, readout):
    f = np.linspace(0.4, 1, 600_001)
    gain = bbpssw(f, gate_error=gate_error, readout_error=readout)[0] - f
    floor, ceiling = f[1:][np.diff(np.sign(gain)) != 0]
    found = purification_range(protocol="bbpssw", gate_error=gate_error, readout_error=readout)
    assert found == pytest.approx((floor, ceiling), abs=2e-6)


def test_the_range_of_dejmps_is_where_rounds_lead():
    floor, ceiling = purification_range(gate_error=0.02)
    for start, end in ((floor + 1e-4, ceiling), (1.0, ceiling)):
        now = vector(start)
        for _ in range(400):
            now, _ = dejmps(now, gate_error=0.02)
        assert now[0] == pytest.approx(end, abs=1e-8)
    now = vector(floor - 1e-4)
    for _ in range(400):
        now, _ = dejmps(now, gate_error=0.02)
    assert now[0] < floor
    wide = purification_range(gate_error=0.01)
    assert wide[0] < floor < ceiling < wide[1]
    assert purification_range(gate_error=0.02, protocol="bbpssw")[1] < ceiling


def every_schedule(pairs):
    """All ordered trees of so many raw pairs, one by one: (vector, cost)."""
    if pairs == 1:
        yield vector(0.8), 1.0
        return
    for one in range(1, pairs):
        for (a, x), (b, y) in itertools.product(every_schedule(one), every_schedule(pairs - one)):
            found, p = dejmps(a, b, gate_error=0.005)
            yield found, (x + y) / p


def test_the_best_schedule_is_the_best_of_all_there_are():
    for pairs in range(1, 8):
        all_of_them = [s for n in range(1, pairs + 1) for s in every_schedule(n)]
        best = best_schedule(0.8, pairs=pairs, gate_error=0.005)
        assert best.fidelity == pytest.approx(max(v[0] for v, _ in all_of_them), abs=1e-12)
    for target in (0.83, 0.88, 0.92):
        cheapest = min(cost for v, cost in all_of_them if v[0] >= target)
        assert best_schedule(0.8, target=target, gate_error=0.005).pairs == pytest.approx(cheapest)


def replay(tree):
    if not tree:
        return vector(0.8), 1.0, 1.0
    (a, x, p), (b, y, q) = (replay(branch) for branch in tree)
    found, chance = dejmps(a, b)
    return found, (x + y) / chance, p * q * chance


@pytest.mark.parametrize("pairs", [1, 2, 3, 5, 11, 18])
def test_a_schedule_is_what_its_tree_says(pairs):
    best = best_schedule(0.8, pairs=pairs)
    found, cost, chance = replay(best.tree)
    assert best.vector == pytest.approx(found)
    assert (best.fidelity, best.pairs) == pytest.approx((found[0], cost))
    assert best.probability == pytest.approx(chance)
    assert str(best).count("•") <= pairs


def test_it_is_never_worse_than_nesting_or_pumping():
    best = best_schedule(0.8, target=0.99)
    assert best.fidelity >= 0.99
    assert best.pairs == pytest.approx(20.331018, abs=5e-7)
    assert best.pairs < purification_cost(0.8, 0.99).pairs
    for steps in (2, 4):
        assert best_schedule(0.8, pairs=steps + 1).fidelity >= pump(
            vector(0.8), vector(0.8), steps
        )[0][-1, 0] - 1e-12  # fmt: skip


def test_printed_it_shows_who_meets_whom():
    assert str(best_schedule(0.8, pairs=4)) == "[[• •] [• •]]"
    assert str(best_schedule(0.8, pairs=3)) == "[[• •] •]"
    assert str(best_schedule(0.8, pairs=1)) == "•"


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: purification_cost(0.45, 0.9), "out of reach"),
        (lambda: purification_cost(0.5, 0.9), "out of reach"),
        (lambda: purification_cost(0.9, 0.999, gate_error=0.02), "out of reach.*0.97"),
        (lambda: purification_cost(0.9, 1.0, protocol="bbpssw"), "out of reach"),
        (lambda: purification_cost(1.2, 0.9), "between 0 and 1"),
        (lambda: purification_cost(0.8, 1.2), "target must be between"),
        (lambda: purification_cost([0.8, 0.3, 0, 0], 0.9), "add up to 1.1"),
        (lambda: purification_cost(0.8, 0.9, protocol="pumping"), "'dejmps' or 'bbpssw'"),
        (lambda: purification_range(gate_error=0.3), "every pair gets worse"),
        (lambda: purification_range(protocol="bbpssw", gate_error=0.1), "every pair gets worse"),
        (lambda: best_schedule(0.8), "Give either target"),
        (lambda: best_schedule(0.8, target=0.9, pairs=3), "Give either target"),
        (lambda: best_schedule(0.8, pairs=40), "pairs must be between 1 and 18"),
        (lambda: best_schedule(0.6, target=0.999), "the best gets to 0.8599"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
