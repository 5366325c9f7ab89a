"""What an eavesdropper on single qubits learns, and what errors she makes."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.cloning import cloned
from qinet_edu.theory.key_rates import binary_entropy

BREIDBART_RAD = np.pi / 4
"""The Bloch angle half-way between Z and X: Eve guesses both bases equally well."""

Cloner: TypeAlias = Literal["universal", "phase-covariant"]
MACHINES = ("universal", "phase-covariant")
_KEY_ARROWS = np.array([[[0, 0, 1], [0, 0, -1]], [[1, 0, 0], [-1, 0, 0]]], dtype=float)


def intercept_resend_qber(
    angle_rad: ArrayLike, *, fraction: ArrayLike = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the error rates that Eve causes in BB84 when she measures and sends on what she found.

    sin²θ/2 in Z and cos²θ/2 in X: whatever she does in this plane, the mean is a quarter. In Z
    (θ = 0) she is not seen there at all and makes Bob's X a coin.

    Args:
        angle_rad: the Bloch polar angle θ of her measurement in the XZ plane: 0 is Z, π/2 is X,
            π/4 Breidbart's basis.
        fraction: the share of the qubits she touches, in [0, 1]. Both broadcast.

    Returns:
        ``(z, x)``: the error rates of the bits that both parties treated in Z, and in X.

    Raises:
        TypeError: something is no real number.
        ValueError: NaN, or a fraction outside [0, 1].

    Source:
        C. H. Bennett et al., Journal of Cryptology 5, 3 (1992).

    Example:
        >>> z, x = intercept_resend_qber([0, np.pi / 4])
        >>> z.round(4).tolist(), x.round(4).tolist()
        ([0.0, 0.25], [0.5, 0.25])
    """
    theta, touched = real(angle_rad, "angle_rad"), _fraction(fraction)
    return (touched * np.sin(theta) ** 2 / 2)[()], (touched * np.cos(theta) ** 2 / 2)[()]


def six_state_intercept_qber(fraction: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the error rate of the six-state protocol under interception: a third of the share.

    In whichever direction Eve measures, her three chances to match a basis add up to one: the
    mean over X, Y and Z is 1/3, where BB84's is 1/4. She is easier to see.

    Args:
        fraction: the share of the qubits she touches, in [0, 1].

    Returns:
        Error rates of the sifted bits, shape of ``fraction``.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        D. Bruß, PRL 81, 3018 (1998).

    Example:
        >>> six_state_intercept_qber([0, 0.3, 1]).round(4).tolist()
        [0.0, 0.1, 0.3333]
    """
    return (_fraction(fraction) / 3)[()]


def clone_attack_qber(
    machine: Cloner = "universal", *, fraction: ArrayLike = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the error rates that Eve causes in BB84 when she keeps one clone and sends the other.

    1/6 with the universal machine, in every basis; 0.1464 with the phase-covariant one, whose
    equator she turns into the plane of Z and X, where BB84's states lie: fewer errors than the
    quarter of interception, for about as much information.

    Args:
        machine: ``"universal"`` or ``"phase-covariant"``.
        fraction: the share of the qubits she touches, in [0, 1].

    Returns:
        ``(z, x)``: the error rates of the bits that both parties treated in Z, and in X.

    Raises:
        TypeError: the fraction is no real number.
        ValueError: it lies outside [0, 1], or there is no such machine.

    Source:
        C. A. Fuchs et al., PRA 56, 1163 (1997), for the plane; V. Bužek and M. Hillery, PRA 54,
        1844 (1996), for all bases.

    Example:
        >>> z, x = clone_attack_qber("phase-covariant", fraction=[0.5, 1])
        >>> z.round(4).tolist(), x.round(4).tolist()
        ([0.0732, 0.1464], [0.0732, 0.1464])
    """
    if machine not in MACHINES:
        raise ValueError(f"Eve has no machine {machine!r}; choose one of {', '.join(MACHINES)}.")
    # The phase-covariant machine is made for the plane of X and Y: turned, Z plays the part of Y.
    arrows = np.array(_KEY_ARROWS)
    if machine == "phase-covariant":
        arrows = arrows[..., [0, 2, 1]]
    errors = (1 - np.sum(arrows * cloned(arrows, machine), axis=-1)).mean(axis=-1) / 2
    touched = _fraction(fraction)
    return (touched * errors[0])[()], (touched * errors[1])[()]


def eve_guess(angle_rad: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often an intercepting Eve knows the bit, once the bases are announced.

    (1 + |cos θ|)/2 in Z and (1 + |sin θ|)/2 in X: certain in her own basis and a coin in the
    other, or cos²(π/8) = 0.854 in both with Breidbart's.

    Args:
        angle_rad: the Bloch polar angle θ of her measurement in the XZ plane.

    Returns:
        ``(z, x)``: the probabilities that she guesses right, in [1/2, 1].

    Raises:
        TypeError: it is no real number.
        ValueError: it is NaN.

    Example:
        >>> z, x = eve_guess(BREIDBART_RAD)
        >>> z.round(4), x.round(4)
        (np.float64(0.8536), np.float64(0.8536))
    """
    theta = real(angle_rad, "angle_rad")
    return (1 + np.abs(np.cos(theta))[()]) / 2, (1 + np.abs(np.sin(theta))[()]) / 2


def eve_information(angle_rad: ArrayLike, *, fraction: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return how many bits Eve learns about each sifted bit by measuring and sending on.

    The mean over Z and X of 1 − h(guess), for the share she touches. In Z or in X half a bit;
    Breidbart's basis guesses best on the whole and yet gives 0.3991 bits, for certainty about
    half of the bits is worth more than a good guess at all.

    Args:
        angle_rad: the Bloch polar angle θ of her measurement in the XZ plane.
        fraction: the share of the qubits she touches, in [0, 1]; broadcasts.

    Returns:
        Bits per sifted bit, in [0, 1/2].

    Raises:
        TypeError: something is no real number.
        ValueError: NaN, or a fraction outside [0, 1].

    Source:
        C. H. Bennett et al., Journal of Cryptology 5, 3 (1992).

    Example:
        >>> eve_information([0, BREIDBART_RAD]).round(4).tolist()
        [0.5, 0.3991]
    """
    z, x = eve_guess(angle_rad)
    learnt = 1 - (binary_entropy(z) + binary_entropy(x)) / 2
    return (_fraction(fraction) * learnt)[()]


def eve_detected(bits: ArrayLike, *, qber: ArrayLike = 0.25) -> NDArray[np.float64]:
    """Return how likely at least one of the bits compared shows that Eve was there.

    1 − (1 − Q)ⁿ, for a line that makes no errors of its own: with full interception 1 − (3/4)ⁿ,
    so 17 bits see her in 99 cases of 100. On a real line errors are there without her, and a
    threshold takes the place of the first error.

    Args:
        bits: how many sifted bits are compared, whole numbers from 0.
        qber: the error rate she causes, in [0, 1]; broadcasts.

    Returns:
        Probabilities, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: no whole number of bits, or a rate outside [0, 1].

    Example:
        >>> eve_detected([0, 1, 17]).round(4).tolist()
        [0.0, 0.25, 0.9925]
    """
    n, q = real(bits, "bits", low=0), real(qber, "qber", low=0, high=1)
    if np.any(n != np.floor(n)):
        raise ValueError("bits must be whole numbers: half a bit cannot be compared.")
    return (1 - (1 - q) ** n)[()]


def _fraction(fraction: ArrayLike) -> NDArray[np.float64]:
    return real(fraction, "fraction", low=0, high=1)
