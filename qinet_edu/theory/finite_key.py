"""How long a key may be that was made from finitely many bits."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.key_rates import binary_entropy


def finite_key_length(
    n: ArrayLike,
    k: ArrayLike,
    qber: ArrayLike,
    *,
    f_ec: ArrayLike = 1.16,
    eps_sec: ArrayLike = 1e-10,
    eps_cor: ArrayLike = 1e-15,
    leak_bits: ArrayLike | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the length of a BB84 key from finitely many bits, and the margin μ it allows for.

    ℓ = n(1 − h(Q + μ)) − leak − log₂(2/(ε_sec² ε_cor)), rounded down, at least 0, where
    μ = √((n+k)/(nk) · (k+1)/k · ln(4/ε_sec)): k tested bits speak for n others only to within μ.
    10 000 bits at 1 % give 3342, where the endless key would give 8257 of them.

    Public code also has ln(2/ε) and ln(1/ε) in μ, which promise too much: the paper's own budget
    spends ε_sec/4 on it.

    Args:
        n: bits that are to become key, measured in the basis of the key, from 1.
        k: bits compared in public, in the other basis, and dropped, from 1.
        qber: the error rate that is tolerated: the abort threshold, or for planning the expected
            rate; in [0, 1/2].
        f_ec: how many times h(Q) error correction reveals, at least 1.
        eps_sec: how far the key may be from a secret one, in (0, 1).
        eps_cor: how likely the two keys may differ, in (0, 1).
        leak_bits: the bits that error correction did reveal, instead of f n h(Q); without the
            verification hash, which the last term holds.

    Returns:
        ``(length_bits, mu)``: whole numbers of bits, and the margin added to the error rate;
        broadcast shape. The length is 0 where nothing can be promised.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        M. Tomamichel, C. C. W. Lim, N. Gisin and R. Renner, Nature Communications 3, 634 (2012).

    Example:
        >>> length, mu = finite_key_length(1e6, 1e5, 0.03)
        >>> int(length), round(float(mu), 5)
        (503541, 0.01639)
    """
    n, k = real(n, "n", low=1), real(k, "k", low=1)
    q, f = real(qber, "qber", low=0, high=0.5), real(f_ec, "f_ec", low=1)
    secure, correct = _epsilon(eps_sec, "eps_sec"), _epsilon(eps_cor, "eps_cor")
    mu = np.sqrt((n + k) / (n * k) * (k + 1) / k * np.log(4 / secure))
    planned = f * n * binary_entropy(q)
    leak = planned if leak_bits is None else real(leak_bits, "leak_bits", low=0)
    kept = n * (1 - binary_entropy(np.minimum(q + mu, 0.5)))
    length = np.floor(kept - leak - np.log2(2 / (secure**2 * correct)))
    mu = np.broadcast_to(mu, length.shape)[()]
    whole: NDArray[np.int64] = np.maximum(length, 0).astype(np.int64)[()]
    return whole, mu


def privacy_amplification_length(
    min_entropy_bits: ArrayLike, *, eps: ArrayLike = 1e-10
) -> NDArray[np.int64]:
    """Return how many bits hashing may leave of a key that is secret only in part.

    ⌊H − 2 log₂(1/(2ε))⌋, at least 0: with H bits that Eve cannot guess, a random Toeplitz matrix
    gives that many that look random to her, up to ε. 1000 bits and ε = 2⁻⁵⁰ give 902.

    Args:
        min_entropy_bits: the smooth min-entropy H of the key given all that Eve has.
        eps: how far the result may be from a secret key, in (0, 1/2].

    Returns:
        Whole numbers of bits, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative entropy, or ε outside (0, 1/2].

    Source:
        R. Renner, Security of Quantum Key Distribution, PhD thesis, ETH Zurich (2005).

    Example:
        >>> privacy_amplification_length(1000, eps=2.0**-50)
        np.int64(902)
    """
    entropy = real(min_entropy_bits, "min_entropy_bits", low=0)
    far = _epsilon(eps, "eps", high=0.5)
    length = np.floor(entropy - 2 * np.log2(1 / (2 * far)))
    whole: NDArray[np.int64] = np.maximum(length, 0).astype(np.int64)[()]
    return whole


def _epsilon(value: ArrayLike, name: str, *, high: float = 1.0) -> NDArray[np.float64]:
    eps = real(value, name, low=0, high=high)
    if np.any((eps == 0) | (eps == 1)):
        raise ValueError(
            f"{name} must lie strictly between 0 and 1: no finite key is perfect. Try 1e-10."
        )
    return eps
