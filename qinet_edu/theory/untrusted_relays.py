"""Keys by way of a station in the middle that nobody has to trust."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.key_rates import binary_entropy
from qinet_edu.theory.weak_pulses import DARK_ERROR


def mdi_rate(
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    dark_count: ArrayLike = 3e-6,
    misalignment: ArrayLike = 0.015,
    f_ec: ArrayLike = 1.16,
    sifted: ArrayLike = 0.5,
) -> NDArray[np.float64]:
    """Return the secret bits per round of measurement-device-independent QKD, for single photons.

    q Y (1 − h(e_x) − f h(e_z)), or 0 where that is negative. Alice and Bob both send, a station in
    the middle tells them whether their photons were the same, and need not be trusted: detectors
    cannot be attacked through it. Its linear optics finds two of the four Bell states, so even
    without loss half of the rounds are announced. Both photons must arrive, and η is that of
    one arm of half the way: their product falls like that of the whole line.

    Args:
        transmittance: η from Alice to the station's detectors, detector efficiency included.
        other: the same from Bob; ``None`` for the station half-way.
        dark_count: dark counts per detector and round; there are four detectors.
        misalignment: e_d, how often a pair of photons meets wrongly, in [0, 1/2].
        f_ec: how many times h(e_z) error correction reveals, at least 1.
        sifted: q, the share of rounds in which the bases agree and make key. All broadcast.

    Returns:
        Secret bits per round, broadcast shape. Weak pulses with decoys reach the same scaling,
        with a factor of μ² e^(−2μ) and more errors in front.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        H.-K. Lo, M. Curty and B. Qi, PRL 108, 130503 (2012); the formulas for single photons are
        those of X. Ma and M. Razavi, PRA 86, 062319 (2012).

    Example:
        >>> mdi_rate([1, 0.1, 0.01], dark_count=0, misalignment=0).round(8).tolist()
        [0.25, 0.0025, 2.5e-05]
    """
    found, z, x = mdi_heralds(
        transmittance, other, dark_count=dark_count, misalignment=misalignment
    )
    f, q = real(f_ec, "f_ec", low=1), real(sifted, "sifted", low=0, high=1)
    secret = 1 - binary_entropy(x) - f * binary_entropy(z)
    rate: NDArray[np.float64] = np.maximum(q * found * secret, 0)[()]
    return rate


def mdi_heralds(
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    dark_count: ArrayLike = 3e-6,
    misalignment: ArrayLike = 0.015,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return how often the station announces a Bell state, and the errors in each basis.

    It announces one when exactly two detectors click, for different polarisations: half of the
    rounds in which both photons arrive. Where one is lost and a detector clicks in the dark, the
    bits are a coin.

    Args:
        transmittance: η from Alice to the station's detectors, detector efficiency included.
        other: the same from Bob; ``None`` for the station half-way.
        dark_count: dark counts per detector and round, in [0, 1].
        misalignment: e_d, in [0, 1/2], the same in both bases. All broadcast.

    Returns:
        ``(announced, z, x)``: a probability, and the error rates in Z and in X after the flip.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or nothing is ever announced.

    Source:
        X. Ma and M. Razavi, PRA 86, 062319 (2012).

    Example:
        >>> announced, z, x = mdi_heralds(1.0, dark_count=0, misalignment=0)
        >>> float(announced), float(z), float(x)
        (0.5, 0.0, 0.0)
    """
    a = real(transmittance, "transmittance", low=0, high=1)
    b = a if other is None else real(other, "other", low=0, high=1)
    dark = real(dark_count, "dark_count", low=0, high=1)
    e_d = real(misalignment, "misalignment", low=0, high=0.5)
    quiet = (1 - dark) ** 2
    both = quiet * a * b / 2
    chance = both + quiet * ((2 * a + 2 * b - 3 * a * b) * dark + 4 * (1 - a) * (1 - b) * dark**2)
    if np.any(chance == 0):
        raise ValueError("Without photons or dark counts the station never announces anything.")
    coins = DARK_ERROR * chance - (DARK_ERROR - e_d) * both
    # Two photons alike in Z leave by one door: a dark count beside them is wrong every time. In X
    # they may leave by two, and a dark count is a coin.
    alike = quiet * a * b * dark * (DARK_ERROR - e_d)
    return chance[()], ((coins + alike) / chance)[()], (coins / chance)[()]


def twin_field_scaling(
    transmittance: ArrayLike, *, efficiency: ArrayLike = 0.05
) -> NDArray[np.float64]:
    """Return the secret bits per round of a protocol that needs one photon from either side.

    efficiency × √η: a single photon, from Alice or from Bob, goes half the way, so the
    decibels are halved. It has to pay for its device first: with 0.05, for detectors, faint
    pulses, sifting and error correction together, it is above the bound of all lines without
    repeaters only where η < (efficiency ln 2)², from 146 km of usual fibre on. Dark counts,
    which end it, are left out.

    Args:
        transmittance: η of the whole line from Alice to Bob, in [0, 1].
        efficiency: what device and protocol leave, in [0, 1]. Both broadcast.

    Returns:
        Secret bits per round, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        M. Lucamarini, Z. L. Yuan, J. F. Dynes and A. J. Shields, Nature 557, 400 (2018), for the
        scaling; the efficiency is an example.

    Example:
        >>> twin_field_scaling([1, 1e-2, 1e-4]).tolist()
        [0.05, 0.005000000000000001, 0.0005]
    """
    eta = real(transmittance, "transmittance", low=0, high=1)
    share = real(efficiency, "efficiency", low=0, high=1)
    bits: NDArray[np.float64] = (share * np.sqrt(eta))[()]
    return bits
