"""How long links wait for each other, in rounds, and what that costs the pairs that wait.

A round is one attempt of a link with its herald: L/c for a station half-way, whose light and whose
answer each go half the way. A link succeeds in a round with probability p, so its first pair
comes after 1/p rounds on average; but a chain needs all of its links at once.
"""

import itertools

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

Numbers = NDArray[np.float64]

MOST_LINKS = 4096
MOST_UNLIKE = 16


def expected_slowest(p: ArrayLike, links: ArrayLike) -> Numbers:
    """Return how many rounds pass on average until the slowest of several links has its pair.

    Each tries until it succeeds, and keeps its pair. At p = 0.1 one link needs 10 rounds, two
    14.74 and four 20.27: not twice and four times as long, but more than one. The well-known 3/2
    for two is the limit of small p, 1.8 % too much here.

    Args:
        p: chance of a link per round, above 0 and at most 1.
        links: how many links alike, whole numbers from 1 to 4096. Both broadcast.

    Returns:
        Rounds, at least 1, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range: with p = 0 the wait never ends.

    Source:
        Σ (−1)^(k+1) C(n, k) / (1 − (1−p)^k), the mean of the largest of n geometric numbers, by
        a sum of positive terms: the alternating one loses all its digits by 60 links.

    Example:
        >>> expected_slowest(0.1, [1, 2, 4]).round(7).tolist()
        [10.0, 14.7368421, 20.2733782]
        >>> expected_slowest(0.01, 8).round(7)
        np.float64(270.9245094)
    """
    chance, n = np.broadcast_arrays(
        chances(p), whole_numbers(links, "links", low=1, high=MOST_LINKS)
    )
    most = int(n.max(initial=1))
    logs = np.concatenate([[0], np.cumsum(np.log(np.arange(1, most + 1)))])
    flat, place = np.unique(chance, return_inverse=True)
    slowest = np.zeros((most + 1, flat.size))
    with np.errstate(divide="ignore"):
        fail, hit = np.log1p(-flat), np.log(flat)  # −∞ where p = 1
    for m in range(1, most + 1):
        # In a round j of m links still fail, and the wait goes on with these.
        j = np.arange(1, m)[:, None]
        weights = np.exp((logs[m] - logs[j] - logs[m - j]) + j * fail + (m - j) * hit)
        slowest[m] = (1 + (weights * slowest[1:m]).sum(axis=0)) / -np.expm1(m * fail)
    found: Numbers = slowest[n, place.reshape(n.shape)][()]
    return found


def expected_slowest_of(p: ArrayLike) -> Numbers:
    """Return how many rounds pass on average until all of several unlike links have their pairs.

    A backbone is no row of equal links: the longest decides. Three links of 0.5, 0.5 and 0.01 need
    100.04 rounds, and making the good ones perfect would save a thirtieth of a round.

    Args:
        p: chances of the links per round, above 0 and at most 1, along the last axis, up to 16.

    Returns:
        Rounds, shape without the last axis.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or there are no links or too many.

    Example:
        >>> expected_slowest_of([0.5, 0.5, 0.01]).round(4)
        np.float64(100.0352)
        >>> expected_slowest_of([[0.1, 0.1], [0.1, 1.0]]).round(4).tolist()
        [14.7368, 10.0]
    """
    chance = chances(p)
    if not chance.ndim or not 1 <= chance.shape[-1] <= MOST_UNLIKE:
        raise ValueError(
            f"Give the chances of 1 to {MOST_UNLIKE} links along the last axis, for example "
            f"[0.1, 0.2]; yours have shape {chance.shape}. For more links that are alike there is "
            "expected_slowest(p, links)."
        )
    with np.errstate(divide="ignore"):
        fail = np.log1p(-chance)
    total = np.zeros(chance.shape[:-1])
    places = range(chance.shape[-1])
    for size in range(1, len(places) + 1):
        for some in itertools.combinations(places, size):
            total += (-1) ** (size + 1) / -np.expm1(fail[..., list(some)].sum(axis=-1))
    found: Numbers = total[()]
    return found


def slowest_distribution(p: ArrayLike, links: ArrayLike, rounds: ArrayLike) -> Numbers:
    """Return how likely the slowest of several links gets its pair in exactly a given round.

    A mean says little of a wait: at p = 0.1 two links need 14.7 rounds on average, the likeliest
    is the seventh, and one time in twenty they need more than 35.

    Args:
        p: chance of a link per round, above 0 and at most 1.
        links: how many links alike, whole numbers from 1.
        rounds: which round, whole numbers from 1. All broadcast.

    Returns:
        Probabilities, broadcast shape. Summed from round 1 on they make 1.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> slowest_distribution(0.1, 2, [1, 7, 35]).round(5).tolist()
        [0.01, 0.05263, 0.00542]
    """
    chance = chances(p)
    n = whole_numbers(links, "links", low=1, high=10**9)
    t = whole_numbers(rounds, "rounds", low=1, high=10**15)
    exactly: Numbers = (_later(chance, n, t - 1) - _later(chance, n, t))[()]
    return exactly


def round_decay(round_s: ArrayLike, *, memory_s: ArrayLike, halves: int = 2) -> Numbers:
    """Return which share of a waiting Werner pair's weight is left after one round.

    e^(−h t/τ) for h halves in memories that depolarise with the time constant τ. Usually both ends
    wait, and the pair decays twice as fast as either: 1 ms in memories of 100 ms leaves 0.980.

    Args:
        round_s: how long a round takes, in seconds.
        memory_s: τ, in seconds, above 0; ``inf`` for a memory that keeps all. Both broadcast.
        halves: 1 or 2: how many of the pair's qubits are in such memories.

    Returns:
        Shares in [0, 1], to be given as ``decay``, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> round_decay(1e-3, memory_s=0.1).round(5)
        np.float64(0.9802)
    """
    time = real(round_s, "round_s", low=0)
    memory = real(memory_s, "memory_s", low=0, endless=True)
    if np.any(memory == 0):
        raise ValueError("memory_s must be above 0: a memory that keeps nothing is none.")
    if isinstance(halves, bool) or halves not in (1, 2):
        raise ValueError(f"A pair has one or two halves to store, not {halves!r}.")
    return np.exp(-halves * time / memory)[()]


def waiting_weight(p: ArrayLike, decay: ArrayLike) -> Numbers:
    """Return which share of its weight the earlier of two links keeps till the later is there.

    The mean of x^|ΔN|: p/(2−p) [1 + 2x(1−p)/(1 − x(1−p))]. At p = 0.1 and x = e^(−1/50) it is
    0.841, so two Werner links of 0.95 leave 0.799 after the swap, not 0.903. Without waiting for
    each other both would have to succeed in the same round, one time in a hundred.

    Args:
        p: chance of a link per round, above 0 and at most 1.
        decay: x, the share of its Werner weight (4F − 1)/3 that a waiting pair keeps per round, in
            [0, 1]: of the pair, so of both of its halves (see :func:`round_decay`). Both broadcast.

    Returns:
        Shares in [0, 1], broadcast shape: they multiply the weight of the pair after the swap.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> weight = waiting_weight(0.1, np.exp(-1 / 50))
        >>> weight.round(10)
        np.float64(0.8407828765)
        >>> ((1 + 3 * weight * ((4 * 0.95 - 1) / 3) ** 2) / 4).round(10)
        np.float64(0.7993114793)
    """
    chance, x = chances(p), real(decay, "decay", low=0, high=1)
    fails = 1 - chance
    return (chance / (2 - chance) * (1 + 2 * x * fails / (1 - x * fails)))[()]


def _later(p: Numbers, links: NDArray[np.int64], rounds: NDArray[np.int64]) -> Numbers:
    """Return how likely the slowest link needs more than so many rounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        # 0 rounds with p = 1 would be 0 · ∞.
        missing = np.where(rounds == 0, 1.0, np.exp(rounds * np.log1p(-p)))
        later: Numbers = -np.expm1(links * np.log1p(-missing))
    return later


def chances(p: ArrayLike) -> Numbers:
    """Read the chance of an attempt, which must not be 0.

    Example:
        >>> chances([0.1, 1]).tolist()
        [0.1, 1.0]
    """
    chance = real(p, "p", low=0, high=1)
    if np.any(chance == 0):
        raise ValueError(
            "p is 0: where no attempt ever succeeds, the wait never ends. Give a chance above 0."
        )
    return chance


def whole_numbers(value: ArrayLike, name: str, *, low: int, high: int) -> NDArray[np.int64]:
    """Read whole numbers, one or many.

    Example:
        >>> whole_numbers([1, 2.0], "links", low=1, high=9).tolist()
        [1, 2]
    """
    number = real(value, name, low=low, high=high)
    if np.any(number != np.floor(number)):
        raise ValueError(f"{name} must be whole numbers.")
    return number.astype(np.int64)
