"""What two or three parties find when they measure what they share, and what they could not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Direction, direction_angles, real
from qinet_edu.theory.states import density_matrices

_SIGMA = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
# σ_i of Alice, who is right-most, times σ_j of Bob.
_PRODUCTS = np.array([[np.kron(bob, alice) for bob in _SIGMA] for alice in _SIGMA])


def correlation_matrix(rho: ArrayLike) -> NDArray[np.float64]:
    """Return the nine correlations ⟨σᵢ ⊗ σⱼ⟩ along X, Y and Z.

    From them follows the correlation along every pair of directions. Φ+ has +1 for XX, −1 for YY
    and +1 for ZZ; the sign of YY is the one that everybody forgets.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).

    Returns:
        Correlations, shape (..., 3, 3): Alice's axis, then Bob's.

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair.

    Example:
        >>> from qinet_edu.theory import bell_state
        >>> np.diag(correlation_matrix(bell_state("phi+"))).round(6).tolist()
        [1.0, -1.0, 1.0]
    """
    rho = density_matrices(rho, qubits=2)
    found: NDArray[np.float64] = np.einsum("...kl,ijlk->...ij", rho, _PRODUCTS).real
    return found


def correlation(rho: ArrayLike, alice: Direction, bob: Direction) -> NDArray[np.float64]:
    """Return the mean product of both outcomes, each counted +1 for 0 and −1 for 1.

    +1: always equal; −1: always different; 0: as often equal as different. On Φ+, along
    directions in the XZ plane, it is the cosine of the angle between them.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).
        alice: her direction: ``"x"``, ``"y"``, ``"z"`` or (theta, phi) in radians, which may be
            arrays.
        bob: his direction.

    Returns:
        Correlations in [−1, 1]; states and angles broadcast.

    Raises:
        TypeError: the state or an angle is made of something else than numbers.
        ValueError: it is no valid pair, or no direction.

    Example:
        >>> from qinet_edu.theory import bell_state
        >>> correlation(bell_state(), "z", (np.pi / 3, 0)).round(6)
        np.float64(0.5)
    """
    ours, theirs = _unit_vector(alice), _unit_vector(bob)
    found = np.einsum("...i,...ij,...j->...", ours, correlation_matrix(rho), theirs)
    clipped: NDArray[np.float64] = np.clip(found, -1, 1)[()]
    return clipped


def chsh(
    rho: ArrayLike,
    *,
    alice: Sequence[ArrayLike] = (0.0, np.pi / 2),
    bob: Sequence[ArrayLike] = (np.pi / 4, -np.pi / 4),
) -> NDArray[np.float64]:
    """Return S = E₀₀ + E₀₁ + E₁₀ − E₁₁ for given settings of both analysers.

    Instructions agreed on beforehand keep |S| ≤ 2. The default angles belong to Φ+ and give
    2√2 ≈ 2.83; on Ψ− the same give −2√2, on Ψ+ and Φ− they give 0.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).
        alice: her two angles in radians, from Z towards X; each may be an array.
        bob: his two angles in radians.

    Returns:
        S in [−2√2, 2√2]; states and angles broadcast.

    Raises:
        TypeError: the state or an angle is made of something else than numbers.
        ValueError: it is no valid pair, or not two angles each.

    Source:
        Clauser, Horne, Shimony and Holt, PRL 23, 880 (1969).

    Example:
        >>> from qinet_edu.theory import bell_state
        >>> [float(chsh(bell_state(name)).round(4)) + 0 for name in ("phi+", "psi-", "psi+")]
        [2.8284, -2.8284, 0.0]
    """
    for who, angles in (("alice", alice), ("bob", bob)):
        if isinstance(angles, str) or not hasattr(angles, "__len__"):
            raise TypeError(
                f"{who} takes two angles in radians, such as (0, 1.57), not {angles!r}."
            )
        if len(angles) != 2:
            raise ValueError(f"{who} chooses between two angles, not {len(angles)}.")
    e = [[correlation(rho, (a, 0.0), (b, 0.0)) for b in bob] for a in alice]
    return e[0][0] + e[0][1] + e[1][0] - e[1][1]


def chsh_max(rho: ArrayLike) -> NDArray[np.float64]:
    """Return the largest S that any settings reach on a pair.

    2√(t₁² + t₂²), where t₁ and t₂ are the two largest singular values of the correlation matrix.
    A Werner pair has 2√2 (4F − 1)/3, so below F = 0.7803 no CHSH test shows that it is entangled,
    though down to 1/2 it is.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).

    Returns:
        S from 0 to 2√2, shape (...).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair.

    Source:
        R., P. and M. Horodecki, Phys. Lett. A 200, 340 (1995).

    Example:
        >>> from qinet_edu.theory import werner
        >>> chsh_max(werner([0.7, 0.8, 0.9])).round(6).tolist()
        [1.697056, 2.07418, 2.451304]
    """
    strengths = np.linalg.svd(correlation_matrix(rho), compute_uv=False)
    largest: NDArray[np.float64] = 2 * np.hypot(strengths[..., 0], strengths[..., 1])[()]
    return largest


def game_chance(s: ArrayLike) -> NDArray[np.float64]:
    """Return how often a team wins the CHSH game with a pair that reaches S.

    Each player gets a random bit and answers a bit, without talking; they win if the answers
    differ exactly when both got 1. 1/2 + S/8: at most 3/4 with any plan (S = 2), 0.854 with Φ+.

    Args:
        s: the S of their pair and settings, in [−4, 4].

    Returns:
        Probabilities in [0, 1], shape of ``s``.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [−4, 4].

    Source:
        R. Cleve, P. Høyer, B. Toner and J. Watrous (2004), "Consequences and limits of nonlocal
        strategies".

    Example:
        >>> game_chance([2, 2 * np.sqrt(2)]).round(6).tolist()
        [0.75, 0.853553]
    """
    return (0.5 + real(s, "s", low=-4, high=4) / 8)[()]


def mermin(state: ArrayLike) -> NDArray[np.float64]:
    """Return M = XXX − XYY − YXY − YYX of three qubits.

    Instructions agreed on beforehand keep |M| ≤ 2. The GHZ state has 4, each product certain.

    Args:
        state: one ket, shape (8,), or density matrices, shape (..., 8, 8).

    Returns:
        M in [−4, 4], shape (...).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid state of three qubits.

    Source:
        Mermin, PRL 65, 1838 (1990).

    Example:
        >>> mermin(np.array([1, 0, 0, 0, 0, 0, 0, 1]) / np.sqrt(2)).round(6)
        np.float64(4.0)
    """
    rho = density_matrices(state, qubits=3)
    x, y = _SIGMA[0], _SIGMA[1]
    wanted = sum(
        sign * np.kron(np.kron(a, b), c)
        for sign, a, b, c in ((1, x, x, x), (-1, x, y, y), (-1, y, x, y), (-1, y, y, x))
    )
    found: NDArray[np.float64] = np.einsum("...ij,ji->...", rho, wanted).real[()]
    return found


def _unit_vector(direction: Direction) -> NDArray[np.float64]:
    theta, phi = np.broadcast_arrays(*direction_angles(direction))
    return np.stack(
        [np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], axis=-1
    )
