"""What waiting does to a qubit and to a pair."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real, relaxation_times
from qinet_edu.theory.cloning import read_arrow


def stored_pair_fidelity(
    time_s: ArrayLike, *, t1_s: ArrayLike, t2_s: ArrayLike, halves: int = 1
) -> NDArray[np.float64]:
    """Return the fidelity of a pair Φ+ that has waited in memory.

    With one half in memory (1 + e^{−t/T1} + 2 e^{−t/T2})/4; with both, which is the usual case,
    (1 − e^{−t/T1} + e^{−2t/T1} + e^{−2t/T2})/2: coherence is lost twice as fast. T1 decays
    towards |0⟩.

    Args:
        time_s: how long it waits, in seconds.
        t1_s: the memory's T1 in seconds; ``inf`` for no decay.
        t2_s: the memory's T2 in seconds, at most 2 T1. All three broadcast.
        halves: 1 or 2: how many of the pair's qubits are in such memories.

    Returns:
        Fidelities with Φ+, broadcast shape.

    Raises:
        TypeError: a time is no real number.
        ValueError: a negative time, a time constant not above 0, T2 > 2 T1, or other halves.

    Example:
        >>> stored_pair_fidelity(100e-6, t1_s=200e-6, t2_s=150e-6).round(10)
        np.float64(0.6583412244)
        >>> stored_pair_fidelity([0, 1, 100], t1_s=np.inf, t2_s=1.0, halves=2).round(4).tolist()
        [1.0, 0.5677, 0.5]
    """
    time = real(time_s, "time_s", low=0)
    t1, t2 = relaxation_times(t1_s, t2_s)
    kept, coherent = np.exp(-time / t1), np.exp(-time / t2)
    found: NDArray[np.float64]
    if halves == 1:
        found = (1 + kept + 2 * coherent) / 4
    elif halves == 2:
        found = (1 - kept + kept**2 + coherent**2) / 2
    else:
        raise ValueError(f"A pair has one or two halves to store, not {halves!r}.")
    return found[()]


def relaxed(
    arrow: ArrayLike, time_s: ArrayLike, *, t1_s: ArrayLike, t2_s: ArrayLike
) -> NDArray[np.float64]:
    """Return where the arrow of a waiting qubit points.

    Towards the axis with T2, along it to |0⟩ with T1, as in cold surroundings: in the end every
    arrow is (0, 0, 1), and nothing tells where it began.

    Args:
        arrow: the arrow (x, y, z) before, shape (..., 3).
        time_s: how long it waits, in seconds; shape (...).
        t1_s: T1 in seconds; ``inf`` for no decay.
        t2_s: T2 in seconds, at most 2 T1.

    Returns:
        The arrow after, shape (..., 3).

    Raises:
        TypeError: something is no real number.
        ValueError: it is no arrow, a negative time, a time constant not above 0, or T2 > 2 T1.

    Source:
        Nielsen and Chuang (2000), section 8.3.5 and 8.3.6.

    Example:
        >>> relaxed([1, 0, 0], np.log(2), t1_s=1.0, t2_s=1.0).round(6).tolist()
        [0.5, 0.0, 0.5]
    """
    x, y, z = np.moveaxis(read_arrow(arrow), -1, 0)
    time = real(time_s, "time_s", low=0)
    t1, t2 = relaxation_times(t1_s, t2_s)
    kept, coherent = np.exp(-time / t1), np.exp(-time / t2)
    x, y, z = np.broadcast_arrays(x * coherent, y * coherent, 1 - (1 - z) * kept)
    return np.stack([x, y, z], axis=-1)


def depolarised(
    arrow: ArrayLike, probability: ArrayLike, *, convention: Convention
) -> NDArray[np.float64]:
    """Return the arrow of a qubit that depolarising noise has met: shorter, in the same direction.

    By 1 − p in the mixing convention, by 1 − 4p/3 in the Pauli one: 10 % leave 0.9 or 0.867.

    Args:
        arrow: the arrow (x, y, z) before, shape (..., 3).
        probability: p, in [0, 1], shape (...).
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``.

    Returns:
        The arrow after, shape (..., 3).

    Raises:
        TypeError: something is no real number.
        ValueError: it is no arrow, p lies outside [0, 1], or there is no such convention.

    Example:
        >>> depolarised([1, 0, 0], 0.1, convention="mixing").round(6).tolist()
        [0.9, 0.0, 0.0]
    """
    error = pauli_error(probability, convention=convention)
    return read_arrow(arrow) * (1 - 4 * error / 3)[..., None]
