"""Parameter estimation: what a few bits compared in public say about the rest."""

from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import one_real
from qinet_edu.protocols.qkd.bits import two_of_a_length


def error_rate(alice: ArrayLike, bob: ArrayLike) -> float:
    """Return the share of bits in which two keys differ: the QBER.

    Raises:
        TypeError: one of them is no row of bits.
        ValueError: they differ in length, or are empty.

    Example:
        >>> error_rate("0110", "0111")
        0.25
    """
    ours, theirs = two_of_a_length(alice, bob)
    if not ours.size:
        raise ValueError("There is no bit to compare: has anything been detected and sifted?")
    return float((ours != theirs).mean())


def clopper_pearson(errors: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the error rates that fit what was counted, when rounds are independent.

    No approximation by a bell curve: it holds for few errors and for none. 0 errors in 100 bits
    still allow 3.6 %.

    Args:
        errors: how many of the compared bits differ.
        trials: how many were compared.
        confidence: how often the interval covers the truth, at least; in (0, 1).

    Returns:
        The lowest and the highest rate.

    Raises:
        TypeError: something is no number.
        ValueError: something is out of range.

    Source:
        Clopper and Pearson, Biometrika 26, 404 (1934).

    Example:
        >>> low, high = clopper_pearson(0, 100)
        >>> low, round(high, 4)
        (0.0, 0.0362)
    """
    compared = _whole(trials, "trials", low=1)
    wrong = _whole(errors, "errors", low=0, high=compared)
    tail = (1 - one_real(confidence, "confidence", low=0, high=1)) / 2
    if not 0 < tail < 0.5:
        raise ValueError("confidence lies strictly between 0 and 1; 0.95 is usual.")
    low = 0.0 if wrong == 0 else 1 - _rate(compared - wrong, compared, tail)
    high = 1.0 if wrong == compared else _rate(wrong, compared, tail)
    return low, high


def serfling_margin(n: int, k: int, *, eps: float) -> float:
    """Return by how much n bits may be worse than the k that were drawn from among them all.

    The bits are there, right or wrong, and a sample is drawn without putting back: nothing is
    assumed of what Eve did. The margin is exceeded with probability eps at most.

    Args:
        n: bits that were not compared.
        k: bits that were.
        eps: the probability, in (0, 1).

    Returns:
        The margin, to be added to the error rate of the sample.

    Raises:
        TypeError: something is no number.
        ValueError: something is out of range.

    Source:
        Serfling, Ann. Statist. 2, 39 (1974), as in Tomamichel et al., Nat. Commun. 3, 634 (2012),
        whose µ is this with eps = (ε_sec/4)².

    Example:
        >>> round(serfling_margin(100_000, 20_000, eps=(1e-10 / 4) ** 2), 7)
        0.0382727
    """
    rest, drawn = _whole(n, "n", low=1), _whole(k, "k", low=1)
    chance = one_real(eps, "eps", low=0, high=1)
    if chance in (0, 1):
        raise ValueError("eps lies strictly between 0 and 1: no sample is proof.")
    return sqrt((rest + drawn) * (drawn + 1) / (2 * rest * drawn**2) * log(1 / chance))


def sample_places(length: int, *, tested: int, seed: int) -> NDArray[np.intp]:
    """Draw which bits to compare, all equally likely, from a seed that both parties know.

    The seed is announced after the qubits have arrived: an Eve who knew it before would leave
    those alone.

    Args:
        length: how many bits there are.
        tested: how many to draw.
        seed: public.

    Returns:
        The places in order, shape (tested,).

    Example:
        >>> sample_places(10, tested=3, seed=1).size
        3
    """
    drawn = np.random.default_rng(seed).choice(length, tested, replace=False, shuffle=False)
    return np.sort(drawn)


def _rate(wrong: int, compared: int, tail: float) -> float:
    """Return the rate at which this few errors, or fewer, have the chance ``tail``."""
    counts = np.arange(compared + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, compared + 1)))])
    ways = (logs[-1] - logs - logs[::-1])[: wrong + 1]
    below, above = 0.0, 1.0
    for _ in range(60):
        rate = (below + above) / 2
        terms = ways + counts[: wrong + 1] * np.log(rate) \
            + counts[::-1][: wrong + 1] * np.log1p(-rate)  # fmt: skip
        below, above = (rate, above) if np.exp(terms).sum() > tail else (below, rate)
    return (below + above) / 2


def _whole(value: int, name: str, *, low: int, high: float = np.inf) -> int:
    number = one_real(value, name, low=low, high=high)
    if number != int(number):
        raise ValueError(f"{name} is a whole number, not {number:.12g}.")
    return int(number)
