"""Bell-diagonal pairs as four probabilities, of Φ+, Ψ−, Ψ+ and Φ−, along the last axis.

Places 0 to 3 stand for the errors I, Y, X and Z on one half, and two errors in a row are the one
at the exclusive or of their places: X (2) and Z (3) make Y (1).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real, relaxation_times

Vectors = NDArray[np.float64]

TOLERANCE = 1e-6


def bell_vectors(value: ArrayLike, name: str = "vector") -> Vectors:
    """Read Bell-diagonal vectors.

    Args:
        value: probabilities of Φ+, Ψ−, Ψ+, Φ−, in this order, shape (..., 4), with sum 1.
        name: what to call it in a complaint.

    Returns:
        The probabilities, shape (..., 4).

    Raises:
        TypeError: there is something among them that is no real number.
        ValueError: not four probabilities, one outside [0, 1], or their sum is not 1.

    Example:
        >>> bell_vectors([0.7, 0.1, 0.1, 0.1]).tolist()
        [0.7, 0.1, 0.1, 0.1]
    """
    if isinstance(value, np.ndarray) and _clean(value):
        return value
    p = real(value, name, low=0, high=1)
    if not p.ndim or p.shape[-1] != 4:
        raise ValueError(
            "A Bell-diagonal vector holds four probabilities, of Φ+, Ψ−, Ψ+ and Φ−; yours has "
            f"shape {p.shape}."
        )
    total = p.sum(axis=-1)
    off = np.abs(total - 1) > TOLERANCE
    if np.any(off):
        raise ValueError(
            f"The four probabilities add up to {total[off].flat[0]:.6g}, not 1: divide "
            "the vector by its sum."
        )
    return p


def twirled(vector: ArrayLike) -> Vectors:
    """Make Bell-diagonal pairs Werner pairs of the same fidelity: all three errors alike.

    Both parties turn their halves by the same random rotation, and tell each other which. It
    costs no fidelity, but forgets which error is the likely one, and that is worth much: after a
    round of DEJMPS at 0.8 the next round reaches 0.944, and after a twirl only 0.874.

    Args:
        vector: Bell-diagonal pairs, shape (..., 4).

    Returns:
        The Werner pairs' vectors, shape (..., 4).

    Raises:
        TypeError: there is something among them that is no real number.
        ValueError: no such vector.

    Source:
        C. H. Bennett et al., PRL 76, 722 (1996).

    Example:
        >>> twirled([0.8, 0.2, 0, 0]).round(6).tolist()
        [0.8, 0.066667, 0.066667, 0.066667]
    """
    return werner_vectors(bell_vectors(vector)[..., 0])


def werner_vectors(f: ArrayLike, name: str = "f") -> Vectors:
    """Return the Bell-diagonal vectors of Werner pairs of given fidelities.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Example:
        >>> werner_vectors(0.7).round(6).tolist()
        [0.7, 0.1, 0.1, 0.1]
    """
    f = real(f, name, low=0, high=1)
    rest = (1 - f) / 3
    return np.stack([f, rest, rest, rest], axis=-1)


def composed(a: Vectors, b: Vectors) -> Vectors:
    """Return the errors of two pairs or channels one after the other: the four places convolved.

    Example:
        >>> composed(np.array([0.9, 0, 0, 0.1]), np.array([0.9, 0, 0, 0.1])).round(6).tolist()
        [0.82, 0.0, 0.0, 0.18]
    """
    return np.stack(
        [sum((a[..., i] * b[..., i ^ k] for i in range(1, 4)), a[..., 0] * b[..., k])
         for k in range(4)],
        axis=-1,
    )  # fmt: skip


def waited(
    vector: ArrayLike, time_s: ArrayLike, *, t1_s: ArrayLike, t2_s: ArrayLike, halves: int = 2
) -> Vectors:
    """Return what waiting in memories leaves of Bell-diagonal pairs.

    Both halves of a pair lie in memories, and both decay: with T2 = 1 s and no decay of
    populations, 0.1 s takes a perfect pair to 0.909, not to 0.952. After a swap the two ends go on
    waiting, too, until the frame arrives.

    The populations' decay is taken with its direction forgotten (Pauli twirl), so that the pair
    stays Bell-diagonal. With one half in memory that leaves the fidelity of Φ+ as it is; with
    two it is less than that of :func:`stored_pair_fidelity` by (1 − e^(−t/T1))²/4, for both
    halves then may fall to |0⟩ together, which looks like agreement.

    Args:
        vector: Bell-diagonal pairs, shape (..., 4).
        time_s: how long they wait, in seconds, shape (...).
        t1_s: the memories' T1 in seconds; ``inf`` for no decay of populations.
        t2_s: their T2 in seconds, at most 2 T1.
        halves: 1 or 2: how many of a pair's qubits are in such memories.

    Returns:
        Bell-diagonal pairs, shape (..., 4).

    Raises:
        TypeError: something is no real number.
        ValueError: no such vector, a negative time, no possible T1 and T2, or other halves.

    Source:
        The twirl of relaxation: P. Sarvepalli, A. Klappenecker and M. Rötteler, Proc. R. Soc. A
        465, 1645 (2009).

    Example:
        >>> waited([1, 0, 0, 0], 0.1, t1_s=np.inf, t2_s=1.0).round(4).tolist()
        [0.9094, 0.0, 0.0, 0.0906]
        >>> waited([1, 0, 0, 0], 0.1, t1_s=np.inf, t2_s=1.0, halves=1).round(4).tolist()
        [0.9524, 0.0, 0.0, 0.0476]
    """
    pair = bell_vectors(vector)
    time = real(time_s, "time_s", low=0)
    t1, t2 = relaxation_times(t1_s, t2_s)
    if halves not in (1, 2) or isinstance(halves, bool):
        raise ValueError(f"A pair has one or two halves to store, not {halves!r}.")
    kept, coherent = np.broadcast_arrays(np.exp(-time / t1), np.exp(-time / t2))
    flip = (1 - kept) / 4
    error = np.stack([(1 + kept + 2 * coherent) / 4, flip, flip, (1 + kept - 2 * coherent) / 4], -1)
    # T2 = 2 T1 and a short time: the last place may come out at −10⁻¹⁷.
    error = np.maximum(error, 0)
    for _ in range(halves):
        pair = composed(pair, error)
    return pair


def _clean(value: NDArray[np.float64]) -> bool:
    """Tell whether all is well, at a quarter of the time that finding out what is wrong takes."""
    fits = value.dtype == float and value.shape[-1:] == (4,) and value.size > 0
    # NaN fails both comparisons.
    return bool(fits and value.min() >= 0 and np.abs(value @ np.ones(4) - 1).max() <= TOLERANCE)
