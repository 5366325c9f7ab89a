"""What becomes of photons in a fibre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real


def fibre_transmittance(
    length_km: ArrayLike, *, loss_db_per_km: ArrayLike = 0.2, fixed_loss_db: ArrayLike = 0
) -> NDArray[np.float64]:
    """Return the share of photons that a fibre lets through.

    10^(−loss/10): half are left after 15 km, one in a hundred after 100 km, one in 10¹⁹ after
    the 948 km from Brisbane to Sydney. An amplifier would help light, yet no qubit.

    Args:
        length_km: length of the fibre, in km.
        loss_db_per_km: its loss; 0.2 is usual for telecom fibre at 1550 nm.
        fixed_loss_db: loss in what stands at its ends, in dB. All three broadcast.

    Returns:
        Shares from 0 to 1, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is negative or NaN.

    Example:
        >>> fibre_transmittance([0, 50, 100]).round(6).tolist()
        [1.0, 0.1, 0.01]
        >>> fibre_transmittance(100, fixed_loss_db=3).round(5)
        np.float64(0.00501)
    """
    length = real(length_km, "length_km", low=0)
    loss = real(loss_db_per_km, "loss_db_per_km", low=0)
    fixed = real(fixed_loss_db, "fixed_loss_db", low=0)
    shares: NDArray[np.float64] = (10 ** (-(loss * length + fixed) / 10))[()]
    return shares


def plob(transmittance: ArrayLike) -> NDArray[np.float64]:
    """Return the most secret bits that one use of a lossy line can give without a repeater.

    −log₂(1 − η), whatever the protocol: over 100 km of usual fibre 0.0145, over 1000 km 1.4 ×
    10⁻²⁰, which is 1.44 η. A node that only measures and sends on cannot pass it; one that is
    trusted, or a quantum repeater, starts afresh.

    Args:
        transmittance: η of the whole line from Alice to Bob, in [0, 1].

    Returns:
        Secret bits per use of the line (per mode), shape as given; ``inf`` for η = 1.

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        S. Pirandola, R. Laurenza, C. Ottaviani and L. Banchi, Nature Communications 8, 15043
        (2017).

    Example:
        >>> plob(fibre_transmittance([50, 100])).round(6).tolist()
        [0.152003, 0.0145]
    """
    return repeater_capacity(transmittance, links=1)


def repeater_capacity(transmittance: ArrayLike, *, links: ArrayLike = 2) -> NDArray[np.float64]:
    """Return the most secret bits per use of a line that ideal repeaters cut into equal links.

    −log₂(1 − η^(1/n)): it is as good as its links. 500 km in five links give what 100 km give,
    0.0145 instead of 1.4 × 10⁻¹⁰.

    Args:
        transmittance: η of the whole line from Alice to Bob, in [0, 1].
        links: n, how many equal links there are, from 1; n − 1 repeaters join them.

    Returns:
        Secret bits per use, broadcast shape; ``inf`` for η = 1.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or no whole number of links.

    Source:
        S. Pirandola, Communications Physics 2, 51 (2019).

    Example:
        >>> repeater_capacity(fibre_transmittance(500), links=[1, 5]).round(6).tolist()
        [0.0, 0.0145]
    """
    eta = real(transmittance, "transmittance", low=0, high=1)
    n = real(links, "links", low=1)
    if np.any(n != np.floor(n)):
        raise ValueError("links must be whole numbers: a repeater stands there or it does not.")
    each = eta ** (1 / n)
    lossless = each == 1
    # log1p: below 10⁻¹⁶ the difference 1 − η would be exactly 1, and the key gone.
    bits = -np.log1p(-np.where(lossless, 0.0, each)) / np.log(2)
    capacity: NDArray[np.float64] = np.where(lossless, np.inf, bits)[()]
    return capacity


def years_per_photon(transmittance: ArrayLike, *, rate_hz: ArrayLike = 10e9) -> NDArray[np.float64]:
    """Return how long one waits for a photon, in years.

    1/(rate η): a source of 10 GHz, and 1000 km of usual fibre: 317 years.

    Args:
        transmittance: η, above 0 and at most 1.
        rate_hz: photons sent per second, above 0. Both broadcast.

    Returns:
        Years of 365.25 days, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        The example of N. Sangouard et al., Reviews of Modern Physics 83, 33 (2011).

    Example:
        >>> years_per_photon(fibre_transmittance(1000)).round(1)
        np.float64(316.9)
    """
    eta = real(transmittance, "transmittance", low=0, high=1)
    rate = real(rate_hz, "rate_hz", low=0)
    if np.any(eta == 0) or np.any(rate == 0):
        raise ValueError("Where no photon is sent or none passes, the wait never ends.")
    years: NDArray[np.float64] = (1 / (rate * eta) / (365.25 * 86_400))[()]
    return years
