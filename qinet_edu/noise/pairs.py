"""What waiting does to a pair whose halves are in two places."""

import numpy as np
from numpy.typing import NDArray

from qinet_edu.noise.kraus import Kraus


def aged(
    rho: NDArray[np.complex128], kraus: Kraus, *, alice: int = 0, bob: int = 0
) -> NDArray[np.complex128]:
    """Let each half of a pair wait, so many times through the same channel.

    Args:
        rho: the pair, shape (4, 4), Alice's qubit right-most.
        kraus: what one wait does, shape (k, 2, 2).
        alice: how often Alice's half waits.
        bob: how often Bob's half does.

    Example:
        >>> from qinet_edu.noise import dephasing
        >>> pair = np.array([[1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 1]]) / 2
        >>> aged(pair, dephasing(0.1), bob=1).real.round(6)[0].tolist()
        [0.5, 0.0, 0.0, 0.4]
    """
    one = np.eye(2)
    joint = [np.array([np.kron(one, k) for k in kraus])] * alice
    joint += [np.array([np.kron(k, one) for k in kraus])] * bob
    for operators in joint:
        rho = np.einsum("kij,jl,kml->im", operators, rho, operators.conj())
    return rho
