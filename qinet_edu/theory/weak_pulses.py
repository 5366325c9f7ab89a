"""Keys from faint laser pulses: photon numbers, decoys, and what they prove.

Throughout a pulse of n photons is detected with probability Yₙ = Y₀ + 1 − (1 − η)ⁿ, where Y₀ is the
dark count and η the whole transmittance, detector included. (Some authors subtract the rare
coincidence Y₀(1 − (1 − η)ⁿ); that moves a rate's last digits.) A dark count is wrong half the time.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

DARK_COUNT = 1.7e-6  # the experiment of Gobby, Yuan and Shields (2004), as in Ma et al. (2005)
MISALIGNMENT = 0.033
DARK_ERROR = 0.5


def photon_number_split_share(mu: ArrayLike) -> NDArray[np.float64]:
    """Return the share of the pulses with any photon that hold two or more.

    1 − μ/(e^μ − 1): from each of these Eve can keep one photon and make no error at all. At
    μ = 0.5 they are 23 % of the pulses that are not empty; over a lossy line she can block the
    others and let only these through, so that no key is left however few errors there are.

    Args:
        mu: mean number of photons in a pulse, above 0.

    Returns:
        Shares, in (0, 1), shape of ``mu``.

    Raises:
        TypeError: it is no real number.
        ValueError: it is not above 0.

    Example:
        >>> photon_number_split_share([0.1, 0.5]).round(4).tolist()
        [0.0492, 0.2293]
    """
    mu = intensity(mu, "mu")
    return (1 - mu / np.expm1(mu))[()]


def decoy_yield(
    photons: ArrayLike, transmittance: ArrayLike, *, dark_count: ArrayLike = DARK_COUNT
) -> NDArray[np.float64]:
    """Return how likely a pulse with a known number of photons is detected.

    Yₙ = Y₀ + 1 − (1 − η)ⁿ. It is a property of the line alone: Eve, who sees n and nothing
    else, must treat a decoy of n photons as she treats a signal of n photons.

    Args:
        photons: how many photons the pulse holds, n, from 0.
        transmittance: η of line and detector together, in [0, 1].
        dark_count: Y₀, clicks per pulse without any light, in [0, 1]. All broadcast.

    Returns:
        Probabilities, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> decoy_yield([0, 1, 2], 0.01).round(6).tolist()
        [2e-06, 0.010002, 0.019902]
    """
    n, eta, y0 = real(photons, "photons", low=0), _eta(transmittance), _dark(dark_count)
    return (y0 - np.expm1(n * _log1p(-eta)))[()]


def decoy_error(
    photons: ArrayLike,
    transmittance: ArrayLike,
    *,
    dark_count: ArrayLike = DARK_COUNT,
    misalignment: ArrayLike = MISALIGNMENT,
) -> NDArray[np.float64]:
    """Return the error rate of detected pulses with a known number of photons.

    eₙ = (Y₀/2 + e_d (1 − (1 − η)ⁿ))/Yₙ. Far away only dark counts are left and it tends to 1/2.

    Args:
        photons: how many photons the pulse holds, n, from 0.
        transmittance: η of line and detector together, in [0, 1].
        dark_count: Y₀, above 0 where nothing else would click.
        misalignment: e_d, how often a photon reaches the wrong detector, in [0, 1/2].

    Returns:
        Error rates, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or nothing ever clicks.

    Example:
        >>> decoy_error([0, 1], 0.01).round(4).tolist()
        [0.5, 0.0331]
    """
    y0, e_d = _dark(dark_count), _misaligned(misalignment)
    found = decoy_yield(photons, transmittance, dark_count=y0)
    return _share(DARK_ERROR * y0 + e_d * (found - y0), found)


def decoy_gain(
    mu: ArrayLike, transmittance: ArrayLike, *, dark_count: ArrayLike = DARK_COUNT
) -> NDArray[np.float64]:
    """Return how likely a pulse of a given intensity is detected.

    Q = Y₀ + 1 − e^(−ημ), the mean of the yields over the Poisson distribution of photon numbers:
    what Bob can count.

    Args:
        mu: mean number of photons in a pulse, from 0 (the vacuum decoy).
        transmittance: η of line and detector together, in [0, 1].
        dark_count: Y₀, in [0, 1]. All broadcast.

    Returns:
        Probabilities, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        X. Ma, B. Qi, Y. Zhao and H.-K. Lo, PRA 72, 012326 (2005).

    Example:
        >>> decoy_gain([0, 0.05, 0.48], 0.001).round(8).tolist()
        [1.7e-06, 5.17e-05, 0.00048158]
    """
    mean, eta, y0 = real(mu, "mu", low=0), _eta(transmittance), _dark(dark_count)
    return (y0 - np.expm1(-eta * mean))[()]


def decoy_qber(
    mu: ArrayLike,
    transmittance: ArrayLike,
    *,
    dark_count: ArrayLike = DARK_COUNT,
    misalignment: ArrayLike = MISALIGNMENT,
) -> NDArray[np.float64]:
    """Return the error rate of the detected pulses of a given intensity.

    E = (Y₀/2 + e_d (1 − e^(−ημ)))/Q: what Bob and Alice find when they compare.

    Args:
        mu: mean number of photons in a pulse, from 0.
        transmittance: η of line and detector together, in [0, 1].
        dark_count: Y₀, in [0, 1].
        misalignment: e_d, in [0, 1/2]. All broadcast.

    Returns:
        Error rates, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or nothing ever clicks.

    Source:
        X. Ma, B. Qi, Y. Zhao and H.-K. Lo, PRA 72, 012326 (2005).

    Example:
        >>> decoy_qber(0.48, [1e-2, 1e-4, 1e-6]).round(4).tolist()
        [0.0332, 0.049, 0.3972]
    """
    y0, e_d = _dark(dark_count), _misaligned(misalignment)
    found = decoy_gain(mu, transmittance, dark_count=y0)
    return _share(DARK_ERROR * y0 + e_d * (found - y0), found)


def _log1p(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(1 + x), with a large negative number for −∞: 0 × ∞ would be NaN."""
    return np.log1p(np.maximum(x, -1 + 1e-16))


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    if np.any(np.asarray(whole) == 0):
        raise ValueError(
            "Without dark counts, light or transmittance nothing ever clicks: there is no error "
            "rate. Give a dark_count above 0, say 1e-6."
        )
    return (part / whole)[()]


def intensity(value: ArrayLike, name: str) -> NDArray[np.float64]:
    """Read the mean number of photons in a pulse that carries key.

    Raises:
        TypeError: it is no real number.
        ValueError: it is not above 0.

    Example:
        >>> intensity(0.48, "mu").item()
        0.48
    """
    mean = real(value, name, low=0)
    if np.any(mean == 0):
        raise ValueError(f"{name} must be above 0: a pulse without photons carries no key.")
    return mean


def _eta(transmittance: ArrayLike) -> NDArray[np.float64]:
    return real(transmittance, "transmittance", low=0, high=1)


def _dark(dark_count: ArrayLike) -> NDArray[np.float64]:
    return real(dark_count, "dark_count", low=0, high=1)


def _misaligned(misalignment: ArrayLike) -> NDArray[np.float64]:
    return real(misalignment, "misalignment", low=0, high=0.5)
