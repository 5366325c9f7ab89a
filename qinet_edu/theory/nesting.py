"""Nested repeaters: join two segments, then two of what that makes, and so on.

After n levels the chain has 2ⁿ segments. Each level may lose (a swap of photons that succeeds half
of the time, a purification that says discard), and what fails is begun again from the ground.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, one_real, real
from qinet_edu.theory.bell_vectors import Vectors, bell_vectors, werner_vectors
from qinet_edu.theory.purification import dejmps
from qinet_edu.theory.swapping import swap_bell_diagonal
from qinet_edu.theory.waiting_times import expected_slowest
from qinet_edu.theory.watching import whole

Numbers = NDArray[np.float64]

MOST_LEVELS = 12
MOST_STEPS = 1 << 21
SMALL = 0.02  # below it the mean, times p, is carried on as a polynomial in p


class NestedTime(NamedTuple):
    """How long a nested chain needs, in rounds: exactly, and by the 3/2 rule."""

    exact: float
    rule: float


class NestedChain(NamedTuple):
    """What a nested chain delivers: end to end, and after each level."""

    fidelity: float
    """With Φ+, end to end."""
    pairs: float
    """Raw pairs of the segments used for one end-to-end pair, on average."""
    vectors: Vectors
    """Bell-diagonal, after purification on each level from 0 (the segments) on: (levels + 1, 4)."""
    probabilities: Numbers
    """Chance that a whole level's purification succeeds, shape (levels + 1,)."""


def nested_time(
    p: float, levels: int, *, success: ArrayLike = 1.0, messages: ArrayLike = 0
) -> NestedTime:
    """Return how many rounds a nested chain needs for a pair, on average.

    Each level waits for the slower of its two halves, then succeeds with its own chance or loses
    both halves. The 3/2 rule takes each such wait as half as long again as one half's:
    (3/2)ⁿ/(p ΠPᵢ). It is right for one level and small p. At p = 0.1 and one level it gives 15
    instead of 14.74 rounds; with eight segments and sure swaps 33.75 instead of 26.30, for what
    has waited long is nearly done, and its spread is less than that of a fresh start.

    Args:
        p: chance of a segment per round, above 0 and at most 1.
        levels: n, at least 0, for 2ⁿ segments.
        success: chance of what each level does, above 0: one number for all levels, or one for
            each from the bottom on.
        messages: how many rounds a level waits for its messages before anyone knows whether it
            succeeded: one whole number for all levels, or one for each. A purification over 2ᵏ
            segments waits 2ᵏ rounds; swaps that are sure wait for nothing.

    Returns:
        ``(exact, rule)`` in rounds; times L₀/c they are seconds. ``exact`` is exact where every
        level is sure or p ≥ 0.02, and right to 10⁻⁶ of itself below. The rule knows no messages.

    Raises:
        TypeError: something is no real number, or ``levels`` no whole one.
        ValueError: something is out of its range, or the wait would be too long to be followed.

    Source:
        H.-J. Briegel et al., PRL 81, 5932 (1998); the rule: N. Sangouard et al., Reviews of Modern
        Physics 83, 33 (2011).

    Example:
        >>> exact, rule = nested_time(0.1, 1)
        >>> round(exact, 7), round(rule, 7)
        (14.7368421, 15.0)
        >>> exact, rule = nested_time(0.1, 3, success=0.5)
        >>> round(exact, 4), round(rule, 4)
        (242.3484, 270.0)
    """
    chance = one_real(p, "p", low=0, high=1)
    n = whole(levels, "levels", low=0, high=MOST_LEVELS)
    sure = real(success, "success", low=0, high=1)
    if chance == 0 or np.any(sure == 0):
        raise ValueError("Where a chance is 0 the wait never ends: give p and success above 0.")
    delays = real(messages, "messages", low=0, high=1e6)
    if np.any(delays != np.floor(delays)):
        raise ValueError("messages must be whole numbers of rounds.")
    for name, given in (("success", sure), ("messages", delays)):
        if given.shape not in ((), (n,)):
            raise ValueError(
                f"{name} is one number, or one for each of the {n} levels; yours has shape "
                f"{given.shape}."
            )
    each, delay = np.broadcast_to(sure, (n,)), np.broadcast_to(delays, (n,)).astype(int)
    rule = 1.5**n / (chance * each.prod())
    # The lowest levels that never fail are one wait for many; the last one's failures only repeat.
    first = next((level for level in range(n) if each[level] < 1), n)
    if first >= n - 1:
        once = expected_slowest(chance, 2**n) + delay.sum()
        return NestedTime(float(once / each.prod()), float(rule))
    # Messages of d rounds bend the curve where p is about 1/d.
    small = SMALL / max(1, delay.max() / 8)
    if chance >= small:
        return NestedTime(_mean_rounds(chance, each, delay), float(rule))
    nodes = small * np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    scaled = [node * _mean_rounds(node, each, delay) for node in nodes]
    smooth = sum(
        value * np.prod([(chance - other) / (node - other) for other in nodes if other != node])
        for node, value in zip(nodes, scaled, strict=True)
    )
    return NestedTime(float(smooth / chance), float(rule))


def nested_pairs(segments: ArrayLike, *, purified: ArrayLike, joined: ArrayLike = 2) -> Numbers:
    """Return how many raw pairs a nested chain uses for one pair: N^(1 + log_L M).

    A polynomial in the length, where direct transmission pays exponentially. With 2 joined at a
    time and 4 pairs for each purified one, 8 segments use 512 pairs, and 16 use 4096.

    Args:
        segments: N, at least 1.
        purified: M, how many pairs a purification uses on average for one that it keeps, at
            least 1; 1 for none.
        joined: L, how many pairs each level joins, at least 2. All broadcast.

    Returns:
        Pairs, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        H.-J. Briegel et al., PRL 81, 5932 (1998).

    Example:
        >>> nested_pairs([1, 2, 8, 16], purified=4).round(6).tolist()
        [1.0, 8.0, 512.0, 4096.0]
    """
    n = real(segments, "segments", low=1)
    m = real(purified, "purified", low=1)
    ell = real(joined, "joined", low=2)
    return (n ** (1 + np.log(m) / np.log(ell)))[()]


def nested_chain(
    pair: ArrayLike,
    levels: int,
    *,
    rounds: int | tuple[int, ...] = 1,
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
) -> NestedChain:
    """Return what a nested chain makes of its segments' pairs: swap, purify, and again.

    Each level joins two pairs, which costs fidelity, and a number of rounds of DEJMPS on pairs
    alike wins it back. Werner pairs of 0.9 without purification are 0.489 after eight segments;
    with one round on each level they are 0.991, for 224 pairs each.

    Args:
        pair: the segments' pairs: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector.
        levels: n, at least 0, for 2ⁿ segments.
        rounds: rounds of DEJMPS on each level: one number for all, or one for each level from 0,
            the segments before any swap, so levels + 1 of them.
        gate_error: depolarising probability of the two qubits of a CNOT, in swaps and rounds.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.

    Returns:
        ``(fidelity, pairs, vectors, probabilities)``. Time spent waiting costs nothing here: that
        is the network's simulation.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: no such pair, something out of its range, or no pair is ever kept.

    Source:
        H.-J. Briegel et al., PRL 81, 5932 (1998).

    Example:
        >>> chain = nested_chain(0.9, 3, rounds=0)
        >>> round(chain.fidelity, 6), chain.pairs
        (0.488714, 8.0)
        >>> chain = nested_chain(0.9, 3)
        >>> round(chain.fidelity, 4), round(chain.pairs, 1)
        (0.9914, 223.7)
    """
    n = whole(levels, "levels", low=0, high=MOST_LEVELS)
    many = (rounds,) * (n + 1) if not isinstance(rounds, (tuple, list)) else tuple(rounds)
    if len(many) != n + 1:
        raise ValueError(
            f"rounds is one number, or one for each level from 0 to {n}: {n + 1} of them, not "
            f"{len(many)}."
        )
    e = one_real(gate_error, "gate_error", low=0, high=1)
    r = one_real(readout_error, "readout_error", low=0, high=1)
    vector = as_vector(pair)
    cost, vectors, probabilities = 1.0, [], []
    for level, count in enumerate(many):
        if level:
            vector = swap_bell_diagonal(
                vector, vector, gate_error=e, convention=convention, readout_error=r
            )
            cost *= 2
        chance = 1.0
        for _ in range(whole(count, "rounds", low=0, high=50)):
            vector, p = dejmps(vector, gate_error=e, convention=convention, readout_error=r)
            cost, chance = 2 * cost / float(p), chance * float(p)
        vectors.append(vector)
        probabilities.append(chance)
    return NestedChain(float(vector[0]), float(cost), np.array(vectors), np.array(probabilities))


def as_vector(pair: ArrayLike) -> Vectors:
    """Read one pair: a fidelity stands for a Werner pair, four numbers for themselves.

    Example:
        >>> as_vector(0.7).round(6).tolist()
        [0.7, 0.1, 0.1, 0.1]
    """
    if np.ndim(pair) == 0:
        return werner_vectors(pair, "pair")
    vector = bell_vectors(pair, "pair")
    if vector.ndim != 1:
        raise ValueError(f"Give one pair at a time; yours have shape {vector.shape}.")
    return vector


def _mean_rounds(p: float, success: Numbers, delay: NDArray[np.int64]) -> float:
    """Return the mean of the top level's time, from the whole distribution of each level below."""
    mean = 1.5 ** len(success) / (p * success.prod())
    mean += sum(d * 1.5 ** len(success[k + 1 :]) / success[k:].prod() for k, d in enumerate(delay))
    # What is followed is the level below the top. Its tail falls off with its mean: 36 leave e^−36.
    steps = 1 << int(np.ceil(np.log2(36 * mean * success[-1] / 1.5)))
    if steps > MOST_STEPS:
        raise ValueError(
            f"With these chances a pair takes about {mean:.2g} rounds, too many to follow the "
            "whole distribution: raise p or success, or take fewer levels."
        )
    t = np.arange(1, steps + 1)
    mass = p * np.exp((t - 1) * np.log1p(-p)) if p < 1 else (t == 1).astype(float)
    for level, chance in enumerate(success):
        below = np.minimum(np.cumsum(mass), 1)
        slower = np.diff(below**2, prepend=0)
        if level == len(success) - 1:
            # The mean over rounds of who is not there yet, and its repetitions.
            return float((1 + (1 - below[:-1] ** 2).sum() + delay[level]) / chance)
        slower = np.concatenate([np.zeros(delay[level]), slower])[:steps]
        mass = slower if chance == 1 else _repeated(slower, float(chance))
    raise AssertionError("a chain with levels has a top one")


def _repeated(mass: Numbers, success: float) -> Numbers:
    """Return the distribution of a sum of such times, as many as it takes until one succeeds.

    G = P g/(1 − (1 − P) g) for the generating functions, by FFT. What wraps around is what lies
    beyond twice the length, where nothing is.
    """
    size = 2 * mass.size
    g = np.fft.rfft(np.concatenate([[0.0], mass]), size)
    total = np.fft.irfft(success * g / (1 - (1 - success) * g), size)
    return total[1 : mass.size + 1]
