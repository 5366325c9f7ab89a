"""Keys from pairs: how often two halves disagree, and what that leaves."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.key_rates import binary_entropy
from qinet_edu.theory.states import density_matrices


def pair_errors(rho: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often Alice and Bob disagree who measure a pair in Z and in X.

    On Φ+ they never do. On a Werner pair it is 2(1 − F)/3 in either basis, 6.7 % at F = 0.9.
    Other pairs err in one basis more than in the other: false heralds of a single click always in
    Z and half the time in X, lost coherence in X alone.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).

    Returns:
        ``(e_z, e_x)``, error rates in [0, 1], shape (...). Above 1/2 it is another Bell state's
        pair, and Bob inverts his bits.

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair.

    Source:
        C. H. Bennett, G. Brassard and N. D. Mermin, PRL 68, 557 (1992).

    Example:
        >>> from qinet_edu.theory import werner
        >>> e_z, e_x = pair_errors(werner([1.0, 0.9]))
        >>> e_z.round(7).tolist(), e_x.round(7).tolist()
        ([0.0, 0.0666667], [0.0, 0.0666667])
    """
    rho = density_matrices(rho, qubits=2)
    e_z = (rho[..., 1, 1] + rho[..., 2, 2]).real
    e_x = 0.5 - (rho[..., 0, 3] + rho[..., 1, 2]).real
    return np.clip(e_z, 0, 1)[()], np.clip(e_x, 0, 1)[()]


def bbm92_rate(rho: ArrayLike, *, f_ec: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the secret bits per sifted pair of BBM92, for keys without end.

    1 − h(e_x) − f h(e_z), or 0 where that is negative: key from Z, X tells what Eve may know, and
    nobody trusts the source. A Werner pair gives key from F = 0.835 on.

    The rate is bent, so links of different quality are averaged as states, and once: half the
    pairs with F = 1 and half with F = 0.75 make a key of 0.17 a pair if nobody knows which are
    which, not the 0.5 that the mean of the two rates says. (Those who know keep them apart.)

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4); of many kinds of pair
            that are not kept apart, the mean matrix.
        f_ec: how many times the unavoidable h(e_z) error correction reveals, at least 1.

    Returns:
        Secret bits per pair measured in the key basis by both, in [0, 1], broadcast shape.

    Raises:
        TypeError: something is made of something else than numbers.
        ValueError: it is no valid pair, or f is below 1.

    Source:
        C. H. Bennett, G. Brassard and N. D. Mermin, PRL 68, 557 (1992); the rate is that of
        P. W. Shor and J. Preskill, PRL 85, 441 (2000), with an error rate for each basis.

    Example:
        >>> from qinet_edu.theory import werner
        >>> bbm92_rate(werner([1.0, 0.9, 0.83])).round(4).tolist()
        [1.0, 0.2933, 0.0]
    """
    e_z, e_x = pair_errors(rho)
    f = real(f_ec, "f_ec", low=1)
    rate: NDArray[np.float64] = np.maximum(1 - binary_entropy(e_x) - f * binary_entropy(e_z), 0)
    return rate[()]
