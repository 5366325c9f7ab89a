"""One qubit: its state, its arrow, and what a measurement of it gives."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Direction, direction_angles, real
from qinet_edu.theory.states import density_matrices


def bloch_state(theta: ArrayLike, phi: ArrayLike = 0.0) -> NDArray[np.complex128]:
    """Return the qubit whose arrow points to the Bloch angles theta and phi.

    Two real angles are all there is to a pure qubit: cos(θ/2)|0⟩ + e^{iφ} sin(θ/2)|1⟩. The halves
    make opposite arrows (θ = 0 and π) perfectly distinguishable states.

    Args:
        theta: angle from the north pole |0⟩, in radians; any real numbers.
        phi: angle around the axis, from |+⟩ towards |+i⟩, in radians; broadcasts with ``theta``.

    Returns:
        The amplitudes of |0⟩ and |1⟩, shape (..., 2).

    Raises:
        TypeError: an angle is no real number.
        ValueError: an angle is NaN or infinite.

    Source:
        Nielsen and Chuang (2000), section 1.2.

    Example:
        >>> bloch_state(np.pi / 2).round(4).tolist()
        [(0.7071+0j), (0.7071+0j)]
    """
    theta, phi = np.broadcast_arrays(real(theta, "theta"), real(phi, "phi"))
    return np.stack([np.cos(theta / 2) + 0j, np.exp(1j * phi) * np.sin(theta / 2)], axis=-1)


def bloch_vector(state: ArrayLike) -> NDArray[np.float64]:
    """Return the arrow (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of a qubit.

    Pure states have arrows of length 1. A mixed state has a shorter one: it tells |+⟩, with arrow
    (1, 0, 0), from the fair coin I/2, with arrow (0, 0, 0), though both give 0 and 1 evenly.

    Args:
        state: one ket, shape (2,), or density matrices, shape (..., 2, 2). The shape alone
            decides; so for many kets at once say ``bloch_vector(density(kets))``, else two kets
            could not be told from one matrix.

    Returns:
        The arrows, shape (..., 3).

    Raises:
        TypeError: the entries are not numbers.
        ValueError: the state is not normalised, not Hermitian, has a negative probability or NaN
            in it, or is no qubit.

    Source:
        Nielsen and Chuang (2000), exercise 2.72.

    Example:
        >>> bloch_vector([1, 0]).tolist()
        [0.0, 0.0, 1.0]
        >>> bloch_vector([[0.5, 0], [0, 0.5]]).tolist()
        [0.0, 0.0, 0.0]
    """
    rho = density_matrices(state, qubits=1)
    x = 2 * rho[..., 1, 0].real
    y = 2 * rho[..., 1, 0].imag
    z = (rho[..., 0, 0] - rho[..., 1, 1]).real
    return np.stack([x, y, z], axis=-1)


def born(state: ArrayLike, direction: Direction = "z") -> NDArray[np.float64]:
    """Return the probability that measuring along a direction gives outcome 0.

    Outcome 0 is the state that points along the direction (the +1 eigenstate), so the
    probability is (1 + r·n)/2: 1 along the arrow, 1/2 across it, 0 against it.

    Args:
        state: as in :func:`bloch_vector`.
        direction: ``"x"``, ``"y"``, ``"z"`` or (theta, phi) in radians, which may be arrays that
            broadcast with the states.

    Returns:
        Probabilities in [0, 1], broadcast shape.

    Raises:
        TypeError: the state or an angle is made of something else than numbers.
        ValueError: the state is no valid qubit, or the direction none of those above.

    Source:
        M. Born, Zeitschrift für Physik 37, 863 (1926).

    Example:
        >>> born([1, 0], "x")
        np.float64(0.5)
        >>> born(bloch_state(np.pi / 3)).round(3)
        np.float64(0.75)
    """
    arrow = bloch_vector(state)
    theta, phi = direction_angles(direction)
    along = (
        np.sin(theta) * np.cos(phi) * arrow[..., 0]
        + np.sin(theta) * np.sin(phi) * arrow[..., 1]
        + np.cos(theta) * arrow[..., 2]
    )
    return np.clip((1 + along) / 2, 0, 1)[()]


def mach_zehnder(phi: ArrayLike) -> NDArray[np.float64]:
    """Return the probability that a photon leaves an interferometer by port 0.

    The photon takes both arms, one of them delayed by the phase φ, and the arms are joined again:
    cos²(φ/2). Were it in one arm or the other, φ would change nothing and the answer were 1/2.

    Args:
        phi: phase between the arms, in radians.

    Returns:
        Probabilities in [0, 1], shape of ``phi``.

    Raises:
        TypeError: ``phi`` is no real number.
        ValueError: ``phi`` is NaN or infinite.

    Example:
        >>> mach_zehnder([0, np.pi / 3, np.pi]).round(4).tolist()
        [1.0, 0.75, 0.0]
    """
    return np.cos(real(phi, "phi") / 2)[()] ** 2
