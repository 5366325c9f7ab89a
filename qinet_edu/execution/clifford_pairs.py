"""Mixed pairs given as a matrix: a Bell-diagonal one is a Bell pair of which a half met a Pauli."""

import numpy as np
from numpy.typing import NDArray

from qinet_edu.execution.pauli_channels import TOLERANCE

LABEL = "resource"  # of the one gate by which builders prepare a pair and its environment
PAIR = ("H {0}", "CX {0} {1}")


def pauli_weights(unitary: NDArray[np.complex128]) -> tuple[float, float, float] | None:
    """Read which Paulis half of Φ+ met, from the gate that prepares a pair out of zeros.

    The rest of the qubits is the environment, which nobody looks at: what matters is the state of
    the pair alone.

    Args:
        unitary: shape (2**n, 2**n), Alice's qubit the lowest, then Bob's, then the environment.

    Returns:
        Probabilities of X, Y and Z; ``None`` if the pair is not Bell-diagonal.

    Example:
        >>> pauli_weights(np.eye(4) + 0j) is None
        True
    """
    if unitary.shape[0] < 4:
        return None
    joint = unitary[:, 0].reshape(-1, 4)
    rho = joint.T @ joint.conj()
    phi = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [0, 1j, -1j, 0], [1, 0, 0, -1]]) / np.sqrt(2)
    weights = np.einsum("ki,ij,kj->k", phi.conj(), rho, phi).real
    rest = rho - np.einsum("k,ki,kj->ij", weights, phi, phi.conj())
    if np.abs(rest).max() > TOLERANCE:
        return None
    x, y, z = (weights[1:].clip(0) / weights.sum()).round(15).tolist()
    return x, y, z
