"""The channels that real qubits suffer, as Kraus operators."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real, relaxation_times
from qinet_edu.noise.kraus import PAULIS, Kraus


def amplitude_damping(probability: ArrayLike) -> Kraus:
    """Let |1⟩ decay to |0⟩ with a probability.

    The excited atom gives its energy away: |0⟩ is untouched, and the coherence shrinks by
    √(1 − p), so that 19 % of decay cost a superposition 10 % of its contrast.

    Args:
        probability: probability that |1⟩ decays, in [0, 1].

    Returns:
        Kraus operators, shape (..., 2, 2, 2).

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        Nielsen and Chuang (2000), section 8.3.5.

    Example:
        >>> amplitude_damping(0.19).real.round(6).tolist()
        [[[1.0, 0.0], [0.0, 0.9]], [[0.0, 0.43589], [0.0, 0.0]]]
    """
    p = real(probability, "probability", low=0, high=1)
    kraus = np.zeros((*p.shape, 2, 2, 2), dtype=complex)
    kraus[..., 0, 0, 0] = 1
    kraus[..., 0, 1, 1] = np.sqrt(1 - p)
    kraus[..., 1, 0, 1] = np.sqrt(p)
    return kraus


def dephasing(probability: ArrayLike) -> Kraus:
    """Flip the phase (apply Z) with a probability.

    0 and 1 stay what they are, and the coherence shrinks by 1 − 2p: at p = 1/2 the superposition
    has become a coin. Aer's ``phase_damping_error(λ)`` is the same channel with
    1 − 2p = √(1 − λ).

    Args:
        probability: probability of Z, in [0, 1].

    Returns:
        Kraus operators, shape (..., 2, 2, 2).

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        Nielsen and Chuang (2000), section 8.3.3 and 8.3.6.

    Example:
        >>> from qinet_edu.noise import apply
        >>> apply(dephasing(0.5), [[0.5, 0.5], [0.5, 0.5]]).real.round(6).tolist()
        [[0.5, 0.0], [0.0, 0.5]]
    """
    p = real(probability, "probability", low=0, high=1)
    return _random_paulis(np.stack([1 - p, p], axis=-1), PAULIS[[0, 3]])


def depolarising(probability: ArrayLike, *, convention: Convention) -> Kraus:
    """Forget the qubit's state with a probability.

    Two conventions are in use, and 10 % means something else in each, so the convention has to
    be said: ``"mixing"`` (Aer's ``depolarizing_error``) replaces the state by I/2 with
    probability p, which leaves F_e = 1 − 3p/4 = 0.925; ``"pauli"`` (usual for error correction)
    applies X, Y or Z with probability p/3 each, which leaves F_e = 1 − p = 0.9.

    Args:
        probability: p, in [0, 1].
        convention: ``"mixing"`` or ``"pauli"``.

    Returns:
        Kraus operators, shape (..., 4, 2, 2).

    Raises:
        TypeError: p is no real number.
        ValueError: p lies outside [0, 1], or the convention is neither.

    Source:
        Nielsen and Chuang (2000), section 8.3.4, which has both.

    Example:
        >>> from qinet_edu.noise import pauli_probabilities
        >>> pauli_probabilities(depolarising(0.3, convention="pauli")).round(6).tolist()
        [0.7, 0.1, 0.1, 0.1]
    """
    error = pauli_error(probability, convention=convention)
    return _random_paulis(np.stack([1 - error, error / 3, error / 3, error / 3], axis=-1), PAULIS)


def dephasing_time(*, t1_s: ArrayLike, t2_s: ArrayLike) -> NDArray[np.float64]:
    """Return Tφ, the time constant of the dephasing that decay does not explain.

    1/Tφ = 1/T2 − 1/(2 T1). Decay alone already costs coherence at half its own rate, hence
    T2 ≤ 2 T1, and Tφ is infinite where the two are equal.

    Args:
        t1_s: time constant of the decay from |1⟩ to |0⟩, in seconds; ``inf`` for none.
        t2_s: time constant of the coherence, in seconds; broadcasts with ``t1_s``.

    Returns:
        Tφ in seconds, broadcast shape.

    Raises:
        TypeError: a time is no real number.
        ValueError: a time is not above 0, or T2 > 2 T1.

    Source:
        Krantz et al., Applied Physics Reviews 6, 021318 (2019).

    Example:
        >>> dephasing_time(t1_s=200e-6, t2_s=150e-6).round(9)
        np.float64(0.00024)
    """
    t1, t2 = relaxation_times(t1_s, t2_s)
    rate = _dephasing_rate(t1, t2)
    with np.errstate(divide="ignore"):
        return (1 / rate)[()]


def thermal_relaxation(time_s: ArrayLike, *, t1_s: ArrayLike, t2_s: ArrayLike) -> Kraus:
    """Let a qubit wait: it decays to |0⟩ with T1 and loses its coherence with T2.

    A Bell pair, one half of which waited, has F_e = (1 + e^{−t/T1} + 2 e^{−t/T2})/4: with
    T1 = 200 µs and T2 = 150 µs, 100 µs leave 0.658.

    Args:
        time_s: how long it waits, in seconds.
        t1_s: time constant of the decay to |0⟩, in seconds; ``inf`` for none.
        t2_s: time constant of the coherence, in seconds, at most 2 T1. All three broadcast.

    Returns:
        Kraus operators, shape (..., 3, 2, 2).

    Raises:
        TypeError: a time is no real number.
        ValueError: a negative wait, a time constant not above 0, or T2 > 2 T1.

    Source:
        Amplitude damping, then dephasing: Nielsen and Chuang (2000), section 8.3.5 and 8.3.6.

    Example:
        >>> from qinet_edu.noise import entanglement_fidelity
        >>> entanglement_fidelity(thermal_relaxation(100e-6, t1_s=200e-6, t2_s=150e-6)).round(6)
        np.float64(0.658341)
    """
    time = real(time_s, "time_s", low=0)
    t1, t2 = relaxation_times(t1_s, t2_s)
    time, t1, t2 = np.broadcast_arrays(time, t1, t2)
    decayed = -np.expm1(-time / t1)
    flipped = -np.expm1(-time * _dephasing_rate(t1, t2)) / 2
    kraus = np.zeros((*time.shape, 3, 2, 2), dtype=complex)
    damped = amplitude_damping(decayed)
    kraus[..., 0, :, :] = np.sqrt(1 - flipped)[..., None, None] * damped[..., 0, :, :]
    kraus[..., 1, :, :] = np.sqrt(flipped)[..., None, None] * PAULIS[3] @ damped[..., 0, :, :]
    kraus[..., 2, :, :] = damped[..., 1, :, :]  # what has decayed has no phase left to flip
    return kraus


def _random_paulis(weights: NDArray[np.float64], paulis: Kraus) -> Kraus:
    kraus: Kraus = np.sqrt(weights)[..., None, None] * paulis
    return kraus


def _dephasing_rate(t1: NDArray[np.float64], t2: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(1 / t2 - 1 / (2 * t1), 0)
