"""One noise, several numbers for it: which fidelity is meant, and which p."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real


def average_fidelity(f_e: ArrayLike, *, qubits: int = 1) -> NDArray[np.float64]:
    """Turn the fidelity of a pair into that of a qubit sent through the same channel.

    The entanglement fidelity F_e is that of Φ+, one half of which went through. Averaged over all
    pure states, the qubit itself fares better: (2 F_e + 1)/3, since a state along the axis of an
    error does not notice it. In general (d F_e + 1)/(d + 1) with d = 2ⁿ.

    Args:
        f_e: entanglement fidelities, in [0, 1].
        qubits: how many qubits n go through the channel together.

    Returns:
        Average fidelities, from 1/3 to 1 for one qubit, shape of ``f_e``.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        M., P. and R. Horodecki, PRA 60, 1888 (1999).

    Example:
        >>> average_fidelity(0.925).round(6), average_fidelity(0.9, qubits=2).round(6)
        (np.float64(0.95), np.float64(0.92))
    """
    f_e = real(f_e, "f_e", low=0, high=1)
    average: NDArray[np.float64] = ((2**qubits * f_e + 1) / (2**qubits + 1))[()]
    return average


def entanglement_fidelity(f_average: ArrayLike, *, qubits: int = 1) -> NDArray[np.float64]:
    """Turn the average fidelity of a channel into that of a pair sent through it.

    The way back: (3 F_avg − 1)/2 for one qubit. An average of 0.90 is a pair of 0.85.

    Args:
        f_average: average fidelities, for one qubit in [1/3, 1].
        qubits: how many qubits n go through the channel together.

    Returns:
        Entanglement fidelities in [0, 1], shape of ``f_average``.

    Raises:
        TypeError: it is no real number.
        ValueError: no channel has such an average.

    Example:
        >>> entanglement_fidelity(0.9).round(6)
        np.float64(0.85)
    """
    d = 2**qubits
    average = real(f_average, "f_average", low=1 / (d + 1), high=1)
    pair: NDArray[np.float64] = (((d + 1) * average - 1) / d)[()]
    return pair


def depolarising_fidelity(
    probability: ArrayLike, *, convention: Convention, qubits: int = 1
) -> NDArray[np.float64]:
    """Return the entanglement fidelity that depolarising noise leaves.

    10 % leave 0.925 if they mean "replaced by noise" (Aer), 0.9 if they mean "any Pauli error";
    for a gate of two qubits 0.90625 and 0.9.

    Args:
        probability: p, in [0, 1].
        convention: ``"mixing"`` or ``"pauli"``.
        qubits: how many qubits the noise acts on together.

    Returns:
        Entanglement fidelities, shape of ``probability``.

    Raises:
        TypeError: p is no real number.
        ValueError: p lies outside [0, 1], or there is no such convention.

    Example:
        >>> depolarising_fidelity(0.1, convention="mixing").round(6)
        np.float64(0.925)
    """
    return (1 - pauli_error(probability, convention=convention, qubits=qubits))[()]


def convert_depolarising(
    probability: ArrayLike, *, source: Convention, to: Convention, qubits: int = 1
) -> NDArray[np.float64]:
    """Say a depolarising probability in the other convention.

    Aer's p is 4/3 of the Pauli probability for one qubit and 16/15 for two. A Pauli probability
    above 3/4 has no counterpart: more than all of the state would have to be replaced.

    Args:
        probability: p in the convention ``source``.
        source: ``"mixing"`` or ``"pauli"``.
        to: the convention wanted.
        qubits: how many qubits the noise acts on together.

    Returns:
        p in the convention ``to``, shape of ``probability``.

    Raises:
        TypeError: p is no real number.
        ValueError: p lies outside [0, 1], has no counterpart, or there is no such convention.

    Example:
        >>> convert_depolarising(0.1, source="mixing", to="pauli").round(6)
        np.float64(0.075)
    """
    error = pauli_error(probability, convention=source, qubits=qubits)
    if np.any(error > (most := pauli_error(1.0, convention=to, qubits=qubits)) + 1e-12):
        raise ValueError(
            f"A Pauli error of probability {np.max(error):.6g} is more than {most:.6g}, that of "
            "replacing the state altogether: the mixing convention cannot say it."
        )
    return (error / most)[()]
