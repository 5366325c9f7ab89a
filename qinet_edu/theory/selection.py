"""Double selection: the pair that watches is watched."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention
from qinet_edu.theory.bell_vectors import Vectors, bell_vectors
from qinet_edu.theory.watching import kept_pair, misread, spoilt

Numbers = NDArray[np.float64]


def double_selection(
    pair: ArrayLike,
    second: ArrayLike | None = None,
    third: ArrayLike | None = None,
    *,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> tuple[Vectors, Numbers]:
    """Return what double selection makes of three pairs, and how likely it succeeds.

    A CNOT from the first pair into the second, one from the third into the second; the second is
    measured in Z, the third in X, and both must agree. So the second is itself watched while it
    watches. Three Werner pairs of 0.8 make one of 0.887 with probability 0.582: what two steps of
    pumping make of them. The gain shows with noisy gates: at a gate error of 2 %, the errors that
    the CNOTs themselves leave on the kept pair are found, too.

    Args:
        pair: the pair that is kept, shape (..., 4).
        second: the pair that is measured in Z, shape (..., 4); ``None`` for one like the first.
        third: the pair that is measured in X, shape (..., 4); ``None`` for one like the first.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...);
            all other gates are perfect.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly, shape (...).

    Returns:
        ``(vector, probability)``: the pair if it is kept, shape (..., 4), and the chance that it
        is, shape (...).

    Raises:
        TypeError: something is no real number.
        ValueError: no such vectors, something outside [0, 1], or no pair is ever kept.

    Source:
        K. Fujii and K. Yamamoto, PRA 80, 042308 (2009).

    Example:
        >>> v, p = double_selection([0.8, 0.2 / 3, 0.2 / 3, 0.2 / 3])
        >>> v[0].round(7), p.round(7)
        (np.float64(0.8874172), np.float64(0.5816296))
    """
    first = bell_vectors(pair, "pair")
    middle = first if second is None else bell_vectors(second, "second")
    last = first if third is None else bell_vectors(third, "third")
    q, r = spoilt(gate_error, convention), misread(readout_error)
    a, b, c = (_by_bits(v) for v in (first, middle, last))  # shape (..., z, x)
    # After the first CNOT: kept (z1 + z2, x1), watcher (z2, x1 + x2); noise makes all alike.
    joint = np.einsum("...ij,...kl->...ijkl", a, b)
    moved = np.empty_like(joint)
    for z1, x1, z2, x2 in np.ndindex(2, 2, 2, 2):
        moved[..., z1 ^ z2, x1, z2, x1 ^ x2] = joint[..., z1, x1, z2, x2]
    moved = _mixed(moved, q[..., None, None, None, None])
    # After the second: watcher (z2, x2 + x3), last (z3 + z2, x3).
    joint = np.einsum("...ijkl,...mn->...ijklmn", moved, c)
    moved = np.empty_like(joint)
    for z2, x2, z3, x3 in np.ndindex(2, 2, 2, 2):
        moved[..., z2, x2 ^ x3, z3 ^ z2, x3] = joint[..., z2, x2, z3, x3]
    moved = _mixed(moved, q[..., None, None, None, None, None, None])
    # Seen are the watcher's x and the last one's z: (..., z1, x1, x2, z3) is what matters.
    seen = moved.sum(axis=(-4, -1))
    r = r[..., None, None]
    likely = [1 - r, r]
    weights = sum(
        (seen[..., x, z] * likely[x] * likely[z] for x, z in np.ndindex(2, 2)),
        np.zeros(()),
    )
    return kept_pair(
        [weights[..., 0, 0], weights[..., 1, 1], weights[..., 0, 1], weights[..., 1, 0]]
    )


def _by_bits(vector: Vectors) -> Numbers:
    """Arrange a vector by its bits (z, x): [[Φ+, Ψ+], [Φ−, Ψ−]]."""
    return vector[..., [0, 2, 3, 1]].reshape(*vector.shape[:-1], 2, 2)


def _mixed(joint: Numbers, spoilt: Numbers) -> Numbers:
    """Replace the two pairs of the last four axes by noise, with a probability."""
    noise = joint.sum(axis=(-4, -3, -2, -1), keepdims=True) / 16
    mixed: Numbers = joint + spoilt * (noise - joint)
    return mixed
