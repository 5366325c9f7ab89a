"""Exercise 10.5: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import verdict

from qinet_edu import check, theory
from qinet_edu.check.sets import set_10_schedule

SECRETS = ["example", "one", "two"]


def meet(a, b, **how):
    return theory.dejmps(a, b, **how)[0]


def by_table(pair, pairs, *, how=meet, split=lambda n: range(1, n // 2 + 1), keep=list):
    made = {1: [np.array(pair)]}
    for n in range(2, pairs + 1):
        made[n] = keep([how(a, b) for k in split(n) for a in made[k] for b in made[n - k]])
    return made


def highest(made):
    return max(vector[0] for some in made.values() for vector in some)


def right(pair, pairs):
    return highest(by_table(pair, pairs))


def by_hand(pair, pairs):
    """Search all orders one by one, with the map written out and none remembered."""

    def step(a, b):
        n = (a[0] + a[1]) * (b[0] + b[1]) + (a[2] + a[3]) * (b[2] + b[3])
        return (
            (a[0] * b[0] + a[1] * b[1]) / n,
            (a[2] * b[3] + a[3] * b[2]) / n,
            (a[2] * b[2] + a[3] * b[3]) / n,
            (a[0] * b[1] + a[1] * b[0]) / n,
        )

    def every(n):
        if n == 1:
            yield tuple(pair)
        for k in range(1, n // 2 + 1):
            for a in every(k):
                for b in every(n - k):
                    yield step(a, b)

    return max(vector[0] for n in range(1, pairs + 1) for vector in every(n))


def by_the_library(pair, pairs):
    return theory.best_schedule(pair, pairs=pairs).fidelity


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("answer", [right, by_hand, by_the_library, lambda *g: np.array(right(*g))])
def test_any_search_of_all_orders_passes(answer, secret):
    assert verdict("10.5", answer, secret=secret).status == "right"


def test_the_examples_of_the_text():
    for pairs, found in ((1, 0.7), (2, 0.7353), (4, 0.8459), (5, 0.8636)):
        assert by_hand([0.7, 0.1, 0.1, 0.1], pairs) == pytest.approx(found, abs=5e-5)


def one_kept(some):
    return [max(some, key=lambda vector: vector[0])]


def pumped(pair, pairs):
    return highest(by_table(pair, pairs, split=lambda n: [1]))


def nested(pair, pairs):
    now = best = np.array(pair)
    many = 1
    while 2 * many <= pairs:
        now, many = meet(now, now), 2 * many
        best = max(best, now, key=lambda vector: vector[0])
    return best[0]


def twirled(a, b):
    return theory.twirled(meet(a, b))


CASES = [
    (lambda p, n: highest(by_table(p, n, keep=one_kept)), "best of each size alone"),
    (pumped, "pumping alone"),
    (nested, "nesting alone"),
    (lambda p, n: max(pumped(p, n), nested(p, n)), "pumping or nesting"),
    (lambda p, n: highest(by_table(p, n, split=lambda n: [n // 2])), "halves alone"),
    (lambda p, n: max(v[0] for v in by_table(p, n)[n]), "all pairs used"),
    (lambda p, n: right(p, n + 1), "one pair more"),
    (lambda p, n: right(p, max(n - 1, 1)), "one pair fewer"),
    (lambda p, n: nested(p, 2**n), "rounds for pairs"),
    (lambda p, n: highest(by_table(p, n, how=twirled)), "fidelity carried alone"),
    (
        lambda p, n: highest(by_table(p, n, how=lambda a, b: meet(a, b, turn=False))),
        "turn missing",
    ),
    (lambda p, n: meet(p, p)[0] if n > 1 else p[0], "one round"),
    (lambda p, n: p[0], "raw pair"),
    (lambda p, n: 1 - right(p, n), "error for fidelity"),
    (lambda p, n: 100 * right(p, n), "per cent"),
    (lambda p: 1, "function fails"),
    (lambda *_: 1 / 0, "function fails"),
    (lambda *_: "0.9 or so", "function fails"),
    (lambda *_: float("nan"), "function fails"),
    (lambda *_: 1e300, ""),
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(("answer", "slip"), CASES)
def test_misconceptions(answer, slip, secret):
    said = verdict("10.5", answer, secret=secret)
    assert (said.status, said.slip) == ("wrong", slip)
    assert len(said.slips) == (slip != "")
    assert said.score <= 2 / 3


def test_a_function_that_fails_for_one_pair_costs_its_group_alone():
    def fails(pair, pairs):
        return right(pair, {n: n for n in range(2, 8)}[pairs])

    said = verdict("10.5", fails)
    assert (said.slip, said.score) == ("function fails", pytest.approx(2 / 3))


def test_the_words_name_the_pair_expected_and_got():
    said = verdict("10.5", lambda *_: 7)
    pair, pairs = check.get("10.5").given().arguments[0]
    assert f"{pair[3]:g}] and pairs = {pairs}, your function gives 7" in said.message
    assert f"expected {right(pair, pairs):.5f}" in said.message


def test_the_best_parts_do_not_always_make_the_best_whole():
    for secret in map(str, range(10)):
        arguments = check.get("10.5").given(secret=secret).arguments
        pair, pairs = arguments[5]
        assert right(pair, pairs) > set_10_schedule.greedy(tuple(pair), pairs) + 5e-5
        pair, pairs = arguments[7]
        assert pairs == 2
        assert right(pair, pairs) == pair[0] > meet(pair, pair)[0]


def test_each_slip_shows_whatever_is_drawn():
    for secret in map(str, range(10)):
        arguments = check.get("10.5").given(secret=secret).arguments
        found = [
            tuple(round(float(slip(tuple(pair), pairs)), 4) for pair, pairs in arguments)
            for slip in (set_10_schedule.best, *(slip for slip, _ in set_10_schedule.SLIPS))
        ]
        assert len({*found}) == len(found)
