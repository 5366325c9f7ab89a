"""How much secret key a sifted bit holds, and the error rate from which on it holds none."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

Protocol: TypeAlias = Literal["bb84", "six-state"]
PROTOCOLS = ("bb84", "six-state")


def binary_entropy(p: ArrayLike) -> NDArray[np.float64]:
    """Return the entropy of a coin that shows heads with probability p.

    −p log₂ p − (1 − p) log₂(1 − p): what one bit with error rate p costs to correct, at least.
    At 11 % that is half a bit already.

    Args:
        p: probabilities, in [0, 1].

    Returns:
        Bits, from 0 (certain) to 1 (fair), shape of ``p``.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        C. E. Shannon, Bell System Technical Journal 27, 379 (1948).

    Example:
        >>> binary_entropy([0, 0.11, 0.5]).round(4).tolist()
        [0.0, 0.4999, 1.0]
    """
    p = real(p, "p", low=0, high=1)
    return (_x_log_x(p) + _x_log_x(1 - p))[()]


def bb84_rate(qber: ArrayLike, *, f_ec: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the secret bits per sifted bit of BB84, for keys without end.

    1 − (1 + f) h(Q), or 0 where that is negative: f h(Q) tell an eavesdropper how errors were
    corrected, h(Q) is what she may have learnt while making them. 3 % of errors leave 0.61,
    11.0028 % leave nothing. A key of finite length is shorter: :func:`finite_key_length`.

    Args:
        qber: error rate of the sifted bits, the same in both bases, in [0, 1/2].
        f_ec: how many times the unavoidable h(Q) error correction reveals, at least 1.

    Returns:
        Secret bits per sifted bit, in [0, 1], broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: a rate outside [0, 1/2] (above it, Bob inverts his bits), or f below 1.

    Source:
        P. W. Shor and J. Preskill, PRL 85, 441 (2000).

    Example:
        >>> bb84_rate([0.01, 0.05, 0.12]).round(4).tolist()
        [0.8384, 0.4272, 0.0]
        >>> bb84_rate(0.05, f_ec=1.2).round(4)
        np.float64(0.3699)
    """
    q, f = _error_rate(qber), real(f_ec, "f_ec", low=1)
    return np.maximum(_bb84(q, f), 0)[()]


def six_state_rate(qber: ArrayLike, *, f_ec: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the secret bits per sifted bit of the six-state protocol, for keys without end.

    A third basis leaves Eve less room: at 10 % of errors 0.152 instead of BB84's 0.062, and some
    key up to 12.6193 %. It costs sifting, for bases agree in one round of three.

    Args:
        qber: error rate of the sifted bits, the same in all three bases, in [0, 1/2].
        f_ec: how many times the unavoidable h(Q) error correction reveals, at least 1.

    Returns:
        Secret bits per sifted bit, in [0, 1], broadcast shape; 0 above the threshold.

    Raises:
        TypeError: something is no real number.
        ValueError: a rate outside [0, 1/2], or f below 1.

    Source:
        D. Bruß, PRL 81, 3018 (1998); H.-K. Lo, Quantum Information and Computation 1, 81 (2001).

    Example:
        >>> six_state_rate([0.05, 0.1, 0.13]).round(4).tolist()
        [0.4968, 0.1524, 0.0]
    """
    q, f = _error_rate(qber), real(f_ec, "f_ec", low=1)
    return np.maximum(_six_state(q, f), 0)[()]


def qber_threshold(protocol: Protocol = "bb84", *, f_ec: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the error rate from which on no key is left.

    11.0028 % for BB84 with the best error correction there could be, 9.81 % with one that
    reveals 16 % more. It is a limit for keys without end and messages one way; talking both ways
    goes further (Gottesman and Lo, 2003), and a finite key stops short of it.

    Args:
        protocol: ``"bb84"`` or ``"six-state"``.
        f_ec: how many times the unavoidable h(Q) error correction reveals, at least 1.

    Returns:
        Error rates, shape of ``f_ec``.

    Raises:
        TypeError: it is no real number.
        ValueError: f below 1, or there is no such protocol.

    Example:
        >>> qber_threshold().round(6), qber_threshold("six-state").round(6)
        (np.float64(0.110028), np.float64(0.126193))
    """
    f = real(f_ec, "f_ec", low=1)
    if protocol == "bb84":
        return root(lambda q: _bb84(q, f), np.zeros_like(f), np.full_like(f, 0.5))
    if protocol == "six-state":
        return root(lambda q: _six_state(q, f), np.zeros_like(f), np.full_like(f, 0.5))
    raise ValueError(f"There is no protocol {protocol!r}; choose one of {', '.join(PROTOCOLS)}.")


def device_independent_rate(s: ArrayLike, qber: ArrayLike) -> NDArray[np.float64]:
    """Return the secret bits per key round when nobody trusts the devices, for keys without end.

    1 − h(Q) − h((1 + √((S/2)² − 1))/2), or 0 where that is negative: the value S of the Bell test
    bounds what Eve knows, whoever built the boxes. Without errors S = 2√2 leaves 1; on a link
    with S = 2√2(1 − 2Q) nothing is left from 7.149 %.

    Args:
        s: the value of the CHSH test, in [−2√2, 2√2]; its sign is a matter of names.
        qber: error rate of the rounds that make the key, in [0, 1/2].

    Returns:
        Secret bits per key round, in [0, 1], broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: an S beyond 2√2, or a rate outside [0, 1/2].

    Source:
        A. Acín et al., PRL 98, 230501 (2007).

    Example:
        >>> device_independent_rate([2 * np.sqrt(2), 2.5, 2.0], [0, 0.02, 0.02]).round(4).tolist()
        [1.0, 0.315, 0.0]
    """
    most = 2 * np.sqrt(2)
    # Rounding errors are forgiven: a perfect pair computes to 2.8284271247461907.
    value = np.abs(real(s, "s", low=-most - 1e-9, high=most + 1e-9))
    excess = np.sqrt(np.maximum((value / 2) ** 2 - 1, 0))
    known = binary_entropy(np.minimum((1 + excess) / 2, 1))
    rate: NDArray[np.float64] = np.maximum(1 - binary_entropy(_error_rate(qber)) - known, 0)[()]
    return rate


def root(
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    low: ArrayLike,
    high: ArrayLike,
) -> NDArray[np.float64]:
    """Find where a falling function crosses zero, by halving the interval 60 times.

    Args:
        function: positive at ``low`` and negative at ``high``, element by element.
        low: where to begin.
        high: where to end.

    Returns:
        The crossings, shape of the bounds.

    Example:
        >>> root(lambda x: 2 - x**2, 0.0, 2.0).round(12)
        np.float64(1.414213562373)
    """
    left, right = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    for _ in range(60):
        middle = (left + right) / 2
        above = function(middle) > 0
        left, right = np.where(above, middle, left), np.where(above, right, middle)
    found: NDArray[np.float64] = ((left + right) / 2)[()]
    return found


def _bb84(q: NDArray[np.float64], f: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 - (1 + f) * binary_entropy(q)


def _six_state(q: NDArray[np.float64], f: NDArray[np.float64]) -> NDArray[np.float64]:
    # The entropy of the pair's four Bell states (1 − 3Q/2, Q/2, Q/2, Q/2) is what errors and Eve
    # cost together; error correction takes h(Q) of it, and f − 1 times that on top.
    both = _x_log_x(1 - 1.5 * q) + 3 * _x_log_x(q / 2)
    return 1 - both - (f - 1) * binary_entropy(q)


def _x_log_x(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return −p log₂ p, which is 0 at 0."""
    some = np.where(p > 0, p, 1.0)
    return np.where(p > 0, -some * np.log2(some), 0.0)


def _error_rate(qber: ArrayLike) -> NDArray[np.float64]:
    return real(qber, "qber", low=0, high=0.5)
