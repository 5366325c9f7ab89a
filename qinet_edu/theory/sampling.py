"""What a finite number of shots can tell."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real


def shot_noise(probability: ArrayLike, shots: ArrayLike) -> NDArray[np.float64]:
    """Return the standard deviation of a frequency counted over some shots.

    √(p(1−p)/n): ten times finer costs a hundred times the shots. At p = 1/2 a thousand shots
    leave ± 0.016.

    Args:
        probability: probability of the outcome that is counted, in [0, 1].
        shots: how often the circuit ran, whole numbers from 1; broadcasts with ``probability``.

    Returns:
        Standard deviations, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: a probability outside [0, 1], or shots that are not whole numbers from 1.

    Example:
        >>> shot_noise(0.5, 1000).round(4)
        np.float64(0.0158)
    """
    p = real(probability, "probability", low=0, high=1)
    n = real(shots, "shots", low=1)
    if np.any(n != np.floor(n)):
        raise ValueError("shots must be whole numbers: a circuit runs or it does not.")
    return np.sqrt(p * (1 - p) / n)[()]


def shots_needed(
    margin: ArrayLike, *, confidence: ArrayLike = 0.95, probability: ArrayLike = 0.5
) -> NDArray[np.int64]:
    """Return how many shots estimate a probability to within a margin.

    The smallest whole number n with z √(p(1−p)/n) ≤ margin, where z is the two-sided quantile of
    the normal distribution to full precision (1.959964 for 95 %, not 1.96). For ± 0.01 at 95 %
    that is 9603.65, so 9604: rounded up, never down.

    Args:
        margin: largest error to accept, above 0 and at most 1.
        confidence: how often the estimate must lie within the margin, above 0 and below 1.
        probability: what is expected to be found; 1/2 is the worst case and holds for all. At 0
            and at 1 the formula asks for no shots; one is returned, and it tells little.

    Returns:
        Whole numbers of shots, at least 1, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is outside its range, or no one could run so many shots.

    Example:
        >>> shots_needed(0.01)
        np.int64(9604)
        >>> shots_needed([0.1, 0.05, 0.01], probability=0.25).tolist()
        [73, 289, 7203]
    """
    error = real(margin, "margin", low=0, high=1)
    sure = real(confidence, "confidence", low=0, high=1)
    p = real(probability, "probability", low=0, high=1)
    if np.any(error == 0):
        raise ValueError("No number of shots gives a margin of 0; give a larger one, say 0.01.")
    if np.any((sure == 0) | (sure == 1)):
        raise ValueError("confidence must lie strictly between 0 and 1, for example 0.95.")
    quantile = np.vectorize(NormalDist().inv_cdf, otypes=[float])((1 + sure) / 2)
    shots = np.ceil(quantile**2 * p * (1 - p) / error**2)
    if np.any(shots > 1e15):
        raise ValueError(f"That takes {shots.max():.1e} shots; nobody can run so many.")
    whole: NDArray[np.int64] = np.maximum(shots, 1).astype(np.int64)[()]
    return whole
