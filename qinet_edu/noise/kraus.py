"""What a channel does, read off its Kraus operators."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import complex_array

Kraus: TypeAlias = NDArray[np.complex128]
"""Kraus operators, shape (..., k, 2, 2)."""

PAULIS = np.array(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]], dtype=complex
)
"""I, X, Y, Z."""

TOLERANCE = 1e-8


def checked(kraus: ArrayLike) -> Kraus:
    """Return Kraus operators as an array, refusing what is no channel.

    Kraus form makes any channel completely positive; Σ K†K = I makes it keep the total
    probability at 1.

    Raises:
        TypeError: it is no array of numbers.
        ValueError: the shape is not (..., k, 2, 2), NaN is in it, or probability is not kept.

    Example:
        >>> checked([[[1, 0], [0, 1]]]).shape
        (1, 2, 2)
    """
    array = complex_array(
        kraus, "A channel is an array of Kraus operators, for example noise.dephasing(0.05)"
    )
    if array.ndim < 3 or array.shape[-2:] != (2, 2) or not array.size:
        raise ValueError(
            f"Kraus operators of one qubit have shape (k, 2, 2), not {array.shape}. For a single "
            "matrix K give [K]."
        )
    total = np.einsum("...kji,...kjl->...il", array.conj(), array)
    if np.any(np.abs(total - np.eye(2)) > TOLERANCE):
        raise ValueError(
            "These Kraus operators do not keep probability: the sum of K†K must be the identity. "
            "Was a factor such as √p written as p?"
        )
    return array


def apply(kraus: ArrayLike, rho: ArrayLike) -> NDArray[np.complex128]:
    """Send a density matrix through a channel.

    Args:
        kraus: Kraus operators, shape (..., k, 2, 2).
        rho: density matrices, shape (..., 2, 2), which broadcast with the channels.

    Returns:
        Σ KρK†, shape (..., 2, 2).

    Raises:
        TypeError: something is no array of numbers.
        ValueError: it is no channel, or ``rho`` has another shape or NaN in it.

    Example:
        >>> from qinet_edu.noise import dephasing
        >>> apply(dephasing(0.25), [[0.5, 0.5], [0.5, 0.5]]).real.round(6).tolist()
        [[0.5, 0.25], [0.25, 0.5]]
    """
    operators = checked(kraus)
    matrix = complex_array(rho, "rho must be an array of numbers of shape (2, 2)")
    if matrix.shape[-2:] != (2, 2):
        raise ValueError(
            f"rho must be a density matrix of shape (2, 2), not {matrix.shape}; from a ket, "
            "theory.density(ket) makes one."
        )
    after: NDArray[np.complex128] = np.einsum(
        "...kij,...jl,...kml->...im", operators, matrix, operators.conj()
    )
    return after


def pauli_probabilities(kraus: ArrayLike) -> NDArray[np.float64]:
    """Return the probabilities of I, X, Y and Z that a channel amounts to.

    Twirling (random Paulis before, undone after) turns any channel into one that applies a Pauli
    at random. Fidelities stay the same, so a network simulation may carry these four numbers in
    place of a matrix; the direction in which amplitude damping pulls is lost.

    Args:
        kraus: Kraus operators, shape (..., k, 2, 2).

    Returns:
        Probabilities in the order I, X, Y, Z, shape (..., 4), sum 1.

    Raises:
        TypeError: it is no array of numbers.
        ValueError: it is no channel.

    Source:
        Twirling: Bennett et al., PRA 54, 3824 (1996); p_P = Σ |tr(P K)|²/4.

    Example:
        >>> from qinet_edu.noise import dephasing
        >>> pauli_probabilities(dephasing(0.25)).round(6).tolist()
        [0.75, 0.0, 0.0, 0.25]
    """
    overlaps = np.einsum("pij,...kji->...pk", PAULIS, checked(kraus)) / 2
    probabilities: NDArray[np.float64] = np.sum(np.abs(overlaps) ** 2, axis=-1)
    return probabilities


def entanglement_fidelity(kraus: ArrayLike) -> NDArray[np.float64]:
    """Return the fidelity with Φ+ of a Bell pair, one half of which went through a channel.

    This is the number a network quotes, for it hands out pairs. It is not the average fidelity
    of a qubit sent through, (2F + 1)/3, which is larger for every F below 1.

    Args:
        kraus: Kraus operators, shape (..., k, 2, 2).

    Returns:
        Entanglement fidelities F_e in [0, 1], shape (...).

    Raises:
        TypeError: it is no array of numbers.
        ValueError: it is no channel.

    Source:
        B. Schumacher, PRA 54, 2614 (1996).

    Example:
        >>> from qinet_edu.noise import depolarising
        >>> entanglement_fidelity(depolarising(0.1, convention="mixing")).round(6)
        np.float64(0.925)
    """
    return pauli_probabilities(kraus)[..., 0]


def average_fidelity(kraus: ArrayLike) -> NDArray[np.float64]:
    """Return the fidelity of a qubit sent through a channel, averaged over all pure states.

    (2 F_e + 1)/3: a channel that keeps nothing still scores 1/2, for a random answer is right
    half the time.

    Args:
        kraus: Kraus operators, shape (..., k, 2, 2).

    Returns:
        Average fidelities in [1/3, 1], shape (...).

    Raises:
        TypeError: it is no array of numbers.
        ValueError: it is no channel.

    Source:
        M., P. and R. Horodecki, PRA 60, 1888 (1999).

    Example:
        >>> from qinet_edu.noise import depolarising
        >>> average_fidelity(depolarising(0.1, convention="mixing")).round(6)
        np.float64(0.95)
    """
    return (2 * entanglement_fidelity(kraus) + 1) / 3
