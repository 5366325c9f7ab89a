"""What a source sends that Eve was given, and what she knows of the key made from it."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import AXES, Direction, direction_angles, real
from qinet_edu.theory.eavesdropping import BREIDBART_RAD, eve_guess
from qinet_edu.theory.key_rates import binary_entropy
from qinet_edu.theory.pairs import werner
from qinet_edu.theory.qubit import bloch_state
from qinet_edu.theory.states import density

FakeBasis: TypeAlias = str | Sequence[ArrayLike]
"""``"z"``, ``"x"``, ``"y"``, ``"breidbart"``, ``"random"``, or Bloch angles (theta, phi)."""

FAKES: dict[str, tuple[Direction, ...]] = {
    **{axis: ((theta, phi),) for axis, (theta, phi) in AXES.items()},
    "breidbart": ((BREIDBART_RAD, 0.0),),
    "random": (AXES["z"], AXES["x"]),
}
"""The directions of each way to fake pairs; of several she draws one for every pair."""


def faked_pair(basis: FakeBasis = "z") -> NDArray[np.complex128]:
    """Return what reaches Alice and Bob if Eve sends two definite halves that match.

    For each pair she draws a bit and sends it to both, along her basis: what Φ+ would leave if
    she had measured it. Along that basis Alice and Bob agree as if the source were honest. But a
    fake at the angle θ between Z and X errs in sin²θ/2 of the rounds in Z and cos²θ/2 in X, half
    a round together whatever θ, and S is √2 where Φ+ gives 2√2. No definite halves exceed 2.

    Args:
        basis: ``"z"``, ``"x"``, ``"y"``, ``"breidbart"`` (half-way between Z and X), ``"random"``
            (Z or X, drawn for every pair) or Bloch angles (theta, phi) in radians, which may be
            arrays.

    Returns:
        Density matrices, shape (..., 4, 4), Alice right-most.

    Raises:
        TypeError: an angle is no real number.
        ValueError: there is no such basis.

    Source:
        A. K. Ekert, PRL 67, 661 (1991), where Eve takes the place of the source.

    Example:
        >>> from qinet_edu.theory import chsh, correlation
        >>> fake = faked_pair("z")
        >>> [float(correlation(fake, axis, axis).round(6)) for axis in "zx"]
        [1.0, 0.0]
        >>> chsh(fake).round(4)
        np.float64(1.4142)
    """
    pairs = [_decided(direction) for direction in fake_directions(basis)]
    return np.asarray(sum(pairs) / len(pairs))


def eves_source(
    fraction: ArrayLike = 1.0, *, basis: FakeBasis = "z", f: ArrayLike = 1.0
) -> NDArray[np.complex128]:
    """Return the pairs of a source of which Eve fakes a share and leaves the others honest.

    Alice and Bob see the mean of both: with 30 % faked along Z and perfect pairs otherwise no bit
    is wrong in Z, 15 % are in X, and S is 2.40 instead of 2.83.

    Args:
        fraction: the share of the pairs that she fakes, in [0, 1].
        basis: along what she fakes them, as :func:`faked_pair` takes it.
        f: fidelity of the honest pairs with Φ+, Werner's, in [0, 1]. All broadcast.

    Returns:
        Density matrices, shape (..., 4, 4), Alice right-most.

    Raises:
        TypeError: something is no real number.
        ValueError: a share or fidelity outside [0, 1], or there is no such basis.

    Example:
        >>> from qinet_edu.theory import chsh, correlation
        >>> rho = eves_source(0.3)
        >>> correlation(rho, "x", "x").round(6), chsh(rho).round(4)
        (np.float64(0.7), np.float64(2.4042))
    """
    share = real(fraction, "fraction", low=0, high=1)[..., None, None]
    mixed: NDArray[np.complex128] = (1 - share) * werner(f) + share * faked_pair(basis)
    return mixed


def faked_information(fraction: ArrayLike = 1.0, *, basis: FakeBasis = "z") -> NDArray[np.float64]:
    """Return how many bits Eve knows about each key bit that Z makes of her source's pairs.

    1 − h(guess) for the share she faked: all of it along Z, nothing along X, 0.40 bits with
    Breidbart's basis, half of it if she draws Z or X by a coin. Of honest pairs she knows nothing;
    that is for the tests to make sure.

    Args:
        fraction: the share of the pairs that she fakes, in [0, 1].
        basis: along what, as :func:`faked_pair` takes it.

    Returns:
        Bits per key bit, in [0, 1], broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: a share outside [0, 1], or there is no such basis.

    Example:
        >>> [round(float(faked_information(basis=b)), 4) for b in ("z", "x", "breidbart", "random")]
        [1.0, 0.0, 0.3991, 0.5]
    """
    share = real(fraction, "fraction", low=0, high=1)
    thetas = [direction_angles(direction)[0] for direction in fake_directions(basis)]
    learnt = [1 - binary_entropy(eve_guess(theta)[0]) for theta in thetas]
    known: NDArray[np.float64] = np.asarray(share * np.mean(learnt, axis=0))[()]
    return known


def fake_directions(basis: FakeBasis) -> tuple[Direction, ...]:
    """Return the directions among which Eve draws one for each pair.

    Raises:
        ValueError: there is no such basis.

    Example:
        >>> len(fake_directions("random")), len(fake_directions((0.3, 0.0)))
        (2, 1)
    """
    if not isinstance(basis, str):
        direction_angles(basis)
        return (basis,)
    if basis not in FAKES:
        raise ValueError(
            f"Eve has no basis {basis!r} to fake pairs in; choose {', '.join(map(repr, FAKES))} "
            "or a pair of Bloch angles (theta, phi) in radians."
        )
    return FAKES[basis]


def _decided(direction: Direction) -> NDArray[np.complex128]:
    """Return the even mixture of both matching products; Bob's is conjugate, as in Φ+."""
    theta, phi = direction_angles(direction)
    both = [density(bloch_state(theta + bit * np.pi, phi)) for bit in (0, 1)]
    products = [np.einsum("...ij,...kl->...ikjl", one.conj(), one) for one in both]
    halves = (products[0] + products[1]) / 2
    rho: NDArray[np.complex128] = halves.reshape(*halves.shape[:-4], 4, 4)
    return rho
