"""Pairs of photons from down-conversion: sometimes none, sometimes two at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.weak_pulses import DARK_ERROR

DARK_COUNT = 6e-6
MISALIGNMENT = 0.015


def pair_source(
    mean_pairs: ArrayLike,
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    dark_count: ArrayLike = DARK_COUNT,
    misalignment: ArrayLike = MISALIGNMENT,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often both ends of a down-conversion source click, and how often they differ.

    Such a source makes n pairs with probability (n + 1) λⁿ/(1 + λ)ⁿ⁺², μ = 2λ on average. A
    brighter one gives more coincidences, but two pairs at once can lose a photon each and leave
    halves of different pairs, which agree by chance only: about μ/2 of the key rounds are wrong
    where the loss is high, 2.3 % at μ = 0.05 without any other error.

    Args:
        mean_pairs: μ, the mean number of pairs per pulse.
        transmittance: η from the source to Alice's click, detector included, in [0, 1].
        other: that of Bob's side; ``None`` for both alike.
        dark_count: clicks without light, per end (both its detectors together) and pulse.
        misalignment: e_d, how often the two photons of one pair are read wrongly, in [0, 1/2].
            All broadcast.

    Returns:
        ``(coincidence, qber)``: the chance per pulse that both click, and the error rate of such
        rounds, the same in both bases. When both detectors of an end click, the bit is a coin.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or both ends never click.

    Source:
        X. Ma, C.-H. F. Fung and H.-K. Lo, PRA 76, 012307 (2007).

    Example:
        >>> coincidence, qber = pair_source([0.02, 0.2], 0.1, dark_count=0, misalignment=0)
        >>> coincidence.round(6).tolist(), qber.round(4).tolist()
        ([0.000205, 0.002464], [0.0088, 0.0705])
    """
    light, h, k, dark = _read(mean_pairs, transmittance, other, dark_count)
    e_d = real(misalignment, "misalignment", low=0, high=0.5)
    both = _both(light, h, k, dark)
    if np.any(both == 0):
        raise ValueError("Without photons or dark counts the two ends never click together.")
    doors = (1 + h * light) * (1 + k * light) * (1 + light * (h + k - h * k))
    right = 2 * (DARK_ERROR - e_d) * h * k * light * (1 + light) / doors
    return both[()], (DARK_ERROR - right / both)[()]


def coincidences_to_accidentals(
    mean_pairs: ArrayLike,
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    dark_count: ArrayLike = DARK_COUNT,
) -> NDArray[np.float64]:
    """Return how many times more often both ends click in one pulse than in two different ones.

    Clicks of different pulses have nothing to do with one another, so their coincidences are what
    chance alone gives. It is what one looks at first in a laboratory: about 1/μ for a faint
    source, whatever the loss, until dark counts make it fall towards 1.

    Args:
        mean_pairs: μ, the mean number of pairs per pulse.
        transmittance: η from the source to Alice's click, detector included, in [0, 1].
        other: that of Bob's side; ``None`` for both alike.
        dark_count: clicks without light, per end (both its detectors together) and pulse. All
            broadcast.

    Returns:
        Ratios, broadcast shape: all coincidences of a pulse, accidental ones among them, over
        the accidental ones. (Some authors subtract these first, which gives 1 less.)

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or one end never clicks.

    Example:
        >>> coincidences_to_accidentals([0.01, 0.1], 0.1, dark_count=0).round(1).tolist()
        [101.4, 11.4]
    """
    light, h, k, dark = _read(mean_pairs, transmittance, other, dark_count)
    by_chance = _click(h * light, dark) * _click(k * light, dark)
    if np.any(by_chance == 0):
        raise ValueError("Without photons or dark counts one end never clicks.")
    ratio: NDArray[np.float64] = (_both(light, h, k, dark) / by_chance)[()]
    return ratio


def _read(
    mean_pairs: ArrayLike,
    transmittance: ArrayLike,
    other: ArrayLike | None,
    dark_count: ArrayLike,
) -> tuple[NDArray[np.float64], ...]:
    """Return λ, half the mean number of pairs, and the rest as given."""
    h = real(transmittance, "transmittance", low=0, high=1)
    k = h if other is None else real(other, "other", low=0, high=1)
    dark = real(dark_count, "dark_count", low=0, high=1)
    return real(mean_pairs, "mean_pairs", low=0) / 2, h, k, dark


def _click(x: NDArray[np.float64], dark: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely an end clicks that x = ηλ photons reach in either polarisation."""
    return (x * (2 + x) + dark) / (1 + x) ** 2


def _both(
    light: NDArray[np.float64],
    h: NDArray[np.float64],
    k: NDArray[np.float64],
    dark: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how likely both ends click.

    It is 1 − a − b + c of the source, where a, b and c say that Alice, Bob and both see nothing,
    sorted as (1 − a)(1 − b) + (c − ab), so that faint light keeps its digits.
    """
    apart = (1 + h * light) * (1 + k * light)
    together = 1 + light * (h + k - h * k)
    linked = h * k * light * (1 + light) * (apart + together) / (apart * together) ** 2
    return _click(h * light, dark) * _click(k * light, dark) + (1 - dark) ** 2 * linked
