"""T37 and T38 by summing and by drawing, and what mistakes with them cost."""

from math import comb

import numpy as np
import pytest

from qinet_edu.theory import (
    expected_slowest,
    expected_slowest_of,
    round_decay,
    slowest_distribution,
    swap,
    waiting_weight,
)

X = np.exp(-1 / 50)


def by_summing(p, links):
    """Rounds in which not all are there yet, one by one."""
    t = np.arange(0, int(60 / p) + 60)
    return (1 - (1 - (1 - p) ** t) ** links).sum()


@pytest.mark.parametrize(
    ("p", "links", "expected"),
    [
        (0.1, 2, 14.7368421),
        (0.1, 4, 20.2733782),
        (0.01, 2, 149.7487437),
        (0.01, 8, 270.9245094),
    ],
)
def test_t37_the_slowest_of_several(p, links, expected):
    found = expected_slowest(p, links)
    assert found == pytest.approx(expected, abs=5e-8)
    assert found == pytest.approx(by_summing(p, links), rel=1e-9)
    alternating = sum((-1) ** (k + 1) * comb(links, k) / (1 - (1 - p) ** k)
                      for k in range(1, links + 1))  # fmt: skip
    assert found == pytest.approx(alternating, rel=1e-9)


def test_two_halves_exactly_and_by_the_rule():
    """The mistake everybody makes: 3/2 is the limit of small p, 1.8 % off at one in ten."""
    assert 1.5 / 0.1 / expected_slowest(0.1, 2) == pytest.approx(1.018, abs=5e-4)
    p = np.array([0.5, 0.1, 0.01, 1e-6])
    assert expected_slowest(p, 2) == pytest.approx((3 - 2 * p) / (p * (2 - p)))
    assert 1e-6 * expected_slowest(1e-6, 2) == pytest.approx(1.5, abs=1e-6)


@pytest.mark.parametrize("links", [60, 128, 1000])
def test_many_links_keep_their_digits(links):
    """The alternating sum has none left: its terms are as large as C(60, 30) = 10¹⁷."""
    for p in (0.5, 0.03):
        assert expected_slowest(p, links) == pytest.approx(by_summing(p, links), rel=1e-9)


def test_sure_links_and_a_single_one():
    assert expected_slowest(1, [1, 5, 100]).tolist() == [1, 1, 1]
    assert expected_slowest([0.2, 1e-9], 1) == pytest.approx([5, 1e9])


def test_drawn_waits_have_that_mean():
    rng = np.random.default_rng(20261125)
    for p, links in ((0.1, 2), (0.3, 8), (0.02, 32)):
        slowest = rng.geometric(p, (20_000, links)).max(axis=1)
        error = slowest.std() / np.sqrt(slowest.size)
        assert abs(slowest.mean() - expected_slowest(p, links)) < 4 * error


def test_unlike_links():
    assert expected_slowest_of([0.1] * 8) == pytest.approx(expected_slowest(0.1, 8), rel=1e-9)
    assert expected_slowest_of([0.3]) == pytest.approx(1 / 0.3)
    p = np.array([0.5, 0.04, 0.2, 0.07, 1.0])
    t = np.arange(2000)[:, None]
    assert expected_slowest_of(p) == pytest.approx((1 - (1 - (1 - p) ** t).prod(axis=1)).sum())
    assert expected_slowest_of(np.full((3, 2, 4), 0.2)).shape == (3, 2)


def test_the_distribution_and_its_mean():
    t = np.arange(1, 3000)
    for p, links in ((0.1, 2), (0.02, 7), (1.0, 3)):
        chance = slowest_distribution(p, links, t)
        assert chance.sum() == pytest.approx(1)
        assert (t * chance).sum() == pytest.approx(expected_slowest(p, links))
        assert chance[0] == pytest.approx(p**links)
    exact = (1 - 0.9**7) ** 4 - (1 - 0.9**6) ** 4
    assert slowest_distribution(0.1, 4, 7) == pytest.approx(exact)


def test_t38_the_weight_that_waiting_leaves():
    weight = waiting_weight(0.1, X)
    assert weight == pytest.approx(0.8407828765, abs=5e-11)
    end = (1 + 3 * weight * (4 * swap(0.95, 0.95) - 1) / 3) / 4
    assert end == pytest.approx(0.7993114793, abs=5e-11)
    # Both first rounds, all pairs of them: |ΔN| apart.
    n = np.arange(1, 500)
    chance = 0.1 * 0.9 ** (n - 1)
    apart = np.abs(n[:, None] - n)
    assert weight == pytest.approx((chance[:, None] * chance * X**apart).sum(), abs=1e-9)


def test_t38_drawn():
    rng = np.random.default_rng(20261125)
    first, second = rng.geometric(0.1, (2, 200_000))
    kept = X ** np.abs(first - second)
    error = kept.std() / np.sqrt(kept.size)
    assert abs(kept.mean() - waiting_weight(0.1, X)) < 4 * error


def test_both_halves_of_a_waiting_pair_decay():
    """The mistake everybody makes: one half's decay for the pair's, and so twice the memory."""
    both = round_decay(1e-3, memory_s=0.1)
    assert both == pytest.approx(round_decay(1e-3, memory_s=0.1, halves=1) ** 2)
    # Depolarising of each half by itself: weights multiply.
    assert both == pytest.approx(np.exp(-0.01) * np.exp(-0.01))
    assert waiting_weight(0.01, both) < waiting_weight(0.01, np.sqrt(both)) - 0.1


def test_the_mean_of_the_weight_is_no_weight_of_the_mean():
    """The mistake everybody makes: to let every pair wait the mean time."""
    mean = expected_slowest(0.1, 2) - (2 * 10 - expected_slowest(0.1, 2))
    assert X**mean < waiting_weight(0.1, X) - 0.01


def test_limits_of_waiting():
    assert waiting_weight([0.1, 0.5, 1.0], 1.0) == pytest.approx(1)
    assert waiting_weight(1.0, 0.3) == pytest.approx(1)
    assert waiting_weight(0.1, 0.0) == pytest.approx(0.1 / 1.9)  # only both in one round
    assert round_decay([0, 1], memory_s=np.inf).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: expected_slowest(0, 2), "wait never ends"),
        (lambda: expected_slowest(1.1, 2), "between 0 and 1"),
        (lambda: expected_slowest(0.1, 0), "links must be between 1"),
        (lambda: expected_slowest(0.1, 2.5), "whole numbers"),
        (lambda: expected_slowest(np.nan, 2), "NaN"),
        (lambda: expected_slowest_of(0.1), "along the last axis"),
        (lambda: expected_slowest_of([]), "along the last axis"),
        (lambda: expected_slowest_of([0.1] * 17), "1 to 16 links"),
        (lambda: expected_slowest_of([0.1, 0]), "wait never ends"),
        (lambda: slowest_distribution(0.1, 2, 0), "rounds must be between 1"),
        (lambda: waiting_weight(0, 0.5), "wait never ends"),
        (lambda: waiting_weight(0.1, 1.5), "decay must be between 0 and 1"),
        (lambda: round_decay(-1, memory_s=1), "at least 0"),
        (lambda: round_decay(1, memory_s=0), "above 0"),
        (lambda: round_decay(1, memory_s=1, halves=0), "one or two halves"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize(
    "call", [lambda: expected_slowest("0.1", 2), lambda: waiting_weight(0.1, True)]
)
def test_what_is_no_number_is_refused(call):
    with pytest.raises(TypeError):
        call()
